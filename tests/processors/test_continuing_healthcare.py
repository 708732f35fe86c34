"""NHS Continuing Healthcare: checklist, 28 days, decision, fast track, nursing, dispute, and what it does to money."""

import json
from datetime import date
from typing import Any

import pytest

from hub.events import charges as ch
from hub.events import continuing_healthcare as c
from hub.processors.joint import JointProcessor
from tests.domain.stories import Story
from tests.processors.people import AREAS, fold, see, why

JOINT = JointProcessor(AREAS)


def day(text: str) -> date:
    """Read a day."""
    return date.fromisoformat(text)


def supported() -> Story:
    """Home on 13 November with a resumed line of 7 hours a week at 20 pounds."""
    story = Story()
    story.line("2026-06-01", "L1", 700, price_per_hour=2000)
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-13T16:40")
    return story


def decide(story: Story, on: str, outcome: str, since: str | None = None, case: str = "C1") -> None:
    """The board decides."""
    story.tell(f"{on}T10:00", c.ChcDecided(case, outcome, day(on), None if since is None else day(since), "QF7"))


def case(story: Story, on: str = "2027-01-10") -> Any:
    """Return the only case as seen on a day."""
    (shown,) = see(story, on)["chc"]
    return shown


def payers(story: Story, on: str = "2027-01-10") -> list[tuple[str, str | None, str]]:
    """Return first and last day and who pays, in a word."""
    rows = see(story, on)["episodes"][0]["responsibility"]
    return [(row["from"], row["to"], row["payer"]) for row in rows]


def told(story: Story, on: str) -> list[str]:
    """Return the alerts about a late decision that others are told of."""
    facts = [fact for fact in JOINT.facts(fold(story), day(on)) if fact.kind == "Alert"]
    return [json.loads(fact.body)["since"] for fact in facts if "chc" in fact.key]


def test_a_decision_is_due_28_days_after_a_positive_checklist() -> None:
    """Due on 18 December; from the 19th on an alert stands until somebody decides, and its day is one to look again."""
    story = supported()
    story.tell("2026-11-20T10:00", c.ChcChecklistCompleted("C1", positive=True, completed_on=day("2026-11-20")))
    story.tell("2026-11-25T10:00", c.ChcChecklistCompleted("C1", positive=True, completed_on=day("2026-11-25")))
    shown = case(story, "2026-12-18")
    assert (shown["state"], shown["checklist_on"], shown["decision_due"], shown["overdue"]) == (
        "CHECKLIST_POSITIVE",
        "2026-11-20",
        "2026-12-18",
        False,
    )
    assert told(story, "2026-12-18") == []
    assert told(story, "2026-12-19") == ["2026-12-19"]
    alert = see(story, "2026-12-19")["episodes"][0]["alerts"][-1]
    assert (alert["kind"], alert["since"], alert["because"]) == ("chc_decision_overdue", "2026-12-19", "chc_overdue")
    assert JOINT.wakes_on(fold(story), day("2026-12-18")) == day("2026-12-19")
    assert why(story, "chc.0.decision_due", "2026-12-19")[1] == "chc_decision_due"
    decide(story, "2027-01-04", "NOT_ELIGIBLE")
    assert told(story, "2027-01-10") == []
    assert (case(story)["state"], case(story)["decided_on"]) == ("NOT_ELIGIBLE", "2027-01-04")
    assert case(story, "2026-12-20")["overdue"] is True
    assert case(story, "2026-11-19")["state"] is None


def test_somebody_without_six_weeks_is_waited_for_as_well() -> None:
    """No discharge is known: the alert is told of no episode."""
    story = Story()
    story.tell("2026-11-20T10:00", c.ChcChecklistCompleted("C1", positive=True, completed_on=day("2026-11-20")))
    (fact,) = [fact for fact in JOINT.facts(fold(story), day("2026-12-19")) if fact.kind == "Alert"]
    assert json.loads(fact.body)["episode_id"] is None
    assert see(story, "2026-12-19")["episodes"] == []


