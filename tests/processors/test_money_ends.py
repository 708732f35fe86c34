"""When support stops costing, what others are told of who pays, and what cannot be."""

import json
from datetime import date, timedelta

from hub.events import care_record as c
from hub.events import determination as det
from hub.events import identity as i
from hub.events.values import HomeArea
from tests.domain.stories import Story
from tests.processors.people import fold, see, why
from tests.processors.test_who_pays import JOINT, Rows, home, paid


def test_support_stops_costing_when_the_person_dies() -> None:
    """The day of death is the last one, though nobody has told the end of the line."""
    story = home()
    story.line("2026-11-14", "L1", 700, origin="NEW", price_per_hour=2000)
    story.death("2026-11-20T09:00", died="2026-11-20")
    assert [row[:2] for row in paid(story)] == [("2026-11-14", "2026-11-20")]


def test_a_move_out_of_england_ends_the_six_weeks() -> None:
    """A home in Wales from the 20th: ended on that day; an unknown code, or a move inside England, ends nothing."""
    story = home()
    story.line("2026-11-14", "L1", 700, origin="NEW", price_per_hour=2000)
    for code, day in (("E10000002", "2026-11-18"), ("nonsense", "2026-11-19"), ("W06000015", "2026-11-20")):
        assert see(story)["episodes"][0]["status"] == "open"
        story.tell(f"{day}T09:00", i.PersonUpdated(home=HomeArea(code, None, 1.0, "directory")))
    row = see(story)["episodes"][0]
    assert (row["status"], row["ended_because"], row["ended_on"]) == ("ended", "left_england", "2026-11-20")
    assert why(story, "episodes.0.ended_because")[1] == "left_england"
    assert [one[:2] for one in paid(story)] == [("2026-11-14", "2026-11-19")]
    listing = JOINT.listing(fold(story), date(2026, 12, 1))
    assert listing is not None
    assert listing.status == "ended"


def test_hidden_whereabouts_are_not_told_by_an_end() -> None:
    """That somebody left England says where they do not live: while it is hidden the weeks simply go on."""
    story = home()
    story.tell("2026-11-20T09:00", i.PersonUpdated(home=HomeArea("W06000015", None, 1.0, "directory")))
    view = JOINT.withholding().view(fold(story), date(2026, 12, 1))
    assert (view["episodes"][0]["status"], view["episodes"][0]["ended_because"]) == ("open", None)


def test_allocations_are_told_from_their_first_day_with_all_that_is_needed() -> None:
    """Line, period, payers, shares and amount of the whole period; a period that has no end yet has no amount."""
    story = home()
    story.line("2026-11-14", "L1", 700, origin="NEW", price_per_hour=2000)
    state = fold(story)

    def told(on: date) -> Rows:
        facts = sorted(fact for fact in JOINT.facts(state, on) if fact.kind == "FundingAllocated")
        return [json.loads(fact.body) for fact in facts]

    assert told(date(2026, 11, 13)) == []
    (first,) = told(date(2026, 11, 14))
    assert (first["from"], first["to"], first["amount"], first["rule"]) == (
        "2026-11-14",
        "2026-12-24",
        "820.00",
        "joint_pays",
    )
    assert [(one["payer"], one["share"]) for one in first["payers"]] == [("COUNCIL", "50.00"), ("ICB", "50.00")]
    assert (first["council"], first["ics"], first["hours_per_week"]) == ("E06000001", "QF7", "7.00")
    assert [one["amount"] for one in told(date(2026, 12, 25))] == ["820.00", None]
    assert JOINT.wakes_on(state, date(2026, 12, 24)) == date(2026, 12, 25)


def test_somebody_forgotten_has_no_ledger() -> None:
    """The keys are gone: nothing of the money is shown."""
    story = home()
    story.line("2026-11-14", "L1", 700, origin="NEW", price_per_hour=2000)
    story.tell("2026-12-01T09:00", i.SubjectKeyDestroyed("ERASURE"))
    ledger = JOINT.ledger(fold(story), date(2026, 12, 20))
    assert (ledger["days"], ledger["lines"]) == ([], [])


def test_a_ledger_of_a_far_day_is_no_longer_than_a_year_after_the_weeks() -> None:
    """Support that goes on for ever fills no machine."""
    story = home()
    story.line("2026-11-14", "L1", 700, origin="NEW", price_per_hour=2000)
    assert len(JOINT.ledger(fold(story), date.max)["days"]) == 41 * 2 + 366
    late = Story()
    late.discharge("9999-11-13T12:00")
    assert JOINT.ledger(fold(late), date.max)["days"] == []


