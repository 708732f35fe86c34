"""Support that was written down ahead and is called off: it ran on no day, and what was said stays known."""

import json
from datetime import date
from typing import Any

import pytest

from hub.events import care_record as c
from hub.processors.joint import JointProcessor
from tests.domain.stories import Story
from tests.processors.lines_told import ends, home, owed, ran, rules, starts, visited
from tests.processors.people import AREAS, fold, see
from tests.processors.test_charges import charge
from tests.processors.test_charges_without_support import at_rest

JOINT = JointProcessor(AREAS)


def called_off(story: Story, day: str, told: str) -> None:
    """L1 is told not to begin on a day."""
    body = c.SupportLineEnded("L1", "1-100", date.fromisoformat(day), called_off=True)
    story.tell(told, body, recorded=told)


def planned(told: str = "2026-11-16T10:00", **more: Any) -> Story:
    """Home on the 13th, and L1 to begin on the 20th, written down on the 16th."""
    story = home()
    starts(story, "2026-11-20", told, **more)
    return story


@pytest.mark.parametrize("told", ["2026-11-17T10:00", "2026-11-25T10:00"])
def test_what_is_called_off_is_in_no_ledger_and_on_no_board(told: str) -> None:
    """Before its day or after it: no day is owed, nobody waits for its first visit, and the council starts support."""
    story = planned()
    called_off(story, "2026-11-20", told)
    assert (ran(story), owed(story), rules(story)) == ([], [], [])
    state, view = fold(story), see(story, "2026-11-28")
    assert JOINT.ledger(state, date(2026, 12, 24))["days"] == []
    assert [row["kind"] for row in view["episodes"][0]["alerts"]] == ["no_coordinator"]
    assert "start_support" in [step["what"] for step in [view["next_step"], *view["open_steps"]]]
    assert [fact for fact in JOINT.facts(state, date(2026, 11, 28)) if fact.kind == "FundingAllocated"] == []
    (line,) = state.lines
    assert (line.last_day, line.service) == (date(2026, 11, 19), "HOME_SUPPORT")


def test_the_plan_is_still_known_as_it_was() -> None:
    """What was told is kept: until the 17th the line was to begin, and a day before it shows it so."""
    story = planned()
    before = fold(story)
    called_off(story, "2026-11-20", "2026-11-17T10:00")
    after = fold(story)
    assert [line.spans[0].first for line in before.lines] == [date(2026, 11, 20)]
    assert [word.day for word in after.lines[0].words] == [date(2026, 11, 20)] * 2


def test_support_that_is_told_anew_after_it_begins() -> None:
    """Called off and told again for the same day, or for another one: the newest word counts."""
    for day in ("2026-11-20", "2026-11-24"):
        story = planned()
        called_off(story, "2026-11-20", "2026-11-17T10:00")
        starts(story, day, "2026-11-18T10:00")
        assert (ran(story), rules(story)) == ([(day, None, 7.0)], [])


@pytest.mark.parametrize("end", [None, "carried", "told"])
def test_the_end_of_what_is_called_off_goes_with_it(end: str | None) -> None:
    """Support that ran before keeps its own end, and is not made longer by that of a run that never came."""
    story = home()
    starts(story, "2026-11-14", "2026-11-14T09:00")
    ends(story, "2026-11-16", "2026-11-16T10:00")
    carried = date(2026, 11, 27) if end == "carried" else None
    starts(story, "2026-11-20", "2026-11-16T11:00", ended_on=carried)
    if end == "told":
        ends(story, "2026-11-27", "2026-11-16T12:00")
    called_off(story, "2026-11-20", "2026-11-17T10:00")
    assert (ran(story), rules(story)) == ([("2026-11-14", "2026-11-16", 7.0)], [])


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({}, [("2026-11-14", "2026-11-30", 7.0)]),
        ({"then": "2026-11-25"}, [("2026-11-14", "2026-11-24", 7.0), ("2026-11-25", None, 14.0)]),
        ({"ended": "2026-11-26"}, [("2026-11-14", "2026-11-26", 7.0)]),
    ],
    ids=["alone", "another start follows", "an end was told meanwhile"],
)
def test_new_terms_that_are_called_off_leave_the_line_as_it_ran(more: dict[str, str], found: Any) -> None:
    """Fourteen hours from the 20th are called off: seven go on, to the end that came with them where none is newer."""
    story = home()
    starts(story, "2026-11-14", "2026-11-14T09:00", ended_on=date(2026, 11, 30))
    visited(story, "2026-11-14T12:00")
    starts(story, "2026-11-20", "2026-11-16T10:00", 1400)
    if "then" in more:
        starts(story, more["then"], "2026-11-21T10:00", 1400)
    if "ended" in more:
        ends(story, more["ended"], "2026-11-16T12:00")
    called_off(story, "2026-11-20", "2026-11-21T12:00")
    assert ran(story) == found


