"""The board of another day than today is what it would have been if all that is known now had been known on it."""

import asyncio
import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from hub.adapters.clocks import ManualClock
from hub.adapters.log_placement import Placement
from hub.adapters.memory_log import MemoryLog
from hub.adapters.memory_store import MemoryStore
from hub.codec.events import EventCodec
from hub.domain.days import day_of
from hub.errors import NotFound, Rejected
from hub.events.catalogue import PEOPLE_TOPICS
from hub.events.envelope import Event, Sealed
from hub.events.identity import PersonMerged
from hub.ports.board_filter import BoardFilter
from hub.ports.listing import Listing
from hub.processors.joint import JointProcessor
from hub.runtime import day_boards
from hub.runtime.apply import Group
from hub.runtime.day_boards import DayBoard
from hub.runtime.driver import Driver
from hub.runtime.provenance import own_provenance
from hub.runtime.stories import Telling
from tests.domain.crossings import Crossing
from tests.domain.lives import Life
from tests.domain.money_lives import MoneyLife
from tests.domain.stories import Story
from tests.processors.people import AREAS
from tests.runtime.asked import Sent, adt, at
from tests.runtime.test_forgotten import forget
from tests.runtime.test_moves import MOVED, NEW, OLD

JOINT = JointProcessor(AREAS)
CODEC = EventCodec()
IN, OUT = adt("A01", "202611020915"), adt("A03", "202611131640")
DIED = adt("A31", "202611250900", died="20261122")
PRESENT = ("in_hospital", "open", "suspended", "unfinished")


def _people(seed: int) -> list[Event]:
    """Give what was told of nine people; of some seeds two of them turn out to be one."""
    told: list[Event] = []
    for place, kind in enumerate((MoneyLife, Life, Crossing) * 3):
        told += [_of(bytes([65 + place]) * 16, event) for event in kind(seed * 10 + place).story.events]
    if seed % 2:
        said = Story(f"merge {seed}").tell("2026-06-01T10:00", PersonMerged(b"B" * 16, b"A" * 16))
        last = max(event.occurred_at for event in told)
        told += [_of(who, replace(said, occurred_at=last, recorded_at=last)) for who in (b"A" * 16, b"B" * 16)]
    return told


def _of(key: bytes, event: Event) -> Event:
    """Give an event as the log has it, under a person's key."""
    whole = replace(event, provenance=own_provenance(event.event_id, "made"), sealed=Sealed(b"", b"", b""))
    return replace(whole, subject_ref=key, event_id=key[:1] + event.event_id[1:])


