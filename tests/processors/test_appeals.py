"""Appeals by hand: their steps, their clocks, what contradicts what, and that they change no decision."""

import json
from datetime import date
from typing import Any

import pytest

from hub.domain.appeal_clocks import AppealPolicy
from hub.events import appeals as a
from hub.events import discharge as d
from hub.events import identity as i
from hub.events.values import Stated
from hub.processors.appeals import AppealsProcessor
from hub.processors.joint import JointProcessor
from tests.domain.sayings import OTHER
from tests.domain.stories import Story, spell
from tests.processors.people import AREAS, fold
from tests.processors.standing import home

APPEALS = AppealsProcessor(AREAS)
COUNCIL = "E06000001"
ON = date(2026, 12, 1)


def lodged(appeal_id: str = "AP1", about: str = "CHARGE", on: str = "2026-11-05", **more: Any) -> a.AppealLodged:
    """Somebody appeals, on a Thursday unless another day is given."""
    return a.AppealLodged(appeal_id, about, date.fromisoformat(on), **{"council": COUNCIL, "about_id": "C7"} | more)


def acknowledged(on: str, appeal_id: str = "AP1") -> a.AppealAcknowledged:
    """Its receipt is confirmed."""
    return a.AppealAcknowledged(appeal_id, date.fromisoformat(on))


def decided(on: str, outcome: str = "UPHELD", appeal_id: str = "AP1") -> a.AppealDecided:
    """It is decided."""
    return a.AppealDecided(appeal_id, outcome, date.fromisoformat(on))


def withdrawn(on: str, appeal_id: str = "AP1") -> a.AppealWithdrawn:
    """It is taken back."""
    return a.AppealWithdrawn(appeal_id, date.fromisoformat(on))


def told(*bodies: Any) -> Story:
    """Return a story of an appeal, everything told on one later day, in this order."""
    story = Story()
    for minute, body in enumerate(bodies):
        story.tell(f"2026-11-25T10:{minute:02}", body)
    return story


def shown(story: Story, on: date = ON) -> list[dict[str, Any]]:
    """Return the appeals as shown."""
    return list(APPEALS.view(fold(story, APPEALS), on)["appeals"])


def rules(story: Story) -> list[str]:
    """Return the findings of the first appeal."""
    return [each["rule"] for each in shown(story)[0]["findings"]]


def facts(story: Story, kind: str, today: date = ON) -> list[dict[str, Any]]:
    """Return the bodies of one kind of fact."""
    return [json.loads(fact.body) for fact in sorted(APPEALS.facts(fold(story, APPEALS), today)) if fact.kind == kind]


def test_an_appeal_is_shown_with_its_days_and_clocks() -> None:
    """Lodged on Thursday 5 November: acknowledged by Tuesday 10, decided by 17 December."""
    story = told(lodged())
    assert shown(story, date(2026, 11, 10)) == [
        {
            "appeal_id": "AP1", "about": "CHARGE", "about_id": "C7", "council": COUNCIL, "state": "LODGED",
            "lodged_on": "2026-11-05", "acknowledged_on": None, "decided_on": None, "withdrawn_on": None,
            "outcome": None, "acknowledgement_due": "2026-11-10", "decision_due": "2026-12-17", "overdue": [],
            "findings": [],
        }
    ]  # fmt: skip
    assert shown(story, date(2026, 11, 11))[0]["overdue"] == ["acknowledgement"]
    assert shown(story, date(2026, 12, 18))[0]["overdue"] == ["acknowledgement", "decision"]
    reasons = APPEALS.reasons(fold(story, APPEALS), ON)
    assert reasons["appeals.0.state"] == (0, "appeal_lodged")
    assert reasons["appeals.0.acknowledgement_due"] == (0, "appeal_to_acknowledge")


def test_an_appeal_goes_on_to_its_decision() -> None:
    """Acknowledged, then decided: no clock runs any more."""
    story = told(lodged(), acknowledged("2026-11-09"), decided("2026-11-20", "PARTLY_UPHELD"))
    (appeal,) = shown(story, date(2027, 2, 1))
    assert (appeal["state"], appeal["acknowledged_on"], appeal["decided_on"], appeal["outcome"], appeal["overdue"]) == (
        "DECIDED", "2026-11-09", "2026-11-20", "PARTLY_UPHELD", [],
    )  # fmt: skip
    assert APPEALS.reasons(fold(story, APPEALS), ON)["appeals.0.decided_on"] == (2, "appeal_decided")


