"""Several bills for the same days: together they may charge no more than may be charged of these days."""

from datetime import date
from typing import Any

import pytest

from hub.events import charges as ch
from hub.events import determination as det
from tests.domain.stories import Story
from tests.processors.people import see, why
from tests.processors.test_charges import alerts, doubts, due, home, refunds, supported


def bigger() -> Story:
    """Ten hours at 20 pounds before the stay and fourteen after it: 200 of the 280 pounds a week may be charged."""
    story = Story("bigger")
    story.line("2026-06-01", "L1", 1000, price_per_hour=2000)
    story.events += home().events
    story.line("2026-11-13", "L1", 1400, price_per_hour=2000)
    return story


def billed(story: Story, name: str, first: int, last: int, pence: int, **more: str | None) -> None:
    """Tell of a bill for days of November, on the 30th; of several each a minute after the one before."""
    days = date(2026, 11, first), date(2026, 11, last)
    fields: dict[str, Any] = {"charged_by": "E06000001", "provider": "1-100", "line_id": "L1"} | more
    story.tell(f"2026-11-30T12:0{len(story.events) % 10}", ch.ChargeRecorded(name, *days, pence, **fields))


@pytest.mark.parametrize(
    ("bills", "back"),
    [
        ([(14, 20, 12_000), (14, 20, 8_000)], ["0.00", "0.00"]),
        ([(14, 20, 12_000), (14, 20, 8_001)], ["0.00", "0.01"]),
        ([(14, 20, 12_000), (14, 20, 12_000), (14, 20, 12_000)], ["0.00", "40.00", "120.00"]),
        ([(14, 20, 28_000), (14, 20, 5_000)], ["80.00", "50.00"]),
        ([(14, 20, 28_000), (14, 20, 28_000)], ["80.00", "280.00"]),
        ([(14, 27, 40_000), (14, 20, 20_000)], ["0.00", "200.00"]),
        ([(14, 27, 20_000), (14, 20, 20_000)], ["0.00", "0.00"]),
        ([(14, 20, 20_000), (21, 27, 20_000)], ["0.00", "0.00"]),
        ([(14, 20, 20_000), (20, 26, 20_000)], ["0.00", "28.57"]),
    ],
    ids=["within", "a penny above", "of three", "the first above itself", "both above", "a week of a fortnight",
         "half a fortnight", "week after week", "one day twice"],
)  # fmt: skip
def test_what_bills_of_the_same_days_are_above_together_is_of_the_one_told_last(
    bills: list[tuple[int, int, int]], back: list[str]
) -> None:
    """What is above all that may be charged of the days of both; a bill is never more than itself paid back."""
    story = bigger()
    for number, bill in enumerate(bills):
        billed(story, f"F{number}", *bill)
    assert due(story) == back


def test_the_refund_says_why_and_is_gone_when_either_is_taken_back() -> None:
    """Two halves and a half more: the third is due by the rule of its own until one of them is reversed."""
    story = bigger()
    for name in ("F1", "F2", "F3"):
        billed(story, name, 14, 20, 10_000)
    assert refunds(story) == [("100.00", "charged_together")]
    assert alerts(story) == [("charge_inside_free_period", "2026-11-14")]
    assert why(story, "charges.2.refund_due", "2027-02-01")[1] == "charged_together"
    story.tell("2026-12-02T09:00", ch.ChargeReversed("F1", date(2026, 12, 2)))
    assert due(story) == ["0.00", "0.00", "0.00"]


