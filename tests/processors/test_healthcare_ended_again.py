"""The day on which NHS Continuing Healthcare ended, told again: a corrected end, and one that a dispute held back."""

from hub.events import charges as ch
from hub.events import continuing_healthcare as c
from tests.processors.people import see
from tests.processors.test_continuing_healthcare import case, day, decide, payers, supported


def test_an_end_that_is_decided_again_from_another_day_is_corrected() -> None:
    """The board pays to 9 December and not to the 4th: bills for those days are paid back, and a dispute fits.

    One that names no day, and one of funded nursing care, say nothing of when the board's part ended.
    """
    story = supported()
    decide(story, "2026-11-20", "ELIGIBLE")
    decide(story, "2026-12-05", "NOT_ELIGIBLE")
    decide(story, "2026-12-07", "NOT_ELIGIBLE", "2026-12-10")
    story.tell("2026-12-08T09:00", ch.ChargeRecorded("F1", day("2026-12-05"), day("2026-12-09"), 500, line_id="L1"))
    assert [row for row in payers(story) if row[2] == "icb"] == [("2026-11-20", "2026-12-09", "icb")]
    assert [one["refund_due"] for one in see(story)["charges"]] == ["5.00"]
    decide(story, "2026-12-11", "NOT_ELIGIBLE")
    assert case(story)["to"] == "2026-12-09"
    story.tell("2026-12-12T10:00", c.ChcDisputed("C1"))
    assert (case(story)["disputed"], case(story)["to"]) == (True, None)
    nursing = supported()
    decide(nursing, "2026-11-20", "ELIGIBLE")
    decide(nursing, "2026-12-05", "NOT_ELIGIBLE")
    decide(nursing, "2026-12-07", "FUNDED_NURSING_CARE", "2026-12-10")
    decide(nursing, "2026-12-08", "NOT_ELIGIBLE", "2026-12-20")
    assert case(nursing)["to"] == "2026-12-04"


def test_an_end_that_was_settled_is_moved_to_no_day_of_the_dispute() -> None:
    """They disputed to 20 December, and the board paid meanwhile: a day before that is no longer named as the end."""
    story = supported()
    decide(story, "2026-11-20", "ELIGIBLE")
    decide(story, "2026-12-05", "NOT_ELIGIBLE")
    story.tell("2026-12-06T10:00", c.ChcDisputed("C1"))
    story.tell("2026-12-20T10:00", c.ChcDisputeSettled("C1"))
    decide(story, "2026-12-22", "NOT_ELIGIBLE", "2026-12-05")
    assert case(story)["to"] == "2026-12-19"
    decide(story, "2026-12-23", "NOT_ELIGIBLE", "2026-12-31")
    assert case(story)["to"] == "2026-12-30"
