"""Assessments and decisions as people tell of them, in the joint state."""

from datetime import date
from typing import Any

import pytest

from hub.events import assessment as a
from hub.events import determination as d
from tests.domain.sayings import says
from tests.domain.stories import Story
from tests.processors.people import see, why

COUNCIL = "E06000001"


def asked(story: Story, when: str = "2026-05-01T09:00", name: str = "A1", kind: str = "NEEDS") -> None:
    """Somebody asked for an assessment."""
    story.tell(when, a.AssessmentRequested(name, kind, COUNCIL))


def went(story: Story, when: str, state: str, **more: Any) -> None:
    """It went on."""
    story.tell(when, d.AssessmentProgressed("A1", state, **more))


def done(story: Story, when: str, name: str = "A1", kind: str = "NEEDS", outcome: str | None = None) -> None:
    """It was finished."""
    story.tell(when, a.AssessmentCompleted(name, kind, outcome, COUNCIL))


def decided(story: Story, when: str, outcome: str = "ELIGIBLE", **more: Any) -> None:
    """People decided."""
    fields: dict[str, Any] = {"assessment_id": "A1", "council": COUNCIL} | more
    name, kind = fields.pop("determination_id", "D1"), fields.pop("kind", "NEEDS")
    story.tell(when, d.EligibilityDetermined(name, kind, outcome, date.fromisoformat(when[:10]), **fields))


def shown(story: Story, on: str = "2026-12-01") -> list[dict[str, Any]]:
    """Return the assessments of the view, their findings by their rules."""
    return [
        one | {"findings": [finding["rule"] for finding in one["findings"]]} for one in see(story, on)["assessments"]
    ]


def states(story: Story) -> list[str]:
    """Return the state after each event in turn."""
    every, found = story.events, []
    for count in range(1, len(every) + 1):
        story.events = every[:count]
        found.append(shown(story)[0]["state"])
    story.events = every
    return found


def test_an_assessment_goes_its_way_to_a_decision() -> None:
    """Asked, allocated, begun, finished, decided: each word moves it on, and each value says why."""
    story = Story()
    asked(story)
    went(story, "2026-05-02T09:00", "ALLOCATED")
    went(story, "2026-05-05T09:00", "IN_PROGRESS", supported_self=True)
    done(story, "2026-05-06T09:00")
    decided(
        story,
        "2026-05-07T09:00",
        from_condition=True,
        outcomes=("CA-NUTRITION", "CA-HYGIENE"),
        wellbeing_impact=True,
        reasons_given=True,
    )
    assert states(story) == ["REQUESTED", "ALLOCATED", "IN_PROGRESS", "IN_PROGRESS", "COMPLETED_ELIGIBLE"]
    (one,) = shown(story)
    assert one == {
        "assessment_id": "A1",
        "kind": "NEEDS",
        "state": "COMPLETED_ELIGIBLE",
        "requested_at": "2026-05-01T09:00:00+01:00",
        "completed_at": "2026-05-06T09:00:00+01:00",
        "council": COUNCIL,
        "supported_self": True,
        "determination": {
            "determination_id": "D1",
            "kind": "NEEDS",
            "outcome": "ELIGIBLE",
            "determined_on": "2026-05-07",
            "outcomes": ["CA-NUTRITION", "CA-HYGIENE"],
            "outcomes_in_words": ["managing and keeping up nutrition", "keeping up personal hygiene"],
            "steps": {
                "from_condition": True,
                "two_or_more_outcomes": True,
                "second_step": True,
                "wellbeing_impact": True,
            },
            "reasons_given": True,
            "consistent": True,
        },
        "earlier_determinations": [],
        "findings": [],
    }
    assert why(story, "assessments.0.state") == (4, "eligibility_determined")
    assert why(story, "assessments.0.requested_at") == (0, "assessment_stated")
    assert why(story, "assessments.0.determination") == (4, "eligibility_determined")


def test_a_decision_stands_though_its_steps_do_not_reach_it() -> None:
    """Eligible with one outcome: a finding here and among the person's, and the decision is as people made it."""
    story = Story()
    asked(story)
    decided(story, "2026-05-07T09:00", outcomes=("CA-NUTRITION",), reasons_given=False)
    (one,) = shown(story)
    assert (one["state"], one["determination"]["consistent"]) == ("COMPLETED_ELIGIBLE", False)
    assert one["determination"]["steps"]["two_or_more_outcomes"] is False
    assert one["findings"] == ["steps_short_of_eligible", "reasons_not_given"]
    assert [row["rule"] for row in see(story)["findings"]] == ["steps_short_of_eligible", "reasons_not_given"]
    assert why(story, "assessments.0.findings") == (1, "reasons_not_given")


