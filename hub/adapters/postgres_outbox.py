"""The outbox in PostgreSQL: rows of a lane in their order, for one who takes them to the log at a time."""

from collections.abc import Sequence
from typing import Final

from psycopg import AsyncConnection

from hub.errors import Defect
from hub.ports.store import OutboxRow, Waiting

PATIENCE_S: Final = 55.0
"""How long rows are lent at most: longer than a log tries to take them, and shorter than the server lets a transaction
rest that took a turn."""
_AT_REST: Final = "SELECT set_config('idle_in_transaction_session_timeout', '60s', true)"
"""A log is slower than what else is waited for inside a transaction; what it holds meanwhile, nobody waits for."""
_TURN: Final = 0x6F757462
"""The first of the two numbers of the advisory lock that stands for a lane's turn; the lane is the second."""


async def mine(connection: AsyncConnection, lane: int) -> bool:
    """Take the turn of a lane until the transaction ends, and time for it; false when somebody else has it."""
    await connection.execute(_AT_REST)
    row = await (await connection.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", (_TURN, lane))).fetchone()
    if row is None:
        raise Defect("a turn gave no row")
    return bool(row[0])


async def oldest(connection: AsyncConnection, lane: int, limit: int) -> Sequence[Waiting]:
    """Give the oldest rows that wait, in the order in which they were written."""
    ask = "SELECT seq, id, topic, key, value FROM outbox WHERE lane = %s ORDER BY seq LIMIT %s"
    async with connection.cursor(binary=True) as cursor:
        await cursor.execute(ask, (lane, limit))
        return [Waiting(row[0], OutboxRow(*row[1:])) for row in await cursor.fetchall()]


async def forget(connection: AsyncConnection, lane: int, rows: Sequence[Waiting]) -> None:
    """Remove rows that the log has taken."""
    if rows:
        places = [place for place, _ in rows]
        await connection.execute("DELETE FROM outbox WHERE lane = %s AND seq = ANY(%s)", (lane, places))
