"""The book of stopped lanes in memory."""

from collections.abc import Sequence

from hub.ports.lane_book import StoppedLane


class MemoryLanes:
    """Stopped lanes in a dictionary."""

    def __init__(self) -> None:
        self._stopped: dict[tuple[str, int], StoppedLane] = {}

    async def stop(self, lane: StoppedLane) -> None:
        """Note that a lane stopped."""
        self._stopped[lane.group, lane.lane] = lane

    async def start(self, group: str, lane: int) -> None:
        """Note that a worker took the lane up again."""
        self._stopped.pop((group, lane), None)

    async def stopped(self) -> Sequence[StoppedLane]:
        """Give the lanes that stand still, by group and number."""
        return [self._stopped[key] for key in sorted(self._stopped)]
