"""The hub as one machine: whatever comes, in whatever order, while it dies and days pass, one truth stands at the end.

Its twin is told the same in order, once, on the last day, and never dies.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from hub.adapters.clocks import ManualClock
from hub.adapters.log_placement import Placement
from hub.adapters.memory_log import MemoryLog
from hub.adapters.memory_store import MemoryStore
from hub.codec.events import EventCodec
from hub.domain.days import start_of
from hub.events.catalogue import PEOPLE_TOPICS
from hub.events.time import FactChanged
from hub.runtime.apply import Group
from hub.runtime.driver import Driver
from hub.runtime.reading import state_hash
from tests.processors.every_processor import EVERY
from tests.runtime.dying import Died, Steps
from tests.runtime.whole_lives import OTHER_RECORD, PERSON, Arriving, arriving

CODEC: Final = EventCodec()
BEGUN: Final = date(2026, 3, 1)
Truth = dict[str, Any]


class Machine(RuleBasedStateMachine):
    """Told, repeated, told early, killed, started again with its topics the other way round, moved on by days."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = ManualClock(start_of(BEGUN))
        self.log, self.store = MemoryLog(self.clock, Placement(lanes=2)), MemoryStore(2)
        self.topics: tuple[str, ...] = PEOPLE_TOPICS
        self.today = BEGUN
        self.waiting: list[Arriving] = []
        self.told: list[Arriving] = []

    @initialize(seed=st.integers(0, 10**6), merged=st.booleans())
    def somebody(self, seed: int, *, merged: bool) -> None:
        """A person whose life is known, and not told yet."""
        self.waiting = arriving(seed, merged=merged)

    @rule(count=st.integers(1, 12))
    def tell(self, count: int) -> None:
        """What happened next is told."""
        self._send(self.waiting[:count])
        del self.waiting[:count]

    @precondition(lambda self: self.waiting)
    @rule(place=st.integers(0, 10**6))
    def tell_early(self, place: int) -> None:
        """One thing overtakes what happened before it: another topic, another hospital, a slow post."""
        self._send([self.waiting.pop(place % len(self.waiting))])

    @precondition(lambda self: self.told)
    @rule(place=st.integers(0, 10**6))
    def tell_again(self, place: int) -> None:
        """One thing is delivered a second time."""
        self._send([self.told[place % len(self.told)]])

    @rule()
    def fold(self) -> None:
        """The hub catches up."""
        with self._driver() as driver:
            driver.settle()

    @rule(step=st.integers(0, 40), after=st.booleans())
    def die(self, step: int, *, after: bool) -> None:
        """The process catches up and is killed at one of its steps, before that was done or just after."""
        steps = Steps(step, after=after)
        with self._driver(steps.wrap(self.log), steps.wrap(self.store)) as driver:
            try:
                driver.settle()
            except Died:
                return

    @rule()
    def start_with_topics_swapped(self) -> None:
        """The topics of a lane are read in another order from now on."""
        self.topics = tuple(reversed(self.topics))

    @rule(days=st.integers(1, 50))
    def pass_days(self, days: int) -> None:
        """Days pass, and the hub hears of the last of them."""
        self.today += timedelta(days=days)
        with self._driver() as driver:
            driver.advance(self.today)

    @invariant()
    def what_a_reader_sees_is_sound(self) -> None:
        """Whatever is folded so far: one open episode at most, no charge in the weeks, no gap, sums that add up."""
        with self._driver() as driver:
            for subject in (PERSON, OTHER_RECORD):
                seen = driver.state(subject, "joint")
                if seen is not None:
                    _sound(driver, subject, self.today)

    def teardown(self) -> None:
        """The rest is told, and the hub stands where its twin does."""
        if not self.waiting and not self.told:
            return
        self._send(self.waiting)
        with self._driver() as driver:
            driver.advance(self.today)
            mine = truth(driver)
        assert mine == truth_of_twin([*self.told], self.today)

    def _send(self, some: list[Arriving]) -> None:
        with self._driver() as driver:
            for event, key in some:
                driver.send([event], key)
        self.told += some

    def _driver(self, log: Any = None, store: Any = None) -> Driver:
        group = Group("care", tuple(EVERY), self.topics)
        return Driver(log or self.log, store or self.store, self.clock, CODEC, group)


def _sound(driver: Driver, subject: bytes, on: date) -> None:
    view = driver.view(subject, "joint", on)
    assert sum(episode["status"] == "open" for episode in view["episodes"]) <= 1
    for episode in view["episodes"]:
        for row in episode.get("responsibility", ()):
            new = row["rule"] == "joint_pays"
            assert not new or row["charge_to_person"] == "0.00"
    ledger = EVERY[0].ledger(driver.state(subject, "joint"), on)
    assert _pence(ledger["total"]) == sum(map(_pence, ledger["by_payer"]))
    moves = driver.view(subject, "portability", on)["moves"] if driver.state(subject, "portability") else ()
    assert all(move["gap_days"] == 0 for move in moves)


def _pence(row: Mapping[str, Any]) -> int:
    return int(row["amount"].replace(".", ""))


def truth(driver: Driver) -> Truth:
    """Give the hash of every state, who each record is now, and what others were told last and still holds."""
    kept = {
        (subject, each.name): state_hash(each, driver.state(subject, each.name) or each.initial())
        for subject in (PERSON, OTHER_RECORD)
        for each in EVERY
    }
    told = dict(_told(driver))
    return {
        "states": kept,
        "now": [driver.now(subject) for subject in (PERSON, OTHER_RECORD)],
        "told": {name: body for name, body in told.items() if body is not None},
    }


def _told(driver: Driver) -> Iterator[tuple[tuple[bytes, str, str, str], str | None]]:
    for event in driver.derived():
        assert isinstance(event.body, FactChanged)
        body = event.body
        gone = body.state == "WITHDRAWN"
        yield (event.subject_ref, body.processor, body.kind, body.key), None if gone else body.body


def truth_of_twin(told: list[Arriving], today: date) -> Truth:
    """Give the same of a hub that hears it all once, in order, on the last day."""
    once = {(each.event.event_id, each.key): each for each in told}.values()
    clock = ManualClock(start_of(today))
    group = Group("care", tuple(EVERY), PEOPLE_TOPICS)
    with Driver(MemoryLog(clock, Placement(lanes=2)), MemoryStore(2), clock, CODEC, group) as twin:
        twin.advance(today)
        for event, key in sorted(once, key=lambda each: (each.event.recorded_at, each.event.event_id)):
            twin.send([event], key)
        twin.settle()
        return truth(twin)


TestMachine = Machine.TestCase
TestMachine.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
