"""What a person's page says of the team, the safety net, stopped tasks and the end of the six weeks."""

from datetime import date
from typing import Any

from hub.events import care_record as c
from hub.events import coordination as k
from hub.processors.joint import JointProcessor
from hub.web.care_view import alerts_of
from hub.web.team_view import team_of
from tests.api.desk import NAMES
from tests.domain.stories import Story, ms
from tests.processors.people import AREAS, fold, see
from tests.processors.standing import home


def told(story: Story, on: str = "2026-12-01") -> dict[str, list[str]]:
    """Return what is shown, by label; every value has a reason."""
    state: dict[str, Any] = see(story, on)
    reasons = JointProcessor(AREAS).reasons(fold(story), date.fromisoformat(on))
    found: dict[str, list[str]] = {}
    for value in team_of(state, NAMES):
        assert value.why in reasons
        found.setdefault(value.label, []).append(value.text)
    return found


def test_coordinators_and_the_team_are_told_with_their_times() -> None:
    """By role and organisation; who has no role by post, who has no purpose sees nothing."""
    story = home()
    story.tell("2026-11-14T09:00", k.CoordinatorNamed("post-1", "RZZ", "CARE_COORDINATOR"))
    story.tell("2026-11-16T09:00", k.CoordinatorNamed("post-2", "E08000025"))
    story.tell("2026-11-14T09:00", k.TeamMemberJoined("nurse-1", "1-101", "NURSE", "CARE_DELIVERY"))
    story.tell("2026-11-15T09:00", k.TeamMemberLeft("nurse-1", "1-101"))
    story.tell("2026-11-16T09:00", k.TeamMemberJoined("nurse-2", "1-102"))
    found = told(story)
    assert found["Coordinator until then"] == [
        "Care coordinator, Testborough General, from 14-Nov-2026 09:00 to 16-Nov-2026 09:00"
    ]
    assert found["Coordinator"] == ["post-2, Testborough, from 16-Nov-2026 09:00"]
    assert found["In the team until 15-Nov-2026"] == ["Nurse, Sunrise Home Support, for care delivery"]
    assert found["In the team"] == ["nurse-2, Kindly Care, without a purpose: sees nothing"]


def test_a_role_that_is_none_of_the_list_is_another_role() -> None:
    """The code for another way in which six weeks ended is said otherwise."""
    story = home()
    story.tell("2026-11-14T09:00", k.CoordinatorNamed("post-1", "RZZ", "OTHER"))
    assert told(story)["Coordinator"] == ["Another role, Testborough General, from 14-Nov-2026 09:00"]


def test_the_first_72_hours_are_told_in_words() -> None:
    """First visits of each line, missed and late ones, and whether the carer knows."""
    story = home()
    story.line("2026-11-14T07:00", "L1", 700, provider="1-101")
    story.line("2026-11-14T07:00", "L2", 700, provider="1-102")
    story.tell("2026-11-14T09:00", c.VisitConfirmed("L1", "1-101", ms("2026-11-14T09:00"), ms("2026-11-14T09:40")))
    for day in ("14", "15"):
        story.tell(f"2026-11-{day}T10:00", c.VisitMissed("L2", "1-102", ms(f"2026-11-{day}T10:00")))
    story.tell("2026-11-15T11:00", k.CarerTold("L2", "1-102", ms("2026-11-15T10:00")))
    found = told(story)
    assert found["First visit"] == ["Took place, Sunrise Home Support, 14-Nov-2026 09:40", "Missed, Kindly Care"]
    assert found["Late visit"] == ["14-Nov-2026 09:00, Sunrise Home Support"]
    assert found["Missed visit"] == [
        "14-Nov-2026 10:00, Kindly Care, carer not told",
        "15-Nov-2026 10:00, Kindly Care, carer told 15-Nov-2026 11:00",
    ]


def test_a_restart_stopped_tasks_concerns_and_the_end_are_told() -> None:
    """Goes on without a new assessment; stopped by death; raised and closed; how it ended, where whoever said so."""
    story = home()
    story.line("2026-11-14T07:00", "L1", 700, provider="1-101")
    story.admit("2026-11-20T08:00", "SP2")
    assert told(story, "2026-11-21")["Visits"] == ["Paused since 20-Nov-2026, Sunrise Home Support"]
    story.discharge("2026-11-24T08:00", "SP2")
    story.tell("2026-11-25T09:00", k.SafeguardingConcernRaised("c-1", "E08000025"))
    story.tell("2026-11-25T10:00", k.SafeguardingConcernRaised("c-2"))
    story.tell("2026-11-26T09:00", k.SafeguardingConcernClosed("c-2"))
    found = told(story)
    assert "Visits" not in found
    assert found["First visit"] == ["Nobody has told of it, Sunrise Home Support, goes on without a new assessment"]
    assert found["Safeguarding"] == [
        "Raised 25-Nov-2026 09:00, Testborough", "Raised 25-Nov-2026 10:00, closed 26-Nov-2026 09:00",
    ]  # fmt: skip
    story.death("2026-11-28T10:00")
    story.tell("2026-11-29T09:00", k.SixWeeksOutcomeRecorded("DIED", date(2026, 11, 29)))
    assert told(story)["Visits"] == ["Stopped since 28-Nov-2026, Sunrise Home Support"]
    assert told(story)["How the six weeks ended"] == ["Died, 29-Nov-2026"]


def test_nothing_is_told_of_somebody_of_whom_nothing_is_known() -> None:
    """No card is shown without anything in it."""
    assert team_of({}, NAMES) == []


def test_an_alert_that_is_over_is_no_longer_shown_as_one() -> None:
    """The list on the page is of what stands; the state keeps the others for six weeks."""
    story = home()
    story.tell("2026-11-18T09:00", k.CoordinatorNamed("post-1", "RZZ"))
    state = see(story)
    assert [row["kind"] for row in state["episodes"][0]["alerts"]] == ["no_coordinator"]
    assert alerts_of(state, NAMES) == []
    assert [notice.text for notice in alerts_of(see(home(), "2026-11-17"), NAMES)] == [
        "Nobody coordinates the six weeks"
    ]


def test_who_coordinates_in_hospital_is_told_before_the_six_weeks() -> None:
    """Whoever opens the page of somebody in a bed sees whom to ask."""
    story = Story("in a bed")
    story.admit("2026-11-02T09:15")
    assert "Coordinator" not in told(story)
    story.tell("2026-11-04T09:00", k.CoordinatorNamed("post-2", "E08000025", "NURSE"))
    assert told(story)["Coordinator"] == ["Nurse, Testborough, from 04-Nov-2026 09:00"]
    story.discharge("2026-11-13T16:40")
    assert told(story)["Coordinator"] == ["Nurse, Testborough, from 04-Nov-2026 09:00"], "once, by the six weeks"
