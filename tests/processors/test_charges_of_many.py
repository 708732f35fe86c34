"""Charges that several might have sent, or for the support of several: whose they are, and what is due."""

import json
from datetime import date
from typing import Any

import pytest

from hub.events import charges as ch
from hub.events import determination as det
from hub.events import identity as i
from hub.events.values import HomeArea
from tests.domain.stories import Story
from tests.processors.people import fold, see
from tests.processors.test_charges import JOINT, alerts, charge, doubts, due, home, refunds, supported


def billed(story: Story, name: str, over: str, pence: int, by: str | None, **more: Any) -> None:
    """A council charges for some days of November 2026, on the last of them."""
    first, last = (date(2026, 11, int(day)) for day in over.split("-"))
    fields: dict[str, Any] = {"provider": "1-100", "line_id": "L1"} | more
    story.tell(f"{last}T12:00", ch.ChargeRecorded(name, first, last, pence, by, **fields))


@pytest.mark.parametrize(("mine", "theirs"), [(None, "1-500"), ("1-500", None), (None, None), ("1-500", "1-500")])
def test_equipment_is_never_charged_whoever_names_the_provider(mine: str | None, theirs: str | None) -> None:
    """Only one side says who provides it: all 50 pounds are due."""
    story = home()
    story.tell("2026-11-14T10:00", ch.EquipmentProvided("E1", "EQUIPMENT", date(2026, 11, 14), 5_000, mine))
    billed(story, "F1", "14-14", 5_000, "E06000001", provider=theirs, line_id="E1")
    assert refunds(story) == [("50.00", "equipment_charged")]
    assert doubts(story) == [("equipment_charged", "2026-11-14")]


def test_equipment_of_another_provider_with_that_name_is_unclear() -> None:
    """Both are named and differ, in the six weeks or after; a line of that name, or what may be charged, is not."""
    for first in (date(2026, 11, 14), date(2027, 1, 14)):
        story = home()
        story.tell("2026-11-14T10:00", ch.EquipmentProvided("E1", "EQUIPMENT", date(2026, 11, 14), 5_000, "1-600"))
        story.tell(f"{first}T12:00", ch.ChargeRecorded("F1", first, first, 5_000, "E06000001", "1-500", "E1"))
        assert (due(story), doubts(story)) == ([None], [("charge_unclear", str(first))])
    line = supported("RESUMED")
    line.tell("2026-11-14T10:00", ch.EquipmentProvided("L1", "EQUIPMENT", date(2026, 11, 14), 5_000, "1-600"))
    charge(line, "2026-11-14/2026-11-20", 7_000)
    assert (due(line), doubts(line)) == (["0.00"], [])
    dear = home()
    dear.tell("2026-11-14T10:00", ch.EquipmentProvided("E1", "ADAPTATION", date(2026, 11, 14), 500_000, "1-600"))
    day = date(2027, 1, 14)
    dear.tell("2027-01-14T12:00", ch.ChargeRecorded("F1", day, day, 5_000, "E06000001", "1-500", "E1"))
    assert (due(dear), doubts(dear)) == (["0.00"], [])


def test_two_providers_name_their_equipment_alike() -> None:
    """Each keeps its own: of the one that may be charged nothing is due, of the other all."""
    story = home()
    for provider, kind in (("1-500", "ADAPTATION"), ("1-600", "EQUIPMENT")):
        story.tell("2026-11-14T10:00", ch.EquipmentProvided("E1", kind, date(2026, 11, 14), 500_000, provider))
    for name, provider in (("F1", "1-500"), ("F2", "1-600")):
        billed(story, name, "14-14", 5_000, "E06000001", provider=provider, line_id="E1")
    assert due(story) == ["0.00", "50.00"]


def test_a_charge_of_a_provider_is_held_against_its_own_lines() -> None:
    """Resumed support of one and free meals of another: of the other's bill, for no line by name, all is due."""
    for provider, back in (("1-100", "200.00"), ("1-200", "60.00"), (None, "60.00")):
        story = Story("two")
        story.line("2026-06-01", "R1", 700, provider="1-200", price_per_hour=2000)
        story.events += home().events
        story.line("2026-11-14", "M1", 350, provider="1-100", service="MEALS", origin="NEW", price_per_hour=2000)
        billed(story, "F1", "16-22", 20_000, "E06000001", provider=provider, line_id=None)
        if provider == "1-200":
            assert due(story) == ["0.00"]
            continue
        assert due(story) == [back]


