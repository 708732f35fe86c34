"""What stood of a person's money on a day, as known now: charges, what is due of them, equipment, alerts and steps."""

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.events import charges as ch
from hub.events import continuing_healthcare as chc
from hub.events import determination as det
from tests.domain.money_lives import MoneyLife
from tests.domain.stories import Story
from tests.processors.looked_at import JOINT, on_the_day
from tests.processors.people import fold
from tests.processors.test_charges import charge, home, supported


def seen(story: Story, on: str) -> Any:
    """The view of a day, by everything that is known."""
    day = date.fromisoformat(on)
    return JOINT.view(on_the_day(story.events, day), day)


def money(story: Story, on: str) -> tuple[list[tuple[str, str | None, str | None]], list[str], list[str]]:
    """Charges with their reversal and what is due, days of the alerts that stand about them, and what is paid back."""
    view = seen(story, on)
    alerts = [row for episode in view["episodes"] for row in episode["alerts"]]
    return (
        [(row["charge_id"], row["reversed_on"], row["refund_due"]) for row in view["charges"]],
        [row["opened_at"] for row in alerts if row["kind"] == "charge_inside_free_period" and row["closed_at"] is None],
        [row["about"] for row in view["open_steps"] if row["what"] == "pay_back"],
    )


def test_a_charge_is_there_from_the_last_of_its_days_on() -> None:
    """A bill for the 20th to the 22nd: before the 22nd no charge, no refund, no alert, no step and no finding."""
    story = supported()
    charge(story, "2026-11-20/2026-11-22", 9_000)
    assert money(story, "2026-11-21") == ([], [], [])
    assert seen(story, "2026-11-11")["findings"] == []
    assert money(story, "2026-11-22") == ([("F1", None, "90.00")], ["2026-11-22"], ["F1"])


def test_a_charge_of_a_line_that_begins_later_is_of_a_known_line() -> None:
    """A bill for the 16th to the 18th of a line that began on the 20th: on the 19th nobody calls it unknown."""
    story = home()
    charge(story, "2026-11-16/2026-11-18", 9_000)
    charge(story, "2026-11-16/2026-11-18", 9_000, "L9", "F2")
    story.line("2026-11-20", "L1", 700, origin="NEW", price_per_hour=2000)
    for on in ("2026-11-19", "2026-11-21"):
        assert [(row["rule"], row["about"]["id"]) for row in seen(story, on)["findings"]] == [
            ("charge_of_unknown_line", "F2")
        ]
    day = date(2026, 11, 19)
    state = on_the_day(story.events, day)
    assert JOINT.decode(JOINT.encode(state)) == state


def test_a_charge_that_was_told_before_its_days_stands_from_then_on() -> None:
    """A bill for a week ahead, told on the 16th: somebody is to look at it at once."""
    story = supported()
    body = ch.ChargeRecorded("F1", date(2026, 11, 20), date(2026, 11, 22), 9_000, "E06000001", "1-100", "L1")
    story.tell("2026-11-16T12:00", body)
    assert money(story, "2026-11-15")[0] == []
    assert money(story, "2026-11-16") == ([("F1", None, "90.00")], ["2026-11-16"], ["F1"])


def test_a_charge_that_was_told_late_stands_from_its_last_day_on() -> None:
    """A bill for the 15th and 16th that came on the 25th was a charge on the 16th, by all that is known now."""
    story = supported()
    story.tell(
        "2026-11-25T12:00", ch.ChargeRecorded("F1", date(2026, 11, 15), date(2026, 11, 16), 9_000, None, "1-100")
    )
    assert [len(seen(story, f"2026-11-{day}")["charges"]) for day in (15, 16, 24)] == [0, 1, 1]


def test_a_charge_is_due_until_the_day_on_which_it_is_taken_back() -> None:
    """Taken back on the 25th: on the 24th it is to be paid back, and from the 25th on nothing is."""
    story = supported()
    charge(story, "2026-11-16/2026-11-18", 9_000)
    story.tell("2026-11-25T09:00", ch.ChargeReversed("F1", date(2026, 11, 25)))
    assert money(story, "2026-11-24") == ([("F1", None, "90.00")], ["2026-11-18"], ["F1"])
    assert money(story, "2026-11-25") == ([("F1", "2026-11-25", "0.00")], [], [])
    late = supported()
    charge(late, "2026-11-16/2026-11-18", 9_000)
    late.tell("2026-11-28T09:00", ch.ChargeReversed("F1", date(2026, 11, 25)))
    assert [money(late, f"2026-11-{day}")[2] for day in (24, 25)] == [["F1"], []]


