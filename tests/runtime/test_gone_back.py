"""A database that comes back a moment older: nothing that is in the log is missing from a state or a figure."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.adapters.clocks import ManualClock
from hub.adapters.log_placement import Placement
from hub.adapters.memory_lanes import MemoryLanes
from hub.adapters.memory_log import MemoryLog
from hub.codec.events import EventCodec
from hub.domain.days import start_of
from hub.errors import PositionRefused
from hub.events.care_record import VisitConfirmed
from hub.events.catalogue import BY_TYPE, CARE_RECORD, DAY, DISCHARGE, FACT, PEOPLE_TOPICS
from hub.events.envelope import Event
from hub.ports.log import Draft, Partition, Record
from hub.processors.joint import JointProcessor
from hub.runtime.apply import Group
from hub.runtime.batch_host import BatchHost
from hub.runtime.figures import DASHBOARDS, FiguresFold, FiguresParts
from hub.runtime.figures_host import FiguresHost
from hub.runtime.folding import refold
from hub.runtime.lane import Lane, LaneParts
from hub.runtime.lane_host import HostParts, LaneHost
from hub.runtime.publishing import news
from hub.runtime.rows import unpack
from hub.runtime.shadow import Role
from hub.runtime.ticks import tick_drafts
from tests.runtime.figures_made import CODEC, in_lane, record_of
from tests.runtime.folded_twice import START, Kept, care
from tests.runtime.folded_twice import House as Twice
from tests.runtime.going_back import ANSWERS, GoingFigures, GoingShadows, GoingStore
from tests.runtime.handed import ONE, Taken, give, made, until
from tests.runtime.made import HOUR, MONDAY, happened, person, stay
from tests.runtime.test_figures_host import stay as fact

WHO = person("someone")
TOPICS = (DISCHARGE, CARE_RECORD, DAY)
GROUP = Group("care", (JointProcessor(),), PEOPLE_TOPICS)


def visit(hours: float) -> Event:
    """A visit of which another topic tells."""
    at = MONDAY + int(hours * HOUR)
    return happened(WHO, VisitConfirmed("L1", "1-999", at, at), hours)


DAYS = (date(2026, 11, 12), date(2026, 11, 26), date(2026, 12, 25))
"""The first stay's six weeks end before the last of them."""


def tick(day: date) -> Event:
    """A day that begins for the lane."""
    (draft,) = tick_drafts(CODEC, [0], start_of(day), None)
    return CODEC.decode(draft.value, DAY)


TICKS = [tick(day) for day in DAYS]
EVENTS = [*stay(WHO, "SP1", 0), *(visit(5 + n) for n in range(3)), *stay(WHO, "SP2", 400)]


class House:
    """One lane of a store that may go back, given records by hand as its host and readers would."""

    def __init__(self, store: GoingStore) -> None:
        clock = ManualClock(start_of(date(2026, 12, 28)))
        self.store, self.codec = store, EventCodec()
        log = MemoryLog(clock, Placement(lanes=1))
        self._parts = LaneParts(log, store, self.codec, GROUP, clock, lambda *_: None, patience_s=0)
        self._log: dict[Partition, list[Record]] = {Partition(topic, 0): [] for topic in TOPICS}
        self._read: dict[Partition, int] = {}

    def send(self, events: Sequence[Event]) -> None:
        """Append."""
        for event in events:
            at = Partition(BY_TYPE[event.type].topic, 0)
            value = self.codec.encode(event)
            self._log[at].append(Record(at, len(self._log[at]), event.subject_ref, value, event.received_at))

    async def begin(self) -> None:
        """Take the lane, and read from where it stands."""
        self.lane = Lane(self._parts, 0)
        await self.lane.claim()
        self._read = {at: await self.store.position(at, "care") for at in self._log}

    async def settle(self, limit: int = 100) -> None:
        """Give the lane what its readers have not given; begin again when it is refused."""
        while ready := {at: mine[self._read[at] + 1 :][:limit] for at, mine in self._log.items()}:
            ready = {at: records for at, records in ready.items() if records}
            if not ready:
                return
            try:
                await self.lane.take(ready)
            except PositionRefused:
                await self.begin()
            else:
                self._read |= {at: records[-1].position for at, records in ready.items()}

    async def holds(self) -> tuple[bytes, set[object]]:
        """Give the state that is kept, and what others were told that follows from it."""
        row = await self.store.state("joint", WHO)
        assert row is not None
        packed = unpack(row.value)
        return packed.state, set(packed.published)

    async def look(self) -> None:
        """Do what a lane does to which nothing comes, until all is as it was."""
        while True:
            try:
                return await self.lane.look()
            except PositionRefused:
                await self.begin()
                await self.settle()