def test_a_charge_of_a_provider_without_a_line_is_unclear() -> None:
    """It names who gave the support and nobody told of any by them."""
    story = supported()
    billed(story, "F1", "16-22", 20_000, "E06000001", provider="1-900", line_id=None)
    assert (due(story), doubts(story)) == ([None], [("charge_unclear", "2026-11-16")])


def test_two_councils_that_number_their_bills_alike_sent_two() -> None:
    """Both charge under 1001: 70 and 140 pounds are due, each under its own key; each stays itself when sent again."""
    story = supported()
    for _ in range(2):
        billed(story, "1001", "14-20", 7_000, "E06000001")
        billed(story, "1001", "21-27", 14_000, "E08000016")
    assert due(story) == ["70.00", "140.00"]
    assert refunds(story) == [("140.00", "charge_in_joint_weeks"), ("70.00", "charge_in_joint_weeks")]
    told = [fact for fact in JOINT.facts(fold(story), date(2027, 2, 1)) if fact.kind in {"RefundDue", "Alert"}]
    about = [fact.key for fact in told if fact.kind == "RefundDue" or "charge_inside" in fact.key]
    assert len(set(about)) == 4
    assert not any("1001" in key or "E0" in key for key in about)


def test_a_reversal_of_a_number_that_two_gave_is_of_the_one_told_last() -> None:
    """With a finding, since nobody says whose; the next reversal is of the other, and its repeat of none."""
    story = supported()
    billed(story, "1001", "14-20", 7_000, "E06000001")
    billed(story, "1001", "21-27", 14_000, "E08000016")
    story.tell("2026-11-28T09:00", ch.ChargeReversed("1001", date(2026, 11, 28)))
    assert due(story) == ["70.00", "0.00"]
    assert [row["rule"] for row in see(story)["findings"]] == ["reversal_unclear"]
    for _ in range(2):
        story.tell("2026-11-29T09:00", ch.ChargeReversed("1001", date(2026, 11, 29)))
    assert [row["reversed_on"] for row in see(story)["charges"]] == ["2026-11-29", "2026-11-28"]
    assert due(story) == ["0.00", "0.00"]


def taken_back(story: Story, name: str, day: int, by: str | None = None) -> None:
    """A bill is taken back on a day of November, which says whose it was or does not."""
    story.tell(f"2026-11-{day}T09:00", ch.ChargeReversed(name, date(2026, 11, day), by))


def reversed_on(story: Story) -> list[str | None]:
    """Return on which day each charge was taken back."""
    return [row["reversed_on"] for row in see(story)["charges"]]


def test_a_reversal_that_says_whose_bill_it_is_takes_back_that_one() -> None:
    """Both councils use 1001: each takes back its own, on the same day as well, and no finding tells."""
    story = supported()
    billed(story, "1001", "14-20", 7_000, "E06000001")
    billed(story, "1001", "21-27", 14_000, "E08000016")
    for _ in range(2):
        taken_back(story, "1001", 28, "E06000001")
    assert (due(story), reversed_on(story)) == (["0.00", "140.00"], ["2026-11-28", None])
    taken_back(story, "1001", 28, "E08000016")
    taken_back(story, "1001", 29, "E06000001")
    assert (due(story), reversed_on(story)) == (["0.00", "0.00"], ["2026-11-28"] * 2)
    assert see(story)["findings"] == []


def test_a_reversal_of_a_third_who_charges_takes_back_neither() -> None:
    """Its charge was not seen yet; when that comes, it is the one."""
    story = supported()
    billed(story, "1001", "14-20", 7_000, "E06000001")
    taken_back(story, "1001", 21, "E08000029")
    assert (due(story), [row["rule"] for row in see(story)["findings"]]) == (["70.00"], ["reversal_without_charge"])
    billed(story, "1001", "21-27", 14_000, "E08000016")
    billed(story, "1001", "21-28", 14_000, "E08000029")
    assert (due(story), see(story)["findings"]) == (["70.00", "140.00", "0.00"], [])