def test_a_negative_checklist_starts_no_clock() -> None:
    """A later positive one does, and a negative one after it stops it."""
    story = supported()
    story.tell("2026-11-20T10:00", c.ChcChecklistCompleted("C1", positive=False, completed_on=day("2026-11-20")))
    first = case(story)
    assert (first["state"], first["checklist_on"], first["decision_due"]) == ("CHECKLIST_NEGATIVE", "2026-11-20", None)
    story.tell("2026-11-21T10:00", c.ChcChecklistCompleted("C1", positive=True, completed_on=day("2026-11-21")))
    assert case(story)["decision_due"] == "2026-12-19"
    story.tell("2026-11-22T10:00", c.ChcChecklistCompleted("C1", positive=False, completed_on=day("2026-11-22")))
    assert case(story)["decision_due"] is None


def test_from_the_day_of_eligibility_the_board_pays_and_charges_are_paid_back() -> None:
    """Eligible from the 20th: the council's part ends the day before, the weeks end, and bills are paid back."""
    story = supported()
    story.tell("2026-11-27T09:00", ch.ChargeRecorded("F1", day("2026-11-16"), day("2026-11-25"), 1_000, line_id="L1"))
    story.tell("2026-11-27T10:00", ch.ChargeRecorded("F2", day("2026-11-21"), day("2026-11-25"), 500))
    decide(story, "2026-11-26", "ELIGIBLE", "2026-11-20")
    assert payers(story) == [("2026-11-13", "2026-11-19", "council"), ("2026-11-20", None, "icb")]
    view = see(story)
    row = view["episodes"][0]
    assert (row["status"], row["ended_because"], row["ended_on"]) == ("ended", "continuing_healthcare", "2026-11-20")
    assert [one["refund_due"] for one in view["charges"]] == ["6.00", "5.00"]
    assert why(story, "episodes.0.ended_because", "2027-01-10")[1] == "chc_ends_episode"
    assert why(story, "chc.0.from", "2027-01-10")[1] == "chc_pays"
    listing = JOINT.listing(fold(story), day("2026-12-01"))
    assert listing is not None
    assert (listing.status, listing.step, listing.holder) == ("unfinished", "pay_back", "council")
    story.admit("2026-12-05T09:00", "SP2")
    listing = JOINT.listing(fold(story), day("2026-12-06"))
    assert listing is not None
    assert listing.status == "in_hospital"


def test_somebody_already_eligible_opens_no_weeks_that_go_on() -> None:
    """Eligible since before the discharge: ended on day 1; where the care had ended before, nothing is ended."""
    story = supported()
    decide(story, "2026-10-01", "ELIGIBLE")
    assert see(story)["episodes"][0]["ended_on"] == "2026-11-13"
    story.tell("2026-11-01T10:00", c.ChcEnded("C1", day("2026-11-01")))
    assert see(story)["episodes"][0]["status"] == "open"
    assert (case(story)["from"], case(story)["to"]) == ("2026-10-01", "2026-11-01")


def test_the_fast_track_pays_at_once_and_a_decision_keeps_what_it_paid() -> None:
    """By the fast track from the 18th, confirmed from 1 December: paid since the 18th, to the day of the end."""
    story = supported()
    story.tell("2026-11-18T10:00", c.ChcFastTracked("C1", day("2026-11-18")))
    assert (case(story)["state"], case(story)["decided_on"]) == ("FAST_TRACK", None)
    decide(story, "2026-12-01", "ELIGIBLE")
    assert case(story)["from"] == "2026-11-18"
    story.tell("2026-12-20T10:00", c.ChcEnded("C1", day("2026-12-20")))
    assert (case(story)["state"], case(story)["to"]) == ("ENDED", "2026-12-20")
    assert payers(story) == [
        ("2026-11-13", "2026-11-17", "council"),
        ("2026-11-18", "2026-12-20", "icb"),
        ("2026-12-21", None, "council"),
    ]


