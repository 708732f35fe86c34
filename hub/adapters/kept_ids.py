"""Whether what a database holds was written by the schema ids that this hub goes by."""

from collections.abc import Sequence
from typing import Final

from hub.adapters.postgres_pool import Database
from hub.codec.events import EventCodec
from hub.errors import Defect, Rejected

_SOME: Final = "SELECT value FROM history LIMIT 100"


async def same_ids(databases: Sequence[Database], codec: EventCodec) -> None:
    """Raise `Defect` when a stored event cannot be read: more events by other ids, and nobody could read both."""
    for database in databases:
        async with database.statement("the store") as connection:
            rows = await (await connection.execute(_SOME)).fetchall()
        if not all(_reads(codec, value) for (value,) in rows):
            raise Defect("what this database holds was written by other schema ids than HUB_SCHEMA_REGISTRY gives")


def _reads(codec: EventCodec, value: bytes) -> bool:
    try:
        codec.decode(value)  # whole: of two versions of a type the beginning may be read by the wrong one
    except Rejected:
        return False
    return True
