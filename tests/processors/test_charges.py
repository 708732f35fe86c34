"""Charges inside free days, and equipment: alerts, refunds, and what is taken back."""

import json
from datetime import date
from typing import Any

import pytest

from hub.domain.rules import Rule
from hub.events import care_record as c
from hub.events import charges as ch
from hub.events import determination as det
from hub.events.continuing_healthcare import ChcFastTracked
from hub.processors.joint import JointProcessor
from tests.domain.stories import Story
from tests.processors.people import AREAS, fold, see, why

JOINT = JointProcessor(AREAS)


def home() -> Story:
    """Home on 13 November without any support."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-13T16:40")
    return story


def supported(origin: str | None = "NEW", service: str = "HOME_SUPPORT") -> Story:
    """Home on 13 November with a line of 7 hours a week at 20 pounds from the 14th."""
    story = home()
    story.line("2026-11-14", "L1", 700, origin=origin, service=service, price_per_hour=2000)
    return story


def charge(story: Story, over: str, pence: int, line: str | None = "L1", name: str = "F1") -> None:
    """Record a charge over `first/last` on its last day."""
    first, last = over.split("/")
    days = date.fromisoformat(first), date.fromisoformat(last)
    story.tell(f"{max(first, last)}T12:00", ch.ChargeRecorded(name, *days, pence, "E06000001", "1-100", line))


def due(story: Story) -> list[Any]:
    """Return the refunds that are shown."""
    return [row["refund_due"] for row in see(story, "2027-02-01")["charges"]]


def refunds(story: Story) -> list[tuple[str, str]]:
    """Return amount and rule of every refund that others are told of."""
    told = [fact for fact in JOINT.facts(fold(story), date(2027, 2, 1)) if fact.kind == "RefundDue"]
    return sorted((json.loads(fact.body)["amount"], json.loads(fact.body)["rule"]) for fact in told)


def alerts(story: Story) -> list[tuple[str, str]]:
    """Return kind and day of the alerts about charges."""
    rows = [row for episode in see(story, "2027-02-01")["episodes"] for row in episode["alerts"]]
    return [(row["kind"], row["since"]) for row in rows if row["kind"].startswith("charge")]


def doubts(story: Story, kinds: tuple[str, ...] = ("charge_inside_free_period",)) -> list[tuple[str, str]]:
    """Return rule and day of what others are told in alerts about charges."""
    told = [fact for fact in JOINT.facts(fold(story), date(2027, 2, 1)) if fact.kind == "Alert"]
    bodies = [json.loads(fact.body) for fact in told]
    return sorted((body["because"], body["since"]) for body in bodies if body["alert"] in kinds)


def test_a_charge_over_the_end_of_the_window_is_paid_back_for_the_free_days_alone() -> None:
    """Ten days at 10 pounds, four of them covered; the other six are not of the free window."""
    story = supported()
    charge(story, "2026-12-21/2026-12-30", 10_000)
    assert due(story) == ["40.00"]
    assert refunds(story) == [("40.00", "charge_in_joint_weeks")]
    assert alerts(story) == [("charge_inside_free_period", day) for day in ("2026-12-21", "2026-12-25")]
    assert why(story, "charges.0.refund_due", "2027-02-01")[1] == "charge_in_joint_weeks"
    shown = see(story, "2027-02-01")["episodes"][0]["alerts"]
    place = [row["kind"] for row in shown].index("charge_inside_free_period")
    assert why(story, f"episodes.0.alerts.{place}", "2027-02-01")[1] == "charge_in_joint_weeks"


def test_pence_that_no_day_divides_make_the_whole() -> None:
    """100 pence over three days are 33, 33 and 34: of one, two and three free days 33, 66 and all are due."""
    found = []
    for first in ("2026-12-24", "2026-12-23", "2026-12-22"):
        story = supported()
        charge(story, f"{first}/2026-12-{int(first[-2:]) + 2}", 100)
        found += due(story)
    assert found == ["0.33", "0.66", "1.00"]


def test_a_charge_that_is_taken_back_is_due_no_more() -> None:
    """The refund and the alert are withdrawn; the charge and the day of its reversal stay."""
    story = supported()
    charge(story, "2026-11-14/2026-11-20", 7_000)
    assert alerts(story)
    story.tell("2026-11-25T09:00", ch.ChargeReversed("F1", date(2026, 11, 25)))
    story.tell("2026-11-26T09:00", ch.ChargeReversed("F1", date(2026, 11, 26)))
    assert (due(story), refunds(story), alerts(story)) == (["0.00"], [], [])
    assert see(story)["charges"][0]["reversed_on"] == "2026-11-25"
    assert why(story, "charges.0.reversed_on")[1] == "charge_reversed"
    assert why(story, "charges.0.refund_due") == why(story, "charges.0.reversed_on"), "by which nothing is due any more"


def test_resumed_support_is_charged_as_before() -> None:
    """What ran before admission is no free support: a charge for it is in order."""
    story = supported("RESUMED")
    charge(story, "2026-11-14/2026-11-20", 7_000)
    assert (due(story), alerts(story)) == (["0.00"], [])


def test_the_law_frees_reablement_whatever_its_origin_and_after_the_window() -> None:
    """Resumed reablement inside its six weeks, and new one that begins when the joint window is over."""
    story = supported("RESUMED", "REABLEMENT")
    charge(story, "2026-12-21/2026-12-30", 10_000)
    assert due(story) == ["50.00"]
    late = supported("RESUMED")
    late.line("2027-01-04", "L2", 700, service="REABLEMENT", origin="NEW")
    charge(late, "2027-01-04/2027-01-10", 700, "L2")
    assert due(late) == ["7.00"]
    alone = Story()
    alone.line("2026-11-14", "L1", 700, service="REABLEMENT")
    charge(alone, "2026-11-14/2026-11-20", 7_000)
    assert due(alone) == ["70.00"]
    assert refunds(alone) == [("70.00", "charge_in_free_period")]
    early = Story("early")
    early.line("2026-09-01", "L1", 700, service="REABLEMENT")
    charge(early, "2026-09-01/2026-09-07", 700)
    early.events += supported().events[:2]
    assert due(early) == ["7.00"]
    assert alerts(early) == []


def test_of_a_bigger_package_what_is_charged_above_the_resumed_part_is_paid_back() -> None:
    """Ten hours before, fourteen after: a week charged in full is 280 pounds, of which 80 are for the free part."""
    story = Story("line")
    story.line("2026-06-01", "L1", 1000, price_per_hour=2000)
    story.events += supported().events[:2]
    story.tell("2026-11-13T18:00", c.SupportLineChanged("L1", "1-100", date(2026, 11, 13), hours_per_week=1400))
    charge(story, "2026-11-16/2026-11-22", 28_000)
    charge(story, "2026-11-23/2026-11-29", 15_000, name="F2")
    assert due(story) == ["80.00", "0.00"]
    unpriced = Story("unpriced")
    unpriced.line("2026-06-01", "L1", 1000)
    unpriced.events += story.events[1:4]
    charge(unpriced, "2026-11-16/2026-11-22", 28_000)
    assert due(unpriced) == [None]


def test_a_charge_for_no_line_in_particular_is_free_where_all_that_runs_is() -> None:
    """A bill for a week in which everything was new is paid back; with a resumed line only what goes above it."""
    story = supported()
    charge(story, "2026-11-16/2026-11-22", 7_000, None)
    assert due(story) == ["70.00"]
    story.line("2026-11-14", "L2", 100, origin="RESUMED", price_per_hour=2000)
    assert due(story) == ["50.00"]


def test_after_the_window_a_charge_that_nobody_decided_is_no_refund() -> None:
    """From day 43 on without a decision days are uncharged: an alert, and no amount until somebody decides."""
    story = supported()
    charge(story, "2026-12-28/2027-01-03", 7_000)
    assert (due(story), refunds(story)) == ([None], [])
    assert doubts(story) == [("charge_undecided", "2026-12-28")]
    assert why(story, "charges.0.refund_due", "2027-02-01")[1] == "charge_undecided"
    story.tell("2027-01-10T09:00", det.FundingDetermined("D1", date(2026, 12, 25), 5_000, 0, 5_000))
    assert (due(story), doubts(story)) == (["0.00"], [])


def test_a_charge_whose_free_part_nobody_knows_raises_an_alert_without_an_amount() -> None:
    """A bigger package without a price; support that is resumed beside new one, and a bill that names neither."""
    unpriced = Story("unpriced")
    unpriced.line("2026-06-01", "L1", 1000)
    unpriced.events += supported().events[:2]
    unpriced.tell("2026-11-13T18:00", c.SupportLineChanged("L1", "1-100", date(2026, 11, 13), hours_per_week=1400))
    charge(unpriced, "2026-11-16/2026-11-22", 28_000)
    beside = supported()
    beside.line("2026-06-02", "L2", 700, service="DAY_CARE", price_per_hour=3000)
    charge(beside, "2026-11-16/2026-11-22", 14_000, None)
    for story in (unpriced, beside):
        assert (due(story), refunds(story)) == ([None], [])
        assert doubts(story) == [("charge_unclear", "2026-11-16")]
        story.tell("2026-11-25T09:00", ch.ChargeReversed("F1", date(2026, 11, 25)))
        assert (due(story), doubts(story)) == (["0.00"], [])


def test_a_charge_in_the_six_weeks_for_support_that_nobody_told_of_raises_an_alert() -> None:
    """No line at all, or one that is not known; outside the six weeks, and for equipment, nothing is said."""
    story = home()
    charge(story, "2026-11-14/2026-11-20", 7_000, None)
    charge(story, "2026-11-21/2026-11-22", 7_000, "L9", name="F2")
    charge(story, "2026-12-25/2026-12-31", 7_000, None, name="F3")
    charge(story, "2026-11-01/2026-11-12", 7_000, None, name="F4")
    assert due(story) == ["0.00", None, None, "0.00"]
    assert doubts(story) == [("charge_unclear", "2026-11-14"), ("charge_unclear", "2026-11-21")]
    built = home()
    built.tell("2026-11-15T11:00", ch.EquipmentProvided("Q1", "ADAPTATION", date(2026, 11, 15), 100_001))
    charge(built, "2026-11-15/2026-11-15", 100_001, "Q1")
    assert (due(built), doubts(built)) == (["0.00"], [])


def test_a_bill_that_its_other_days_account_for_raises_no_doubt() -> None:
    """For two days, the line runs on one of them, and the bill is no more than that one costs."""
    story = supported("RESUMED")
    charge(story, "2026-11-13/2026-11-14", 2_000)
    assert (due(story), doubts(story)) == (["0.00"], [])


def test_a_bill_with_a_known_free_part_and_undecided_days_has_both() -> None:
    """Four free days are due; of the six that nobody has decided nothing is said but that they are charged."""
    story = supported()
    charge(story, "2026-12-21/2026-12-30", 10_000)
    assert (due(story), refunds(story)) == (["40.00"], [("40.00", "charge_in_joint_weeks")])
    assert doubts(story) == [("charge_in_joint_weeks", "2026-12-21"), ("charge_undecided", "2026-12-25")]


def test_equipment_and_small_adaptations_are_never_charged() -> None:
    """Aids at any price, adaptations up to 1,000 pounds and no penny more."""
    story = supported()
    story.tell("2026-11-15T09:00", ch.EquipmentProvided("Q1", "EQUIPMENT", date(2026, 11, 15), 120_000))
    story.tell("2026-11-15T10:00", ch.EquipmentProvided("Q2", "ADAPTATION", date(2026, 11, 15), 100_000, "1-100"))
    story.tell("2026-11-15T11:00", ch.EquipmentProvided("Q3", "ADAPTATION", date(2026, 11, 15), 100_001))
    for number in (1, 2, 3):
        story.tell(f"2027-01-15T09:0{number}", ch.ChargeRecorded(
            f"F{number}", date(2027, 1, 15), date(2027, 1, 15), 5_000, line_id=f"Q{number}"
        ))  # fmt: skip
    assert due(story) == ["50.00", "50.00", "0.00"]
    assert [row["never_charged"] for row in see(story)["equipment"]] == [True, True, False]
    assert refunds(story) == [("50.00", "equipment_charged")] * 2
    assert len(alerts(story)) == 2
    assert why(story, "equipment.1")[1] == "equipment_stated"


def test_a_charge_told_again_takes_the_place_of_the_first() -> None:
    """The council corrects its bill under the same number: one charge, the new amount."""
    story = supported()
    charge(story, "2026-11-14/2026-11-20", 7_000)
    charge(story, "2026-11-14/2026-11-21", 4_000)
    rows = see(story)["charges"]
    assert [(row["amount"], row["refund_due"]) for row in rows] == [("40.00", "40.00")]


def test_wrong_charges_are_findings_and_looked_at_where_nobody_can_say_what_is_due() -> None:
    """Days the wrong way round, negative money, a line that nobody told of, a reversal of nothing."""
    story = supported()
    charge(story, "2026-11-20/2026-11-14", 7_000)
    charge(story, "2026-11-14/2026-11-21", -100, name="F2")
    charge(story, "2026-11-14/2026-11-22", 100, "L9", "F3")
    story.tell("2026-11-25T09:00", ch.ChargeReversed("F9", date(2026, 11, 25)))
    story.tell("2026-11-25T10:00", ch.EquipmentProvided("Q1", "EQUIPMENT", date(2026, 11, 15), -1))
    view = see(story, "2027-02-01")
    assert [row["rule"] for row in view["findings"]] == [
        "charge_ends_before_start",
        "negative_money",
        "charge_of_unknown_line",
        "reversal_without_charge",
        "negative_money",
    ]
    assert due(story) == [None, "0.00", None]
    steps = [(step["about"], step["due"]) for step in view["open_steps"] if step["what"] == "look_at_charge"]
    assert ("F1", "2026-11-14") in steps
    story.tell("2026-11-26T09:00", ch.ChargeReversed("F1", date(2026, 11, 26)))
    assert due(story) == ["0.00", "0.00", None]


def test_a_refund_has_a_key_that_says_nothing_and_stays() -> None:
    """The number of a bill is in no key; the same bill has the same key in every hub, so that nothing is told twice."""
    story = supported()
    charge(story, "2026-11-14/2026-11-20", 7_000, name="BILL-77")
    keys = [
        {fact.key for fact in JOINT.facts(fold(story), date(2027, 1, day)) if fact.kind == "RefundDue"}
        for day in (1, 2)
    ]
    assert keys[0] == keys[1]
    assert all("BILL" not in key for key in keys[0])


def test_a_charge_that_was_taken_back_before_its_first_day_is_a_finding() -> None:
    """The reversal counts as it was told; on the first day itself nothing contradicts."""
    story = supported()
    charge(story, "2026-11-14/2026-11-20", 7_000)
    story.tell("2026-11-25T09:00", ch.ChargeReversed("F1", date(2026, 11, 13)))
    assert [row["rule"] for row in see(story, "2027-02-01")["findings"]] == ["reversal_before_charge"]
    assert due(story) == ["0.00"]
    right = supported()
    charge(right, "2026-11-14/2026-11-20", 7_000)
    right.tell("2026-11-25T09:00", ch.ChargeReversed("F1", date(2026, 11, 14)))
    assert see(right, "2027-02-01")["findings"] == []


def test_a_refund_cites_the_law_only_for_days_that_the_law_keeps_free() -> None:
    """In the joint weeks home support is free by the proposal, reablement by the law, all care by the board."""
    joint = supported()
    charge(joint, "2026-11-14/2026-11-20", 7_000)
    law = supported(service="REABLEMENT")
    charge(law, "2026-11-14/2026-11-20", 7_000)
    board = supported()
    charge(board, "2026-11-20/2026-11-26", 7_000)
    board.tell("2026-11-20T09:00", ChcFastTracked("K1", date(2026, 11, 20)))
    found = [Rule.of(why(story, "charges.0.refund_due")[1]) for story in (joint, law, board)]
    assert found == [Rule.CHARGE_IN_JOINT_WEEKS, Rule.CHARGE_IN_FREE_PERIOD, Rule.CHARGE_WHILE_BOARD_PAYS]
    assert ["SI 2014/2672" in rule.source for rule in found] == [False, True, False]
    assert "6.5" in found[0].source


def test_after_the_programme_s_six_weeks_it_is_the_joint_weeks_that_keep_reablement_free() -> None:
    """A programme from 10 October is free by law until 20 November; the joint weeks go on to 24 December."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-13T16:40")
    story.line("2026-10-10", "L0", 700, service="REABLEMENT", programme_id="P1", ended_on=date(2026, 11, 1))
    more = {"service": "REABLEMENT", "programme_id": "P1", "price_per_hour": 2000}
    story.line("2026-11-14", "L1", 700, origin="NEW", **more)
    charge(story, "2026-12-01/2026-12-07", 7_000)
    assert due(story) == ["70.00"]
    assert why(story, "charges.0.refund_due", "2027-02-01")[1] == "charge_in_joint_weeks"


