"""What waits for somebody to act: each step with its holder and day, and the board's row that follows from it."""

from datetime import date
from typing import Any

import pytest

from hub.domain.appeal_clocks import AppealPolicy
from hub.events import charges as ch
from hub.events import continuing_healthcare as c
from hub.events import coordination as co
from hub.events import identity as i
from hub.events import portability as p
from hub.events.appeals import AppealDecided, AppealLodged, AppealWithdrawn
from hub.events.assessment import AssessmentCompleted
from hub.events.determination import FundingDetermined
from hub.processors.joint import JointProcessor
from tests.domain.stories import Story
from tests.processors.people import AREAS, fold, see, why
from tests.processors.standing import home

JOINT = JointProcessor(AREAS)
COUNCIL, OTHER = "E06000001", "E08000016"
AFTER = "2027-01-10"
"""A day after the six weeks: they end on 24 December."""


def steps(story: Story, on: str = AFTER) -> list[tuple[Any, ...]]:
    """Give the open steps of a day: what, who holds it, by when, and what it is about."""
    rows = see(story, on)["open_steps"]
    return [(row["what"], row["holder"], row["organisation"], row["due"], row["about"]) for row in rows]


def row(story: Story, on: str = AFTER) -> Any:
    """Give the board's row of a day."""
    return JOINT.listing(fold(story), date.fromisoformat(on))


def asked() -> Story:
    """Somebody whose six weeks are over, and of whom it was said how they ended."""
    story = home()
    story.tell("2026-12-26T09:00", co.SixWeeksOutcomeRecorded("OWN_HOME", date(2026, 12, 26)))
    return story


def test_after_the_six_weeks_the_outcome_keeps_somebody_on_the_board() -> None:
    """Day 43 has come and nobody has said how they ended: the council holds it until it is said."""
    told = ("record_outcome", "council", COUNCIL, "2026-12-25", None)
    assert steps(home()) == [told]
    listing = row(home())
    assert (listing.status, listing.council, listing.step, listing.holder) == ("unfinished", COUNCIL, *told[:2])
    assert listing.step_due == date(2026, 12, 25)
    assert row(home(), "2026-12-24").status == "open"
    assert (row(asked()).status, row(asked()).step, steps(asked())) == ("open", None, [])


def test_support_that_goes_on_undecided_waits_for_a_determination() -> None:
    """From day 43 on, due since day 35, until somebody decides or the support ends."""
    story = asked()
    story.line("2026-11-14", "L1", 700)
    assert steps(story) == [("determine_funding", "council", COUNCIL, "2026-12-17", "L1")]
    assert row(story).providers == ("1-100",)
    assert why(story, "open_steps.0", AFTER)[1] == "step_determine_funding"
    story.tell("2027-01-02T09:00", FundingDetermined("F1", date(2026, 12, 25), 0, 0, 10_000, council=COUNCIL))
    assert steps(story) == []


def test_support_that_ends_waits_for_nobody_from_the_day_after() -> None:
    """The person is looked at on that day, and the provider leaves the row."""
    story = asked()
    story.line("2026-11-14", "L1", 700, ended_on=date(2027, 1, 20))
    outline = JOINT.outline(fold(story), date(2027, 1, 10))
    assert outline.wakes_on == date(2027, 1, 21)
    assert (steps(story, "2027-01-20") != [], steps(story, "2027-01-21")) == (True, [])


def test_what_was_charged_on_free_days_is_paid_back_by_whoever_charged() -> None:
    """By the council, the provider, or where whereabouts are hidden by a council that is not named."""
    story = asked()
    story.line("2026-11-14", "L1", 700, ended_on=date(2026, 12, 24))
    days = date(2026, 11, 16), date(2026, 11, 22)
    story.tell("2026-12-27T09:00", ch.ChargeRecorded("C1", *days, 1_000, charged_by=COUNCIL, line_id="L1"))
    story.tell("2026-12-27T09:01", ch.ChargeRecorded("C2", *days, 1_000, provider="1-100", line_id="L1"))
    assert steps(story) == [
        ("pay_back", "council", COUNCIL, "2026-12-27", "C1"),
        ("pay_back", "provider", "1-100", "2026-12-27", "C2"),
    ]
    assert row(story).status == "unfinished"
    story.tell("2026-12-28T09:00", ch.ChargeReversed("C1", date(2026, 12, 28)))
    story.tell("2026-12-28T09:01", ch.ChargeReversed("C2", date(2026, 12, 28)))
    assert steps(story) == []


