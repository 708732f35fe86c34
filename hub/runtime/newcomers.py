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


async def touched(
    log: Log, since: Mapping[Partition, int], upto: Mapping[Partition, int], limit: int
) -> set[SubjectRef]:
    """Give who of a lane had an event behind one position of each partition and up to another.

    Whoever belongs to another lane is left out: the fold parks such a record, and their states are that lane's.
    """
    people: set[SubjectRef] = set()
    for at, position in upto.items():
        if at.topic != DAY:
            async for records in until(log, at, since[at], position, limit):
                keys = {record.key for record in records}
                people.update(key for key in keys if lane_of(key, log.lanes) == at.number)
    return people


def of_another_version(processors: Sequence[AnyProcessor], live: Mapping[str, StateRow]) -> bool:
    """Whether another version of a processor than these keeps a person, by their rows of each."""
    return any(
        unpack(live[processor.name].value).version != processor.version
        for processor in processors
        if processor.name in live
    )