def decided(person: int, first: str, price: int | None = 2000, line: str | None = None) -> Story:
    """Seven hours from the 14th on, and a decision that holds from a day on: the person pays so many hundredths."""
    story = home()
    story.line("2026-11-14", "L1", 700, origin="NEW", price_per_hour=price)
    day = date.fromisoformat(first)
    story.tell(f"{first}T09:00", det.FundingDetermined("D1", day, 10_000 - person, 0, person, line_id=line))
    return story


def test_a_charge_above_the_share_that_was_decided_is_paid_back() -> None:
    """The council pays all from day 43 on: all of a fortnight is due. Of 20 per cent, what is above them."""
    for person, back in ((0, "400.00"), (2_000, "344.00"), (10_000, "120.00")):
        story = decided(person, "2026-12-25")
        charge(story, "2026-12-25/2027-01-07", 40_000)
        assert due(story) == [back]
        assert refunds(story) == [(back, "charge_above_decision")]
        assert alerts(story) == [("charge_inside_free_period", "2026-12-25")]
        assert why(story, "charges.0.refund_due", "2027-02-01")[1] == "charge_above_decision"


def test_a_bill_of_the_share_is_right_to_within_what_no_day_divides() -> None:
    """A third of 140 pounds a week for three days: 19.99 to 20.01 are right, and from three pence above all is due."""
    for pence, back in ((2_001, "0.00"), (2_002, "0.00"), (2_003, "0.03")):
        story = decided(3_333, "2026-12-25")
        charge(story, "2026-12-28/2026-12-30", pence)
        assert due(story) == [back]
    nothing = decided(0, "2026-12-25")
    charge(nothing, "2026-12-28/2026-12-30", 1)
    assert due(nothing) == ["0.01"]


