"""Who had an event while two folds of everybody were compared and exchanged.

Most of them were compared and need nothing more.  Somebody of whom nothing was known before was not: live keeps them as
the former release writes it, and a worker of the newer one would stop there.
"""

from collections.abc import Mapping, Sequence

from hub.events.catalogue import DAY
from hub.ports.log import Log, Partition
from hub.ports.store import StateRow, SubjectRef
from hub.runtime.catching_up import until
from hub.runtime.folding import AnyProcessor
from hub.runtime.rows import unpack


async def touched(
    log: Log, since: Mapping[Partition, int], upto: Mapping[Partition, int], limit: int
) -> set[SubjectRef]:
    """Give who had an event in a lane behind one position of each partition and up to another."""
    people: set[SubjectRef] = set()
    for at, position in upto.items():
        if at.topic != DAY:
            async for records in until(log, at, since[at], position, limit):
                people.update(record.key for record in records)
    return people


def of_another_version(processors: Sequence[AnyProcessor], live: Mapping[str, StateRow]) -> bool:
    """Whether another version of a processor than these keeps a person, by their rows of each."""
    return any(
        unpack(live[processor.name].value).version != processor.version
        for processor in processors
        if processor.name in live
    )
