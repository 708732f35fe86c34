"""Under the portable policy the first council's determination holds: an early assessment of the second changes nothing.

National Care Service proposal, 6.3.
"""

from datetime import date

import pytest

from hub.events import portability as p
from tests.processors.moving import PORTABLE, THERE, completed, move, notified, told
from tests.processors.test_council_of_move import at_home


@pytest.mark.parametrize("event", ["assessed", "accepted", "completed"])
def test_under_the_portable_policy_an_early_assessment_settles_nothing(event: str) -> None:
    """What the first council found holds on the day of the move; taking it over or completing the move settles it."""
    story = at_home()
    notified(story, "2026-11-15T09:00", "2026-11-20")
    body = {
        "assessed": p.MoveAssessed("M1", "A1", True, True),
        "accepted": p.DeterminationAccepted("M1", "D1", THERE),
        "completed": p.MoveCompleted("M1", date(2026, 11, 20)),
    }[event]
    story.tell("2026-11-18T09:00", body)
    view = move(story, "2026-11-22", PORTABLE)
    early = event == "assessed"
    assert view["duty"][1]["because"] == (
        "entitled_by_transfer"
        if early
        else {"accepted": "determination_accepted", "completed": "move_completed"}[event]
    )
    assert view["state"] == ("TRANSFERRED" if event == "completed" else "ENTITLED_BY_TRANSFER")
    assert ("InterimDutyStarted M1" in told(story, "2026-11-22", PORTABLE)) is early
    assert "InterimDutyStarted M1" not in told(story, "2026-11-22")
    if early:
        assert move(story, "2026-11-19", PORTABLE)["state"] == "ASSESSED_BEFORE_MOVE"
        assert move(story, "2026-11-22")["state"] == "ASSESSED_BEFORE_MOVE"
        completed(story, "2026-11-25T09:00", "2026-11-20")
        assert [row["because"] for row in move(story, "2026-11-30", PORTABLE)["duty"][1:]] == [
            "entitled_by_transfer", "move_completed",
        ]  # fmt: skip
