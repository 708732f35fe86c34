"""Who goes back to hospital inside their six weeks loses none of them: what was free stays free to their last day."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.domain.six_weeks import Policy
from hub.domain.splits import Split, Splits
from hub.events import care_record as c
from hub.events import charges as ch
from hub.events import determination as det
from hub.events import identity as i
from hub.events.values import HomeArea
from hub.processors.joint import JointProcessor
from tests.domain.money_lives import MoneyLife
from tests.domain.stories import HOME, Story, without
from tests.processors.people import AREAS, fold, see, why
from tests.processors.test_joint_lives import fold as folded

JOINT = JointProcessor(AREAS)
DAY = timedelta(days=1)


def home(stays: list[tuple[str, str]] | None = None) -> Story:
    """Home on 13 November, and back in hospital from the 28th to 1 December, or as told."""
    story = Story("stays")
    stays = stays or [("2026-11-02T09:15", "2026-11-13T16:40"), ("2026-11-28T10:00", "2026-12-01T12:00")]
    for number, (came, left) in enumerate(stays):
        story.admit(came, f"SP{number}", home=None if number else HOME)
        story.discharge(left, f"SP{number}")
    return story


def supported(*stays: tuple[str, str], day: str = "2026-11-14", **more: Any) -> Story:
    """Seven hours a week at 20 pounds that began on a day, new unless told otherwise."""
    story = Story("line")
    story.line(f"{day}T17:00", "L1", 700, **{"origin": "NEW", "price_per_hour": 2000} | more)
    story.events += home([*stays]).events
    return story


def changed(story: Story, day: str, hours: int | None = None, origin: str | None = None) -> None:
    """Hours or the origin that is stated change from a day on."""
    body = c.SupportLineChanged("L1", "1-100", date.fromisoformat(day), None, origin, hours)
    story.tell(f"{day}T13:00", body)


def determined(story: Story, day: str, shares: tuple[int, int, int], line: str | None = None) -> None:
    """People decide who pays from a day on: council, board and person."""
    told = det.FundingDetermined(f"D{day}", date.fromisoformat(day), *shares, line_id=line)
    story.tell(f"{day}T14:00", told)


def paid(story: Story, place: int = 1, joint: JointProcessor = JOINT) -> list[tuple[Any, ...]]:
    """Return first and last day, origin, hours and whether it is free, of each period of some six weeks."""
    row = joint.view(fold(story), date(2027, 3, 1))["episodes"][place]
    names = ("from", "to", "origin", "hours_per_week", "charging")
    return [tuple(one[name] for name in names) for one in row["responsibility"]]


def test_what_was_new_stays_free_to_the_last_day_of_the_earlier_weeks() -> None:
    """Back six hours after the discharge: joint to 24 December all the same, resumed from the 25th, and uncharged."""
    story = supported(
        ("2026-11-02T09:15", "2026-11-13T16:40"), ("2026-11-13T22:00", "2026-11-16T12:00"), day="2026-11-13"
    )
    assert paid(story) == [
        ("2026-11-16", "2026-12-24", "NEW", 7.0, "FREE"),
        ("2026-12-25", None, "RESUMED", 7.0, "FREE"),
    ]
    row = see(story)["episodes"][1]
    assert [(one["payer"], one["rule"]) for one in row["responsibility"]] == [("joint", "joint_pays")]
    assert [(line["origin"], line["free_until"]) for line in row["lines"]] == [("NEW", "2026-12-25")]
    assert why(story, "episodes.1.lines.0.origin") == (2, "new_in_earlier_weeks")
    (line,) = see(story, "2026-12-25")["episodes"][1]["lines"]
    assert (line["origin"], line["free_until"]) == ("RESUMED", None)


def test_a_charge_of_what_is_still_free_is_paid_back() -> None:
    """Charged for a week after the second discharge: all of it is due; of the week after the earlier weeks nothing.

    There somebody decided in time: all that runs is the person's to pay.
    """
    story = supported()
    determined(story, "2026-12-20", (0, 0, 10_000))
    for name, first in (("F1", date(2026, 12, 5)), ("F2", date(2026, 12, 25))):
        last = first + 6 * DAY
        story.tell(f"{last}T12:00", ch.ChargeRecorded(name, first, last, 14_000, "E06000001", "1-100", "L1"))
    view = see(story, "2027-01-10")
    assert [(row["charge_id"], row["refund_due"]) for row in view["charges"]] == [("F1", "140.00"), ("F2", "0.00")]
    assert why(story, "charges.0.refund_due", "2027-01-10")[1] == "charge_in_joint_weeks"


def test_of_a_bigger_package_what_was_more_stays_more() -> None:
    """Ten before, fourteen after the first discharge, sixteen after the second: six are free, then two."""
    story = supported(day="2026-06-01", origin=None)
    for day, hours in (("2026-06-02", 1000), ("2026-11-13", 1400), ("2026-12-01", 1600)):
        changed(story, day, hours)
    assert paid(story) == [
        ("2026-12-01", None, "RESUMED", 10.0, "ORDINARY"),
        ("2026-12-01", "2026-12-24", "INCREASE", 6.0, "FREE"),
        ("2026-12-25", "2027-01-11", "INCREASE", 2.0, "FREE"),
        ("2027-01-12", None, "INCREASE", 2.0, "FREE"),
        ("2026-12-25", None, "RESUMED", 4.0, "FREE"),
    ]
    determined(story, "2026-12-20", (5_000, 0, 5_000))
    assert [row for row in paid(story) if row[2] == "RESUMED"] == [
        ("2026-12-01", "2026-12-19", "RESUMED", 10.0, "ORDINARY"),
        ("2026-12-20", "2026-12-24", "RESUMED", 10.0, "DETERMINED"),
        ("2026-12-25", None, "RESUMED", 14.0, "DETERMINED"),
    ]


def test_that_it_is_resumed_is_said_of_the_later_weeks() -> None:
    """The provider says after the second discharge that it goes on, in full or with less: what was new stays free."""
    for hours in (700, 400):
        story = supported()
        changed(story, "2026-12-01", hours, "RESUMED")
        assert [row[:3] for row in paid(story)] == [
            ("2026-12-01", "2026-12-24", "NEW"),
            ("2026-12-25", None, "RESUMED"),
        ]
        assert see(story)["findings"] == []


def test_what_was_stated_last_before_is_what_goes_on() -> None:
    """An increase after the second discharge, then resumed: on that word's days it is an increase still, and free."""
    story = supported()
    changed(story, "2026-12-04", 1000, "INCREASE")
    changed(story, "2026-12-12", 1200, "RESUMED")
    assert [row[:4] for row in paid(story) if row[1] is None or row[1] >= "2026-12-12"] == [
        ("2026-12-12", "2026-12-24", "INCREASE", 12.0),
        ("2026-12-25", "2027-01-11", "INCREASE", 5.0),
        ("2027-01-12", None, "INCREASE", 5.0),
        ("2026-12-25", None, "RESUMED", 7.0),
    ]


