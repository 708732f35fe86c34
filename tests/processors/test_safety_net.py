"""The first 72 hours after a discharge: first visits, late and missed ones, carers told, what goes on after a stay."""

from datetime import date, timedelta
from typing import Any

import pytest

from hub.domain.troubles import KEPT
from hub.events import care_record as c
from hub.events.coordination import CarerTold
from hub.processors.joint import JointProcessor
from tests.domain.stories import Story, ms
from tests.processors.people import AREAS, fold, see, why
from tests.processors.standing import home

JOINT = JointProcessor(AREAS)
HOUR, MINUTE = 3_600_000, 60_000


def net(story: Story, on: str = "2026-12-01") -> dict[str, Any]:
    """Return the safety net of the last six weeks."""
    found: dict[str, Any] = see(story, on)["episodes"][-1]["safety_net"]
    return found


def alerts(story: Story, kind: str, on: str = "2026-12-01") -> list[tuple[str, str | None]]:
    """Return when the alerts of a kind opened and closed."""
    rows = see(story, on)["episodes"][-1]["alerts"]
    return [(row["opened_at"], row["closed_at"]) for row in rows if row["kind"] == kind]


def done(story: Story, planned: str, late: int = 0, line: str = "L1", provider: str = "1-100") -> None:
    """A visit takes place, some minutes late."""
    story.tell(planned, c.VisitConfirmed(line, provider, ms(planned), ms(planned) + late * MINUTE))


def missed(story: Story, planned: str, line: str = "L1", provider: str = "1-100") -> None:
    """A visit does not take place."""
    story.tell(planned, c.VisitMissed(line, provider, ms(planned)))


def test_the_first_visit_is_confirmed_missed_due_or_awaited() -> None:
    """Each organisation's line by itself."""
    story = home()
    for line, provider in (("L1", "1-100"), ("L2", "1-200"), ("L3", "1-300")):
        story.line("2026-11-14T07:00", line, 700, provider=provider)
    story.line("2026-11-14T07:00", "L4", 700, provider="1-400", started_on="2026-11-16")
    done(story, "2026-11-14T09:00", 10)
    missed(story, "2026-11-14T10:00", "L2", "1-200")
    shown = {row["provider"]: (row["first_visit"], row["due_on"]) for row in net(story, "2026-11-15")["lines"]}
    assert shown == {
        "1-100": ("confirmed", "2026-11-14"),
        "1-200": ("missed", "2026-11-14"),
        "1-300": ("due", "2026-11-14"),
        "1-400": ("awaited", "2026-11-16"),
    }
    assert [row["visited_at"] for row in net(story)["lines"] if row["visited_at"]] == ["2026-11-14T09:10:00+00:00"]
    assert net(story)["until"] == "2026-11-16T16:40:00+00:00"
    places = {row["provider"]: place for place, row in enumerate(net(story, "2026-11-15")["lines"])}
    rules = {name: why(story, f"episodes.0.safety_net.lines.{at}", "2026-11-15")[1] for name, at in places.items()}
    assert rules == {
        "1-100": "first_visit", "1-200": "visit_missed", "1-300": "first_visit_due", "1-400": "line_stated",
    }  # fmt: skip


def test_a_discharge_without_a_time_has_its_72_hours_from_the_end_of_the_day() -> None:
    """Nobody loses an hour because a clerk wrote the day alone."""
    story = Story("by day")
    story.admit("2026-11-02")
    story.discharge("2026-11-13")
    assert net(story)["until"] == "2026-11-16T23:59:59.999000+00:00"


@pytest.mark.parametrize(("minutes", "late"), [(30, False), (31, True), (-10, False)])
def test_a_visit_is_late_more_than_thirty_minutes_after_its_time(minutes: int, late: bool) -> None:  # noqa: FBT001
    """Half an hour is not late, a minute more is."""
    story = home()
    story.line("2026-11-14T07:00", "L1", 700)
    done(story, "2026-11-14T09:00", minutes)
    assert [row["planned_at"][:16] for row in net(story)["late"]] == ["2026-11-14T09:00"] * late