def test_a_ledger_says_up_to_which_day_it_counts_and_whether_support_goes_on() -> None:
    """The day asked for, a year after the weeks, the day of death, or none where nothing had begun."""

    def counted(story: Story, on: date) -> tuple[str | None, bool]:
        ledger = JOINT.ledger(fold(story), on)
        return ledger["until"], ledger["goes_on"]

    story = home()
    story.line("2026-11-14", "L1", 700, origin="NEW", price_per_hour=2000)
    assert counted(story, date(2026, 11, 1)) == (None, False)
    assert counted(story, date(2027, 12, 25)) == ("2027-12-25", True)
    for on in (date(2027, 12, 26), date(2030, 1, 1), date.max):
        assert counted(story, on) == ("2027-12-25", True)
    assert JOINT.ledger(fold(story), date.max)["days"][-1]["on"] == "2027-12-25"
    story.tell("2027-12-30T10:00", c.SupportLineEnded("L1", "1-100", date(2027, 12, 25)))
    assert counted(story, date.max) == ("2027-12-25", False)
    story.death("2026-11-20T09:00", died="2026-11-20")
    assert counted(story, date(2026, 12, 1)) == ("2026-11-20", False)
    assert counted(Story(), date(2026, 12, 1)) == (None, False)


def test_impossible_hours_and_prices_are_kept_and_shown() -> None:
    """More than two carers give, less than nothing an hour, and lines that are more than a day: never a stop."""
    story = home()
    story.line("2026-11-14", "L1", 34_000, origin="NEW", price_per_hour=2000)
    story.line("2026-11-14T09:00", "L2", 700, origin="NEW", price_per_hour=-5)
    story.line("2026-11-15", "L3", -700, origin="NEW", price_per_hour=2000)
    view = see(story, "2026-11-20")
    assert [row["rule"] for row in view["findings"]] == [
        "hours_impossible",
        "more_than_a_day",
        "negative_money",
        "hours_impossible",
    ]
    rows = view["episodes"][0]["responsibility"]
    assert [(row["line_id"], row["hours_per_week"], row["amount"]) for row in rows] == [
        ("L1", 340.0, None),
        ("L2", 7.0, None),
        ("L3", -7.0, None),
    ]
    assert [row["finding"] for row in rows] == ["hours_impossible", "negative_money", "hours_impossible"]
    assert date.fromisoformat(rows[0]["from"]) + timedelta(days=1) == date.fromisoformat(rows[2]["from"])


def test_hours_of_two_carers_are_counted() -> None:
    """210 hours a week at 10 pounds, as every door takes them: 300 pounds a day, and a finding that asks to look."""
    story = home()
    story.line("2026-11-14", "L1", 21_000, origin="NEW", price_per_hour=1000)
    view = see(story, "2026-11-15")
    (row,) = view["episodes"][0]["responsibility"]
    assert (row["hours_per_week"], row["amount"], row["finding"]) == (210.0, "600.00", None)
    (finding,) = view["findings"]
    assert (finding["rule"], finding["about"]["id"], finding["sources"]) == ("more_than_a_day", "L1", [2])
    most = home()
    most.line("2026-11-14", "L1", 33_600, origin="NEW", price_per_hour=1000)
    above = home()
    above.line("2026-11-14", "L1", 33_601, origin="NEW", price_per_hour=1000)
    rules = [[each["rule"] for each in see(one, "2026-11-15")["findings"]] for one in (most, above)]
    assert rules == [["more_than_a_day"], ["hours_impossible"]]


def test_shares_that_make_no_whole_decide_nothing() -> None:
    """A decision of 90 per cent is kept with a finding; the line goes on as before."""
    story = home()
    story.line("2026-11-14", "L1", 700, origin="NEW", price_per_hour=2000)
    story.tell("2026-12-18T10:00", det.FundingDetermined("D1", date(2026, 12, 1), 6000, 0, 3000))
    view = see(story, "2026-12-20")
    assert [row["rule"] for row in view["findings"]] == ["shares_not_whole"]
    assert [row["rule"] for row in view["episodes"][0]["responsibility"]] == ["joint_pays"]


def test_somebody_who_lived_in_wales_before_has_their_six_weeks() -> None:
    """A home outside England that was left before the discharge ends nothing."""
    story = Story()
    for code, day in (("W06000015", "2026-10-01"), ("E06000001", "2026-10-20")):
        story.tell(f"{day}T09:00", i.PersonUpdated(home=HomeArea(code, None, 1.0, "directory")))
    story.admit("2026-11-02T09:15", home=None)
    story.discharge("2026-11-13T16:40")
    assert see(story)["episodes"][0]["status"] == "open"


