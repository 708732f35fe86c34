"""The access log in PostgreSQL: writers queue on the head's row, so that the chain has no fork."""

from collections.abc import Sequence
from typing import Final

from msgspec.structs import astuple

from hub.adapters.postgres_pool import Database
from hub.errors import Defect
from hub.ports.books import Access
from hub.ports.chain import Check, chained
from hub.ports.store import SubjectRef

_PART: Final = "the access log"
_COLUMNS: Final = (
    "at, username, role, organisation, action, view, subject, purpose, decision, policy, reason, seq, previous, digest"
)
_ADD: Final = f"""
INSERT INTO access_line ({_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""  # noqa: S608 - column names are constants
_OF_SUBJECT: Final = f"SELECT {_COLUMNS} FROM access_line WHERE subject = %s ORDER BY seq DESC LIMIT %s"  # noqa: S608 - as above
_ALL: Final = f"SELECT {_COLUMNS} FROM access_line ORDER BY seq"  # noqa: S608 - as above
_HEAD: Final = "SELECT seq, digest FROM access_head"
_PAGE: Final = 5000


class PostgresAccess:
    """Append-only (a trigger refuses changes) and chained (a change made past the trigger shows)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def write(self, line: Access) -> Access:
        """Append a line and give it back with its place in the chain."""
        async with self._database.session(_PART) as connection:
            head = await (await connection.execute(f"{_HEAD} FOR UPDATE")).fetchone()
            if head is None:
                raise Defect("the access log has lost its head")
            placed = chained(line, head[0] + 1, head[1])
            await connection.execute(_ADD, astuple(placed))
            await connection.execute("UPDATE access_head SET seq = %s, digest = %s", (placed.seq, placed.digest))
        return placed

    async def of_subject(self, subject: SubjectRef, limit: int = 200) -> Sequence[Access]:
        """Who looked at this person, newest first."""
        async with self._database.session(_PART) as connection:
            found = await connection.execute(_OF_SUBJECT, (subject, limit))
            return [Access(*row) for row in await found.fetchall()]

    async def verify(self) -> int | None:
        """Give the first broken `seq`, or none when the chain holds.

        Reads everything as it stood at one moment, a page at a time, while others go on writing.
        """
        check = Check()
        async with self._database.session(_PART) as connection:
            await connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            head = await (await connection.execute(_HEAD)).fetchone()
            async with connection.cursor("access_lines") as cursor:
                await cursor.execute(_ALL)
                while page := await cursor.fetchmany(_PAGE):
                    check.follow(Access(*row) for row in page)
        return check.finish(*(head or (0, b"")))