def test_late_and_missed_visits_of_all_organisations_stand_in_the_order_of_their_times() -> None:
    """Only those planned in the 72 hours, and none that lies after the day that is looked at."""
    story = home()
    story.line("2026-06-01T07:00", "L1", 700)
    story.line("2026-11-14T07:00", "L2", 700, provider="1-200")
    missed(story, "2026-11-01T08:00")
    missed(story, "2026-11-14T18:00", "L2", "1-200")
    missed(story, "2026-11-14T08:00")
    done(story, "2026-11-16T08:00", 45)
    missed(story, "2026-11-17T08:00")
    assert [(row["provider"], row["planned_at"][:13]) for row in net(story)["missed"]] == [
        ("1-100", "2026-11-14T08"),
        ("1-200", "2026-11-14T18"),
    ]
    assert [row["done_at"][:16] for row in net(story)["late"]] == ["2026-11-16T08:45"]
    assert net(story, "2026-11-15")["late"] == []
    assert why(story, "episodes.0.safety_net.missed.1")[1] == "visit_missed"
    assert why(story, "episodes.0.safety_net.late.0")[1] == "visit_late"


def test_each_missed_visit_opens_an_alert_until_the_next_visit_takes_place() -> None:
    """Two missed ones are two alerts; a visit planned before a missed one makes up for nothing."""
    story = home()
    story.line("2026-11-14T07:00", "L1", 700)
    missed(story, "2026-11-15T08:00")
    missed(story, "2026-11-16T08:00")
    assert alerts(story, "visit_missed", "2026-11-16") == [("2026-11-15", None), ("2026-11-16", None)]
    story.tell("2026-11-17T08:00", c.VisitConfirmed("L1", "1-100", ms("2026-11-14T08:00"), ms("2026-11-14T08:05")))
    assert alerts(story, "visit_missed", "2026-11-17") == [("2026-11-15", None), ("2026-11-16", None)]
    done(story, "2026-11-18T08:00")
    assert alerts(story, "visit_missed") == [("2026-11-15", "2026-11-18"), ("2026-11-16", "2026-11-18")]


def test_a_visit_that_took_place_after_all_was_never_missed() -> None:
    """The same planned time: the alert is taken back, and where it was late it is late."""
    story = home()
    story.line("2026-11-14T07:00", "L1", 700)
    missed(story, "2026-11-15T08:00")
    missed(story, "2026-11-15T18:00")
    story.tell("2026-11-16T08:00", c.VisitConfirmed("L1", "1-100", ms("2026-11-15T08:00"), ms("2026-11-15T09:00")))
    assert alerts(story, "visit_missed") == [("2026-11-15", None)]
    assert see(story)["episodes"][0]["lines"][0]["visits"] == {"confirmed": 1, "missed": 1, "missed_in_hospital": 0}
    assert ([len(net(story)[kind]) for kind in ("late", "missed")]) == [1, 1]
    missed(story, "2026-11-15T08:00")
    assert see(story)["episodes"][0]["lines"][0]["visits"] == {"confirmed": 1, "missed": 1, "missed_in_hospital": 0}


def told_both(story: Story) -> list[list[int]]:
    """Return the sources of each finding that a visit was told both ways."""
    return [row["sources"] for row in see(story)["findings"] if row["rule"] == "visit_told_both"]


@pytest.mark.parametrize("came", ["07:50", "08:00", "08:20", "09:30"])
def test_a_visit_told_both_ways_for_one_time_took_place_and_is_a_finding(came: str) -> None:
    """Before its time, at it, or after it; with both events, and told again it says nothing new."""
    story = home()
    story.line("2026-11-14T07:00", "L1", 700)
    planned, at = ms("2026-11-17T08:00"), f"2026-11-17T{came}"
    story.tell(at, c.VisitConfirmed("L1", "1-100", planned, ms(at)))
    assert told_both(story) == []
    for _ in range(2):
        missed(story, "2026-11-17T08:00")
        assert see(story)["episodes"][0]["lines"][0]["visits"] == {"confirmed": 1, "missed": 0, "missed_in_hospital": 0}
        assert [len(sources) for sources in told_both(story)] == [2]
    first = told_both(story)
    missed(story, "2026-11-18T08:00")
    done(story, "2026-11-19T08:00")
    assert told_both(story) == first
    (row,) = [row for row in see(story)["findings"] if row["rule"] == "visit_told_both"]
    assert row["about"] == {"kind": "line", "id": "L1", "of": "1-100"}