def test_an_appeal_may_be_taken_back_or_decided_without_an_acknowledgement() -> None:
    """Either ends it."""
    assert shown(told(lodged(), withdrawn("2026-11-09")))[0]["state"] == "WITHDRAWN"
    assert shown(told(lodged(), decided("2026-11-09")))[0]["state"] == "DECIDED"
    assert rules(told(lodged(), decided("2026-11-09"))) == []


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (2, 0, 1)])
def test_whatever_is_told_first_the_days_decide(order: tuple[int, ...]) -> None:
    """A decision may be written down before the acknowledgement, and both before the appeal itself."""
    bodies = (lodged(), acknowledged("2026-11-20"), decided("2026-11-20"))
    story = told(*[bodies[place] for place in order])
    (appeal,) = shown(story)
    assert (appeal["state"], appeal["acknowledged_on"], appeal["findings"]) == ("DECIDED", "2026-11-20", [])


@pytest.mark.parametrize(
    "late", [acknowledged("2026-11-22"), decided("2026-11-22", "NOT_UPHELD"), withdrawn("2026-11-22")]
)
def test_what_does_not_fit_changes_nothing_and_is_told(late: Any) -> None:
    """After the decision there is no acknowledgement, no other decision and no withdrawal."""
    story = told(lodged(), decided("2026-11-20"), late)
    (appeal,) = shown(story)
    assert (appeal["state"], appeal["outcome"], appeal["withdrawn_on"]) == ("DECIDED", "UPHELD", None)
    assert rules(story) == ["appeal_step_misplaced"]


def test_what_was_not_lodged_has_no_state_and_no_clock() -> None:
    """A decision of an appeal that nobody told of is kept and told; others hear of it once it is lodged."""
    story = told(decided("2026-11-20"))
    (appeal,) = shown(story)
    assert (appeal["state"], appeal["about"], appeal["decision_due"], appeal["overdue"]) == (None, None, None, [])
    assert rules(story) == ["appeal_not_seen"]
    assert APPEALS.facts(fold(story, APPEALS), ON) == frozenset()


def test_contradictions_are_told() -> None:
    """A decision before the appeal, codes that do not exist, the same id for something else."""
    assert rules(told(lodged(), decided("2026-11-01"))) == ["appeal_before_lodged"]
    assert rules(told(lodged(about="Ashworth"), decided("2026-11-20", "Ashworth"))) == ["appeal_code_unknown"] * 2
    assert rules(told(lodged(), lodged(), lodged(about="PLAN"))) == ["appeal_id_used_again"]
    again = told(lodged(), decided("2026-11-20"), decided("2026-11-20"))
    assert rules(again) == []
    assert "Ashworth" not in str(
        APPEALS.facts(fold(told(lodged(about="Ashworth"), decided("2026-11-20", "Ashworth")), APPEALS), ON)
    )


def test_an_overdue_clock_opens_one_alert_and_closes_it() -> None:
    """From the day after its last day until it is done; the hub looks again on that day."""
    story = told(lodged())
    state = fold(story, APPEALS)
    assert facts(story, "AppealOverdue", date(2026, 11, 10)) == []
    assert APPEALS.wakes_on(state, date(2026, 11, 10)) == date(2026, 11, 11)
    (alert,) = facts(story, "AppealOverdue", date(2026, 11, 11))
    assert alert == {
        "about": "CHARGE", "clock": "acknowledgement", "council": COUNCIL, "due_on": "2026-11-10", "ics": "QHM",
        "lodged_on": "2026-11-05", "since": "2026-11-11",
    }  # fmt: skip
    assert APPEALS.wakes_on(state, date(2026, 11, 11)) == date(2026, 12, 18)
    assert len(facts(story, "AppealOverdue", date(2026, 12, 18))) == 2
    assert APPEALS.wakes_on(state, date(2026, 12, 18)) is None
    story = told(lodged(), acknowledged("2026-11-20"))
    assert [each["clock"] for each in facts(story, "AppealOverdue", date(2026, 12, 18))] == ["decision"]
    story = told(lodged(), decided("2026-12-20"))
    assert facts(story, "AppealOverdue", date(2027, 1, 1)) == []