@pytest.mark.parametrize(
    ("by", "holder"),
    [
        ("E06000001", "council"),
        ("W06000015", "council"),
        ("RZZ", "hospital"),
        ("1-101", "provider"),
        ("QF7", "provider"),
    ],
)
def test_the_kind_of_holder_fits_the_code_of_who_charged(by: str, holder: str) -> None:
    """A council has an ONS code and a trust one of its own; whoever else charged is a provider, and no council."""
    story = asked()
    story.line("2026-11-14", "L1", 700, ended_on=date(2026, 12, 24))
    days = date(2026, 11, 16), date(2026, 11, 22)
    story.tell("2026-12-27T09:00", ch.ChargeRecorded("C1", *days, 1_000, charged_by=by, provider="1-100", line_id="L1"))
    assert steps(story) == [("pay_back", holder, by, "2026-12-27", "C1")]


def test_of_a_charge_of_nobody_in_particular_the_council_is_not_known() -> None:
    """Neither who charged nor a provider is told: charging is a council's, and nobody knows whose."""
    story = asked()
    story.line("2026-11-14", "L1", 700, ended_on=date(2026, 12, 24))
    story.tell("2026-12-27T09:00", ch.ChargeRecorded("C1", date(2026, 11, 16), date(2026, 11, 22), 1_000))
    assert steps(story) == [("pay_back", "council", None, "2026-12-27", "C1")]


def test_a_positive_checklist_waits_for_the_board_until_it_decides() -> None:
    """28 days; nothing once it is decided, and nothing of somebody who died."""
    story = asked()
    story.tell("2026-12-27T09:00", c.ChcChecklistCompleted("K1", positive=True, completed_on=date(2026, 12, 27)))
    assert steps(story) == [("decide_chc", "ics", "QF7", "2027-01-24", "K1")]
    assert steps(story, "2026-12-26") == []
    dead = asked()
    dead.tell("2026-12-27T09:00", c.ChcChecklistCompleted("K1", positive=True, completed_on=date(2026, 12, 27)))
    dead.death("2027-01-01T09:00")
    assert steps(dead) == []
    story.tell("2027-01-03T09:00", c.ChcDecided("K1", "NOT_ELIGIBLE", date(2027, 1, 3)))
    assert steps(story) == []


@pytest.mark.parametrize(
    ("word", "step"),
    [
        (c.ChcChecklistCompleted("K1", positive=True, completed_on=date(2027, 1, 20)), "decide_chc"),
        (p.MoveAssessed("M1", "A1"), "complete_move"),
    ],
)
def test_a_step_that_begins_with_a_word_dated_ahead_is_on_the_board_from_its_day(word: Any, step: str) -> None:
    """A checklist of next week, an assessment of next week: the person is looked at again on that day."""
    story = moved(on="2027-01-15") if step == "complete_move" else asked()
    if step == "complete_move":
        story.tell("2027-01-20T09:00", word, recorded="2027-01-04T09:00")
    else:
        story.tell("2027-01-04T09:00", word)
    outline = JOINT.outline(fold(story), date(2027, 1, 16))
    assert outline.wakes_on == date(2027, 1, 20)
    assert [row(story, on).step == step for on in ("2027-01-19", "2027-01-20")] == [False, True]