def test_a_late_visit_that_is_called_missed_afterwards_is_told_both_ways() -> None:
    """The word is of a later time than the visit, and another visit came between."""
    story = home()
    story.line("2026-11-14T07:00", "L1", 700)
    done(story, "2026-11-17T08:00", late=90)
    done(story, "2026-11-17T12:00")
    story.tell("2026-11-17T18:00", c.VisitMissed("L1", "1-100", ms("2026-11-17T08:00")))
    assert told_both(story) == [[3, 5]]
    assert see(story)["episodes"][0]["lines"][0]["visits"] == {"confirmed": 2, "missed": 0, "missed_in_hospital": 0}


def test_a_missed_visit_told_after_a_later_one_took_place_is_over_already() -> None:
    """Late word: it is counted and shown, and nobody is sent."""
    story = home()
    story.line("2026-11-14T07:00", "L1", 700)
    done(story, "2026-11-16T08:00")
    story.tell("2026-11-17T08:00", c.VisitMissed("L1", "1-100", ms("2026-11-15T08:00")))
    assert alerts(story, "visit_missed") == [("2026-11-15", "2026-11-16")]


def test_the_carer_is_told_of_each_missed_visit() -> None:
    """It opens whether a carer is known or not; telling of one visit says nothing of another."""
    story = home()
    story.line("2026-11-14T07:00", "L1", 700)
    missed(story, "2026-11-15T08:00")
    missed(story, "2026-11-16T08:00")
    assert alerts(story, "carer_not_told", "2026-11-17") == [("2026-11-15", None), ("2026-11-16", None)]
    story.tell("2026-11-17T09:00", CarerTold("L1", "1-100", ms("2026-11-16T08:00")))
    story.tell("2026-11-18T09:00", CarerTold("L1", "1-100", ms("2026-11-16T08:00")))
    assert alerts(story, "carer_not_told", "2026-11-18") == [("2026-11-15", None), ("2026-11-16", "2026-11-17")]
    assert [row["carer_told_at"] for row in net(story)["missed"]] == [None, "2026-11-17T09:00:00+00:00"]
    assert JOINT.wakes_on(fold(story), date(2026, 11, 18)) == date(2026, 11, 22)
    assert alerts(story, "carer_not_told", "2026-11-22")[0] == ("2026-11-15", "2026-11-22")


def test_a_carer_may_be_told_before_the_missed_visit_is() -> None:
    """The telephone is quicker than the file: there never was anything to do."""
    story = home()
    story.line("2026-11-14T07:00", "L1", 700)
    story.tell("2026-11-15T08:30", CarerTold("L1", "1-100", ms("2026-11-15T08:00")))
    story.tell("2026-11-15T12:00", c.VisitMissed("L1", "1-100", ms("2026-11-15T08:00")))
    assert alerts(story, "carer_not_told") == [("2026-11-15", "2026-11-15")]
    assert not [fact for fact in JOINT.facts(fold(story), date(2026, 11, 15)) if "carer_not_told" in fact.key]


def test_the_provider_makes_the_visit_up_and_then_tells_the_carer() -> None:
    """Two steps, one after the other."""
    story = home()
    story.line("2026-11-14T07:00", "L1", 700)
    missed(story, "2026-11-15T08:00")
    assert see(story, "2026-11-15")["next_step"]["what"] == "visit"
    done(story, "2026-11-15T18:00")
    step = see(story, "2026-11-15")["next_step"]
    assert (step["what"], step["holder"], step["organisation"], step["due"]) == (
        "tell_carer", "provider", "1-100", "2026-11-15",
    )  # fmt: skip
    story.tell("2026-11-15T19:00", CarerTold("L1", "1-100", ms("2026-11-15T08:00")))
    assert see(story, "2026-11-15")["next_step"]["what"] == "name_coordinator"


def test_the_first_visit_is_asked_for_from_the_day_after_it_was_due() -> None:
    """The end of the day on which support begins, and four hours: that is the next day."""
    story = home()
    story.line("2026-11-14T07:00", "L1", 700)
    assert alerts(story, "first_visit_due", "2026-11-14") == []
    assert JOINT.wakes_on(fold(story), date(2026, 11, 14)) == date(2026, 11, 15)
    assert alerts(story, "first_visit_due", "2026-11-15") == [("2026-11-15", None)]
    done(story, "2026-11-17T09:00")
    assert alerts(story, "first_visit_due") == [("2026-11-15", "2026-11-17")]