def test_a_new_decision_corrects_the_day_and_a_later_grant_leaves_the_gap() -> None:
    """Eligible from the 20th, corrected to the 25th; no longer from 1 December; eligible again from the 10th."""
    story = supported()
    decide(story, "2026-11-20", "ELIGIBLE")
    decide(story, "2026-11-26", "ELIGIBLE", "2026-11-25")
    decide(story, "2026-12-01", "NOT_ELIGIBLE")
    decide(story, "2026-12-10", "ELIGIBLE")
    assert [row for row in payers(story) if row[2] == "icb"] == [
        ("2026-11-25", "2026-11-30", "icb"),
        ("2026-12-10", None, "icb"),
    ]


def test_funded_nursing_care_is_shown_and_ends_nothing() -> None:
    """The board pays the nurse, the rest stays as it was."""
    story = supported()
    decide(story, "2026-11-26", "FUNDED_NURSING_CARE")
    assert case(story)["state"] == "FUNDED_NURSING_CARE"
    assert payers(story) == [("2026-11-13", None, "council")]
    assert see(story, "2027-01-10")["episodes"][0]["ended_because"] == "window_closed"
    story.tell("2026-12-20T10:00", c.ChcEnded("C1", day("2026-12-20")))
    assert case(story)["state"] == "ENDED"


def test_since_when_nursing_is_paid_is_told() -> None:
    """The day that was decided, else that of the decision; a correction counts from its own day on, an end ends it."""
    story = supported()
    decide(story, "2026-11-26", "FUNDED_NURSING_CARE")
    assert case(story, "2026-11-25")["nursing_from"] is None
    assert case(story, "2026-11-26")["nursing_from"] == "2026-11-26"
    decide(story, "2026-11-28", "FUNDED_NURSING_CARE", "2026-11-20")
    assert case(story, "2026-11-27")["nursing_from"] == "2026-11-26"
    assert (case(story)["nursing_from"], case(story)["from"]) == ("2026-11-20", None)
    story.tell("2026-12-20T10:00", c.ChcEnded("C1", day("2026-12-20")))
    assert case(story)["nursing_from"] is None


@pytest.mark.parametrize("ends", ["decision", "end"])
def test_a_dispute_stops_nobodys_funding(ends: str) -> None:
    """An end that is told while they dispute waits until the dispute is settled, with a finding."""
    story = supported()
    decide(story, "2026-11-20", "ELIGIBLE")
    for at in ("2026-12-01T10:00", "2026-12-02T10:00"):
        story.tell(at, c.ChcDisputed("C1", "COUNCIL"))
    if ends == "decision":
        decide(story, "2026-12-05", "NOT_ELIGIBLE")
    else:
        story.tell("2026-12-05T10:00", c.ChcEnded("C1", day("2026-12-05")))
    assert (case(story)["disputed"], case(story)["to"]) == (True, None)
    assert [row["rule"] for row in see(story)["findings"]] == ["chc_stopped_in_dispute"]
    story.tell("2026-12-20T10:00", c.ChcDisputeSettled("C1"))
    assert (case(story)["disputed"], case(story)["to"]) == (False, "2026-12-19")
    assert case(story, "2026-12-10")["disputed"] is True


@pytest.mark.parametrize("ends", ["decision", "end"])
@pytest.mark.parametrize("disputed", ["2026-12-05T10:00", "2026-12-05T12:00", "2026-12-07T09:00"])
def test_a_dispute_about_an_end_holds_it_back_whenever_it_is_told(ends: str, disputed: str) -> None:
    """Told before the end, on its day or after it: the board pays on without a gap until the dispute is settled."""
    story = supported()
    decide(story, "2026-11-20", "ELIGIBLE")
    story.tell(disputed, c.ChcDisputed("C1", "COUNCIL"))
    if ends == "decision":
        body: Any = c.ChcDecided("C1", "NOT_ELIGIBLE", day("2026-12-05"), day("2026-12-05"))
    else:
        body = c.ChcEnded("C1", day("2026-12-04"))
    story.tell("2026-12-05T11:00", body)
    assert (case(story)["disputed"], case(story)["to"]) == (True, None)
    assert [row["rule"] for row in see(story)["findings"]] == ["chc_stopped_in_dispute"]
    story.tell("2026-12-20T10:00", c.ChcDisputeSettled("C1"))
    assert (case(story)["disputed"], case(story)["to"]) == (False, "2026-12-19")


