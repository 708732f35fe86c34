"""Who pays for support on which day: worked examples of the six weeks, by hand."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from hub.domain.splits import Split, Splits
from hub.events import care_record as c
from hub.events import continuing_healthcare as chc
from hub.events import determination as det
from hub.processors.joint import JointProcessor
from tests.domain.stories import Story, moment
from tests.processors.people import AREAS, fold, see, why

JOINT = JointProcessor(AREAS)
Rows = list[dict[str, Any]]


def home(left: str = "2026-11-13T16:40", came: str = "2026-11-02T09:15") -> Story:
    """Admitted, and home eleven days later."""
    story = Story()
    story.admit(came)
    story.discharge(left)
    return story


def paid(story: Story, on: str = "2027-01-10", processor: JointProcessor = JOINT) -> list[tuple[Any, ...]]:
    """Return days, origin, payers, whether it is free, and the rule of each period."""
    rows = processor.view(fold(story), date.fromisoformat(on))["episodes"][-1]["responsibility"]
    return [
        (
            row["from"],
            row["to"],
            row["origin"],
            {payer["payer"]: float(payer["share"]) for payer in row["payers"]},
            row["charging"],
            row["rule"],
        )
        for row in rows
    ]


@pytest.mark.parametrize(
    ("left", "last", "after"),
    [
        ("2026-03-01T12:00", "2026-04-11", "2026-04-12"),
        ("2026-03-01T00:00", "2026-04-11", "2026-04-12"),
        ("2026-10-24T23:59", "2026-12-04", "2026-12-05"),
        ("2028-02-01T12:00", "2028-03-13", "2028-03-14"),
        ("2026-03-01", "2026-04-11", "2026-04-12"),
    ],
    ids=["check 6", "midnight", "clocks go back", "leap day", "no time"],
)
def test_check_6_the_last_joint_day_and_day_43(left: str, last: str, after: str) -> None:
    """Discharged on 1 March: joint to 11 April, and on 12 April the council goes on alone; no day lost or doubled."""
    story = home(left, "2025-12-20T09:00")
    story.line(left[:10], "L1", 700, origin="NEW", price_per_hour=2000)
    assert paid(story, "2028-12-01") == [
        (left[:10], last, "NEW", {"COUNCIL": 50.0, "ICB": 50.0}, "FREE", "joint_pays"),
        (after, None, "NEW", {"COUNCIL": 100.0}, "FREE", "assessment_overdue"),
    ]
    ledger = JOINT.ledger(fold(story), date.fromisoformat(last))
    assert len(ledger["by_day"]) == 42
    assert ledger["total"]["amount"] == "840.00"


def test_check_7_ten_hours_before_and_fourteen_after() -> None:
    """Ten stay with the council and ordinary charging, four are joint and free; the parts make the whole."""
    story = Story("line")
    story.line("2026-06-01", "L1", 1000, price_per_hour=2000)
    story.events += home().events
    story.tell("2026-11-13T18:00", c.SupportLineChanged("L1", "1-100", date(2026, 11, 13), hours_per_week=1400))
    row = see(story, "2026-11-19")["episodes"][0]
    assert [(one["origin"], one["hours_per_week"], one["amount"]) for one in row["responsibility"]] == [
        ("RESUMED", 10.0, "200.00"),
        ("INCREASE", 4.0, "80.00"),
    ]
    assert [one["charge_to_person"] for one in row["responsibility"]] == [None, "0.00"]
    assert [one["payer"] for one in row["responsibility"]] == ["council", "joint"]
    assert [(line["from"], line["to"], line["free_until"]) for line in row["lines"]] == [
        ("2026-06-01", None, None),
        ("2026-06-01", None, "2026-12-25"),
    ]
    sums = {one["payer"]: one["amount"] for one in JOINT.ledger(fold(story), date(2026, 11, 19))["by_payer"]}
    assert {name: Decimal(amount) for name, amount in sums.items()} == {
        "COUNCIL": Decimal("240.00"),
        "ICB": Decimal("40.00"),
    }


def test_check_8_a_corrected_discharge_date_costs_what_a_clean_replay_says() -> None:
    """Told for the 10th, corrected three weeks later to the 13th: the same money, the same allocations."""
    told = []
    for left in ("2026-11-10T16:40", "2026-11-13T16:40"):
        story = Story(left)
        story.admit("2026-11-02T09:15")
        story.discharge(left)
        if left < "2026-11-13":
            story.correct("2026-12-01T09:00", discharged_at=moment("2026-11-13T16:40"))
        story.line("2026-11-14", "L1", 700, origin="NEW", price_per_hour=1999)
        state, on = fold(story), date(2027, 1, 10)
        name = JOINT.view(state, on)["episodes"][0]["episode_id"]
        facts = [fact for fact in JOINT.facts(state, on) if fact.kind == "FundingAllocated"]
        told.append((JOINT.ledger(state, on)["days"], sorted((one.key, one.body.replace(name, "")) for one in facts)))
        told[-1] = (told[-1][0], [(key.replace(name, ""), body) for key, body in told[-1][1]])
    assert told[0] == told[1]
    assert told[0][0][0]["on"] == "2026-11-14"


def test_the_split_is_that_of_the_system_on_the_day() -> None:
    """Half each until the table says otherwise; a new row holds from its day; another system's changes nothing."""
    splits = Splits(
        (Split("*", date(2015, 4, 1), 5000), Split("QF7", date(2026, 12, 1), 4000), Split("QZZ", date(2026, 1, 1), 0))
    )
    story = home()
    story.line("2026-11-14", "L1", 700, origin="NEW", price_per_hour=2000)
    shares = [(row[0], row[3]) for row in paid(story, "2026-12-20", JointProcessor(AREAS, splits=splits))]
    assert shares == [
        ("2026-11-14", {"COUNCIL": 50.0, "ICB": 50.0}),
        ("2026-12-01", {"COUNCIL": 40.0, "ICB": 60.0}),
    ]