def test_the_first_visit_is_not_asked_for_where_it_took_place_was_missed_or_support_ended() -> None:
    """On its day; a missed visit has an alert of its own."""
    prompt, failed, short = home(), home(), home()
    for story in (prompt, failed):
        story.line("2026-11-14T07:00", "L1", 700)
    short.line("2026-11-14T07:00", "L1", 700, ended_on=date(2026, 11, 13))
    done(prompt, "2026-11-14T18:00")
    missed(failed, "2026-11-14T18:00")
    for story in (prompt, failed, short):
        assert alerts(story, "first_visit_due") == []


def test_a_line_that_ran_before_is_due_on_the_day_of_discharge() -> None:
    """Resumed support has a first visit as well: the first one after the discharge."""
    story = Story("resumed")
    story.line("2026-06-01T07:00", "L1", 700)
    done(story, "2026-06-01T08:00")
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-13T10:00")
    assert alerts(story, "first_visit_due", "2026-11-14") == [("2026-11-14", None)]
    done(story, "2026-11-14T08:00")
    assert alerts(story, "first_visit_due", "2026-11-14") == [("2026-11-14", "2026-11-14")]


def back_and_home(again: str = "2026-11-24T10:00") -> Story:
    """Home with a line, back in hospital on day 8, home again."""
    story = home()
    story.line("2026-11-14T07:00", "L1", 700)
    done(story, "2026-11-14T09:00")
    story.admit("2026-11-20T08:00", "SP2")
    story.discharge(again, "SP2")
    return story


def test_visits_pause_when_somebody_goes_back_and_go_on_when_they_are_home() -> None:
    """The provider is told of both; the going on is over with the next visit, or after a week."""
    story = back_and_home()
    first, second = see(story)["episodes"]
    paused = [(row["opened_at"], row["closed_at"]) for row in first["alerts"] if row["kind"] == "visits_paused"]
    assert paused == [("2026-11-20", "2026-11-24")]
    assert alerts(story, "visits_resume") == [("2026-11-24", "2026-12-01")]
    assert second["safety_net"]["lines"][0]["restart_without_reassessment"] is True
    assert why(story, "episodes.1.safety_net.lines.0")[1] == "restart_without_reassessment"
    assert first["safety_net"]["lines"][0]["restart_without_reassessment"] is False
    done(story, "2026-11-25T09:00")
    assert alerts(story, "visits_resume") == [("2026-11-24", "2026-11-25")]


def test_a_line_that_ended_meanwhile_or_is_new_has_nothing_to_go_on_with() -> None:
    """Only what ran when the person went back is paused and goes on."""
    ended, other = back_and_home(), back_and_home()
    ended.tell("2026-11-22T09:00", c.SupportLineEnded("L1", "1-100", date(2026, 11, 22)))
    other.line("2026-11-25T07:00", "L2", 700, provider="1-200")
    assert alerts(ended, "visits_resume") == []
    rows = {row["provider"]: row["restart_without_reassessment"] for row in net(other)["lines"]}
    assert rows == {"1-100": True, "1-200": False}
    assert len(alerts(other, "visits_resume")) == 1


def test_after_the_six_weeks_a_restart_is_assessed_anew() -> None:
    """The last covered day of the suspended six weeks was 24 December: on the 26th it is no restart."""
    assert net(back_and_home("2026-12-26T10:00"), "2027-01-02")["lines"][0]["restart_without_reassessment"] is False
    assert net(back_and_home("2026-12-24T10:00"), "2027-01-02")["lines"][0]["restart_without_reassessment"] is True


def test_no_more_than_so_many_visits_that_went_wrong_are_kept() -> None:
    """A line that fails for months does not grow without end; every visit is still counted."""
    story = home()
    story.line("2026-11-14T07:00", "L1", 700)
    first = date(2026, 11, 14)
    for number in range(KEPT + 5):
        missed(story, f"{first + timedelta(days=number)}T08:00")
    state = fold(story)
    assert (len(state.lines[0].troubles), state.lines[0].missed) == (KEPT, KEPT + 5)
