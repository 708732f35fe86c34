"""Boards of other days find people by the days and codes that rows keep: nobody who was on a board is left out."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from hub.domain.days import day_of, end_of
from hub.domain.ordering import steps
from hub.domain.steps import Step
from hub.domain.whereabouts import hides
from hub.events.appeals import AppealDecided, AppealLodged
from hub.events.continuing_healthcare import ChcChecklistCompleted, ChcDecided
from hub.events.coordination import SixWeeksOutcomeRecorded
from hub.events.determination import FundingDetermined
from hub.events.discharge import AdmissionPlanned
from hub.events.envelope import Event
from hub.events.identity import PersonUpdated, SubjectKeyDestroyed
from hub.events.portability import MoveAssessed
from hub.events.values import HomeArea
from hub.ports.board import PAST, is_listed, status_on
from hub.ports.board_filter import BoardFilter
from hub.ports.board_of_day import may_be_listed, since_of
from hub.ports.listing import BoardDays, Listing
from hub.ports.store import StateRow
from hub.processors.joint import JointProcessor
from hub.runtime.folding import folded, refold
from hub.runtime.rows import Packed, row_of
from hub.runtime.stories import happened_by
from tests.domain.contradictions import Contradicted
from tests.domain.crossings import Crossing
from tests.domain.lives import Life
from tests.domain.money_lives import MoneyLife
from tests.domain.sayings import says
from tests.domain.stories import HOME, Story, spell
from tests.processors.moving import HERE, THERE, notified
from tests.processors.people import AREAS
from tests.processors.standing import home, in_bed
from tests.processors.test_rows_until_woken import _life

JOINT = JointProcessor(AREAS)
TODAY = date(2026, 12, 1)
CODES = ("E06000001", "QF7", "RZZ")


def row(events: Sequence[Event], today: date, joint: JointProcessor = JOINT) -> StateRow:
    """Give the row that the hub keeps of somebody of whom these events are everything."""
    person = refold(b"p" * 16, [replace(event, subject_ref=b"p" * 16) for event in events], [joint])
    outline = joint.outline(person.states["joint"], today)
    return row_of(joint, b"p" * 16, person, outline, Packed(joint.version, b""))


def listing_on(order: Sequence[Step], on: date, today: date) -> Listing | None:
    """Give the row of a day by everything that is known, from the whole history; what is hidden now stays hidden."""
    happened = happened_by(order, on, today)
    whole = folded(JOINT, order)
    joint = JOINT.withholding() if hides([step.event for step in order]) else JOINT
    return joint.listing(
        JOINT.as_of(whole, whole if happened == len(order) else folded(JOINT, order[:happened]), on), on
    )


def _events(kind: Any, seed: int) -> Sequence[Event]:
    return _life(seed)[0] if kind is None else kind(seed).story.events


def _codes(listing: Listing) -> dict[str, Any]:
    """Give a filter that names everything that the row says."""
    provider = random.Random(str(listing)).choice([*listing.providers, None])
    return {"ics": listing.ics, "council": listing.council, "trust": listing.trust, "provider": provider}


@pytest.mark.parametrize(
    "kind", [None, Life, Crossing, Contradicted, MoneyLife], ids=lambda kind: getattr(kind, "__name__", "ahead")
)
@settings(deadline=None, max_examples=200)
@given(seed=st.integers(0, 10**9), later=st.integers(-10, 200), jump=st.integers(7, 25))
def test_whoever_was_on_the_board_of_a_day_is_found_for_it(kind: Any, seed: int, later: int, jump: int) -> None:
    """Whatever was told of somebody, and whenever the board is asked for: under every code, in every status."""
    events = _events(kind, seed)
    today = max((day_of(event.occurred_at) for event in events), default=TODAY) + timedelta(days=later)
    known = [event for event in events if event.recorded_at <= end_of(today)]
    if not known:
        return
    kept, order = row(known, today), steps([replace(event, subject_ref=b"p" * 16) for event in known])
    first = min(day_of(event.occurred_at) for event in known) - timedelta(days=20)
    for on in (first + timedelta(days=n) for n in range(0, (today - first).days + 60, jump)):
        listing = listing_on(order, on, today)
        if listing is None:
            continue
        status = status_on(listing, on)
        ask = BoardFilter(on, **_codes(listing), status=status if status in PAST else None)
        shown = replace(kept, listing=listing, now=None)
        assert is_listed(shown, ask)
        for asked in (ask, replace(ask, order="due", status=None)):
            if is_listed(shown, asked):
                assert may_be_listed(kept, asked, since_of(asked, today)), (on, listing, kept.days)


def test_whoever_is_on_the_board_has_no_last_day() -> None:
    """In bed, in their six weeks, and behind them while an outcome is missing."""
    for story in (in_bed(), home()):
        days = row(story.events, TODAY).days
        assert days == BoardDays(date(2026, 11, 2), date.max, CODES)
    assert row(home().events, date(2027, 6, 1)).days == days


def test_whoever_left_the_board_is_not_looked_for_after_it() -> None:
    """The outcome was recorded on the 5th of January, behind the last covered day: until then something waited."""
    kept = row(_over().events, date(2027, 6, 1))
    assert kept.days == BoardDays(date(2026, 11, 2), date(2027, 1, 5), CODES)
    for on, status, found in (
        (date(2027, 1, 5), None, True), (date(2027, 1, 6), None, False), (date(2027, 1, 6), "ended", True),
        (date(2026, 11, 1), None, False), (date(2026, 11, 1), "ended", False),
    ):  # fmt: skip
        ask = BoardFilter(on, status=status)
        assert may_be_listed(kept, ask, since_of(ask, date(2027, 6, 1))) is found, on


def test_the_dead_are_looked_for_until_their_death() -> None:
    """Also while the six weeks would have run on; what was told after it is behind it."""
    story = home()
    story.death("2026-11-20T09:00")
    assert row(story.events, date(2026, 11, 25)).days == BoardDays(date(2026, 11, 2), date(2026, 11, 20), CODES)


def test_the_dead_are_looked_for_while_somebody_owes_them_something() -> None:
    """An appeal goes on until it is decided, and one that will be lodged waits from its day on."""
    story = home()
    story.tell("2026-11-16T09:00", AppealLodged("A1", "FUNDING", date(2026, 11, 16), council=HERE))
    story.death("2026-11-20T09:00")
    assert row(story.events, date(2026, 11, 25)).days == BoardDays(date(2026, 11, 2), date.max, CODES)
    story.tell("2026-11-24T09:00", AppealDecided("A1", "UPHELD", date(2026, 12, 3)))
    for today, last in ((date(2026, 11, 25), date.max), (date(2027, 1, 5), date(2026, 12, 3))):
        assert row(story.events, today).days == BoardDays(date(2026, 11, 2), last, CODES)
    ask = BoardFilter(date(2026, 12, 2), step="decide_appeal")
    assert may_be_listed(row(story.events, date(2027, 1, 5)), ask, since_of(ask, date(2027, 1, 5)))


def _over() -> Story:
    """Six weeks whose outcome was recorded on the 5th of January: nothing waits any more."""
    story = home()
    story.tell("2027-01-05T09:00", SixWeeksOutcomeRecorded("OWN_HOME", date(2027, 1, 5)))
    return story


def test_what_is_dated_ahead_may_bring_somebody_back() -> None:
    """An appeal that will be lodged on the 1st of July: on that day somebody has to confirm its receipt."""
    story = _over()
    story.tell("2027-01-06T09:00", AppealLodged("A1", "FUNDING", date(2027, 7, 1), council=HERE))
    kept = row(story.events, date(2027, 6, 1))
    assert kept.days == BoardDays(date(2026, 11, 2), date.max, CODES)
    order = steps(story.events)
    found = [listing_on(order, on, date(2027, 6, 1)) for on in (date(2027, 6, 30), date(2027, 7, 1))]
    assert [one and one.step for one in found] == [None, "acknowledge_appeal"]


def test_the_day_of_a_move_may_bring_somebody_back() -> None:
    """Assessed already, and to be completed on the day of the move: until then nothing waits."""
    story = _over()
    story.tell("2027-01-06T09:00", MoveAssessed("M1", "A1"))
    notified(story, "2027-01-07T09:00", "2027-07-01")
    kept, order = row(story.events, date(2027, 6, 1)), steps(story.events)
    assert kept.days is not None
    assert kept.days.last == date.max
    found = [listing_on(order, on, date(2027, 6, 1)) for on in (date(2027, 6, 30), date(2027, 7, 1))]
    assert [one and one.step for one in found] == [None, "complete_move"]


def test_the_day_of_a_decision_about_who_pays_is_one_on_which_the_row_may_change() -> None:
    """Decided for the 1st of March, long after everything else: until then the row may be another one than today's."""
    story = _over()
    story.tell("2027-01-06T09:00", FundingDetermined("D1", date(2027, 3, 1), 10_000, 0, 0, HERE))
    kept = row(story.events, date(2027, 6, 1))
    assert kept.days == BoardDays(date(2026, 11, 2), date(2027, 3, 1), CODES)