def test_the_split_is_that_of_the_day_also_after_healthcare_that_is_over() -> None:
    """Continuing healthcare of a week ends the six weeks; support of the days behind it is shared by the day's row."""
    splits = Splits((Split("*", date(2015, 4, 1), 5000), Split("QF7", date(2026, 12, 10), 4000)))
    story = home()
    story.line("2026-11-14", "L1", 700, origin="NEW", price_per_hour=2000)
    story.tell("2026-11-24T10:00", chc.ChcDecided("C1", "ELIGIBLE", date(2026, 11, 24), date(2026, 11, 24), "QF7"))
    story.tell("2026-11-30T10:00", chc.ChcEnded("C1", date(2026, 11, 30)))
    shares = [(row[0], row[3]) for row in paid(story, "2026-12-20", JointProcessor(AREAS, splits=splits))]
    assert shares[2:] == [
        ("2026-12-01", {"COUNCIL": 50.0, "ICB": 50.0}),
        ("2026-12-10", {"COUNCIL": 40.0, "ICB": 60.0}),
    ]


def test_a_decision_holds_from_its_day_and_the_newest_one_wins() -> None:
    """From day 43 on what people decided; a decision for the line itself goes before one for all lines of that day."""
    story = home()
    story.line("2026-11-14", "L1", 700, origin="NEW", price_per_hour=2000)
    story.tell("2026-12-18T10:00", det.FundingDetermined("D1", date(2026, 12, 25), 6000, 0, 4000, line_id="L1"))
    story.tell("2026-12-18T11:00", det.FundingDetermined("D2", date(2026, 12, 25), 10000, 0, 0))
    story.tell("2027-01-04T11:00", det.FundingDetermined("D3", date(2027, 1, 5), 0, 10000, 0))
    assert paid(story)[1:] == [
        ("2026-12-25", "2027-01-04", "NEW", {"COUNCIL": 60.0, "PERSON": 40.0}, "DETERMINED", "funding_determined"),
        ("2027-01-05", None, "NEW", {"ICB": 100.0}, "DETERMINED", "funding_determined"),
    ]
    rows = see(story, "2026-12-31")["episodes"][0]["responsibility"]
    assert [(row["payer"], row["amount"], row["charge_to_person"]) for row in rows[1:]] == [
        ("shared", "140.00", "56.00")
    ]
    assert why(story, "episodes.0.responsibility.1", "2026-12-31")[1] == "funding_determined"


def test_a_decision_about_one_provider_s_support_says_nothing_of_another_s() -> None:
    """It names a provider and none of its lines: all of that provider's, and of no other."""
    story = home()
    for line, provider in (("L1", "1-100"), ("L2", "1-200")):
        story.line("2026-11-14", line, 700, provider=provider, origin="NEW", price_per_hour=2000)
    story.tell("2026-12-18T10:00", det.FundingDetermined("D1", date(2026, 12, 25), 0, 0, 10_000, provider="1-100"))
    assert [(row[0], row[5]) for row in paid(story)] == [
        ("2026-11-14", "joint_pays"),
        ("2026-12-25", "funding_determined"),
        ("2026-11-14", "joint_pays"),
        ("2026-12-25", "assessment_overdue"),
    ]


def test_no_decision_makes_anybody_pay_on_a_free_day() -> None:
    """Decided on day 20 that the person pays a part: until the window ends the support is joint all the same."""
    story = home()
    story.line("2026-11-14", "L1", 700, origin="NEW", price_per_hour=2000)
    story.tell("2026-12-01T10:00", det.FundingDetermined("D1", date(2026, 12, 2), 5000, 2500, 2500))
    assert [(row[0], row[3], row[4]) for row in paid(story)] == [
        ("2026-11-14", {"COUNCIL": 50.0, "ICB": 50.0}, "FREE"),
        ("2026-12-25", {"COUNCIL": 50.0, "ICB": 25.0, "PERSON": 25.0}, "DETERMINED"),
    ]


