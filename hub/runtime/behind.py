"""How many records of a partition wait behind a position."""

from typing import Final

from hub.ports.log import Log, Partition

_FEW: Final = 1000
"""With more behind a position than this, what is no record among them changes nothing for whoever looks."""


async def behind(log: Log, partition: Partition, position: int) -> int:
    """Count the positions between one and the newest record; of few it is looked whether any is a record."""
    waiting = await log.end(partition) - position
    if 0 < waiting <= _FEW:
        waiting = await log.newest(partition) - position
    return max(0, waiting)