class Oracle:
    """A hub to which lives were told until today, and everybody's row of a day, worked out from their whole story."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        told = _people(seed)
        self.anchor = day_of(self.dice.choice(told).occurred_at)
        self.today = self.anchor + timedelta(days=self.dice.randrange(0, 90))
        self.clock, self.store = ManualClock(0), MemoryStore(2)
        earlier = self.today - timedelta(days=self.dice.randrange(60))
        self.dice.shuffle(told)
        log = MemoryLog(self.clock, Placement(lanes=2))
        with Driver(log, self.store, self.clock, CODEC, Group("care", (JOINT,), PEOPLE_TOPICS)) as driver:
            for after, until in ((date.min, earlier), (earlier, self.today)):
                driver.advance(until)
                driver.send([one for one in told if after < day_of(one.recorded_at) <= until])
                driver.settle()
        self.people = {event.subject_ref for event in told}
        self._telling = Telling(self.store, CODEC, (JOINT,), self.clock)

    async def row(self, who: bytes, on: date) -> Listing | None:
        """Give the row of somebody on a day, as the page of the person sees it."""
        if await self._telling.now(who) != who:
            return None
        try:
            story = await self._telling.story(who, on, None)
        except NotFound:
            return None
        joint = JOINT.withholding() if story.hidden else JOINT
        return joint.listing(story.person.states["joint"], on)

    def ask(self) -> BoardFilter:
        """Ask for a board of a day near one on which something happened to somebody, narrowed by anything."""
        dice, on = self.dice, self.anchor + timedelta(days=self.dice.randrange(-50, 100))
        few: dict[str, Sequence[Any]] = {
            "council": ("E06000001", "E08000016"), "ics": ("QF7", "QWO"), "trust": ("RZZ", "RZY"),
            "provider": ("1-100", "1-200"), "status": (*PRESENT, "ended", "died"), "holder": ("council", "hospital"),
            "step": ("record_outcome", "start_support", "name_coordinator", "pay_back"), "ready": (True,),
            "order": ("due",),
        }  # fmt: skip
        asked = {name: dice.choice(values) for name, values in few.items() if dice.random() < 0.2}
        on += timedelta(days=on == self.today)
        return BoardFilter(on, limit=dice.choice((1, 2, 50)), **asked)


def _stands(row: Listing, on: date) -> str:
    over = row.last_covered_day is not None and row.last_covered_day < on
    return {"open": "ended", "suspended": "in_hospital"}.get(row.status, row.status) if over else row.status


def _is_on_it(row: Listing, ask: BoardFilter) -> bool:
    """Say whether somebody was on a board, by the words of the filter alone."""
    status, by_step = _stands(row, ask.on), ask.step or ask.holder or ask.order == "due"
    asked = [
        (ask.ics, row.ics), (ask.council, row.council), (ask.trust, row.waits_at if ask.ready else row.trust),
        (ask.status, status),
    ]  # fmt: skip
    here = all(wanted in (None, found) for wanted, found in asked)
    here &= ask.provider is None or ask.provider in row.providers
    here &= not ask.ready or row.waits_for is not None
    if not by_step:
        return here and (status in PRESENT or ask.status is not None)
    waits = [(row.step, row.holder), *((one.step, one.holder) for one in row.also)]
    mine = any(what and ask.step in (None, what) and ask.holder in (None, whose) for what, whose in waits)
    return here and mine and (status in PRESENT or (status == "died" and not ask.ready))


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 10**6))
def test_the_board_of_a_day_has_exactly_those_whose_story_says_so(seed: int) -> None:
    """Whoever is asked for, over all pages, once each: as a walk over everybody's whole history finds them."""
    oracle = Oracle(seed)
    board = DayBoard(oracle.store, CODEC, JOINT)

    async def pages(ask: BoardFilter) -> list[tuple[bytes, Listing | None]]:
        told: list[tuple[bytes, Listing | None]] = []
        while True:
            found, more = await board.page(ask, oracle.today)
            assert len(found) <= ask.limit
            told += [(one.row.subject, one.row.listing) for one in found]
            if more is None:
                return told
            ask = replace(ask, after=more)

    async def check() -> None:
        for _ in range(20):
            ask = oracle.ask()
            rows = {who: await oracle.row(who, ask.on) for who in oracle.people}
            naive = {who: row for who, row in rows.items() if row is not None and _is_on_it(row, ask)}
            assert sorted(await pages(ask)) == sorted(naive.items()), ask

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(day_boards, "LOOKED_AT", oracle.dice.choice((1, 2, 200)))
        asyncio.run(check())


@pytest.fixture
def sent() -> Sent:
    """An empty hub."""
    return Sent()


async def _board(sent: Sent, on: str, **asked: Any) -> list[str | None]:
    """Give the status of everybody on the board of a day."""
    page = await sent.reader.board(BoardFilter(date.fromisoformat(on), **asked))
    assert page.counts is None, "nobody has counted that day"
    return [row.joint["status"] for row in page.rows]


async def test_who_moved_and_died_since_is_on_the_board_of_the_council_of_then(sent: Sent) -> None:
    """In hospital, at home in one council, moved on the 20th, dead on the 22nd, which was told on the 25th."""
    await sent.take(IN, OUT, MOVED, DIED)
    await sent.hub.tick()
    wanted = {"2026-11-01": [], "2026-11-02": ["in_hospital"], "2026-11-13": ["open"], "2026-11-19": ["open"]}
    assert {on: await _board(sent, on, council=OLD) for on in wanted} == wanted
    assert [await _board(sent, on, council=OLD) for on in ("2026-11-20", "2026-11-21", "2026-11-24")] == [[], [], []]
    assert [await _board(sent, on, council=NEW) for on in ("2026-11-19", "2026-11-20", "2026-11-21")] == [
        [],
        ["open"],
        ["open"],
    ]
    # By everything that is known now she was dead on the 24th, though nobody had said so.
    assert await _board(sent, "2026-11-24") == []
    assert await _board(sent, "2026-11-24", status="died") == ["died"]
    (row,) = (await sent.reader.board(BoardFilter(date(2026, 11, 12)))).rows
    assert (row.next_step or {})["what"] == "stay"
    assert (row.card or {})["name"]["family"] == "ASHWORTH"
    state = await sent.reader.joint_state(await sent.who(), date(2026, 11, 12), None)
    assert dict(row.joint) == {name: state[name] for name in row.joint}, "as on the person's own page of that day"


