"""Decisions on continuing healthcare that confirm or take back what was decided before."""

from hub.events import continuing_healthcare as c
from tests.processors.people import see
from tests.processors.test_continuing_healthcare import case, day, decide, payers, supported


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