def refolded(events: Sequence[Event], day: date) -> tuple[bytes, set[object]]:
    """Give what is held of events that were folded at once, and what follows from them on a day."""
    joint, state = JointProcessor(), refold(WHO, events, GROUP.processors).states["joint"]
    published, _ = news("joint", (), joint.outline(state, day).facts)
    return joint.encode(state), set(published)


@settings(max_examples=60, deadline=None)
@given(
    sizes=st.lists(st.integers(1, 4), max_size=5),
    answers=st.lists(ANSWERS, max_size=12),
    order=st.permutations([*EVENTS, *TICKS]),
)
async def test_whatever_the_store_loses_everything_is_folded_once(
    sizes: list[int], answers: list[str], order: list[Event]
) -> None:
    """Answers that are lost, outages and fail-overs to a copy that lags, between batches of any size and topics.

    A day that began is not taken back: at the end others believe of everybody what follows on the newest.
    """
    house = House(GoingStore(1, answers))
    await house.begin()
    left = order
    for size in [*sizes, len(order)]:
        house.send(left[:size])
        left = left[size:]
        await house.settle(limit=2)
    await house.look()
    rows = await house.store.history(WHO)
    assert {row.event_id for row in rows} == {event.event_id for event in EVENTS}
    assert await house.holds() == refolded(EVENTS, DAYS[-1])


async def test_a_day_whose_answer_was_lost_has_begun() -> None:
    """The six weeks are over with the last day; what comes behind it is not folded on the day before."""
    house = House(GoingStore(1, ["well", "well", "lost"]))
    await house.begin()
    for sent in (TICKS[:1], EVENTS[:4], TICKS[2:], EVENTS[4:5]):
        house.send(sent)
        await house.settle()
    assert await house.holds() == refolded(EVENTS[:5], DAYS[-1])


@pytest.mark.parametrize("how", ["well", "away"])
async def test_what_a_fail_over_lost_is_folded_with_what_comes_next(how: str) -> None:
    """Whether the worker saw the outage or not, the discharge that follows does not hide the transfer before it."""
    house = House(GoingStore(1, ["well", "well", how]))
    await house.begin()
    for event in EVENTS[:2]:
        house.send([event])
        await house.settle()
    house.store.kept.go_back(1)
    house.send(EVENTS[2:3])
    await house.settle()
    assert [row.type for row in await house.store.history(WHO)] == [event.type for event in EVENTS[:3]]


async def test_a_record_of_a_topic_in_which_nothing_comes_any_more_is_not_forgotten() -> None:
    """The visit is lost with the copy and the next event is of another topic: the batch of that is refused first."""
    house = House(GoingStore(1))
    await house.begin()
    for event in (EVENTS[0], EVENTS[3]):
        house.send([event])
        await house.settle()
    house.store.kept.go_back(1)
    house.send(EVENTS[1:2])
    await house.settle()
    folded = {row.type for row in await house.store.history(WHO)}
    assert folded == {"SpellAdmitted", "SpellTransferred", "VisitConfirmed"}


