"""Who holds what waits of an appeal about NHS Continuing Healthcare."""

from datetime import date

import pytest

from hub.events.appeals import AppealLodged
from tests.processors.standing import home
from tests.processors.test_open_steps import OTHER, steps


@pytest.mark.parametrize(("council", "holder"), [(None, ("ics", "QF7")), (OTHER, ("council", OTHER))])
def test_an_appeal_about_continuing_healthcare_is_the_board_s_unless_a_council_is_named(
    council: str | None, holder: tuple[str, str]
) -> None:
    """The board decided and hears it (National Framework); who was named with the appeal holds it."""
    story = home()
    story.tell("2026-11-20T10:00", AppealLodged("A1", "CONTINUING_HEALTHCARE", date(2026, 11, 20), council=council))
    found = [step for step in steps(story, "2026-11-21") if step[0].endswith("appeal")]
    assert [step[1:3] for step in found] == [holder, holder]