def test_a_reversal_goes_with_a_charge_that_is_not_there_yet() -> None:
    """Taken back before the last day that it charges: until then there is neither, and no finding about it."""
    story = supported()
    story.tell(
        "2026-11-23T12:00", ch.ChargeRecorded("F1", date(2026, 11, 20), date(2026, 11, 22), 9_000, None, "1-100")
    )
    story.tell("2026-11-23T13:00", ch.ChargeReversed("F1", date(2026, 11, 18)))
    story.tell("2026-11-24T13:00", ch.ChargeReversed("F2", date(2026, 11, 24)))
    assert (money(story, "2026-11-19"), seen(story, "2026-11-19")["findings"]) == (([], [], []), [])
    assert [row["rule"] for row in seen(story, "2026-11-23")["findings"]] == ["reversal_before_charge"]
    assert [row["rule"] for row in seen(story, "2026-11-24")["findings"]] == [
        "reversal_before_charge",
        "reversal_without_charge",
    ]


def test_equipment_is_there_from_the_day_on_which_it_was_provided() -> None:
    """A frame of the 20th, told on the 27th, and one that was told of the 20th on the 18th already."""
    story = supported()
    story.tell("2026-11-27T12:00", ch.EquipmentProvided("Q1", "EQUIPMENT", date(2026, 11, 20), 500))
    story.tell("2026-11-18T12:00", ch.EquipmentProvided("Q2", "EQUIPMENT", date(2026, 11, 20), 500))
    ids = [[row["equipment_id"] for row in seen(story, f"2026-11-{day}")["equipment"]] for day in (17, 18, 19, 20)]
    assert ids == [[], ["Q2"], ["Q2"], ["Q2", "Q1"]]


def test_a_finding_about_money_is_there_with_what_it_is_about() -> None:
    """A bill below nought of the 22nd, and shares that make no whole: that one is about a decision, which stays."""
    story = supported()
    charge(story, "2026-11-20/2026-11-22", -5)
    story.tell("2026-11-25T12:00", ch.EquipmentProvided("Q1", "EQUIPMENT", date(2026, 11, 21), -500))
    story.tell("2026-11-26T12:00", det.FundingDetermined("D1", date(2026, 11, 26), 1, 1, 1))
    rules = [[row["rule"] for row in seen(story, f"2026-11-{day}")["findings"]] for day in (20, 21, 22)]
    assert rules == [
        ["shares_not_whole"],
        ["negative_money", "shares_not_whole"],
        ["negative_money", "negative_money", "shares_not_whole"],
    ]


def test_a_case_of_continuing_healthcare_is_there_from_its_first_day_on() -> None:
    """A checklist of the 20th; and a decision of the 28th by which the board pays from the 24th on."""
    story = supported()
    story.tell("2026-11-20T12:00", chc.ChcChecklistCompleted("K1", positive=True, completed_on=date(2026, 11, 20)))
    story.tell("2026-11-28T12:00", chc.ChcDecided("K2", "ELIGIBLE", date(2026, 11, 28), date(2026, 11, 24)))
    ids = [[row["case_id"] for row in seen(story, f"2026-11-{day}")["chc"]] for day in (19, 20, 23, 24)]
    assert ids == [[], ["K1"], ["K1"], ["K1", "K2"]]


@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 10**9), later=st.integers(-10, 100))
def test_the_charges_of_every_day_are_as_a_list_by_hand_says(seed: int, later: int) -> None:
    """Which bills there are on a day, and which of them are taken back, whatever else was told; now they are whole."""
    life = MoneyLife(seed)
    on = date.fromordinal(life.first.toordinal() + later)
    state = on_the_day(life.story.events, on)
    rows = JOINT.view(state, on)["charges"]
    assert sorted((row["charge_id"], row["reversed_on"] is not None) for row in rows) == sorted(
        (name, name in life.reversed and last < on) for name, _, last, *_ in life.charged if last <= on
    )
    assert JOINT.as_of(state, state, on) == state
    whole = fold(life.story)
    assert JOINT.as_of(whole, whole, date(2040, 1, 1)).money == whole.money