def test_a_bill_that_names_nobody_may_be_anybodys() -> None:
    """A reversal that names a council takes back its own bill, else the one that names nobody."""
    story = supported()
    billed(story, "1001", "14-20", 7_000, None)
    taken_back(story, "1001", 21, "E08000016")
    assert (due(story), see(story)["findings"]) == (["0.00"], [])
    both = supported()
    billed(both, "1001", "14-20", 7_000, "E08000016")
    taken_back(both, "1001", 20)
    billed(both, "1001", "21-27", 14_000, None)
    billed(both, "1001", "22-28", 14_000, "E06000001")
    taken_back(both, "1001", 29, "E08000016")
    assert reversed_on(both)[0] == "2026-11-20"


def test_of_two_reversals_that_wait_the_one_that_names_the_council_takes_its_bill() -> None:
    """Each council took its bill back before either bill came, and both used one number."""
    story = supported()
    taken_back(story, "1001", 14, "E08000016")
    taken_back(story, "1001", 15, "E06000001")
    billed(story, "1001", "14-20", 7_000, "E06000001")
    billed(story, "1001", "21-27", 14_000, "E08000016")
    assert (due(story), reversed_on(story)) == (["0.00", "0.00"], ["2026-11-15", "2026-11-14"])


@pytest.mark.parametrize("first", ["E06000001", "E08000016"])
def test_a_reversal_that_names_nobody_leaves_its_bill_to_one_that_does(first: str) -> None:
    """Both wait: the one that names the council takes its bill, the other one what is left, whichever bill comes."""
    story = supported()
    taken_back(story, "1001", 14)
    taken_back(story, "1001", 15, "E08000016")
    other = "E06000001" if first == "E08000016" else "E08000016"
    billed(story, "1001", "14-20", 7_000, first)
    billed(story, "1001", "21-27", 14_000, other)
    days = {"E06000001": "2026-11-14", "E08000016": "2026-11-15"}
    assert (due(story), reversed_on(story)) == (["0.00", "0.00"], [days[first], days[other]])


def test_a_charge_that_is_sent_anew_after_its_reversal_stands() -> None:
    """Taken back on the 25th and sent for other days: the new one is due; the same one sent again stays taken back."""
    story = supported()
    billed(story, "F1", "14-20", 7_000, "E06000001")
    story.tell("2026-11-25T09:00", ch.ChargeReversed("F1", date(2026, 11, 25)))
    story.tell("2026-11-26T09:00", ch.ChargeRecorded("F1", *days(14, 20), 7_000, "E06000001", "1-100", "L1"))
    assert [(row["refund_due"], row["reversed_on"]) for row in see(story)["charges"]] == [("0.00", "2026-11-25")]
    story.tell("2026-11-27T09:00", ch.ChargeRecorded("F1", *days(21, 27), 14_000, "E06000001", "1-100", "L1"))
    assert [(row["refund_due"], row["reversed_on"]) for row in see(story)["charges"]] == [
        ("0.00", "2026-11-25"),
        ("140.00", None),
    ]
    assert [kind for kind, _ in alerts(story)] == ["charge_inside_free_period"]
    story.tell("2026-11-28T09:00", ch.ChargeReversed("F1", date(2026, 11, 28)))
    assert due(story) == ["0.00", "0.00"]


def days(first: int, last: int) -> tuple[date, date]:
    """Return two days of November 2026."""
    return date(2026, 11, first), date(2026, 11, last)


def test_a_reversal_that_came_before_its_charge_holds_for_the_first_one_told() -> None:
    """A sender that mixes up the order: the charge is taken back; what is sent under its number after that stands."""
    story = supported()
    story.tell("2026-11-15T09:00", ch.ChargeReversed("F1", date(2026, 11, 20)))
    billed(story, "F1", "14-20", 7_000, None)
    assert due(story) == ["0.00"]
    assert see(story)["findings"] == []
    billed(story, "F1", "21-27", 14_000, "E06000001")
    assert due(story) == ["0.00", "140.00"]


