"""What waits and names no council is held by the one that answers for the person."""

from datetime import date

from hub.events import coordination as co
from hub.events.appeals import AppealLodged
from tests.processors.people import fold
from tests.processors.standing import in_bed
from tests.processors.test_open_steps import AFTER, COUNCIL, JOINT, asked, steps


def test_an_appeal_without_a_council_is_held_by_the_one_that_answers() -> None:
    """By whoever answers for the six weeks, for somebody never discharged by the home; by nobody named while hidden."""
    story = asked()
    story.tell("2027-01-05T10:00", AppealLodged("AP1", "PLAN", date(2027, 1, 4)))
    assert [each[:3] for each in steps(story)] == [
        ("acknowledge_appeal", "council", COUNCIL),
        ("decide_appeal", "council", COUNCIL),
    ]
    first = in_bed()
    first.tell("2026-11-06T10:00", AppealLodged("AP1", "PLAN", date(2026, 11, 6)))
    assert {each[2] for each in steps(first, "2026-11-07") if each[0] != "stay"} == {COUNCIL}
    hidden = JOINT.withholding().view(fold(story), date.fromisoformat(AFTER))["open_steps"]
    assert {each["organisation"] for each in hidden} == {None}


def test_a_concern_in_a_first_stay_is_the_council_s_of_the_home() -> None:
    """Nobody was discharged yet; the council of where they live looks into it (Care Act 2014 section 42)."""
    story = in_bed()
    story.tell("2026-11-06T10:00", co.SafeguardingConcernRaised("S1"))
    (concern,) = [each for each in steps(story, "2026-11-07") if each[0] == "safeguard"]
    assert concern == ("safeguard", "council", COUNCIL, "2026-11-06", "S1")
