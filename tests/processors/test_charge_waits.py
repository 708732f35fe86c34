"""A charge that a person has to look at is an open step of somebody."""

from datetime import date
from typing import Any

import pytest

from hub.events import charges as ch
from tests.processors.people import fold, why
from tests.processors.test_open_steps import AFTER, COUNCIL, JOINT, OTHER, asked, row, steps


@pytest.mark.parametrize(
    ("by", "holder"),
    [
        ({"charged_by": OTHER, "provider": "1-100"}, ("council", OTHER)),
        ({"provider": "1-100"}, ("provider", "1-100")),
        ({}, ("council", COUNCIL)),
    ],
)
def test_a_charge_of_which_nobody_can_say_what_is_free_waits_for_whoever_charged(by: Any, holder: Any) -> None:
    """Also after the outcome, and until it is taken back; where nobody is named, for the council that answers."""
    story = asked()
    story.tell("2026-12-01T09:00", ch.ChargeRecorded("C1", date(2026, 11, 16), date(2026, 11, 22), 1_000, **by))
    assert steps(story) == [("look_at_charge", *holder, "2026-11-16", "C1")]
    assert (row(story).status, row(story).step, row(story).holder) == ("unfinished", "look_at_charge", holder[0])
    assert why(story, "open_steps.0", AFTER)[1] == "step_look_at_charge"
    withheld = JOINT.withholding().view(fold(story), date.fromisoformat(AFTER))["open_steps"]
    assert [step["organisation"] for step in withheld] == [holder[1] if holder[0] == "provider" else None]
    story.tell("2027-01-02T09:00", ch.ChargeReversed("C1", date(2027, 1, 2)))
    assert steps(story) == []