def test_of_a_resumed_line_that_was_decided_the_person_s_share_alone_may_be_charged() -> None:
    """Ten hours resumed at a fifth, four more that are free: of 280 pounds for a week 40 may be charged."""
    story = Story("line")
    story.line("2026-06-01", "L1", 1000, price_per_hour=2000)
    story.events += home().events
    story.tell("2026-11-13T18:00", c.SupportLineChanged("L1", "1-100", date(2026, 11, 13), hours_per_week=1400))
    story.tell("2026-11-14T10:00", det.FundingDetermined("D1", date(2026, 11, 13), 8_000, 0, 2_000, line_id="L1"))
    charge(story, "2026-11-13/2026-11-19", 28_000)
    assert refunds(story) == [("240.00", "charge_in_joint_weeks")]


@pytest.mark.parametrize(("pence", "back"), [(15_000, "0.00"), (15_004, "0.00"), (15_006, "0.06"), (17_000, "20.00")])
def test_a_bill_is_held_against_all_that_may_be_charged_of_its_days(pence: int, back: str) -> None:
    """Half of ten hours for a week, then half of five: 150 pounds for the fortnight are right, however they fall."""
    story = Story("fewer hours")
    story.line("2026-06-01", "L1", 1000, price_per_hour=2000)
    story.events += home().events
    story.tell("2026-11-20T09:00", det.FundingDetermined("D1", date(2026, 11, 20), 5_000, 0, 5_000, line_id="L1"))
    story.tell("2026-12-08T09:00", c.SupportLineChanged("L1", "1-100", date(2026, 12, 8), hours_per_week=500))
    charge(story, "2026-12-01/2026-12-14", pence)
    assert due(story) == [back]
    assert alerts(story) == ([] if back == "0.00" else [("charge_inside_free_period", "2026-12-08")])