def test_a_dispute_holds_back_no_end_that_something_followed() -> None:
    """Funded nursing care came between, or a new grant: what is disputed is that, and the end before stands."""
    nursing = supported()
    decide(nursing, "2026-11-20", "ELIGIBLE")
    decide(nursing, "2026-12-05", "FUNDED_NURSING_CARE")
    decide(nursing, "2026-12-08", "NOT_ELIGIBLE")
    nursing.tell("2026-12-09T10:00", c.ChcDisputed("C1"))
    assert (case(nursing)["disputed"], case(nursing)["to"]) == (True, "2026-12-04")
    again = supported()
    decide(again, "2026-11-20", "ELIGIBLE")
    decide(again, "2026-12-01", "NOT_ELIGIBLE")
    decide(again, "2026-12-05", "ELIGIBLE")
    again.tell("2026-12-09T10:00", c.ChcDisputed("C1"))
    assert [(one.first, one.last) for one in fold(again).money.chc[0].funded] == [
        (day("2026-11-20"), day("2026-11-30")),
        (day("2026-12-05"), None),
    ]


def test_a_grant_during_a_dispute_takes_the_end_back_without_a_gap() -> None:
    """The board thinks better of it: it has paid on, so that no day between is lost."""
    story = supported()
    decide(story, "2026-11-20", "ELIGIBLE")
    decide(story, "2026-12-05", "NOT_ELIGIBLE")
    story.tell("2026-12-06T10:00", c.ChcDisputed("C1"))
    decide(story, "2026-12-10", "ELIGIBLE")
    story.tell("2026-12-20T10:00", c.ChcDisputeSettled("C1"))
    assert (case(story)["from"], case(story)["to"]) == ("2026-11-20", None)


def test_a_dispute_without_an_end_changes_no_payer() -> None:
    """Opened and settled: shown on its days, and the money is as it was."""
    story = supported()
    decide(story, "2026-11-20", "ELIGIBLE")
    before = payers(story)
    story.tell("2026-12-01T10:00", c.ChcDisputed("C1"))
    assert payers(story) == before
    story.tell("2026-12-20T10:00", c.ChcDisputeSettled("C1"))
    assert payers(story) == before


def test_what_does_not_fit_is_kept_with_a_finding() -> None:
    """An end of nothing, whatever comes after the end, a settlement without a dispute, an end before the start."""
    story = supported()
    story.tell("2026-11-20T09:00", c.ChcEnded("C1", day("2026-11-20")))
    story.tell("2026-11-20T10:00", c.ChcDisputeSettled("C1"))
    decide(story, "2026-11-21", "ELIGIBLE")
    story.tell("2026-11-22T10:00", c.ChcEnded("C1", day("2026-11-10")))
    story.tell("2026-11-23T10:00", c.ChcFastTracked("C1", day("2026-11-23")))
    story.tell("2026-11-24T10:00", c.ChcChecklistCompleted("C1", positive=True, completed_on=day("2026-11-24")))
    decide(story, "2026-11-25", "ELIGIBLE")
    decide(story, "2026-11-26", "SOMETHING_ELSE", case="C2")
    view = see(story)
    assert [row["rule"] for row in view["findings"]] == [
        "chc_does_not_fit",
        "chc_does_not_fit",
        "chc_ended_before_start",
        "chc_does_not_fit",
        "chc_does_not_fit",
        "chc_does_not_fit",
        "chc_does_not_fit",
    ]
    assert [row["state"] for row in view["chc"]] == ["ENDED", None]
    assert payers(story) == [("2026-11-13", None, "council")]


def test_an_end_on_the_first_day_there_is_has_no_last_day() -> None:
    """A date that no calendar goes before stops nothing else."""
    story = supported()
    decide(story, "2026-11-21", "ELIGIBLE")
    story.tell("2026-11-22T10:00", c.ChcDecided("C1", "NOT_ELIGIBLE", day("2026-11-22"), date.min))
    assert payers(story) == [("2026-11-13", None, "council")]
