"""Decisions on continuing healthcare that confirm or take back what was decided before."""

import pytest

from hub.events import continuing_healthcare as c
from tests.processors.people import fold, see
from tests.processors.test_continuing_healthcare import JOINT, case, day, decide, payers, supported


def test_a_grant_that_confirms_without_a_day_goes_on_from_the_first() -> None:
    """Eligible from 20 November, and again at the review of February, which names no day: paid without a gap."""
    for since in ("2026-11-20", None):
        story = supported()
        decide(story, "2026-11-20", "ELIGIBLE", since)
        decide(story, "2027-02-20", "ELIGIBLE")
        assert payers(story, "2027-03-01") == [("2026-11-13", "2026-11-19", "council"), ("2026-11-20", None, "icb")]
        row = see(story, "2027-03-01")["episodes"][0]
        assert (row["ended_because"], row["ended_on"]) == ("continuing_healthcare", "2026-11-20")
        assert see(story, "2027-03-01")["findings"] == []
        assert case(story, "2027-03-01")["decided_on"] == "2027-02-20"


def test_a_grant_that_takes_back_days_that_were_paid_is_a_finding() -> None:
    """Eligible from the 20th, then from the 25th: the later word holds and somebody is asked; an earlier day is not."""
    for since, found in (("2026-11-25", ["chc_begins_later"]), ("2026-11-20", []), ("2026-11-18", [])):
        story = supported()
        decide(story, "2026-11-20", "ELIGIBLE")
        decide(story, "2026-11-26", "ELIGIBLE", since)
        assert case(story)["from"] == since
        assert [row["rule"] for row in see(story)["findings"]] == found


@pytest.mark.parametrize(
    ("since", "found"),
    [
        ("2026-11-20", ["chc_ended_before_start", "chc_ends_earlier"]),
        ("2026-11-25", ["chc_ends_earlier"]),
        ("2026-12-05", []),
        ("2026-12-10", []),
        (None, []),
    ],
)
def test_a_refusal_from_a_day_before_it_is_a_finding(since: str | None, found: list[str]) -> None:
    """Days that the board had paid fall back to ordinary charging, so somebody is asked; not of a later day."""
    story = supported()
    decide(story, "2026-11-20", "ELIGIBLE")
    decide(story, "2026-12-05", "NOT_ELIGIBLE", since)
    assert [row["rule"] for row in see(story)["findings"]] == found


def test_a_refusal_from_a_day_before_it_takes_nothing_back_while_it_is_disputed() -> None:
    """The board pays on, so there is nothing to ask about yet."""
    story = supported()
    decide(story, "2026-11-20", "ELIGIBLE")
    story.tell("2026-12-01T10:00", c.ChcDisputed("C1", "COUNCIL"))
    decide(story, "2026-12-05", "NOT_ELIGIBLE", "2026-11-25")
    assert [row["rule"] for row in see(story)["findings"]] == ["chc_stopped_in_dispute"]


def test_an_end_on_the_day_before_the_first_leaves_nothing_and_says_so() -> None:
    """The last day lies before the first: no day is paid."""
    story = supported()
    decide(story, "2026-11-20", "ELIGIBLE")
    story.tell("2026-12-05T10:00", c.ChcEnded("C1", day("2026-11-19")))
    assert [row["rule"] for row in see(story)["findings"]] == ["chc_ended_before_start"]


def test_nobody_decides_about_somebody_who_died() -> None:
    """Not yet late at the death, no alert opens; one that stood closes with it, and a later decision moves nothing."""
    story, late = supported(), supported()
    for each, died in ((story, "2026-11-25"), (late, "2026-12-22")):
        each.tell("2026-11-20T10:00", c.ChcChecklistCompleted("C1", positive=True, completed_on=day("2026-11-20")))
        each.death(f"{died}T10:00", died=died)
    decide(late, "2027-01-10", "NOT_ELIGIBLE")
    alerts = [
        [
            (row["opened_at"], row["closed_at"])
            for row in see(each, "2027-01-12")["episodes"][0]["alerts"]
            if row["kind"] == "chc_decision_overdue"
        ]
        for each in (story, late)
    ]
    assert alerts == [[], [("2026-12-19", "2026-12-22")]]
    assert [see(story, on)["chc"][0]["overdue"] for on in ("2026-12-18", "2026-12-19")] == [False, False]
    facts = [fact for fact in JOINT.facts(fold(story), day("2026-12-19")) if fact.kind == "Alert"]
    assert not [fact for fact in facts if "chc_decision_overdue" in fact.body]


def test_a_grant_after_an_end_that_is_held_takes_it_back() -> None:
    """Disputed, ended, and eligible again before the settlement: the end was not final, and the board pays on."""
    story = supported()
    decide(story, "2026-11-20", "ELIGIBLE")
    story.tell("2026-12-01T10:00", c.ChcDisputed("C1", "COUNCIL"))
    story.tell("2026-12-10T10:00", c.ChcEnded("C1", day("2026-12-10")))
    decide(story, "2026-12-15", "ELIGIBLE", "2026-12-11")
    story.tell("2026-12-20T10:00", c.ChcDisputeSettled("C1"))
    assert (case(story)["state"], case(story)["from"], case(story)["to"]) == ("ELIGIBLE", "2026-11-20", None)
    assert [row["rule"] for row in see(story)["findings"]] == ["chc_stopped_in_dispute"]
    settled = supported()
    decide(settled, "2026-11-20", "ELIGIBLE")
    settled.tell("2026-12-10T10:00", c.ChcEnded("C1", day("2026-12-10")))
    decide(settled, "2026-12-15", "ELIGIBLE", "2026-12-11")
    assert (case(settled)["state"], case(settled)["to"]) == ("ENDED", "2026-12-10")