def test_free_days_of_a_bill_are_paid_back_however_little_is_charged_for_the_others() -> None:
    """Four days that the six weeks keep free and ten of which half is the person's: the pence of the four are due."""
    story = decided(5_000, "2026-12-25")
    charge(story, "2026-12-21/2027-01-03", 7_000)
    assert refunds(story) == [("20.00", "charge_in_joint_weeks")]


def test_a_share_of_what_nobody_priced_is_unclear() -> None:
    """A fifth of an unknown price is no amount; nothing of it is nothing."""
    story = decided(2_000, "2026-12-25", None)
    charge(story, "2026-12-25/2027-01-07", 40_000)
    assert (due(story), doubts(story)) == ([None], [("charge_unclear", "2026-12-25")])
    none = decided(0, "2026-12-25", None)
    charge(none, "2026-12-25/2027-01-07", 40_000)
    assert due(none) == ["400.00"]


def test_a_bill_for_no_line_in_particular_within_the_shares_is_right() -> None:
    """Two lines, one at half and one that the person pays nothing of: a bill that names none could be for either."""
    story = decided(5_000, "2026-12-25")
    charge(story, "2026-12-28/2027-01-03", 7_000, None)
    assert (due(story), doubts(story)) == (["0.00"], [])
    story.line("2026-11-14", "L2", 700, origin="NEW", price_per_hour=2000)
    story.tell("2026-12-25T10:00", det.FundingDetermined("D2", date(2026, 12, 25), 10_000, 0, 0, line_id="L2"))
    assert (due(story), doubts(story)) == ([None], [("charge_unclear", "2026-12-28")])


def test_a_charge_for_a_line_that_two_providers_call_alike_is_unclear() -> None:
    """One of the two is resumed and one is new: only the provider says for which of them it is."""
    for provider, found in ((None, None), ("1-100", "0.00"), ("1-200", "140.00")):
        story = Story("alike")
        story.line("2026-06-01", "L1", 1000, price_per_hour=2000)
        story.events += home().events
        story.line("2026-11-14", "L1", 700, provider="1-200", service="MEALS", price_per_hour=2000)
        days = date(2026, 11, 16), date(2026, 11, 22)
        story.tell("2026-11-22T12:00", ch.ChargeRecorded("F1", *days, 14_000, "E06000001", provider, "L1"))
        assert due(story) == [found]
        assert (("charge_unclear", "2026-11-16") in doubts(story)) == (found is None)