def test_an_end_that_gave_way_to_that_of_what_is_called_off_holds_again() -> None:
    """Seven hours until the 30th; fourteen from the 20th to the 25th are called off: no support runs without end."""
    story = home()
    starts(story, "2026-11-14", "2026-11-14T09:00")
    ends(story, "2026-11-30", "2026-11-15T10:00")
    starts(story, "2026-11-20", "2026-11-16T10:00", 1400, ended_on=date(2026, 11, 25))
    assert ran(story) == [("2026-11-14", "2026-11-19", 7.0), ("2026-11-20", "2026-11-25", 14.0)]
    called_off(story, "2026-11-20", "2026-11-17T10:00")
    assert (ran(story), rules(story)) == ([("2026-11-14", "2026-11-30", 7.0)], [])


@pytest.mark.parametrize("carried", [False, True])
def test_an_earlier_start_that_is_called_off_leaves_the_later_one_its_own_end(*, carried: bool) -> None:
    """From the 20th to the 22nd; that it began on the 16th and ends on the 26th was a mistake."""
    story = home()
    starts(story, "2026-11-20", "2026-11-20T09:00", ended_on=date(2026, 11, 22) if carried else None)
    if not carried:
        ends(story, "2026-11-22", "2026-11-22T09:00")
    starts(story, "2026-11-16", "2026-11-24T09:00", 1400, ended_on=date(2026, 11, 26))
    assert ran(story) == [("2026-11-16", "2026-11-19", 14.0), ("2026-11-20", "2026-11-26", 7.0)]
    called_off(story, "2026-11-16", "2026-11-24T10:00")
    assert ran(story) == [("2026-11-20", "2026-11-22", 7.0)]


@pytest.mark.parametrize("day", ["2026-11-20", "2026-11-22"])
def test_a_plan_that_gives_way_takes_no_end_with_it_but_its_own(day: str) -> None:
    """Fourteen hours from the 20th to the 25th become ten from that day or a later one: support ends on the 30th."""
    story = home()
    starts(story, "2026-11-14", "2026-11-14T09:00")
    visited(story, "2026-11-14T12:00")
    ends(story, "2026-11-30", "2026-11-15T10:00")
    starts(story, "2026-11-20", "2026-11-16T10:00", 1400, ended_on=date(2026, 11, 25))
    starts(story, day, "2026-11-17T10:00", 1000)
    assert [one[1:] for one in ran(story)][1:] == [("2026-11-30", 10.0)]


def test_visits_show_that_a_start_came_though_it_was_told_after_them() -> None:
    """Dated by when it was written, on the 23rd: somebody came on the 21st and 22nd, after a first time on the 15th."""
    for back in (False, True):
        story = home()
        for day in (15, 21, 22):
            visited(story, f"2026-11-{day}T08:00")
        if back:
            story.admit("2026-11-22T10:00", "SP2")
            story.discharge("2026-11-22T20:00", "SP2")
        body = c.SupportLineStarted("L1", "1-100", "HOME_SUPPORT", date(2026, 11, 20), hours_per_week=700)
        story.tell("2026-11-23T12:00", body)
        called_off(story, "2026-11-20", "2026-11-26T10:00")
        assert (ran(story), "called_off_in_vain" in rules(story)) == ([("2026-11-20", None, 7.0)], True)


def test_what_a_visit_shows_to_have_begun_is_not_called_off() -> None:
    """Somebody came on the 20th: support runs, and a finding tells that it was called off."""
    story = planned()
    visited(story, "2026-11-20T12:00")
    called_off(story, "2026-11-20", "2026-11-21T10:00")
    assert (ran(story), rules(story)) == ([("2026-11-20", None, 7.0)], ["called_off_in_vain"])


def test_calling_off_what_was_not_to_begin_on_that_day_is_a_finding() -> None:
    """Another day than the plan's, or a line that nobody told of: nothing changes; told too early, it holds later."""
    story = planned()
    called_off(story, "2026-11-21", "2026-11-17T10:00")
    assert (ran(story), rules(story)) == ([("2026-11-20", None, 7.0)], ["called_off_in_vain"])
    unknown = home()
    called_off(unknown, "2026-11-20", "2026-11-17T10:00")
    assert (ran(unknown), rules(unknown)) == ([], ["called_off_in_vain"])
    starts(unknown, "2026-11-20", "2026-11-16T10:00")
    assert (ran(unknown), rules(unknown)) == ([], [])


def test_support_that_is_called_off_twice_is_called_off() -> None:
    """Two messages say so in either order: nothing new, until a newer start of that day is called off in its turn."""
    for first, second in (("17", "18"), ("18", "17")):
        story = planned()
        for told in (first, second):
            called_off(story, "2026-11-20", f"2026-11-{told}T10:00")
        assert (ran(story), rules(story)) == ([], [])
        starts(story, "2026-11-20", "2026-11-19T10:00", 1400)
        assert (ran(story), rules(story)) == ([("2026-11-20", None, 14.0)], [])
        visited(story, "2026-11-20T12:00")
        called_off(story, "2026-11-20", "2026-11-21T10:00")
        assert (ran(story), rules(story)) == ([("2026-11-20", None, 14.0)], ["called_off_in_vain"])