def test_the_clocks_are_policy_by_date() -> None:
    """From December on five working days and 28 days; an appeal of before keeps its clocks."""
    policy = AppealPolicy(((date.min, 3), (date(2026, 12, 1), 5)), ((date.min, 42), (date(2026, 12, 1), 28)))
    processor = AppealsProcessor(AREAS, policy)
    story = told(lodged("AP1", on="2026-11-30"), lodged("AP2", on="2026-12-21"))
    appeals = processor.view(fold(story, processor), ON)["appeals"]
    assert [(each["acknowledgement_due"], each["decision_due"]) for each in appeals] == [
        ("2026-12-03", "2027-01-11"),
        ("2026-12-30", "2027-01-18"),
    ]


def test_on_an_earlier_day_it_was_as_it_was_then() -> None:
    """By the days of the steps themselves, whenever they were written down."""
    story = told(lodged(), acknowledged("2026-11-09"), decided("2026-11-20"), decided("2026-11-01", appeal_id="AP2"))
    whole = fold(story, APPEALS)

    def seen(day: str) -> list[tuple[str, Any]]:
        on = date.fromisoformat(day)
        state = APPEALS.as_of(whole, APPEALS.initial(), on)
        return [(each["appeal_id"], each["state"]) for each in APPEALS.view(state, on)["appeals"]]

    assert seen("2026-10-31") == []
    assert seen("2026-11-05") == [("AP1", "LODGED"), ("AP2", None)]
    assert seen("2026-11-10") == [("AP1", "ACKNOWLEDGED"), ("AP2", None)]
    assert seen("2026-11-20") == [("AP1", "DECIDED"), ("AP2", None)]


def test_an_appeal_never_changes_the_decision_by_itself() -> None:
    """With and without appeals, whatever their outcome, the joint state shows the same and tells the same facts."""
    joint = JointProcessor(AREAS)
    without, story = home(), home()
    for body in (
        lodged(),
        acknowledged("2026-11-09"),
        decided("2026-11-20"),
        lodged("AP2"),
        withdrawn("2026-11-25", "AP2"),
    ):
        story.tell("2026-11-28T10:00", body)
    assert joint.facts(fold(story), ON) == joint.facts(fold(without), ON)
    assert joint.view(fold(story), ON) == joint.view(fold(without), ON)


def test_of_who_is_forgotten_nothing_is_shown() -> None:
    """No view and no alert; what counts stays, and nothing more is taken in."""
    story = told(lodged())
    story.tell("2026-11-26T09:00", i.SubjectKeyDestroyed("retention"))
    story.tell("2026-11-27T09:00", lodged("AP2"))
    state = fold(story, APPEALS)
    outline = APPEALS.outline(state, ON)
    assert APPEALS.view(state, ON) == {"appeals": []}
    assert ([fact.kind for fact in outline.facts], outline.wakes_on) == (["AppealFigures"], None)


def test_while_the_whereabouts_are_hidden_no_council_is_named() -> None:
    """The council of an appeal is that of the home."""
    story = told(lodged())
    state = fold(story, APPEALS)
    assert COUNCIL in str(APPEALS.view(state, ON))
    assert COUNCIL not in str(APPEALS.withholding().view(state, ON))
    story.tell("2026-11-26T09:00", d.SpellTransferred(spell(), stated=Stated(OTHER, hidden=True)))
    state = fold(story, APPEALS)
    assert COUNCIL not in str(APPEALS.view(state, ON)) + str(APPEALS.outline(state, ON))
    assert "QHM" not in str(APPEALS.outline(state, ON))


def test_figures_say_lodged_decided_and_days() -> None:
    """Codes and days alone; no id of the council's system."""
    story = told(lodged(), acknowledged("2026-11-09"), decided("2026-11-20"))
    assert facts(story, "AppealFigures") == [
        {
            "about": "CHARGE", "acknowledged_on": "2026-11-09", "acknowledgement_late_from": "2026-11-11",
            "areas": [{"council": COUNCIL, "ics": "QHM", "since": "2026-11-05"}], "days": 15,
            "decided_on": "2026-11-20", "decision_late_from": "2026-12-18", "lodged_on": "2026-11-05",
            "outcome": "UPHELD", "withdrawn_on": None,
        }
    ]  # fmt: skip
    told_of = APPEALS.facts(fold(story, APPEALS), ON)
    assert not [fact for fact in told_of if "AP1" in fact.key + fact.body or "C7" in fact.body]


def test_who_never_appealed_has_the_first_state() -> None:
    """No row is kept and nothing is told."""
    assert fold(home(), APPEALS) == APPEALS.initial()
    assert APPEALS.outline(APPEALS.initial(), ON).facts == frozenset()
