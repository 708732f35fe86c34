"""A row of the board is written when something comes, and says the same on every day until its person is woken."""

import random
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from hub.domain.days import end_of
from hub.domain.ordering import steps
from hub.events import continuing_healthcare as chc
from hub.events import portability as p
from hub.events.appeals import AppealLodged
from hub.events.care_record import SupportLineEnded, VisitMissed
from hub.events.coordination import SixWeeksOutcomeRecorded
from hub.events.envelope import Event
from hub.ports.board import status_on
from hub.ports.listing import Listing
from hub.processors.joint import JointProcessor
from tests.domain.money_lives import MoneyLife
from tests.domain.stories import Story, ms
from tests.processors.people import AREAS, fold
from tests.processors.standing import home

JOINT = JointProcessor(AREAS)
HERE, THERE = "E06000001", "E08000016"


def _life(seed: int) -> tuple[list[Event], date]:
    """Give what was told of somebody until a day in or after their six weeks, some of it ahead; and that day."""
    life, dice = MoneyLife(seed), random.Random(seed)
    story, first = life.story, life.first
    if dice.random() < 0.5:
        story = Story(f"plain {seed}")
        story.admit(f"{first - timedelta(days=9)}T08:00")
        story.discharge(f"{first}T12:00")
        story.tell(f"{first + timedelta(days=43)}T09:00", SixWeeksOutcomeRecorded("OWN_HOME", first))
    for _ in range(dice.randrange(8)):
        _tell(story, first + timedelta(days=dice.randrange(120)), dice)
    today = first + timedelta(days=dice.randrange(-5, 110))
    return [event for event in story.events if event.recorded_at <= end_of(today)], today


def _tell(story: Story, day: date, dice: random.Random) -> None:
    line, ahead = (dice.choice("BNRT"), "1-100"), day - timedelta(days=dice.choice([0, 0, 5, 20]))
    words = [
        (day, VisitMissed(*line, ms(f"{day}T09:00"))),
        (day, SupportLineEnded(*line, day)),
        (ahead, chc.ChcChecklistCompleted("K1", positive=True, completed_on=day)),
        (ahead, AppealLodged("A1", "FUNDING", day, council=HERE)),
        (ahead, p.MoveNotified("M1", day, HERE, THERE)),
        (day, p.MoveAssessed("M1", "A1")),
        (day, p.MoveAssessed("M1", "A1")),
    ]
    at, body = dice.choice(words)
    story.tell(f"{at}T09:00", body, recorded=f"{ahead}T09:00")


def _shown(row: Listing | None, on: date) -> Listing | None:
    return None if row is None else replace(row, status=status_on(row, on))


@settings(deadline=None, max_examples=300)
@given(seed=st.integers(0, 10**9))
def test_a_row_says_the_same_until_the_day_on_which_somebody_is_looked_at_again(seed: int) -> None:
    """Status, places, providers and the step that waits, in lives of which much is told ahead."""
    events, today = _life(seed)
    state = JOINT.initial()
    for step in steps(events):
        state = JOINT.evolve(state, step)
    written = JOINT.outline(state, today)
    upto = min(written.wakes_on or date.max, today + timedelta(days=60))
    for ahead in range((upto - today).days):
        on = today + timedelta(days=ahead)
        assert _shown(JOINT.outline(state, on).listing, on) == _shown(written.listing, on), on


def test_whoever_dies_while_support_waits_for_a_decision_is_looked_at_once_more() -> None:
    """Support is counted up to the day of the death: from the next day on the board lists them by no such step."""
    story = home()
    story.line("2026-11-14", "L1", 700)
    story.death("2027-01-05T09:00")
    state = fold(story, JOINT)
    died, after = (JOINT.outline(state, date(2027, 1, day)) for day in (5, 6))
    assert [[one.step for one in row.listing.also] for row in (died, after) if row.listing is not None] == [
        ["determine_funding"],
        [],
    ]
    assert died.wakes_on == date(2027, 1, 6)