async def test_the_board_of_a_day_to_come_is_todays_as_it_will_stand(sent: Sent) -> None:
    """A discharge that was entered for next week: until then in hospital, from then on in the six weeks."""
    await sent.take(IN, adt("A03", "202611201000", sent="202611131640"))
    await sent.hub.tick()
    assert [await _board(sent, on) for on in ("2026-11-19", "2026-11-20")] == [["in_hospital"], ["open"]]
    assert await _board(sent, "2027-01-05", status="unfinished") == ["unfinished"]


async def test_of_who_is_hidden_now_no_board_of_a_council_says_anything(sent: Sent) -> None:
    """Also of days before the hiding; without a place in the filter they are there, and the row names none."""
    await sent.take(IN, OUT, adt("A02", "202611151000", hiding="2"))
    for narrowed in ({"council": OLD}, {"ics": "QZZ"}):
        assert await _board(sent, "2026-11-14", **narrowed) == []
    (row,) = (await sent.reader.board(BoardFilter(date(2026, 11, 14)))).rows
    assert not [code for code in (OLD, "QZZ", "Y99999") if code in repr(row.joint)]
    step = (row.next_step or {})["what"]
    assert step == "arrange_with_person"
    assert await _board(sent, "2026-11-14", step=step) == ["open"], "the filter and the word on the row are one"


async def test_who_is_forgotten_while_a_page_is_put_together_is_not_on_it(sent: Sent) -> None:
    """They came into question, and a moment later nothing is said of them on any day."""
    await sent.take(IN, OUT)
    who, store = await sent.who(), sent.reader.parts.store
    before = await store.candidates(BoardFilter(date(2026, 11, 12)), date(2026, 11, 12))
    await forget(sent, who)

    async def stale(*_: object) -> Any:
        return before

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "candidates", stale)
        assert await _board(sent, "2026-11-12") == []


async def test_a_page_looks_at_a_limited_number_of_people(sent: Sent, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many come into question: with nobody of them on the board the page is empty, and says where to go on."""
    monkeypatch.setattr(day_boards, "LOOKED_AT", 1)
    await sent.take(IN, adt("A01", "202611030915", pid3="9990000026^^^NHS^NH", spell="SP2", name="OTHER^Ben"))
    await sent.hub.tick()
    read = list[int]()
    histories_of = sent.reader.parts.store.histories_of

    async def counted(subjects: Any) -> Any:
        read.append(len(subjects))
        return await histories_of(subjects)

    monkeypatch.setattr(sent.reader.parts.store, "histories_of", counted)
    ask, pages = BoardFilter(date(2026, 11, 2), status="ended"), 1
    page = await sent.reader.board(ask)
    while page.next is not None:
        assert page.rows == []
        page, pages = await sent.reader.board(replace(ask, after=page.next)), pages + 1
    assert (read, pages) == ([1, 1], 3)


@pytest.mark.parametrize("after", [b"", b"\0" * 19, b"\0" * 21, b"\1" * 20], ids=repr)
async def test_a_cursor_of_another_board_is_refused(sent: Sent, after: bytes) -> None:
    """One of today's board is no place on that of a past day, and the other way round."""
    with pytest.raises(Rejected):
        await sent.reader.board(BoardFilter(date(2026, 11, 2), after=after))
    sent.hub.clock.set(at("202611020900"))
    with pytest.raises(Rejected):
        await sent.reader.board(BoardFilter(date(2026, 11, 2), after=b"\0" * 20))


@pytest.mark.parametrize("on", [date.min, date(1, 1, 2), date(9999, 12, 30), date.max], ids=str)
async def test_the_first_and_the_last_day_there_is_have_a_board(sent: Sent, on: date) -> None:
    """Nobody is on the one; on the other something of everybody waits still, or they have left it."""
    await sent.take(IN, OUT)
    await sent.hub.tick()
    assert len(await _board(sent, on.isoformat())) <= 1
    assert len(await _board(sent, on.isoformat(), status="ended")) <= 1