def test_a_bill_for_support_that_was_called_off_is_looked_at() -> None:
    """After the six weeks it is a line that did not run, in them a charge of which nobody can say for what."""
    story = planned()
    called_off(story, "2026-11-20", "2026-11-17T10:00")
    charge(story, "2026-12-28/2027-01-03", 14_000)
    assert at_rest(story) == [("charge_at_rest", "2026-12-28")]
    told = [json.loads(fact.body) for fact in JOINT.facts(fold(story), date(2027, 2, 1)) if fact.kind == "RefundDue"]
    assert told == []


@pytest.mark.parametrize("order", [("20", "24"), ("24", "20")])
@pytest.mark.parametrize("second", ["2026-11-16T12:00", "2026-11-21T12:00"], ids=["a plan instead", "new terms again"])
@pytest.mark.parametrize("carried", [None, date(2026, 11, 26)])
def test_new_terms_after_new_terms_that_are_all_called_off_leave_the_line_its_own_end(
    order: tuple[str, str], second: str, carried: date | None
) -> None:
    """Seven hours to the 30th; fourteen from the 20th, then ten from the 24th; neither came: it ends on the 30th."""
    story = home()
    starts(story, "2026-11-14", "2026-11-14T09:00", ended_on=date(2026, 11, 30))
    starts(story, "2026-11-20", "2026-11-16T10:00", 1400)
    starts(story, "2026-11-24", second, 1000, ended_on=carried)
    for minute, day in enumerate(order):
        called_off(story, f"2026-11-{day}", f"2026-11-22T12:0{minute}")
    assert ran(story) == [("2026-11-14", "2026-11-30", 7.0)]


@pytest.mark.parametrize("order", [("18", "20"), ("20", "18")])
@pytest.mark.parametrize("carried", [None, date(2026, 11, 26)])
def test_new_terms_before_new_terms_that_are_all_called_off_leave_the_line_its_own_end(
    order: tuple[str, str], carried: date | None
) -> None:
    """The same where those told last were to hold from an earlier day than the others."""
    story = home()
    starts(story, "2026-11-14", "2026-11-14T09:00", ended_on=date(2026, 11, 30))
    starts(story, "2026-11-20", "2026-11-16T10:00", 1400)
    starts(story, "2026-11-18", "2026-11-16T12:00", 1000, ended_on=carried)
    for minute, day in enumerate(order):
        called_off(story, f"2026-11-{day}", f"2026-11-22T12:0{minute}")
    assert ran(story) == [("2026-11-14", "2026-11-30", 7.0)]


@pytest.mark.parametrize(
    "news",
    [
        [("2026-12-02", None), ("2026-11-21", date(2026, 11, 23))],
        [("2026-12-02", date(2026, 12, 2)), ("2026-11-21", date(2026, 11, 23)), ("2026-11-27", date(2026, 12, 13))],
        [("2026-11-26", date(2026, 12, 15)), ("2026-11-18", date(2026, 12, 12))],
    ],
    ids=["before the others", "between the others", "over the others"],
)
def test_an_end_that_was_told_holds_again_once_all_new_terms_are_called_off(
    news: list[tuple[str, date | None]],
) -> None:
    """Seven hours until the 18th of December; of the new terms some have an end of their own, and none of them came."""
    story = home()
    starts(story, "2026-11-14", "2026-11-14T09:00")
    ends(story, "2026-12-18", "2026-11-14T10:00")
    for minute, (day, last) in enumerate(news):
        starts(story, day, f"2026-11-15T12:0{minute}", 1400, ended_on=last)
    for minute, (day, _) in enumerate(sorted(news, reverse=True)):
        called_off(story, day, f"2026-11-16T12:0{minute}")
    assert ran(story) == [("2026-11-14", "2026-12-18", 7.0)]


def test_an_end_that_was_told_after_it_takes_the_place_of_both_whatever_is_called_off() -> None:
    """Until the 30th, then fourteen hours from the 20th to the 25th, then until the 26th: it ends on the 26th."""
    story = home()
    starts(story, "2026-11-14", "2026-11-14T09:00")
    ends(story, "2026-11-30", "2026-11-15T10:00")
    starts(story, "2026-11-20", "2026-11-16T10:00", 1400, ended_on=date(2026, 11, 25))
    ends(story, "2026-11-26", "2026-11-16T12:00")
    called_off(story, "2026-11-20", "2026-11-17T10:00")
    assert ran(story) == [("2026-11-14", "2026-11-26", 7.0)]
