"""A hub whose log is folded a second time: live and shadow over the same store, and rules that differ on purpose."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from hub.adapters.clocks import ManualClock
from hub.adapters.log_placement import Placement
from hub.adapters.memory_log import MemoryLog
from hub.adapters.memory_shadows import MemoryShadows
from hub.codec.events import EventCodec
from hub.domain.days import day_of, start_of
from hub.domain.joint_state import JointState
from hub.domain.six_weeks import Policy
from hub.domain.steps import Step
from hub.events.catalogue import BY_TYPE, FACT, PEOPLE_TOPICS
from hub.events.envelope import Event
from hub.events.time import FactChanged
from hub.ports.log import BEGINNING, Draft, Log, Partition
from hub.ports.shadows import Shadows
from hub.ports.store import Store
from hub.processors.early_help import EarlyHelpProcessor
from hub.processors.joint import JointProcessor
from hub.processors.record import RecordProcessor
from hub.runtime.apply import Group
from hub.runtime.catching_up import catch_up, until_end
from hub.runtime.comparison import Comparison
from hub.runtime.exchanging import Told
from hub.runtime.lane import LaneParts
from hub.runtime.rebuild import Rebuild
from hub.runtime.rows import unpack
from hub.runtime.shadow import Role
from hub.runtime.shadow_lane import ShadowParts
from hub.runtime.ticks import tick_drafts

CODEC = EventCodec()
LANES = 2
START = date(2026, 11, 1)


def care(joint: JointProcessor | None = None) -> Group:
    """Give the group that the hub runs, with another joint processor when one is given."""
    return Group("care", (joint or JointProcessor(), RecordProcessor(), EarlyHelpProcessor()), PEOPLE_TOPICS)


def four_weeks() -> Group:
    """Give a group whose window is 28 days: the state is the same, what follows from it is not."""
    return care(JointProcessor(policy=Policy(((date.min, 28),))))


class Deaf(JointProcessor):
    """A fold that never hears that somebody is ready to leave, and no discharge of one trust."""

    def evolve(self, state: JointState, step: Step) -> JointState:
        """Pass over what it does not hear."""
        return state if step.event.type in {"ReadinessChanged", "SpellDischarged"} else super().evolve(state, step)


class Second(JointProcessor):
    """The same rules as another version, whose rows no other version reads."""

    version = JointProcessor.version + 1


class Broken(JointProcessor):
    """A fold with a defect: it fails at one event, and names somebody in its failure."""

    def __init__(self, event_id: bytes) -> None:
        super().__init__()
        self._event_id = event_id

    def evolve(self, state: JointState, step: Step) -> JointState:
        """Fail at the one event."""
        if step.event.event_id == self._event_id:
            raise ValueError("Mrs Ashworth")
        return super().evolve(state, step)


class Kept(NamedTuple):
    """A store, asked for one fold and for two."""

    store: Store
    shadows: Shadows


def in_memory() -> Kept:
    """Give an empty store in memory."""
    memory = MemoryShadows(LANES)
    return Kept(memory, memory)


class House:
    """A log that is folded live by `group`, and again by whoever rebuilds."""

    def __init__(self, group: Group, kept: Kept | None = None, log: Log | None = None) -> None:
        self.clock = ManualClock(start_of(START))
        self.kept = kept or in_memory()
        self.log = log or MemoryLog(self.clock, Placement(lanes=LANES))
        self.group = group

    async def send(self, events: Iterable[Event], key: bytes | None = None) -> None:
        """Append events under their own person's key, or under another."""
        drafts = [Draft(BY_TYPE[e.type].topic, key or e.subject_ref, CODEC.encode(e)) for e in events]
        await self.log.append(drafts)

    async def day(self, day: date) -> None:
        """Let a day begin."""
        self.clock.set(start_of(day))
        last = day - timedelta(days=1)
        await self.log.append(tick_drafts(CODEC, range(self.log.lanes), self.clock.now(), last))

    async def settle(self, group: Group | None = None) -> None:
        """Fold live what waits, with the house's rules or others."""
        group = group or self.group
        parts = LaneParts(self.log, self.kept.store, CODEC, group, self.clock, lambda *_: None, batch=7)
        await catch_up(parts)

    def again(
        self, group: Group | None = None, *, mark: str = "rules", only: str | None = None, batch: int = 7
    ) -> Rebuild:
        """Give a rebuild by another process, with the house's rules or others."""
        store, shadows = self.kept
        parts = ShadowParts(
            self.log, store, shadows, CODEC, group or self.group, self.clock, batch=batch, patience_s=0.01
        )
        return Rebuild(parts, mark, only)

    async def verified(self, group: Group | None = None, **how: Any) -> Comparison:
        """Fold again and compare."""
        rebuild = self.again(group, **how)
        await rebuild.begin(range(LANES), Role.PREVIOUS, told=False)
        await rebuild.fold()
        assert rebuild.stopped == []
        return await rebuild.compare()

    async def turned(self, group: Group | None = None, target: Role = Role.PREVIOUS, **how: Any) -> Told:
        """Fold again, compare and exchange."""
        rebuild = self.again(group, **how)
        await rebuild.begin(range(LANES), target, told=True)
        await rebuild.fold()
        return await rebuild.exchange(await rebuild.compare(), target)

    async def rows(self, people: Collection[bytes], suffix: str = "") -> Mapping[tuple[str, bytes], Any]:
        """Give the rows of people, live or of the shadow, under the live names.

        A row that says no more than is said of anybody may be there or not: it hangs on how batches were cut.
        """
        names = [processor.name + suffix for processor in self.group.processors]
        found: dict[tuple[str, bytes], Any] = {}
        for lane in range(LANES):
            found.update(await self.kept.store.load(lane, names, people))
        nobody = {p.name: p.encode(p.initial()) for p in self.group.processors if p.name != "joint"}
        return {
            (name.removesuffix("~shadow"), subject): (row.value, row.due_on, row.card_key, row.now, row.listing)
            for (name, subject), row in found.items()
            if unpack(row.value).state != nobody.get(name.removesuffix("~shadow"))
        }

    async def derived(self) -> Sequence[Event]:
        """Give every derived event in the log, in the order of the lanes."""
        found: list[Event] = []
        for lane in range(LANES):
            async for records in until_end(self.log, Partition(FACT, lane), BEGINNING, 1000):
                found += [CODEC.decode(record.value) for record in records]
        return found

    async def believed(self) -> Mapping[tuple[bytes, str, str, str], str]:
        """Give what somebody believes who read every derived event in order."""
        believed: dict[tuple[bytes, str, str, str], str] = {}
        for event in await self.derived():
            fact = event.body
            assert isinstance(fact, FactChanged)
            key = (event.subject_ref, fact.processor, fact.kind, fact.key)
            if fact.state == "WITHDRAWN":
                del believed[key]
            else:
                assert (fact.state == "CHANGED") is (key in believed)
                believed[key] = fact.body
        return believed

    async def positions(self, group: str) -> Mapping[Partition, int]:
        """Give how far a group is, in the topics of the log."""
        found = await self.kept.store.positions(group)
        return {at: position for at, position in found.items() if at.topic != "exchanges"}

    def today(self) -> date:
        """Give the day of the clock."""
        return day_of(self.clock.now())


def state_of(rows: Mapping[tuple[str, bytes], Any], name: str, subject: bytes) -> bytes:
    """Give the bytes of a state out of rows."""
    return unpack(rows[name, subject][0]).state
