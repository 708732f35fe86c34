"""What ends a PostgreSQL whose disk is full: its write-ahead log needs a file that it cannot have."""

from typing import Final

from hub.adapters.postgres_pool import Database
from hub.errors import Unavailable

_SEGMENTS: Final = 64
"""More than it keeps to use again."""


async def end_write_ahead_log(dsn: str) -> None:
    """Use up the files that the server has ready, one after the other, until it ends."""
    try:
        database = await Database.open(dsn, size=1)
    except Unavailable:
        return
    try:
        for _ in range(_SEGMENTS):
            async with database.statement("filling the log of writes") as connection:
                await connection.execute("SELECT pg_logical_emit_message(true, 'full', 'disk'), pg_switch_wal()")
    except Unavailable:
        pass
    finally:
        await database.close()