def test_an_appeal_waits_for_its_receipt_and_its_decision() -> None:
    """By the clocks that hold; a step dated ahead counts from its day on, when the person is looked at again."""
    story = asked()
    story.tell("2027-01-05T09:00", AppealDecided("AP2", "UPHELD", date(2027, 1, 5)))
    story.tell("2027-01-05T10:00", AppealLodged("AP1", "FUNDING", date(2027, 1, 4), council=OTHER))
    assert steps(story) == [
        ("acknowledge_appeal", "council", OTHER, "2027-01-07", "AP1"),
        ("decide_appeal", "council", OTHER, "2027-02-15", "AP1"),
    ]
    quick = JointProcessor(AREAS, appeals=AppealPolicy(decide_within=((date.min, 7),)))
    assert quick.view(fold(story), date(2027, 1, 10))["open_steps"][1]["due"] == "2027-01-11"
    story.tell("2027-01-06T09:00", AppealWithdrawn("AP1", date(2027, 1, 20)))
    assert JOINT.outline(fold(story), date(2027, 1, 10)).wakes_on == date(2027, 1, 20)
    assert [len(steps(story, on)) for on in ("2027-01-19", "2027-01-20")] == [2, 0]


def moved(*words: Any, on: str = "2027-01-20", **notice: Any) -> Story:
    """Somebody who is to move to another council after their six weeks, and what was told of it since."""
    story = asked()
    to = notice.pop("to_council", OTHER)
    story.tell("2027-01-02T09:00", p.MoveNotified("M1", date.fromisoformat(on), COUNCIL, to, **notice))
    for word in words:
        story.tell("2027-01-04T09:00", word)
    return story


@pytest.mark.parametrize(
    ("words", "waits"),
    [
        ((), [("confirm_move", OTHER)]),
        ((p.MoveConfirmedGenuine("M1"),), [("ask_for_papers", OTHER)]),
        ((p.MoveDocumentsRequested("M1"),), [("send_papers", COUNCIL)]),
        ((p.PlanTransferred("M1", "D1", "ab" * 32),), [("assess_move", OTHER)]),
        ((p.MoveAssessed("M1", "A1"),), []),
        ((p.MoveCancelled("M1"),), []),
        ((p.MoveCompleted("M1", date(2027, 1, 4)),), []),
    ],
)
def test_a_move_waits_for_one_council_after_the_other(words: tuple[Any, ...], waits: list[tuple[str, str]]) -> None:
    """Confirmed, papers asked for and sent, assessed: each by the day of the move (Care Act 2014 section 37)."""
    found = steps(moved(*words))
    assert found == [(what, "council", council, "2027-01-20", "M1") for what, council in waits]


@pytest.mark.parametrize(
    ("words", "waits"),
    [
        ((), ["confirm_move", "assess_move"]),
        ((p.MoveDocumentsRequested("M1"),), ["send_papers", "assess_move"]),
        ((p.MoveAssessed("M1", "A1"),), ["complete_move"]),
    ],
)
def test_on_the_day_of_the_move_the_second_council_has_to_act(words: tuple[Any, ...], waits: list[str]) -> None:
    """Without an assessment its interim duty runs; with one its own plan is to begin (section 38)."""
    assert sorted(each[0] for each in steps(moved(*words), "2027-01-20")) == sorted(waits)


@pytest.mark.parametrize("notice", [{"placed": True}, {"to_council": COUNCIL}, {"to_council": "W06000015"}])
def test_where_no_duty_moves_nothing_waits(notice: dict[str, Any]) -> None:
    """Placed out of area, within one council, out of England."""
    assert steps(moved(**notice)) == []


def test_a_move_waits_for_nobody_before_it_was_notified_or_after_a_death() -> None:
    """A word of a move whose notice has not come is no step; neither is a move of somebody who died."""
    story = asked()
    story.tell("2027-01-04T09:00", p.MoveConfirmedGenuine("M1"))
    assert steps(story) == []
    dead = moved()
    dead.death("2027-01-05T09:00")
    assert steps(dead) == []


def test_while_whereabouts_are_hidden_no_council_is_named() -> None:
    """The steps stand, and say where nobody lives."""
    story = moved()
    story.line("2026-11-14", "L1", 700, ended_on=date(2026, 12, 24))
    days = date(2026, 11, 16), date(2026, 11, 22)
    story.tell("2026-12-27T09:00", ch.ChargeRecorded("C1", *days, 1_000, charged_by=COUNCIL, line_id="L1"))
    story.tell("2027-01-05T10:00", AppealLodged("AP1", "FUNDING", date(2027, 1, 4), council=OTHER))
    withheld = JOINT.withholding().view(fold(story), date.fromisoformat(AFTER))
    assert {each["what"] for each in withheld["open_steps"]} >= {"pay_back", "decide_appeal", "confirm_move"}
    assert {each["organisation"] for each in withheld["open_steps"]} == {None}