def test_what_waited_by_words_that_were_told_before_it_is_looked_for() -> None:
    """Told on the 6th of January: a checklist of the 1st of February, and the board's decision of the 10th."""
    story = _over()
    story.tell("2027-01-06T09:00", ChcChecklistCompleted("K1", positive=True, completed_on=date(2027, 2, 1)))
    story.tell("2027-01-06T10:00", ChcDecided("K1", "NOT_ELIGIBLE", date(2027, 2, 10)))
    kept = row(story.events, date(2027, 6, 1))
    assert kept.days == BoardDays(date(2026, 11, 2), date(2027, 2, 10), CODES)
    waits = listing_on(steps(story.events), date(2027, 2, 9), date(2027, 6, 1))
    assert waits is not None
    assert (waits.status, waits.step) == ("unfinished", "decide_chc")


def test_an_admission_that_was_said_to_be_earlier_is_looked_for_since_then() -> None:
    """The day of the first event, whatever is known of the stay since."""
    story = Story()
    story.tell("2026-10-30", AdmissionPlanned(spell()))
    story.admit("2026-11-02T09:15")
    kept = row(story.events, TODAY)
    assert kept.days is not None
    assert kept.days.first == date(2026, 10, 30)
    only_planned = Story()
    only_planned.tell("2026-10-30", AdmissionPlanned(spell()))
    assert row(only_planned.events, TODAY).days == BoardDays(date.min, date(2026, 10, 30), ("RZZ",))


