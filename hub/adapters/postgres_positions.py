"""How far each group is in each partition, and who may move it: for every store that keeps positions.

A claim raises the epoch of its row, so that a writer with an older one is refused.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from psycopg import AsyncConnection

from hub.errors import Defect, PositionRefused
from hub.ports.log import BEGINNING, Partition
from hub.ports.store import Claim, Move

_CLAIM: Final = """
INSERT INTO position (group_name, topic, number, position, epoch)
SELECT %s, topic, number, %s, 1 FROM unnest(%s::text[], %s::int[]) AS asked (topic, number) ORDER BY topic, number
ON CONFLICT (group_name, topic, number) DO UPDATE SET epoch = position.epoch + 1
RETURNING topic, number, position, epoch
"""
"""One statement: whoever froze behind it holds nothing, and the order is that in which every writer moves theirs."""
_MOVE: Final = """
UPDATE position SET position = %(upto)s
WHERE group_name = %(group)s AND topic = %(topic)s AND number = %(number)s
  AND epoch = %(epoch)s AND position = %(position)s AND position < %(upto)s
"""
_GONE: Final = """
SELECT had.topic FROM unnest(%s::text[], %s::bigint[]) AS had (topic, upto)
WHERE NOT EXISTS (
    SELECT FROM position
    WHERE group_name = %s AND topic = had.topic AND number = %s AND position.position >= had.upto
)
LIMIT 1
"""


async def claim(connection: AsyncConnection, partition: Partition, group: str) -> Claim:
    """Take a partition for a writer: earlier writers are refused from now on."""
    taken = await claim_all(connection, [partition], group)
    return taken[partition]


async def claim_all(
    connection: AsyncConnection, partitions: Collection[Partition], group: str
) -> Mapping[Partition, Claim]:
    """Take partitions of one lane at once: of several writers who do, the last has all of them."""
    topics, numbers = [each.topic for each in partitions], [each.number for each in partitions]
    rows = await (await connection.execute(_CLAIM, (group, BEGINNING, topics, numbers))).fetchall()
    if len(rows) != len(partitions):
        raise Defect("a claim gave no row")
    return {Partition(topic, number): Claim(position, epoch) for topic, number, position, epoch in rows}


async def position(connection: AsyncConnection, partition: Partition, group: str) -> int:
    """Give the last position included, or `BEGINNING`."""
    ask = "SELECT position FROM position WHERE group_name = %s AND topic = %s AND number = %s"
    row = await (await connection.execute(ask, (group, *partition))).fetchone()
    return BEGINNING if row is None else int(row[0])


async def standing(connection: AsyncConnection, lane: int, group: str) -> Mapping[Partition, int]:
    """Give every position of a group in one lane."""
    ask = "SELECT topic, position FROM position WHERE group_name = %s AND number = %s"
    rows = await (await connection.execute(ask, (group, lane))).fetchall()
    return {Partition(topic, lane): included for topic, included in rows}


async def positions(connection: AsyncConnection, group: str) -> Mapping[Partition, int]:
    """Give every position of a group in one question."""
    ask = "SELECT topic, number, position FROM position WHERE group_name = %s"
    rows = await (await connection.execute(ask, (group,))).fetchall()
    return {Partition(row[0], row[1]): row[2] for row in rows}


def in_turn(moves: Iterable[Move]) -> list[Move]:
    """Give moves in the order of topics, in which every writer moves theirs, so that no two wait for each other."""
    return sorted(moves)


async def still(connection: AsyncConnection, group: str, lane: int, had: Mapping[Partition, int]) -> None:
    """Raise `PositionRefused` unless partitions of a lane stand where they stood, or further on."""
    arrays = ([partition.topic for partition in had], list(had.values()))
    found = await (await connection.execute(_GONE, (*arrays, group, lane))).fetchone()
    if found is not None:
        raise PositionRefused(f"{found[0]} of {group}, lane {lane}: a position that it had is gone")


async def move(connection: AsyncConnection, group: str, one: Move) -> None:
    """Move a position, before anything else: whoever comes second waits here, then finds that it is refused.

    Raises `PositionRefused` when the claim is not the newest, or the position is another than the claim's: already
    included, or an earlier one, because the database came back without its newest commits.
    """
    (topic, number), held, upto = one
    named = {"group": group, "topic": topic, "number": number, **held._asdict(), "upto": upto}
    moved = await connection.execute(_MOVE, named)
    if moved.rowcount != 1:
        raise PositionRefused(f"{one.partition} of {group}: position {upto} after {held.position} is refused")