def test_hours_below_nought_are_held_against_no_others() -> None:
    """A number that cannot be neither takes hours from what ran before nor adds any to what is more now."""
    before = home()
    before.line("2026-06-01", "L1", -500, price_per_hour=2000)
    before.tell("2026-11-14", _changed(date.fromisoformat("2026-11-14"), 1000))
    assert _split(before) == [("RESUMED", 10.0)]
    changed = home()
    changed.line("2026-06-01", "L1", 1000, price_per_hour=2000)
    changed.tell("2026-11-14", _changed(date.fromisoformat("2026-11-14"), -500))
    changed.line("2026-11-15", "L2", 1000, price_per_hour=2000)
    assert _split(changed) == [("RESUMED", -5.0), ("NEW", 10.0)]
    taken_over = home()
    taken_over.line("2026-06-01", "L1", 1000, price_per_hour=2000)
    taken_over.tell("2026-11-12", c.SupportLineEnded("L1", "1-100", date(2026, 11, 12)))
    taken_over.line("2026-11-14", "L2", -500, price_per_hour=2000)
    taken_over.line("2026-11-15", "L3", 700, price_per_hour=2000)
    assert _split(taken_over) == [("RESUMED", -5.0), ("NEW", 7.0)]
    stated = home()
    stated.line("2026-11-13", "L1", -500, origin="RESUMED")
    assert _split(stated) == [("RESUMED", -5.0)]
    stated.tell("2026-11-16", _changed(date.fromisoformat("2026-11-16"), 1000))
    assert _split(stated) == [("RESUMED", 10.0)]


def _changed(day: date, hours: int) -> c.SupportLineChanged:
    return c.SupportLineChanged("L1", "1-100", day, hours_per_week=hours)


def _split(story: Story) -> list[tuple[str, float]]:
    return [(row["origin"], row["hours_per_week"]) for row in see(story, "2026-11-20")["episodes"][0]["lines"]]


def test_support_is_free_until_the_end_of_the_weeks_that_came_first() -> None:
    """Dead on the 20th, or in Wales from the 20th: no later day is promised, neither by the joint clock nor the law."""
    for service in ("HOME_SUPPORT", "REABLEMENT"):
        story = home()
        story.line("2026-11-14", "L1", 700, origin="NEW", price_per_hour=2000, service=service)
        dead, gone = Story("dead"), Story("gone")
        dead.events, gone.events = [*story.events], [*story.events]
        dead.death("2026-11-20T09:00", died="2026-11-20")
        gone.tell("2026-11-20T09:00", i.PersonUpdated(home=HomeArea("W06000015", None, 1.0, "directory")))
        shown = [see(one)["episodes"][0]["lines"][0]["free_until"] for one in (dead, gone)]
        assert shown == ["2026-11-21", "2026-11-20"]


def test_after_a_move_what_is_told_names_who_answers_on_its_days() -> None:
    """The same shares under another council and board: told in two parts, each with its own pounds, one period."""
    story = Story()
    story.admit("2026-11-02T09:15", gp_practice=None)
    story.discharge("2026-11-13T16:40")
    story.line("2026-11-14", "L1", 700, origin="NEW", price_per_hour=2000)
    story.tell("2026-12-01T09:00", i.PersonUpdated(home=HomeArea("E08000025", "QHL", 1.0, "directory")))
    state, names = fold(story), ("from", "to", "council", "ics", "amount")

    def told(on: date) -> list[tuple[str | None, ...]]:
        facts = [json.loads(fact.body) for fact in JOINT.facts(state, on) if fact.kind == "FundingAllocated"]
        return sorted(tuple(one[name] for name in names) for one in facts)

    first = ("2026-11-14", "2026-11-30", "E06000001", "QF7", "340.00")
    assert told(date(2026, 11, 30)) == [first]
    assert JOINT.wakes_on(state, date(2026, 11, 30)) == date(2026, 12, 1)
    assert told(date(2026, 12, 1)) == [first, ("2026-12-01", "2026-12-24", "E08000025", "QHL", "480.00")]
    assert told(date(2026, 12, 25))[2][:4] == ("2026-12-25", None, "E08000025", "QHL")
    assert [row[:2] for row in paid(story)] == [("2026-11-14", "2026-12-24"), ("2026-12-25", None)]


def test_a_move_that_changes_nobody_who_answers_divides_nothing() -> None:
    """A home that only makes another council likely: the board of the practice goes on, and no council is sure."""
    story = home()
    story.line("2026-11-14", "L1", 700, origin="NEW", price_per_hour=2000)
    for day, code in (("2026-11-20", "E08000025"), ("2026-11-25", "E08000016")):
        story.tell(f"{day}T09:00", i.PersonUpdated(home=HomeArea(code, None, 0.6, "directory")))
    facts = [json.loads(one.body) for one in JOINT.facts(fold(story), date(2026, 12, 1)) if "Funding" in one.kind]
    assert sorted((one["from"], one["to"], one["council"]) for one in facts) == [
        ("2026-11-14", "2026-11-19", "E06000001"),
        ("2026-11-20", "2026-12-24", None),
    ]