def test_of_the_forgotten_nothing_waits_and_the_dead_leave_what_others_owe() -> None:
    """Who is forgotten has no steps; an appeal of somebody who died goes on, and their row says died."""
    story = asked()
    story.tell("2027-01-05T10:00", AppealLodged("AP1", "FUNDING", date(2027, 1, 4), council=OTHER))
    story.death("2027-01-06T09:00")
    assert (row(story).status, row(story).step, len(steps(story)), see(story, AFTER)["next_step"]) == (
        "died",
        None,
        2,
        None,
    )
    story.tell("2027-01-07T09:00", i.SubjectKeyDestroyed("erasure"))
    assert steps(story) == []


def test_inside_the_six_weeks_the_next_step_is_one_of_the_list() -> None:
    """While support runs as planned, what else waits is next; both are in the list, what is due first comes first."""
    story = home()
    story.line("2026-11-14", "L1", 700)
    story.tell("2026-11-15T09:00", co.CoordinatorNamed("post-1", COUNCIL))
    on = "2026-11-20"
    assert steps(story, on) == [("support", "provider", "1-100", None, None)]
    story.tell("2026-11-16T09:00", AppealLodged("AP1", "FUNDING", date(2026, 11, 16), council=COUNCIL))
    assert see(story, on)["next_step"]["what"] == "acknowledge_appeal"
    assert (row(story, on).status, row(story, on).step) == ("open", "acknowledge_appeal")
    assert [each[0] for each in steps(story, on)] == ["acknowledge_appeal", "decide_appeal"]
    story.tell("2026-12-11T09:00", AssessmentCompleted("A1", "NEEDS"))
    assert [each["overdue"] for each in see(story, on)["open_steps"]] == [True, False]


def test_support_that_is_to_begin_or_end_wakes_the_row() -> None:
    """The step of the row is that of its day, so the person is looked at when support begins and the day after it."""
    story = home()
    story.line("2026-11-16", "L1", 700, recorded="2026-11-14", ended_on=date(2026, 11, 18))
    seen = {day: row(story, f"2026-11-{day}").step for day in (15, 16, 19)}
    assert seen[19] == "start_support"
    wakes = JOINT.outline(fold(story), date(2026, 11, 18)).wakes_on
    assert wakes == date(2026, 11, 19)


def test_a_readmission_asks_the_hospital_first() -> None:
    """Back in a bed: the hospital holds the step, whatever else waits."""
    story = home()
    story.tell("2026-11-16T09:00", AppealLodged("AP1", "FUNDING", date(2026, 11, 16), council=COUNCIL))
    story.admit("2026-11-20T08:00", "SP2")
    story.tell("2026-11-21T09:00", co.SafeguardingConcernRaised("S1"))
    listing = row(story, "2026-11-22")
    assert (listing.status, listing.step, listing.holder) == ("suspended", "stay", "hospital")


def test_something_waits_for_somebody_who_died_while_money_is_owed() -> None:
    """After a death a charge on free days is still to be paid back; once it is, nothing waits."""
    joint, on = JointProcessor(AREAS), date(2027, 2, 5)
    story = home()
    story.line("2026-11-14", "L1", 700, origin="NEW", price_per_hour=2000)
    story.tell("2026-11-20", ch.ChargeRecorded("F1", date(2026, 11, 15), date(2026, 11, 18), 8_000, "E06000001"))
    story.death("2026-11-28T09:00")
    assert joint.waits(fold(story, joint), on)
    story.tell("2026-12-01", ch.ChargeReversed("F1", date(2026, 12, 1)))
    assert not joint.waits(fold(story, joint), on)
    assert not joint.waits(joint.initial(), on)