@pytest.mark.parametrize("end", ["REFUSED_BY_PERSON", "CANCELLED"])
def test_what_was_refused_or_called_off_is_over(end: str) -> None:
    """Whatever is told after it is kept, changes no state, and is a finding."""
    story = Story()
    asked(story)
    went(story, "2026-05-02T09:00", end)
    asked(story, "2026-05-03T09:00")
    done(story, "2026-05-04T09:00")
    decided(story, "2026-05-05T09:00")
    (one,) = shown(story)
    assert one["state"] == end
    assert one["determination"]["outcome"] == "ELIGIBLE"
    assert one["findings"] == ["assessment_out_of_turn"] * 3


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        ("ELIGIBLE", "COMPLETED_ELIGIBLE"),
        ("NOT_ELIGIBLE", "COMPLETED_NON_ELIGIBLE"),
        ("NO_NEEDS", "COMPLETED_NO_NEEDS"),
        (None, "IN_PROGRESS"),
    ],
)
def test_an_assessment_may_be_closed_with_its_outcome(outcome: str | None, state: str) -> None:
    """A council that sends nothing but the end: the outcome decides; without one a decision is awaited."""
    story = Story()
    done(story, "2026-05-04T09:00", outcome=outcome)
    (one,) = shown(story)
    assert (one["state"], one["requested_at"], one["findings"]) == (state, None, [])


def test_an_outcome_that_is_not_known_is_a_finding() -> None:
    """It is kept as told and decides nothing; a review's outcome is a word of its own."""
    story = Story()
    done(story, "2026-05-04T09:00", outcome="PERHAPS")
    done(story, "2026-05-05T09:00", "A2", "REVIEW", "UNCHANGED")
    decided(story, "2026-05-06T09:00", "MAYBE", outcomes=("CA-FLYING",))
    first, second = shown(story)
    assert first["findings"] == ["decision_unknown", "decision_unknown", "outcome_unknown"]
    assert (first["state"], second["findings"]) == ("IN_PROGRESS", [])
    assert first["determination"]["outcomes_in_words"] == [None]


def test_words_of_steps_and_kinds_that_are_not_known_are_findings() -> None:
    """Nothing raises, and the state stays."""
    story = Story()
    asked(story, kind="HOUSING")
    went(story, "2026-05-02T09:00", "DREAMING")
    went(story, "2026-05-03T09:00", "IN_PROGRESS")
    went(story, "2026-05-04T09:00", "ALLOCATED")
    (one,) = shown(story)
    assert (one["state"], one["kind"]) == ("IN_PROGRESS", "HOUSING")
    assert one["findings"] == ["assessment_kind_unknown", "assessment_state_unknown", "assessment_out_of_turn"]


def test_the_request_may_be_told_after_what_followed_it() -> None:
    """A date without a time sorts before it: the wait counts from the request all the same, and nothing is wrong."""
    story = Story()
    went(story, "2026-05-01", "ALLOCATED")
    went(story, "2026-05-01", "ALLOCATED")
    asked(story, "2026-05-01T09:00")
    asked(story, "2026-05-02T09:00")
    (one,) = shown(story)
    assert (one["state"], one["requested_at"], one["findings"]) == ("ALLOCATED", "2026-05-01T09:00:00+01:00", [])


def test_people_may_decide_anew() -> None:
    """The newest decision is the state; the earlier one is kept; the same id again is a correction of it."""
    story = Story()
    decided(story, "2026-05-04T09:00", "NOT_ELIGIBLE")
    decided(story, "2026-05-05T09:00", "NO_NEEDS")
    decided(story, "2026-06-04T09:00", "ELIGIBLE", determination_id="D2")
    (one,) = shown(story)
    assert one["state"] == "COMPLETED_ELIGIBLE"
    assert one["determination"]["determination_id"] == "D2"
    assert [each["outcome"] for each in one["earlier_determinations"]] == ["NO_NEEDS"]


def test_a_decision_that_names_no_assessment_stands_for_itself() -> None:
    """Each of its own; the same decision again is the same one."""
    story = Story()
    decided(story, "2026-05-04T09:00", assessment_id=None)
    decided(story, "2026-05-05T09:00", "NO_NEEDS", assessment_id=None)
    decided(story, "2026-05-05T09:00", kind="CARER", determination_id="D2", assessment_id=None)
    first, second = shown(story)
    assert (first["assessment_id"], first["state"]) == (None, "COMPLETED_NO_NEEDS")
    assert (second["kind"], second["determination"]["determination_id"]) == ("CARER", "D2")


def test_a_closing_outcome_that_differs_from_the_decision_is_a_finding() -> None:
    """The decision stands; the same outcome, or none, is no contradiction."""
    story = Story()
    decided(story, "2026-05-04T09:00")
    done(story, "2026-05-05T09:00", outcome="ELIGIBLE")
    done(story, "2026-05-06T09:00")
    assert shown(story)[0]["findings"] == []
    done(story, "2026-05-07T09:00", outcome="NO_NEEDS")
    (one,) = shown(story)
    assert (one["state"], one["findings"]) == ("COMPLETED_ELIGIBLE", ["outcomes_differ"])


def test_nobody_reads_the_council_of_an_assessment_while_she_is_hidden() -> None:
    """It would say where she lives."""
    story = Story()
    asked(story)
    says(story, "2026-05-02T09:00", hidden=True)
    assert COUNCIL not in str(see(story))
