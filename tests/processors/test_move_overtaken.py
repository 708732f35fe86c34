"""A move from which another one took over is over, and its state says so."""

from datetime import date
from typing import Any

import pytest

from hub.events import portability as p
from hub.processors.portability import PortabilityProcessor
from tests.domain.stories import Story
from tests.processors.moves_oracle import THIRD
from tests.processors.moving import CARE_ACT, PORTABLE, notified
from tests.processors.people import fold
from tests.processors.test_council_of_move import at_home
from tests.processors.test_moves_together import chained, shown


def one_day(**more: Any) -> Story:
    """Two moves for 20 November, the second of them told later."""
    story = at_home()
    notified(story, "2026-11-15T09:00", "2026-11-20")
    notified(story, "2026-11-16T09:00", "2026-11-20", "M2", **{"to_council": THIRD} | more)
    return story


@pytest.mark.parametrize("other", [{"to_council": THIRD}, {"to_council": THIRD, "placed": True}])
@pytest.mark.parametrize("processor", [CARE_ACT, PORTABLE])
def test_a_move_that_another_one_of_its_day_overtook_is_over(
    processor: PortabilityProcessor, other: dict[str, Any]
) -> None:
    """A move or a placement: from the day on it stands as ended by the other, and its why is the other's notice."""
    story = one_day(**other)
    for on, state in (("2026-11-19", "MOVE_NOTIFIED"), ("2026-11-20", "OVERTAKEN"), ("2027-01-20", "OVERTAKEN")):
        (first, _) = processor.view(fold(story, processor), date.fromisoformat(on))["moves"]
        assert (first["move_id"], first["state"]) == ("M1", state)
    reasons = processor.reasons(fold(story, processor), date(2026, 11, 21))
    assert reasons["moves.0.state"] == (3, "move_overtaken")


def test_a_move_from_which_somebody_moved_on_is_over_from_the_day_of_the_next() -> None:
    """Its duty ends there; where the next one falls through it goes on, and so does its state."""
    story = chained()
    states = [shown(story, on, 0)["state"] for on in ("2026-11-30", "2026-12-01")]
    assert states == ["INTERIM_DUTY_FROM_MOVE_DAY", "OVERTAKEN"]
    story.tell("2026-12-05T09:00", p.MoveCancelled("M2"))
    assert shown(story, "2026-12-10", 0)["state"] == "INTERIM_DUTY_FROM_MOVE_DAY"


@pytest.mark.parametrize(
    ("word", "state"),
    [
        (p.MoveCompleted("M1", date(2026, 11, 20)), "TRANSFERRED"),
        (p.MoveCancelled("M1"), "CANCELLED_NOT_MOVED"),
        (p.MoveConfirmedGenuine("M1"), "OVERTAKEN"),
    ],
)
def test_of_a_move_that_was_overtaken_its_own_end_is_still_heard(word: Any, state: str) -> None:
    """That they came, or did not; a step of it is too late and is no contradiction."""
    story = one_day()
    story.tell("2026-11-22T09:00", word)
    assert (shown(story, "2026-11-23", 0)["state"], "move_out_of_turn" in str(shown(story, "2026-11-23", 0))) == (
        state,
        False,
    )


def test_a_placement_after_a_death_overtakes_nothing() -> None:
    """Nobody is placed any more."""
    story = one_day(placed=True)
    story.death("2026-11-18T09:00", died="2026-11-18")
    assert shown(story, "2026-11-25", 0)["state"] == "MOVE_NOTIFIED"