async def test_a_fold_beside_that_lost_its_newest_batch_ends_and_goes_on_when_it_is_begun_again() -> None:
    """A rebuild under a fail-over writes no gap: it is refused, and the same command folds what was lost."""
    store = GoingShadows(1)
    house = Twice(care(), Kept(store, store), MemoryLog(ManualClock(start_of(START)), Placement(lanes=1)))
    await house.send(EVENTS[:4])
    await house.settle()
    rebuild = house.again(batch=2)
    await rebuild.begin([0], Role.PREVIOUS, told=False)
    await rebuild.fold()
    store.kept.go_back(1)
    await house.send(EVENTS[4:])
    await house.settle()
    with pytest.raises(PositionRefused):
        await rebuild.fold()
    rebuild = house.again(batch=2)
    await rebuild.begin([0], Role.PREVIOUS, told=False)
    await rebuild.fold()
    assert (await rebuild.compare()).equal
    assert await store.load(0, ["joint~shadow"], [WHO])


@asynccontextmanager
async def kept(host: LaneHost, log: MemoryLog) -> AsyncIterator[None]:
    """Run a host until the block ends."""
    task = asyncio.create_task(host.run())
    try:
        yield
    finally:
        await log.close()
        task.cancel()
        await asyncio.wait({task}, timeout=2)


async def reached(count: Callable[[], object], wanted: object) -> None:
    """Wait until something is counted."""
    async with asyncio.timeout(5):
        while count() != wanted:  # noqa: ASYNC110 - the host's doing
            await asyncio.sleep(0.005)


async def test_a_worker_to_whom_nothing_comes_finds_what_its_store_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """A quiet lane behind a fail-over: it looks by itself, is taken again and folds what the log still has."""
    monkeypatch.setattr("hub.runtime.gone_back.LOOK_EVERY_S", 0.02)
    store, clock, codec = GoingStore(1), ManualClock(start_of(date(2026, 11, 20))), EventCodec()
    log = MemoryLog(clock, Placement(lanes=1))
    parts = LaneParts(log, store, codec, GROUP, clock, lambda *_: None, patience_s=0.01)
    host = BatchHost(parts, MemoryLanes(), lambda _: None, retake_after_s=0.01)

    def folded() -> int:
        return len(store._history.get(WHO, ()))

    async with kept(host, log):
        for count, event in enumerate(EVENTS[:3], 1):
            await log.append([Draft(DISCHARGE, WHO, codec.encode(event))])
            await reached(folded, count)
        store.kept.go_back(1)
        assert folded() == 2
        await reached(folded, 3)


async def test_figures_that_were_lost_are_counted_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The host of the dashboards, too, finds out by itself, though nothing is told any more."""
    monkeypatch.setattr("hub.runtime.gone_back.LOOK_EVERY_S", 0.02)
    clock, figures = ManualClock(0), GoingFigures()
    log = MemoryLog(clock, Placement(lanes=1))
    parts = FiguresParts(figures, CODEC, lambda *_: None, 1)
    host = HostParts(DASHBOARDS, log, clock, MemoryLanes(), lambda _: None, 0.01, 0.01)

    def people() -> int:
        return len(figures._held[DASHBOARDS].kept)

    async with kept(FiguresHost(host, lambda lane: FiguresFold(parts, lane)), log):
        for count in (1, 2):
            record = record_of(in_lane(fact(count), 0, 1), 0)
            await log.append([Draft(FACT, record.key, record.value, number=0)])
            await reached(people, count)
        figures.kept_of.go_back(1)
        assert people() == 1
        await reached(people, 2)


async def test_a_lane_that_is_handed_nothing_looks_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Over Kafka the lane begins again where the store stands now."""
    monkeypatch.setattr("hub.runtime.fetched_lane.SILENT_S", 0.02)
    taken = Taken()
    lanes = made(taken)
    lanes.gain([ONE])
    await give(lanes, ONE, 0)
    gone = iter([PositionRefused("gone back")])
    taken.looked = lambda: next(gone, None)
    await until(lambda: len(taken.started) == 2)
    assert not lanes.failed.done()
    await lanes.lose()
