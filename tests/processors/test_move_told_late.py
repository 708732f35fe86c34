"""A move that is told on its own day or after it: the day had come, whoever heard of it when."""

import pytest

from hub.events import portability as p
from hub.processors.portability import PortabilityProcessor
from tests.domain.stories import Story
from tests.processors.moving import CARE_ACT, PORTABLE, move, notified


@pytest.mark.parametrize(
    ("processor", "state"), [(CARE_ACT, "INTERIM_DUTY_FROM_MOVE_DAY"), (PORTABLE, "ENTITLED_BY_TRANSFER")]
)
@pytest.mark.parametrize("told", ["2026-06-01T00:00", "2026-06-01T09:00", "2026-06-10T09:00"])
def test_a_move_that_is_told_on_or_after_its_day_has_the_state_of_its_day_at_once(
    processor: PortabilityProcessor, state: str, told: str
) -> None:
    """The duty began with the day, so an assessment after it does not come before the move, whenever it is told."""
    for assessed in (None, "2026-06-05T09:00", "2026-06-12T09:00"):
        story = Story()
        if assessed is not None:
            story.tell(assessed, p.MoveAssessed("M1", "A1"))
        notified(story, told)
        shown = move(story, "2026-06-20", processor)
        assert (shown["state"], shown["interim_duty_from"]) == (state, "2026-06-01T00:00:00+01:00")


def test_what_was_assessed_before_the_day_of_a_move_that_is_told_late_settles_it() -> None:
    """Only then no interim duty begins; the state says the same."""
    story = Story()
    story.tell("2026-05-30T09:00", p.MoveAssessed("M1", "A1"))
    notified(story, "2026-06-10T09:00")
    shown = move(story, "2026-06-20")
    assert (shown["state"], shown["interim_duty_from"]) == ("ASSESSED_BEFORE_MOVE", None)
