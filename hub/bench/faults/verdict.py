"""The checker: from the list of what was sent alone, every person's history, state and derived events.

It opens the store and the log afterwards and knows nothing of how anything was folded, when, or by whom.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Final, NamedTuple

from hub.codec.events import EventCodec
from hub.composition import Core
from hub.domain.lanes import lane_of
from hub.events.catalogue import FACT
from hub.events.envelope import Event
from hub.events.identity import PersonMerged
from hub.events.time import FactChanged
from hub.ports.log import BEGINNING, Log, Partition
from hub.ports.store import HistoryRow, Store
from hub.runtime.apply import Group
from hub.runtime.figures import FiguresParts
from hub.runtime.figures_rebuild import FiguresRebuild
from hub.runtime.folding import Person, refold
from hub.runtime.rows import unpack
from hub.runtime.ticks import stored_day

Sent = Mapping[bytes, Mapping[bytes, Event]]
Told = Mapping[bytes, Mapping[tuple[str, str, str], FactChanged]]
"""Of each person what was told last, by processor, kind and key."""
_GONE: Final = "WITHDRAWN"
_AT_ONCE: Final = 500


class Evidence(NamedTuple):
    """What the checker looks at, and how it reads it."""

    log: Log
    store: Store
    codec: EventCodec
    group: Group


class Verdict(NamedTuple):
    """How many events are missing from a history, are in one twice or uninvited; people and facts that are wrong."""

    people: int
    lost: int
    doubled: int
    wrong_people: int
    wrong_facts: int

    @property
    def wrong(self) -> int:
        """Everything that came out other than what was sent says."""
        return self.wrong_people + self.wrong_facts


async def verdict(hub: Evidence, sent: Sent) -> Verdict:
    """Hold the hub against what was sent; everything has been folded and passed on."""
    kin, told = _kin(sent), await _told(hub)
    found: Counter[str] = Counter()
    for lane in range(hub.log.lanes):
        mine = [subject for subject in sent if lane_of(subject, hub.log.lanes) == lane]
        today = await stored_day(hub.store, lane)
        for start in range(0, len(mine), _AT_ONCE):
            some = mine[start : start + _AT_ONCE]
            histories = await hub.store.histories(lane, some)
            for subject in some:
                related = {id_: event for one in kin[subject] for id_, event in sent[one].items()}
                found += _history(histories.get(subject, ()), sent[subject], related)
                person = refold(subject, related.values(), hub.group.processors)
                found["wrong_people"] += not await _state_is(hub, lane, subject, person)
                found["wrong_facts"] += _facts(hub, person, today, told.get(subject, {}))
    return Verdict(len(sent), found["lost"], found["doubled"], found["wrong_people"], found["wrong_facts"])


async def figures_wrong(core: Core) -> int:
    """Count the measures whose figures differ from those of the derived topic folded again."""
    parts = FiguresParts(core.figures, core.codec, lambda *_: None, core.log.lanes)
    again = FiguresRebuild(core.log, parts, core.settings.batch, lambda _: None)
    proof = await again.fold()
    await again.discard()
    return len(proof.differing)


def _kin(sent: Sent) -> dict[bytes, Collection[bytes]]:
    """Give for every record all those that merges tie to it, itself among them."""
    tied: dict[bytes, set[bytes]] = {subject: {subject} for subject in sent}
    merges = [event.body for events in sent.values() for event in events.values()]
    for body in merges:
        if isinstance(body, PersonMerged):
            both = tied[body.retired_ref] | tied[body.surviving_ref]
            tied.update(dict.fromkeys(both, both))
    return dict(tied)


def _history(rows: Collection[HistoryRow], sent: Mapping[bytes, Event], related: Mapping[bytes, Event]) -> Counter[str]:
    """Compare a history with what was sent; what merges passed on to a record may be in it as well."""
    there = Counter(row.event_id for row in rows)
    uninvited = sum(event_id not in related for event_id in there)
    return Counter(lost=len(sent.keys() - there.keys()), doubled=there.total() - len(there) + uninvited)


async def _state_is(hub: Evidence, lane: int, subject: bytes, person: Person) -> bool:
    processors = hub.group.processors
    rows = await hub.store.load(lane, [processor.name for processor in processors], [subject])
    for processor in processors:
        row = rows.get((processor.name, subject))
        stored = processor.encode(processor.initial()) if row is None else unpack(row.value).state
        if stored != processor.encode(person.states[processor.name]):
            return False
    return True


def _facts(hub: Evidence, person: Person, today: date, told: Mapping[tuple[str, str, str], FactChanged]) -> int:
    """Count the facts that others were told last and that do not hold, and those that hold and were not told."""
    holds = {
        (processor.name, fact.kind, fact.key): fact.body
        for processor in hub.group.processors
        for fact in processor.outline(person.states[processor.name], today).facts
    }
    last = {name: change.body for name, change in told.items() if change.state != _GONE}
    return len(holds.items() ^ last.items())


async def _told(hub: Evidence) -> Told:
    """Read the derived topic to its end; the newest of a key counts."""
    last: dict[bytes, dict[tuple[str, str, str], FactChanged]] = defaultdict(dict)
    for lane in range(hub.log.lanes):
        partition = Partition(FACT, lane)
        end = await hub.log.end(partition)
        if end == BEGINNING:
            continue
        async for records in hub.log.read(partition, BEGINNING):
            for record in records:
                body = hub.codec.decode_clear(record.value, FACT).body
                if isinstance(body, FactChanged):
                    last[record.key][body.processor, body.kind, body.key] = body
            if records[-1].position >= end:
                break
    return last
