"""Who had an event while two folds of everybody were compared and exchanged.

Most of them were compared and need nothing more.  Somebody of whom nothing was known before was not: live keeps them as
the former release writes it, and a worker of the newer one would stop there.
"""

from collections.abc import Mapping, Sequence

from hub.domain.lanes import lane_of
from hub.events.catalogue import DAY
from hub.ports.log import Log, Partition
from hub.ports.store import StateRow, SubjectRef
from hub.runtime.catching_up import until
from hub.runtime.folding import AnyProcessor
from hub.runtime.rows import unpack


class Newcomers:
    """Who of a lane had an event behind a position of each partition; what was read once is not read again.

    Whoever belongs to another lane is left out: the fold parks such a record, and their states are that lane's.
    """

    def __init__(self, log: Log, since: Mapping[Partition, int], limit: int) -> None:
        self._log, self._read, self._limit = log, dict(since), limit
        self._people: set[SubjectRef] = set()

    async def touched(self, upto: Mapping[Partition, int]) -> frozenset[SubjectRef]:
        """Give who had an event up to these positions; raises `Unavailable` when the log is away."""
        for at, position in upto.items():
            if at.topic != DAY:
                async for records in until(self._log, at, self._read[at], position, self._limit):
                    keys = {record.key for record in records}
                    self._people.update(key for key in keys if lane_of(key, self._log.lanes) == at.number)
                    self._read[at] = records[-1].position
        return frozenset(self._people)


def of_another_version(processors: Sequence[AnyProcessor], live: Mapping[str, StateRow]) -> bool:
    """Whether another version of a processor than these keeps a person, by their rows of each."""
    return any(
        unpack(live[processor.name].value).version != processor.version
        for processor in processors
        if processor.name in live
    )