def test_a_decision_from_before_the_discharge_is_of_other_support() -> None:
    """What was decided in January decides of what ran then, and neither shares nor ends what is new in November."""
    story = home()
    story.line("2026-06-01", "L1", 700, price_per_hour=2000)
    story.line("2026-11-14", "L2", 700, origin="NEW", price_per_hour=2000)
    story.tell("2026-01-05T10:00", det.FundingDetermined("D1", date(2026, 1, 1), 8000, 0, 2000))
    assert [(row[0], row[2], row[3], row[5]) for row in paid(story)] == [
        ("2026-11-13", "RESUMED", {"COUNCIL": 80.0, "PERSON": 20.0}, "funding_determined"),
        ("2026-11-14", "NEW", {"COUNCIL": 50.0, "ICB": 50.0}, "joint_pays"),
        ("2026-12-25", "NEW", {"COUNCIL": 100.0}, "assessment_overdue"),
    ]


def test_the_later_clock_protects_the_person() -> None:
    """Reablement from day 11: the law keeps it free ten days longer than the joint clock, and both are shown."""
    story = home()
    story.line("2026-11-23", "L1", 700, service="REABLEMENT", origin="NEW", price_per_hour=2000, programme_id="P1")
    line = see(story)["episodes"][0]["lines"][0]
    assert (line["statutory_free_until"], line["free_until"]) == ("2027-01-04", "2027-01-04")
    assert line["programme_id"] == "P1"
    assert [(row[0], row[4], row[5]) for row in paid(story)] == [
        ("2026-11-23", "FREE", "joint_pays"),
        ("2026-12-25", "FREE", "free_by_law"),
        ("2027-01-04", "FREE", "assessment_overdue"),
    ]
    flags = [row["flags"] for row in see(story, "2027-01-10")["episodes"][0]["responsibility"]]
    assert flags == [[], ["ASSESSMENT_OVERDUE"], ["ASSESSMENT_OVERDUE"]]
    short = home()
    short.line("2026-11-14", "L1", 700, service="REABLEMENT", origin="NEW", ended_on=date(2026, 11, 20))
    line = see(short)["episodes"][0]["lines"][0]
    assert (line["statutory_free_until"], line["free_until"]) == ("2026-11-21", "2026-12-25")


def test_resumed_reablement_is_free_as_long_as_the_law_says() -> None:
    """A programme that began before the admission goes on: the council's, free to its own 42nd day."""
    story = Story("line")
    story.line("2026-10-20", "L1", 700, service="REABLEMENT", price_per_hour=2000)
    story.events += home().events
    assert [(row[0], row[2], row[4]) for row in paid(story)] == [
        ("2026-11-13", "RESUMED", "FREE"),
        ("2026-12-01", "RESUMED", "ORDINARY"),
    ]


def test_an_unknown_price_is_no_amount_and_no_nothing() -> None:
    """Without a price the amount is null with a finding beside it, and the ledger counts it as unknown."""
    story = home()
    story.line("2026-11-14", "L1", 700, origin="NEW")
    row = see(story, "2026-11-20")["episodes"][0]["responsibility"][0]
    assert (row["amount"], row["finding"]) == (None, "price_unknown")
    assert [payer["amount"] for payer in row["payers"]] == [None, None]
    total = JOINT.ledger(fold(story), date(2026, 11, 20))["total"]
    assert total == {"hours": "7.00", "amount": "0.00", "unknown": 14}


def test_a_price_framework_stays_until_another_is_named() -> None:
    """The version from which the price comes is kept with the price, from its day."""
    story = home()
    story.line("2026-11-14", "L1", 700, origin="NEW", price_per_hour=2000, price_framework="2026-27 v1")
    story.tell("2026-11-20T09:00", c.SupportLineChanged("L1", "1-100", date(2026, 11, 20), hours_per_week=800))
    story.tell("2026-11-27T09:00", c.SupportLineChanged("L1", "1-100", date(2026, 11, 27), price_framework="v2"))
    shown = [see(story, on)["episodes"][0]["lines"][0]["price_framework"] for on in ("2026-11-21", "2026-11-28")]
    assert shown == ["2026-27 v1", "v2"]


def test_support_that_begins_on_day_42_is_joint_for_that_day() -> None:
    """The last covered day is covered, whatever else begins on it; and what begins on day 43 is none of the weeks."""
    story = home()
    story.line("2026-12-24", "L1", 700, origin="NEW", price_per_hour=2000)
    story.line("2026-12-25", "L2", 700, origin="NEW", price_per_hour=2000)
    assert [(row[0], row[1], row[5]) for row in paid(story)] == [
        ("2026-12-24", "2026-12-24", "joint_pays"),
        ("2026-12-25", None, "assessment_overdue"),
    ]