def test_nobody_without_a_stay_and_nobody_who_is_forgotten_is_looked_for() -> None:
    """A home alone puts nobody on a board, and of who is forgotten no board says anything."""
    alone, forgotten = Story(), home()
    alone.tell("2026-10-30", PersonUpdated(home=HOME))
    forgotten.tell("2026-11-20T09:00", SubjectKeyDestroyed("retention"))
    assert (row(alone.events, TODAY).days, row(forgotten.events, TODAY).days) == (None, None)


def test_whoever_moved_is_found_under_every_council_that_they_had() -> None:
    """The second council of a move that was told, and one that a new address names; also before any of their stays."""
    story = home()
    notified(story, "2026-11-15T09:00", "2026-11-20")
    later = home()
    later.tell("2026-12-28T09:00", PersonUpdated(home=HomeArea(THERE, "QWO", 1.0, "directory")))
    assert {HERE, THERE, *CODES} <= set(_found_under(story))
    assert {HERE, THERE, *CODES} <= set(_found_under(later))


def _found_under(story: Story) -> tuple[str, ...]:
    days = row(story.events, date(2027, 2, 1)).days
    return () if days is None else days.codes


def test_of_who_is_hidden_the_codes_say_no_place() -> None:
    """Neither council nor system; the hospital where they were does not say where they live."""
    story = home()
    says(story, "2027-02-02T09:15", hidden=True)
    days = row(story.events, date(2027, 3, 1)).days
    assert days is not None
    assert days.codes == ("RZZ",)


def test_a_row_of_before_keeps_no_first_moment_and_is_found_for_any_day() -> None:
    """What an older release kept does not say when the first event happened."""
    person = refold(b"p" * 16, home().events, [JOINT])
    person.standing = replace(person.standing, first_at=None)
    kept = row_of(JOINT, b"p" * 16, person, JOINT.outline(person.states["joint"], TODAY), Packed(JOINT.version, b""))
    assert kept.days == BoardDays(date.min, date.max, CODES)
