"""Whether several databases are several: one that is named twice would be counted twice by whoever asks all of them."""

import secrets
from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import Final

from hub.adapters.postgres_pool import Database
from hub.errors import Defect

_MARK: Final = "SELECT pg_try_advisory_xact_lock(%s)"
"""A lock is of one database and of one connection: who meets it again is in the same database, whatever its address."""


async def all_apart(databases: Sequence[Database]) -> None:
    """Raise `Defect` when a database is one that was named before, the first among them, and `Unavailable`."""
    mark = secrets.randbits(62)
    async with AsyncExitStack() as stack:
        for number, database in enumerate(databases):
            connection = await stack.enter_async_context(database.session("the store"))
            if await (await connection.execute(_MARK, (mark,))).fetchone() != (True,):
                raise Defect(
                    f"entry {number} of HUB_MORE_DATABASE_URLS is the database of HUB_DATABASE_URL or of an entry "
                    "before it: each has to be another"
                )
