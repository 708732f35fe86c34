"""The care team and concerns for safety: who is in it from when to when, and what does not fit."""

from datetime import date

from hub.domain.team import team_at
from hub.events.coordination import (
    SafeguardingConcernClosed,
    SafeguardingConcernRaised,
    TeamMemberJoined,
    TeamMemberLeft,
)
from hub.processors.joint import JointProcessor
from hub.runtime.reading import members
from tests.domain.stories import Story, ms
from tests.processors.people import AREAS, fold, see, why
from tests.processors.standing import home, rules

JOINT = JointProcessor(AREAS)


def joined(story: Story, when: str, purpose: str | None = "CARE_DELIVERY", role: str | None = "NURSE") -> None:
    """A nurse of a provider joins."""
    story.tell(when, TeamMemberJoined("nurse-1", "1-300", role, purpose))


def test_a_member_is_in_the_team_from_joining_to_leaving() -> None:
    """Both moments are shown, with the purpose that was stated."""
    story = home()
    joined(story, "2026-11-14T09:00")
    story.tell("2026-11-20T09:00", TeamMemberLeft("nurse-1", "1-300"))
    assert see(story)["team"] == [
        {
            "member_id": "nurse-1", "organisation": "1-300", "role": "NURSE", "purpose": "CARE_DELIVERY",
            "from": "2026-11-14T09:00:00+00:00", "to": "2026-11-20T09:00:00+00:00",
        }
    ]  # fmt: skip
    assert see(story, "2026-11-13")["team"] == []
    assert see(story, "2026-11-15")["team"][0]["to"] is None
    assert why(story, "team.0") == (2, "team_membership")
    assert rules(story) == []


def test_the_record_is_closed_from_the_moment_of_leaving() -> None:
    """One millisecond before it is still open."""
    story = home()
    joined(story, "2026-11-14T09:00")
    story.tell("2026-11-20T09:00", TeamMemberLeft("nurse-1", "1-300"))
    state, left = fold(story), ms("2026-11-20T09:00")
    member = ("1-300", "nurse-1", "CARE_DELIVERY")
    times = (ms("2026-11-14T09:00") - 1, ms("2026-11-14T09:00"), left - 1, left)
    assert [member in members(state, at) for at in times] == [False, True, True, False]
    assert list(team_at(None, left)) == []


def test_joining_again_with_another_purpose_ends_the_first() -> None:
    """The same word changes nothing; another purpose holds from then on."""
    story = home()
    joined(story, "2026-11-14T09:00")
    joined(story, "2026-11-15T09:00")
    joined(story, "2026-11-16T09:00", "NEEDS_ASSESSMENT")
    assert [(row["purpose"], row["to"] and row["to"][:10]) for row in see(story)["team"]] == [
        ("CARE_DELIVERY", "2026-11-16"),
        ("NEEDS_ASSESSMENT", None),
    ]


def test_without_a_purpose_nothing_is_opened_and_a_finding_tells() -> None:
    """Membership alone is no reason to look."""
    story = home()
    joined(story, "2026-11-14T09:00", None)
    assert members(fold(story), ms("2026-11-15T09:00")) == frozenset()
    assert rules(story) == ["team_without_purpose"]


def test_who_is_not_in_the_team_cannot_leave_it() -> None:
    """Kept as a finding."""
    story = home()
    story.tell("2026-11-14T09:00", TeamMemberLeft("nurse-1", "1-300"))
    assert (rules(story), see(story)["team"]) == (["not_in_team"], [])


def test_a_concern_reaches_the_team_and_every_provider_whose_line_runs() -> None:
    """Told as soon as it is raised, whether six weeks run or not, without what it is about; over when it is closed."""
    story = home()
    story.line("2026-06-01", "L1", 700)
    story.line("2026-11-14", "L2", 300, provider="1-200")
    story.line("2026-06-01", "L3", 300, provider="1-300", ended_on=date(2026, 7, 1))
    story.line("2026-11-14", "L4", 300, provider="1-400", ended_on=date(2026, 11, 22))
    story.tell("2026-11-20T09:00", SafeguardingConcernRaised("c-1", "E06000001"))
    story.tell("2026-11-20T10:00", SafeguardingConcernRaised("c-1", "E06000001"))
    story.line("2026-11-25", "L5", 300, provider="1-500")

    def told(on: str) -> list[str | None]:
        facts = JOINT.facts(fold(story), date.fromisoformat(on))
        bodies = [fact.body for fact in facts if fact.key.startswith("safeguarding:")]
        assert all("c-1" not in body for body in bodies)
        rows = [row for row in see(story, on)["episodes"][0]["alerts"] if row["kind"] == "safeguarding"]
        standing = [row["provider"] for row in rows if row["closed_at"] is None]
        assert all(any(name in body for body in bodies) for name in standing if name is not None)
        assert len(bodies) == len(standing)
        return sorted(standing, key=str)

    assert told("2026-11-20") == ["1-100", "1-200", "1-400", None]
    assert told("2026-11-26") == ["1-100", "1-200", "1-500", None]
    assert JOINT.wakes_on(fold(story), date(2026, 11, 22)) == date(2026, 11, 23)
    story.tell("2026-11-24T09:00", SafeguardingConcernClosed("c-1"))
    assert told("2026-11-24") == []
    assert see(story)["safeguarding"][0]["closed_at"] == "2026-11-24T09:00:00+00:00"
    assert why(story, "safeguarding.0")[1] == "safeguarding"


def test_a_concern_of_somebody_without_six_weeks_reaches_who_visits_them() -> None:
    """Long-term support alone: no episode, and the provider knows all the same."""
    story = Story("long term")
    story.line("2026-06-01", "L1", 700)
    story.tell("2026-11-20T09:00", SafeguardingConcernRaised("c-1"))
    facts = [fact for fact in JOINT.facts(fold(story), date(2026, 11, 20)) if fact.kind == "Alert"]
    assert sorted('"provider":"1-100"' in fact.body for fact in facts) == [False, True]
    assert all('"episode_id":null' in fact.body for fact in facts)


def test_a_concern_that_does_not_stand_cannot_be_closed_and_one_may_be_raised_again() -> None:
    """Another concern stands; the one that was closed is raised anew under another key."""
    story = home()
    story.tell("2026-11-14T09:00", SafeguardingConcernRaised("c-2"))
    story.tell("2026-11-15T09:00", SafeguardingConcernClosed("c-1"))
    story.tell("2026-11-16T09:00", SafeguardingConcernClosed("c-2"))
    story.tell("2026-11-18T09:00", SafeguardingConcernRaised("c-2"))
    assert rules(story) == ["concern_not_raised"]
    rows = [row for row in see(story)["episodes"][0]["alerts"] if row["kind"] == "safeguarding"]
    assert [(row["opened_at"], row["closed_at"]) for row in rows] == [
        ("2026-11-18", None),
        ("2026-11-14", "2026-11-16"),
    ]