def test_bills_of_two_who_charge_are_looked_at() -> None:
    """Both cannot be right, and which of them is not nobody can say: no machine pays back what may be right."""
    story = bigger()
    billed(story, "F1", 14, 20, 12_000)
    billed(story, "F2", 14, 20, 12_000, charged_by="E08000016")
    assert (due(story), refunds(story)) == (["0.00", None], [])
    assert doubts(story) == [("charged_together", "2026-11-14")]
    step = next(step for step in see(story, "2027-02-01")["open_steps"] if step["what"] == "look_at_charge")
    assert (step["organisation"], step["about"]) == ("E08000016", "F2")
    billed(story, "F3", 14, 20, 1_000)
    assert due(story) == ["0.00", None, None]
    billed(story, "F4", 14, 20, 9_000)
    assert due(story) == ["0.00", None, None, "20.00"]
    within = bigger()
    billed(within, "F1", 14, 20, 12_000)
    billed(within, "F2", 14, 20, 8_000, charged_by="E08000016")
    assert (due(within), doubts(within)) == (["0.00", "0.00"], [])


def test_bills_that_may_be_for_different_support_are_not_put_together() -> None:
    """Another line, or no line by name: each is held against its own support."""
    story = bigger()
    story.line("2026-06-01", "L2", 700, provider="1-200", service="MEALS", price_per_hour=2000)
    billed(story, "F1", 14, 20, 20_000)
    billed(story, "F2", 14, 20, 14_000, provider="1-200", line_id="L2")
    billed(story, "F3", 14, 20, 20_000, line_id=None)
    assert due(story)[:2] == ["0.00", "0.00"]
    assert refunds(story) == []


def test_a_bill_of_a_line_that_two_providers_call_alike_stands_alone() -> None:
    """Nobody said whose line the second one is for, so it is not held against the bill of the first."""
    story = bigger()
    story.line("2026-06-01", "L1", 700, provider="1-200", service="MEALS", price_per_hour=2000)
    billed(story, "F1", 14, 20, 20_000)
    billed(story, "F2", 14, 20, 20_000, provider=None)
    assert refunds(story) == []


def test_of_a_decided_share_each_bill_may_be_above_by_what_no_day_divides() -> None:
    """A fifth of seven hours at 20 pounds is 28 pounds a week: two bills are right to four pence above, not to five."""
    for pence, back in ((1_402, "0.00"), (1_403, "0.05")):
        story = supported("RESUMED")
        story.tell("2026-11-14T09:30", det.FundingDetermined("D1", date(2026, 11, 14), 8_000, 0, 2_000, "E06000001"))
        billed(story, "F1", 14, 20, 1_402)
        billed(story, "F2", 14, 20, pence)
        assert due(story) == ["0.00", back]


def test_days_that_are_free_anyway_are_paid_back_of_each_bill() -> None:
    """What runs is new: all of both bills is due, and nothing twice; days that the board pays are its own."""
    story = supported()
    billed(story, "F1", 14, 20, 14_000)
    billed(story, "F2", 14, 20, 14_000)
    assert due(story) == ["140.00", "140.00"]


def test_a_bill_that_was_above_beside_another_is_shown_closed_once_it_is_taken_back() -> None:
    """It opened while both stood; one that was told after the other was taken back never did."""
    story = bigger()
    billed(story, "F1", 14, 20, 20_000)
    billed(story, "F2", 14, 20, 20_000)
    story.tell("2026-12-02T09:00", ch.ChargeReversed("F2", date(2026, 12, 2)))
    rows = see(story, "2026-12-03")["episodes"][0]["alerts"]
    assert [row["closed_at"] for row in rows if row["because"] == "charged_together"] == ["2026-12-02"]
    anew = bigger()
    billed(anew, "F1", 14, 20, 20_000)
    anew.tell("2026-12-01T09:00", ch.ChargeReversed("F1", date(2026, 12, 1)))
    anew.tell(
        "2026-12-02T10:00",
        ch.ChargeRecorded("F2", date(2026, 11, 14), date(2026, 11, 20), 20_000, "E06000001", "1-100", "L1"),
    )
    anew.tell("2026-12-03T09:00", ch.ChargeReversed("F2", date(2026, 12, 3)))
    assert [
        row for row in see(anew, "2026-12-04")["episodes"][0]["alerts"] if row["because"] == "charged_together"
    ] == []
