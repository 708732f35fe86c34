"""What is measured for `limit` and `fold`: the same decode and fold, once bare and once as the hub does it."""

import time
from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import Any

from hub.adapters.clocks import ManualClock
from hub.adapters.log_placement import Placement
from hub.adapters.memory_log import MemoryLog
from hub.codec.events import EventCodec
from hub.domain.days import day_of
from hub.domain.steps import Step
from hub.events.catalogue import TOPIC_OF
from hub.ports.log import Draft, Log, Partition, Record
from hub.runtime.apply import ApplyParts, Group, apply
from hub.runtime.catching_up import together
from hub.runtime.collecting import collector_paused

Records = Mapping[Partition, Sequence[Record]]
_in_time = attrgetter("appended_at")


class BareFold:
    """The fold with nothing around it: decode and one step each into a dict of states, what one core can do at most.

    Repeats of an event id are dropped.  The garbage collector is paused all along, which the hub does only within a
    batch.
    """

    def __init__(self, codec: EventCodec, group: Group) -> None:
        self.seconds = 0.0
        self.events = 0
        self._decode = codec.decode_clear
        self._processors = [(n, each.evolve, each.topics) for n, each in enumerate(group.processors)]
        self._initial = [processor.initial() for processor in group.processors]
        self._folded: dict[bytes, tuple[int, list[Any]]] = {}
        self._seen: set[bytes] = set()

    def take(self, records: Sequence[tuple[bytes, bytes]]) -> None:
        """Fold keys and values, in the order given."""
        folded, seen, decode, initial = self._folded, self._seen, self._decode, self._initial
        with collector_paused():
            started = time.perf_counter()
            for key, value in records:
                event = decode(value)
                if event.event_id in seen:
                    continue
                seen.add(event.event_id)
                ordinal, mine = folded.get(key) or (0, list(initial))
                step = Step(event, ordinal)
                topic = TOPIC_OF[event.type]
                for n, evolve, reads in self._processors:
                    if topic in reads:
                        mine[n] = evolve(mine[n], step)
                folded[key] = (ordinal + 1, mine)
            self.seconds += time.perf_counter() - started
        self.events += len(records)

    @property
    def per_s(self) -> float:
        """Events per second so far."""
        return self.events / self.seconds

    @property
    def states(self) -> dict[bytes, Sequence[Any]]:
        """Give one state for each processor of the group, by person."""
        return {subject: mine for subject, (_, mine) in self._folded.items()}


def bare_fold(codec: EventCodec, group: Group, records: Records) -> BareFold:
    """Fold every record, in order of time."""
    bare = BareFold(codec, group)
    order = sorted((record for mine in records.values() for record in mine), key=_in_time)
    bare.take([(record.key, record.value) for record in order])
    return bare


async def logged(records: Records, lanes: int) -> Log:
    """Write every record into a log in memory, each at its time."""
    clock = ManualClock(0)
    log = MemoryLog(clock, Placement(lanes=lanes))
    for record in sorted((record for mine in records.values() for record in mine), key=_in_time):
        clock.set(record.appended_at)
        await log.append([Draft(record.partition.topic, record.key, record.value)])
    return log


async def fold(parts: ApplyParts, log: Log, batch_size: int, progress: Callable[[int], None]) -> float:
    """Apply all that a log holds in batches; give the seconds from the first read to the last commit.

    The topics of a lane move on together, as in a hub that keeps up.  Each batch is applied on its own day, so that
    milestones fall due and are told as in a running hub.
    """
    started, done = time.perf_counter(), 0
    for lane in range(log.lanes):
        partitions = [Partition(topic, lane) for topic in parts.group.topics]
        claims = {partition: await parts.store.claim(partition, parts.group.name) for partition in partitions}
        after = {partition: claim.position for partition, claim in claims.items()}
        async for ready in together(log, after, batch_size):
            newest = max(records[-1].appended_at for records in ready.values())
            applied = await apply(parts, claims, ready, day_of(newest))
            claims.update(applied.claims)
            done += applied.records
            progress(done)
    return time.perf_counter() - started
