"""The board's filter and the word on its rows are one: no page has a second opinion of where somebody stands."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.domain.days import day_of
from hub.events.coordination import SixWeeksOutcomeRecorded
from hub.events.discharge import AdmissionPlanned
from hub.ports.board import status_on
from hub.processors.joint import JointProcessor
from hub.web.board_view import current_spell, status_of
from tests.domain.contradictions import Contradicted
from tests.domain.crossings import Crossing
from tests.domain.lives import Life
from tests.domain.sayings import died_in_hospital
from tests.domain.stories import OTHER_TRUST, Story, spell
from tests.processors.people import AREAS, fold, see, why
from tests.processors.standing import home, in_bed

JOINT = JointProcessor(AREAS)


@pytest.mark.parametrize("kind", [Life, Crossing, Contradicted], ids=lambda kind: str(kind.__name__))
@settings(deadline=None, max_examples=150)
@given(seed=st.integers(0, 10**9), later=st.integers(0, 150))
def test_the_filter_and_the_word_are_the_same_on_every_day(kind: Any, seed: int, later: int) -> None:
    """Whatever happened to somebody: the row that a filter finds shows the status that was filtered by."""
    story = kind(seed).story
    state = fold(story)
    on = day_of(min(event.occurred_at for event in story.events)) + timedelta(days=later)
    row, view = JOINT.outline(state, on).listing, JOINT.view(state, on)
    assert status_of(view) == (status_on(row, on) if row is not None else "died" if view["died_at"] else "ended")


def test_the_status_says_why() -> None:
    """By the stay in hospital, by the six weeks after it, by the death."""
    assert why(in_bed(), "status") == (0, "admitting_event")
    assert why(home(), "status") == (1, "discharged")
    story = home()
    story.death("2026-11-20T09:00")
    assert why(story, "status") == (2, "death_confirmed")


def test_somebody_who_left_without_six_weeks_is_where_they_are_by_that_stay() -> None:
    """Destination 79 alone: on the board until the hospital says whether they died, for the next step is its."""
    story = in_bed()
    story.discharge("2026-11-13T16:40", destination="79")
    assert (see(story)["status"], why(story, "status")) == ("unfinished", (1, "discharged"))
    row = JOINT.listing(fold(story), date(2026, 12, 1))
    assert row is not None
    assert (row.status, row.step, row.holder, row.last_covered_day) == ("unfinished", "confirm_death", "hospital", None)
    assert row.step_due == date(2026, 11, 13)
    story.death("2026-11-14T09:00")
    assert (see(story)["status"], see(story)["next_step"]) == ("died", None)


def test_an_attender_has_no_status_and_the_dead_have_one() -> None:
    """Nobody who never lay in a bed is on the board."""
    story = Story()
    story.admit("2026-11-02T09:15", patient_class="E")
    assert (see(story)["status"], see(story)["current_stay"]) == (None, None)
    died_in_hospital(story, "2026-11-02T12:00")
    assert see(story)["status"] == "died"


def test_the_current_stay_is_counted_among_those_that_are_shown() -> None:
    """A plan before it shows no stay; the one left last is that of the first trust, whatever began later."""
    story = Story()
    story.tell("2026-11-01", AdmissionPlanned(spell("SP0")))
    story.admit("2026-11-02T09:15")
    story.admit("2026-11-05T10:00", "SP2", OTHER_TRUST)
    story.discharge("2026-11-07T15:00", "SP2", OTHER_TRUST)
    story.discharge("2026-11-13T16:40")
    view = see(story)
    assert [row["spell_id"] for row in view["spells"]] == ["SP1", "SP2"]
    assert (current_spell(view) or {})["trust"] == "RZZ"


def test_after_the_last_covered_day_both_say_unfinished_until_nothing_waits() -> None:
    """Day 43, without any event: nobody has said how the weeks ended; once somebody has, they have ended."""
    story, days = home(), (date(2026, 12, 24), date(2026, 12, 25))
    assert [status_of(JOINT.view(fold(story), day)) for day in days] == ["open", "unfinished"]
    story.tell("2026-12-25T10:00", SixWeeksOutcomeRecorded("OWN_HOME", date(2026, 12, 25)))
    assert status_of(JOINT.view(fold(story), date(2026, 12, 26))) == "ended"