def test_a_line_that_is_first_told_of_as_resumed_is_resumed() -> None:
    """It never ran in the earlier weeks, so nothing of it was new in them."""
    story = home()
    story.line("2026-12-02", "L2", 700, origin="RESUMED", price_per_hour=2000)
    assert [row[:3] for row in paid(story)] == [("2026-12-02", None, "RESUMED")]


def test_new_again_by_its_sender_s_word_contradicts_nothing_while_it_is() -> None:
    """Stated as new anew after the second discharge: so it is to 24 December; of what ran before both it is untrue."""
    story = supported()
    changed(story, "2026-12-02", None, "NEW")
    assert see(story)["findings"] == []
    old = supported(day="2026-06-01", origin=None)
    changed(old, "2026-12-02", None, "NEW")
    assert [row["rule"] for row in see(old)["findings"]] == ["origin_contradicted"]


def test_hours_that_nobody_said_stay_free_as_well() -> None:
    """New, of unknown length: all of it is resumed after the earlier weeks, and nothing of it before."""
    story = home()
    story.line("2026-11-14", "L1", None, origin="NEW")
    assert [row[:4] for row in paid(story)] == [
        ("2026-12-01", "2026-12-24", "NEW", None),
        ("2026-12-25", None, "RESUMED", None),
    ]


def test_every_earlier_weeks_that_run_protect() -> None:
    """Three discharges in a month: a line of the first, to its 24 December, and one of the second, to 1 January."""
    stays = [("2026-11-02T09:15", "2026-11-13T16:40"), ("2026-11-20T10:00", "2026-11-21T12:00")]
    story = supported(*stays, ("2026-11-28T10:00", "2026-12-01T12:00"))
    story.line("2026-11-22", "L2", 700, origin="NEW", price_per_hour=2000, service="MEALS")
    assert sorted(row[:3] for row in paid(story, 2) if row[2] == "NEW") == [
        ("2026-12-01", "2026-12-24", "NEW"),
        ("2026-12-01", "2027-01-01", "NEW"),
    ]


def test_weeks_that_were_over_protect_nothing() -> None:
    """Over by their last day, or because the person lived in Wales when they went in."""
    late = supported(("2026-11-02T09:15", "2026-11-13T16:40"), ("2026-12-24T10:00", "2026-12-25T12:00"))
    assert [row[:3] for row in paid(late)] == [("2026-12-25", None, "RESUMED")]
    gone = supported()
    for code, day in (("W06000015", "2026-11-20"), ("E06000001", "2027-01-05")):
        gone.tell(f"{day}T09:00", i.PersonUpdated(home=HomeArea(code, None, 1.0, "directory")))
    assert [row[:3] for row in paid(gone)] == [("2026-12-01", None, "RESUMED")]


