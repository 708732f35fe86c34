"""The book of stopped lanes in PostgreSQL, where every process of the hub and the operator's commands find it."""

from collections.abc import Sequence
from typing import Final

from hub.adapters.postgres_pool import Database
from hub.ports.lane_book import StoppedLane

_PART: Final = "the book of stopped lanes"
_STOP: Final = """
INSERT INTO stopped_lane (group_name, lane, stopped_at, kinds, topics, positions) VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (group_name, lane) DO UPDATE SET stopped_at = excluded.stopped_at, kinds = excluded.kinds,
    topics = excluded.topics, positions = excluded.positions
"""
_STOPPED: Final = """
SELECT group_name, lane, stopped_at, kinds, topics, positions FROM stopped_lane ORDER BY group_name, lane
"""


class PostgresLanes:
    """A row for each stopped lane."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def stop(self, lane: StoppedLane) -> None:
        """Note that a lane stopped."""
        topics, positions = [topic for topic, _ in lane.in_hand], [position for _, position in lane.in_hand]
        values = (lane.group, lane.lane, lane.at, list(lane.kinds), topics, positions)
        async with self._database.statement(_PART) as connection:
            await connection.execute(_STOP, values)

    async def start(self, group: str, lane: int) -> None:
        """Note that a worker took the lane up again."""
        async with self._database.statement(_PART) as connection:
            await connection.execute("DELETE FROM stopped_lane WHERE group_name = %s AND lane = %s", (group, lane))

    async def stopped(self) -> Sequence[StoppedLane]:
        """Give the lanes that stand still, by group and number."""
        async with self._database.statement(_PART) as connection:
            rows = await (await connection.execute(_STOPPED)).fetchall()
        return [
            StoppedLane(group, lane, at, tuple(kinds), tuple(zip(topics, positions, strict=True)))
            for group, lane, at, kinds, topics, positions in rows
        ]
