"""Who is ready and has not left, in the row of the board: the people behind the dashboards' numbers, and no others."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import chain
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hub.domain.days import day_of
from hub.domain.figures import contributions
from hub.domain.figures_bodies import STAY_FIGURES
from hub.domain.figures_cells import Addend
from hub.events import discharge as d
from hub.events.values import Code
from hub.ports.board import PRESENT, status_on
from hub.ports.listing import Listing
from hub.processors.joint import JointProcessor
from tests.domain.contradictions import Contradicted
from tests.domain.crossings import Crossing
from tests.domain.lives import Life
from tests.domain.stories import OTHER_TRUST, Story, spell
from tests.domain.waits import Waiting, code_by_hand, days_by_hand
from tests.processors.people import AREAS, fold
from tests.processors.test_delay import bed, not_ready, over, ready, reason
from tests.processors.test_waiting import in_order

JOINT = JointProcessor(AREAS)
Cell = tuple[str, str, str, str]
"""ICS, council, trust and reason."""


def row(story: Story, on: str) -> tuple[str | None, str | None]:
    """Return for what somebody waits by their row of a day, and where."""
    listing = JOINT.listing(fold(story), date.fromisoformat(on))
    assert listing is not None
    return listing.waits_for, listing.waits_at


def wakes(story: Story, on: str) -> str:
    """Return the next day on which the row may change."""
    return str(JOINT.wakes_on(fold(story), date.fromisoformat(on)))


def counted(story: Story, on: date) -> Counter[Cell]:
    """Return the people whom the dashboards count as ready at the end of a day, by place and reason."""
    told = [fact.body.encode() for fact in JOINT.facts(fold(story), on) if fact.kind == STAY_FIGURES]
    sums: Counter[Cell] = Counter()
    for (measure, ics, council, trust, _, category, day), amount in chain.from_iterable(map(_of_stay, told)):
        if measure == "delay_reason" and day <= on:
            sums[ics, council, trust, category] += amount
    return +sums


def stays_counted(story: Story, on: date) -> int:
    """Return how many stays of somebody the dashboards know of."""
    return sum(fact.kind == STAY_FIGURES for fact in JOINT.facts(fold(story), on))


def _of_stay(body: bytes) -> Sequence[Addend]:
    return contributions(STAY_FIGURES, body)


def _is_of(cell: Cell, listing: Listing, *, weeks_ran: bool) -> bool:
    """Say whether a row is under a number; once weeks have passed it keeps the council that answered in them."""
    place = listing.ics or "", listing.council or ""
    return cell[2:] == (listing.waits_at, listing.waits_for) and (cell[:2] == place or not weeks_ran)


@pytest.mark.parametrize("kind", [Life, Crossing, Contradicted, Waiting], ids=lambda kind: str(kind.__name__))
@settings(deadline=None, max_examples=150)
@given(seed=st.integers(0, 10**9), later=st.integers(0, 60))
@example(seed=1511, later=50)  # a Life with two stays open in one hospital
def test_the_list_is_of_whom_the_dashboards_count(kind: Any, seed: int, later: int) -> None:
    """Whatever happened: who is counted on a day is listed under that place and reason, and nobody else is.

    Numbers are of stays: of two that are open at one time in one hospital both count, and the person is listed once.
    """
    story = kind(seed).story
    on = day_of(min(event.occurred_at for event in story.events)) + timedelta(days=later)
    found, listing = counted(story, on), JOINT.listing(fold(story), on)
    assert (listing is not None and listing.waits_for is not None) == bool(found)
    if listing is not None and listing.waits_for is not None:
        cells = [one for one in found if _is_of(one, listing, weeks_ran=status_on(listing, on) == listing.status)]
        (here,) = cells
        assert found[here] == 1 or kind is not Waiting
        assert 1 <= found[here] <= stays_counted(story, on)
        assert status_on(listing, on) in PRESENT
        assert len(found) == 1 or kind is not Waiting


@settings(deadline=None, max_examples=300)
@given(seed=st.integers(0, 10**9), later=st.integers(0, 12))
def test_who_waits_and_for_what_is_as_a_walk_through_the_days_says(seed: int, later: int) -> None:
    """The row of a day, by everything said, against days and codes that an oracle works out by hand."""
    life = Waiting(seed)
    events = in_order(life.story.events)
    on = life.last + timedelta(days=later)
    days, _, _ = days_by_hand(events, on)
    listing = JOINT.listing(fold(life.story), on)
    assert listing is not None
    assert listing.waits_for == ((code_by_hand(events, on) or "unknown") if on in days else None)
    assert listing.waits_at == ("RZZ" if on in days else None)


@settings(deadline=None, max_examples=150)
@given(seed=st.integers(0, 10**9), later=st.integers(0, 12))
def test_the_row_says_the_same_until_the_person_is_looked_at_again(seed: int, later: int) -> None:
    """A reason that was to end, and nothing else happens: the row changes on that day and not a day later."""
    life = Waiting(seed)
    state, on = fold(life.story), life.last + timedelta(days=later)
    outline = JOINT.outline(state, on)
    for ahead in range(8):
        day = on + timedelta(days=ahead)
        if outline.wakes_on is not None and day >= outline.wakes_on:
            break
        assert JOINT.outline(state, day).listing == outline.listing


def test_ready_and_not_left_is_in_the_row_until_it_is_taken_back_or_the_person_leaves() -> None:
    """Nobody said why at first; then the reason of the day, none that no national list has, and none once home."""
    story = bed()
    assert row(story, "2026-11-08") == (None, None)
    ready(story, "2026-11-08T11:00")
    assert row(story, "2026-11-08") == ("unknown", "RZZ")
    reason(story, "2026-11-09T12:00", "a local label")
    assert row(story, "2026-11-09") == ("unknown", "RZZ")
    reason(story, "2026-11-09T13:00", "CAP05")
    assert row(story, "2026-11-09") == ("CAP05", "RZZ")
    over(story, "2026-11-10T12:00", "CAP05")
    assert row(story, "2026-11-10") == ("unknown", "RZZ")
    not_ready(story, "2026-11-11T12:00")
    assert row(story, "2026-11-11") == (None, None)
    ready(story, "2026-11-12T11:00")
    assert row(story, "2026-11-12") == ("unknown", "RZZ")
    story.discharge("2026-11-13T16:40")
    assert row(story, "2026-11-13") == (None, None)


def test_a_reason_that_is_to_end_is_looked_at_again_on_the_day_after() -> None:
    """It holds on the day until which it was said, and not on the next, though nobody says anything then."""
    story = bed()
    ready(story, "2026-11-08T11:00")
    reason(story, "2026-11-08T12:00", "CAP05", until=date(2026, 11, 10))
    assert (row(story, "2026-11-10")[0], wakes(story, "2026-11-10")) == ("CAP05", "2026-11-11")
    assert row(story, "2026-11-11")[0] == "unknown"


def test_who_came_back_waits_where_they_lie_now() -> None:
    """The row of suspended weeks names the first hospital; the one in which somebody waits is the second."""
    story = bed()
    story.discharge("2026-11-13T16:40")
    story.admit("2026-11-20T09:00", "SP2", OTHER_TRUST)
    story.tell("2026-11-22T09:00", d.ReadinessChanged(spell("SP2", OTHER_TRUST), ready=True))
    told = d.DelayReasonRecorded(spell("SP2", OTHER_TRUST), Code("delay", "HOSP04"), None, OTHER_TRUST)
    story.tell("2026-11-22T10:00", told)
    listing = JOINT.listing(fold(story), date(2026, 11, 23))
    assert listing is not None
    assert (listing.status, listing.trust) == ("suspended", "RZZ")
    assert (listing.waits_for, listing.waits_at) == ("HOSP04", OTHER_TRUST)


def test_of_two_stays_at_once_the_row_names_the_one_that_was_heard_of_last() -> None:
    """The dashboards count both; the board has one row for one person."""
    story = bed()
    ready(story, "2026-11-03T09:00")
    story.admit("2026-11-05T10:00", "SP2", OTHER_TRUST)
    assert row(story, "2026-11-06") == ("unknown", "RZZ")
    story.tell("2026-11-06T09:00", d.ReadinessChanged(spell("SP2", OTHER_TRUST), ready=True))
    assert row(story, "2026-11-06") == ("unknown", OTHER_TRUST)
    assert sorted(cell[2] for cell in counted(story, date(2026, 11, 6))) == sorted(["RZZ", OTHER_TRUST])


def test_an_attender_and_somebody_who_died_wait_for_nothing() -> None:
    """Ready in the emergency department is nobody's stay; a death ends the wait though no discharge came."""
    story = Story()
    story.admit("2026-11-02T09:15", patient_class="E")
    ready(story, "2026-11-02T10:00")
    assert JOINT.listing(fold(story), date(2026, 11, 2)) is None
    story = bed()
    ready(story, "2026-11-08T11:00")
    story.death("2026-11-09T09:00")
    assert row(story, "2026-11-09") == (None, None)