def test_leaving_england_ends_what_is_still_free() -> None:
    """Home in Wales from 10 December on: free to the 9th, and nothing is counted after it."""
    story = supported()
    story.tell("2026-12-10T09:00", i.PersonUpdated(home=HomeArea("W06000015", None, 1.0, "directory")))
    assert [row[:3] for row in paid(story)] == [("2026-12-01", "2026-12-09", "NEW")]


def test_shorter_later_weeks_take_nothing_of_longer_earlier_ones() -> None:
    """Two weeks from 1 December on by policy, and six before: what begins meanwhile is free to 24 December as well."""
    joint = JointProcessor(AREAS, Policy(((date.min, 42), (date(2026, 12, 1), 14))))
    story = supported()
    for name, day in (("L2", "2026-12-02"), ("L3", "2026-12-18")):
        story.line(day, name, 700, origin="NEW", price_per_hour=2000)
    rows = joint.view(fold(story), date(2027, 3, 1))["episodes"][1]["responsibility"]
    assert sorted((row["line_id"], row["from"], row["to"], row["rule"]) for row in rows) == [
        ("L1", "2026-12-01", "2026-12-24", "joint_pays"),
        ("L1", "2026-12-25", None, "assessment_overdue"),
        ("L2", "2026-12-02", "2026-12-24", "joint_pays"),
        ("L2", "2026-12-25", None, "assessment_overdue"),
        ("L3", "2026-12-18", "2026-12-24", "joint_pays"),
        ("L3", "2026-12-25", None, "assessment_overdue"),
    ]


def test_the_split_is_that_of_the_day_to_the_end_of_longer_earlier_weeks() -> None:
    """Two weeks by policy, and six before that are joint to the 24th: by the row of the 20th from that day on."""
    splits = Splits((Split("*", date(2015, 4, 1), 5_000), Split("QF7", date(2026, 12, 20), 4_000)))
    joint = JointProcessor(AREAS, Policy(((date.min, 42), (date(2026, 12, 1), 14))), splits)
    rows = joint.view(fold(supported()), date(2027, 3, 1))["episodes"][1]["responsibility"]
    shares = [(row["from"], [payer["share"] for payer in row["payers"]]) for row in rows]
    assert shares == [
        ("2026-12-01", ["50.00", "50.00"]),
        ("2026-12-20", ["40.00", "60.00"]),
        ("2026-12-25", ["100.00"]),
    ]


def test_a_line_that_does_not_run_on_the_day_is_as_it_was_or_will_be() -> None:
    """Looked at on 5 December: what ended on the 3rd was free still, and so will be what begins on the 20th."""
    story = supported(ended_on=date(2026, 12, 3))
    story.line("2026-12-20", "L2", 1000, price_per_hour=2000)
    rows = see(story, "2026-12-05")["episodes"][1]["lines"]
    assert [(row["line_id"], row["origin"], row["free_until"]) for row in rows] == [
        ("L1", "NEW", "2026-12-25"),
        ("L2", "NEW", "2026-12-25"),
    ]
    after = see(story, "2026-12-25")["episodes"][1]["lines"]
    assert [(row["line_id"], row["origin"], row["hours_per_week"]) for row in after] == [
        ("L1", "NEW", 7.0),
        ("L2", "RESUMED", 7.0),
        ("L2", "INCREASE", 3.0),
    ]


def test_the_day_until_which_support_is_free_is_the_day_that_is_paid_for() -> None:
    """Shown in the first six weeks and true of the second: free until 25 December, on which charging begins."""
    story = supported()
    determined(story, "2026-12-25", (8_000, 0, 2_000))
    shown = [episode["lines"][0]["free_until"] for episode in see(story)["episodes"]]
    assert shown == ["2026-12-25", "2026-12-25"]
    assert [row[0] for row in paid(story) if row[4] == "DETERMINED"] == ["2026-12-25"]


def free_hours(events: Any, first: date, on: date) -> Counter[tuple[str, date]]:
    """Count the free hours of each line on each day of six weeks, a hundredth of an hour a week each."""
    found: Counter[tuple[str, date]] = Counter()
    view = JOINT.view(folded(events, JOINT), on)
    for row in (row for episode in view["episodes"] for row in episode["responsibility"]):
        day, last = date.fromisoformat(row["from"]), min(date.fromisoformat(row["to"] or str(on)), first + 41 * DAY)
        while day <= last and row["charging"] == "FREE":
            found[row["line_id"], day] += round(row["hours_per_week"] * 100)
            day += DAY
    return found


@settings(deadline=None, max_examples=150)
@given(seed=st.integers(0, 10**9))
def test_no_free_day_of_an_earlier_window_becomes_chargeable_by_a_readmission(seed: int) -> None:
    """Of every line as many hours are free on every day of the first six weeks as if nobody had gone back."""
    life = MoneyLife(seed)
    again = [one for one in life.story.events if getattr(getattr(one.body, "spell", None), "number", "SP1") != "SP1"]
    on = life.first + 60 * DAY
    never = free_hours(without(life.story.events, *again), life.first, on)
    assert never <= free_hours(life.story.events, life.first, on)