def test_a_charge_that_is_corrected_takes_the_place_of_what_was_told() -> None:
    """Not taken back, and sent again by the same council, or by nobody in particular, with another amount."""
    story = supported()
    for pence, by in ((7_000, "E06000001"), (3_500, None), (2_800, "E06000001")):
        billed(story, "F1", "14-20", pence, by)
    assert due(story) == ["28.00"]


def test_two_councils_that_number_their_decisions_alike_decided_twice() -> None:
    """A decision of each, for two lines; and one that is told again by its own council takes the place of it."""
    story = supported()
    for council, line, share in (("E06000001", "L1", 4_000), ("E08000016", "L2", 2_000), ("E08000016", "L2", 3_000)):
        body = det.FundingDetermined("D1", date(2026, 12, 25), 10_000 - share, 0, share, council, line_id=line)
        story.tell("2026-12-20T10:00", body)
    held = fold(story).money.determinations
    assert [(one.line_id, one.person) for one in held] == [("L1", 4_000), ("L2", 3_000)]


def lived(*homes: tuple[str, str], ended: str | None = None) -> Story:
    """Home on 13 November, then at homes from days on, with reablement from 6 January and a bill for its first week."""
    story = home()
    for code, day in homes:
        story.tell(f"{day}T09:00", i.PersonUpdated(home=HomeArea(code, None, 1.0, "directory")))
    last = None if ended is None else date.fromisoformat(ended)
    more = {"service": "REABLEMENT", "origin": "NEW", "price_per_hour": 2000}
    story.line("2027-01-06", "L1", 700, ended_on=last, **more)
    body = ch.ChargeRecorded("F1", date(2027, 1, 6), date(2027, 1, 12), 14_000, "E06000001", "1-100", "L1")
    story.tell("2027-01-12T12:00", body)
    return story


WALES, ENGLAND = "W06000015", "E06000001"


def test_what_the_law_keeps_free_is_free_for_somebody_who_is_back_in_england() -> None:
    """In Wales from 20 November, in England again from 5 January: all of the week is due, as if nobody had moved."""
    twice = (WALES, "2026-11-20"), ("nonsense", "2026-12-28"), (ENGLAND, "2027-01-05"), ("E08000016", "2027-01-06")
    for story in (lived(), lived((WALES, "2026-11-20"), (ENGLAND, "2027-01-05")), lived(*twice)):
        assert due(story) == ["140.00"]
        assert refunds(story) == [("140.00", "charge_in_free_period")]
        assert alerts(story) == [("charge_inside_free_period", "2027-01-06")]


def test_english_law_frees_nothing_outside_england() -> None:
    """Still in Wales, back from the 10th, or there again from the 8th: the days in England alone are due."""
    assert due(lived((WALES, "2026-11-20"))) == ["0.00"]
    assert due(lived((WALES, "2026-11-20"), (ENGLAND, "2027-01-10"))) == ["60.00"]
    assert due(lived((WALES, "2026-11-20"), (ENGLAND, "2027-01-05"), (WALES, "2027-01-08"))) == ["40.00"]
    dead = lived((WALES, "2026-11-20"), (ENGLAND, "2027-01-05"))
    dead.death("2027-01-09T09:00", died="2027-01-08")
    assert due(dead) == ["60.00"]
    before = lived((WALES, "2026-11-20"), (ENGLAND, "2027-01-05"))
    before.death("2027-01-03T09:00", died="2027-01-03")
    assert (due(before), refunds(before)) == ([None], [])


def test_who_comes_back_to_england_through_a_hospital_has_new_six_weeks() -> None:
    """Back on 5 January, discharged anew on the 9th: each day is looked at once, in its own weeks or before them."""
    story = lived((WALES, "2026-11-20"), (ENGLAND, "2027-01-05"))
    story.admit("2027-01-07T09:00", "SP2", home=None)
    story.discharge("2027-01-09T12:00", "SP2")
    assert due(story) == ["140.00"]
    (fact,) = [one for one in JOINT.facts(fold(story), date(2027, 2, 1)) if one.kind == "RefundDue"]
    assert json.loads(fact.body)["since"] == "2027-01-06"
