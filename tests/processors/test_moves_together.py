"""Several moves of one person: a duty ends when the next one takes over, and what contradicts is a finding."""

from datetime import date
from typing import Any

import pytest

from hub.events import portability as p
from hub.events.identity import PersonUpdated
from hub.events.values import HomeArea
from tests.domain.stories import Story
from tests.processors.moves_oracle import THIRD
from tests.processors.moving import CARE_ACT, HERE, THERE, completed, holders, move, notified, told
from tests.processors.people import fold, see
from tests.processors.test_council_of_move import at_home, council

CHAIN = [HERE] * 2 + [THERE] * 11 + [THIRD] * 3
"""From 18 November on: moved on the 20th, and on from there on 1 December."""


def chained(**more: Any) -> Story:
    """To the second council on 20 November, and from there to a third on 1 December."""
    story = at_home()
    notified(story, "2026-11-15T09:00", "2026-11-20")
    notified(story, "2026-11-25T09:00", "2026-12-01", "M2", **{"from_council": THERE, "to_council": THIRD} | more)
    return story


def shown(story: Story, on: str, at: int) -> dict[str, Any]:
    """Return one of the moves as it is shown on a day."""
    return dict(CARE_ACT.view(fold(story, CARE_ACT), date.fromisoformat(on))["moves"][at])


def steps_of(story: Story, on: str) -> list[tuple[str, str, str]]:
    """Return what waits of moves, whose it is and of which one."""
    found = [(step["what"], step["organisation"], step["about"]) for step in see(story, on)["open_steps"]]
    return [step for step in found if step[2] is not None]


def rules(story: Story, on: str = "2026-11-18") -> list[tuple[str, str | None, list[int]]]:
    """Return the findings about moves in the joint state: rule, move and both sources."""
    rows = see(story, on)["findings"]
    return [(row["rule"], row["about"]["id"], row["sources"]) for row in rows if row["about"]["kind"] == "move"]


def test_a_duty_ends_when_the_next_move_takes_over() -> None:
    """Both moves name one council for each day, and the joint state names the same."""
    story = chained()
    assert holders(story, "2026-11-18", 16) == CHAIN
    assert shown(story, "2026-12-05", 0)["duty"] == shown(story, "2026-12-05", 1)["duty"]
    assert [council(story, f"2026-{day}") for day in ("11-18", "11-20", "11-30", "12-01")] == [
        HERE, THERE, THERE, THIRD,
    ]  # fmt: skip
    assert [shown(story, "2026-12-05", at)["interim_duty_until"] for at in (0, 1)] == ["2026-11-30", None]
    facts = told(story, "2026-12-05")
    assert facts["InterimDutyEnded M1"]["at"] == "2026-12-01T00:00:00+00:00"
    assert "InterimDutyEnded M2" not in facts
    assert "Alert M1:no_funded_plan:2026-11-20" not in facts
    assert "InterimDutyEnded M1" not in told(story, "2026-11-30")


def test_nothing_waits_of_a_move_from_which_somebody_moved_on() -> None:
    """Until the day of the next one both have their steps; from it on only the council that answers is asked."""
    story = chained()
    mine = [("confirm_move", THERE, "M1"), ("assess_move", THERE, "M1")]
    assert steps_of(story, "2026-11-30") == [*mine, ("confirm_move", THIRD, "M2")]
    assert steps_of(story, "2026-12-01") == [("confirm_move", THIRD, "M2"), ("assess_move", THIRD, "M2")]


def test_a_duty_goes_on_when_the_next_move_does_not_happen() -> None:
    """Cancelled after its day: the second council has the duty again, told under a key of its own."""
    story = chained()
    story.tell("2026-12-05T09:00", p.MoveCancelled("M2"))
    assert holders(story, "2026-11-30", 8) == [THERE, *[THIRD] * 5, THERE, THERE]
    assert council(story, "2026-12-06") == THERE
    facts = told(story, "2026-12-10")
    assert [facts[f"InterimDutyStarted {key}"]["at"][:10] for key in ("M1", "M2", "M1:2026-12-06")] == [
        "2026-11-20", "2026-12-01", "2026-12-06",
    ]  # fmt: skip
    assert [facts[f"InterimDutyEnded {key}"]["at"][:10] for key in ("M1", "M2")] == ["2026-12-01", "2026-12-06"]
    assert steps_of(story, "2026-12-10") == [("confirm_move", THERE, "M1"), ("assess_move", THERE, "M1")]


def test_two_moves_that_fall_through_leave_the_first_council() -> None:
    """Neither happened: who answered before both answers again."""
    story = chained()
    story.tell("2026-11-27T09:00", p.MoveCancelled("M1"))
    story.tell("2026-12-05T09:00", p.MoveCancelled("M2"))
    assert holders(story, "2026-11-27", 11) == [THERE, *[HERE] * 3, *[THIRD] * 5, HERE, HERE]
    assert shown(story, "2026-12-10", 0)["duty"][-1]["because"] == "move_cancelled"


def test_a_move_that_names_no_council_takes_nothing_over() -> None:
    """Completed and never notified: nobody knows where to, so that the council that is known goes on."""
    story = at_home()
    notified(story, "2026-11-15T09:00", "2026-11-20")
    story.tell("2026-11-25T09:00", p.MoveCompleted("M9", date(2026, 11, 24)))
    assert holders(story, "2026-11-18", 10) == [HERE] * 2 + [THERE] * 8
    assert shown(story, "2026-12-01", 0)["interim_duty_until"] is None


def test_before_moves_that_do_not_say_where_from_nobody_is_known_to_answer() -> None:
    """No home is known: the second notice leaves the council of the first one, which is not who was before both."""
    story = Story()
    notified(story, "2026-11-15T09:00", "2026-11-20", from_council=None)
    notified(story, "2026-11-25T09:00", "2026-12-01", "M2", from_council=None, to_council=THIRD)
    assert holders(story, "2026-11-19", 2) == [None, THERE]


def test_two_moves_of_one_day_are_a_finding_with_both_notices_and_one_council_answers() -> None:
    """The newer notice decides, as on the board; the other move gives nobody a duty."""
    story = chained(from_council=HERE)
    story.events = [event for event in story.events if event.type != "MoveNotified"]
    notified(story, "2026-11-15T09:00", "2026-11-20")
    notified(story, "2026-11-16T09:00", "2026-11-20", "M2", to_council=THIRD)
    assert rules(story) == [("moves_contradict", "M2", [2, 3])]
    assert holders(story, "2026-11-18", 4) == [HERE, HERE, THIRD, THIRD]
    assert council(story, "2026-11-20") == THIRD
    assert [key for key in told(story, "2026-11-21") if key.startswith("Interim")] == ["InterimDutyStarted M2"]
    assert shown(story, "2026-11-21", 0)["interim_duty_from"] is None
    story.tell("2026-11-22T09:00", p.MoveCancelled("M2"))
    assert rules(story, "2026-11-23") == []


@pytest.mark.parametrize(
    "second", [{"to_council": THERE}, {"from_council": THERE, "to_council": THIRD}, {"to_council": None}]
)
def test_two_moves_of_one_day_that_fit_are_no_finding(second: dict[str, Any]) -> None:
    """Told twice under two ids, moved on the same day, or nobody knows where to."""
    story = at_home()
    notified(story, "2026-11-15T09:00", "2026-11-20")
    notified(story, "2026-11-16T09:00", "2026-11-20", "M2", **second)
    assert rules(story) == []


def test_a_notice_that_leaves_a_council_that_does_not_answer_is_a_finding() -> None:
    """Against the home that is known on the day before, or the move that led elsewhere; with both events."""
    away = at_home()
    notified(away, "2026-11-15T09:00", "2026-11-20", from_council="E09000002")
    assert rules(away) == [("left_another_council", "M1", [0, 2])]
    assert rules(chained(from_council=HERE), "2026-11-26") == [("left_another_council", "M2", [2, 3])]
    assert rules(chained()) == []


def left(**more: Any) -> Story:
    """A notice from another council than that of the home, which is worded as given."""
    story = Story()
    story.admit("2026-11-02T09:15", home=more.pop("home", HomeArea(HERE, "QF7", 1.0, "directory")))
    story.discharge("2026-11-13T16:40")
    notified(story, "2026-11-15T09:00", more.pop("on", "2026-11-20"), **{"from_council": "E09000002"} | more)
    return story


@pytest.mark.parametrize(
    "more",
    [
        {"home": None},
        {"home": HomeArea(None, "QF7", 1.0, "directory")},
        {"home": HomeArea(HERE, "QF7", 0.9, "sector")},
        {"from_council": None},
        {"to_council": "E09000002"},
    ],
)
def test_who_is_not_known_to_be_answered_for_by_another_council_contradicts_nothing(more: dict[str, Any]) -> None:
    """No home, none that is sure, no word where from, or no move at all."""
    assert rules(left(**more)) == []


def test_no_council_is_compared_while_whereabouts_are_hidden_or_after_the_move_was_cancelled() -> None:
    """A finding would say where somebody lives; and what does not happen contradicts nothing."""
    hidden, cancelled = left(), left()
    hidden.tell("2026-11-16T09:00", PersonUpdated(location_hidden=True))
    cancelled.tell("2026-11-16T09:00", p.MoveCancelled("M1"))
    assert (rules(hidden), rules(cancelled)) == ([], [])
    assert len(rules(left())) == 1


def put_off(**more: Any) -> Story:
    """For 20 November; on the 25th it is put off to 10 December."""
    story = at_home()
    notified(story, "2026-11-15T09:00", "2026-11-20")
    notified(story, "2026-11-25T09:00", **{"on": "2026-12-10"} | more)
    return story


def test_a_move_that_is_put_off_after_its_day_rewrites_nothing_that_was_told() -> None:
    """As with a cancel the second council answered until that became known; and it does again from the new day on."""
    story = put_off()
    days = [THERE] * 6 + [HERE] * 14 + [THERE] * 2
    assert holders(story, "2026-11-20", 22) == days
    assert [council(story, f"2026-{day}") for day in ("11-19", "11-25", "11-26", "12-09", "12-10")] == [
        HERE, THERE, HERE, HERE, THERE,
    ]  # fmt: skip
    shows = [(shown(story, on, 0)["interim_duty_from"], shown(story, on, 0)["interim_duty_until"]) for on in (
        "2026-12-05", "2026-12-12")]  # fmt: skip
    assert shows == [("2026-11-20T00:00:00+00:00", "2026-11-25"), ("2026-12-10T00:00:00+00:00", None)]
    facts = told(story, "2026-12-12")
    assert facts["InterimDutyStarted M1"] == told(story, "2026-11-24")["InterimDutyStarted M1"]
    assert facts["InterimDutyEnded M1"]["at"] == "2026-11-26T00:00:00+00:00"
    assert facts["InterimDutyStarted M1:2026-12-10"]["at"] == "2026-12-10T00:00:00+00:00"
    assert [duty["because"] for duty in shown(story, "2026-12-12", 0)["duty"]] == [
        "first_council_answers", "interim_duty", "move_postponed", "interim_duty",
    ]  # fmt: skip


def test_that_the_day_had_passed_is_a_finding_with_both_notices() -> None:
    """Which of the two is right people have to find out."""
    findings = shown(put_off(), "2026-12-01", 0)["findings"]
    assert [(row["rule"], row["sources"]) for row in findings] == [("move_day_passed", [2, 3])]


def test_a_move_that_is_put_off_before_its_day_begins_on_the_new_one_alone() -> None:
    """Nobody had the duty yet."""
    story = at_home()
    notified(story, "2026-11-15T09:00", "2026-11-20")
    notified(story, "2026-11-19T23:00", "2026-12-10")
    assert holders(story, "2026-11-19", 22) == [HERE] * 21 + [THERE]


def test_a_move_whose_council_is_changed_after_its_day_is_the_others_from_the_next_day_on() -> None:
    """The second council answered until it became known that they went elsewhere."""
    story = put_off(on="2026-11-20", to_council=THIRD)
    assert holders(story, "2026-11-19", 9) == [HERE, *[THERE] * 6, THIRD, THIRD]
    assert [council(story, f"2026-11-{day}") for day in (25, 26)] == [THERE, THIRD]
    facts = told(story, "2026-11-30")
    assert [facts[f"InterimDutyStarted {key}"]["to_council"] for key in ("M1", "M1:2026-11-26")] == [THERE, THIRD]


def test_a_placement_that_becomes_known_after_the_day_gives_the_duty_back() -> None:
    """Placed by the first council after all: from the day after that became known it answers again."""
    story = put_off(on="2026-11-20", placed=True)
    assert holders(story, "2026-11-20", 8) == [THERE] * 6 + [HERE] * 2
    assert [council(story, f"2026-11-{day}") for day in (25, 26)] == [THERE, HERE]


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ({}, {"on": "2026-11-18"}),
        ({"to_council": None}, {"on": "2026-11-20"}),
        ({"placed": True}, {"on": "2026-11-20", "placed": False}),
    ],
)
def test_what_a_later_notice_only_completes_was_never_told_otherwise(
    first: dict[str, Any], again: dict[str, Any]
) -> None:
    """Earlier than was said, to a council that nobody had named, or no placement: from the day of the move."""
    story = at_home()
    notified(story, "2026-11-15T09:00", "2026-11-20", **first)
    notified(story, "2026-11-25T09:00", **again)
    assert holders(story, again["on"], 3) == [THERE] * 3


def test_a_notice_after_the_move_was_completed_changes_nothing() -> None:
    """They moved: a later day is out of turn."""
    story = at_home()
    notified(story, "2026-11-15T09:00", "2026-11-20")
    completed(story, "2026-11-23T09:00", "2026-11-20")
    notified(story, "2026-11-25T09:00", "2026-12-10")
    assert holders(story, "2026-11-19", 30) == [HERE] + [THERE] * 29
    assert set(move(story, "2026-12-01")["findings"]) >= {"move_out_of_turn"}


def test_who_died_before_the_day_was_put_off_had_no_duty_from_a_later_one() -> None:
    """The first notice gave the duty before the death, and no other day comes."""
    story = put_off()
    story.death("2026-11-18T09:00")
    assert [row["council"] for row in shown(story, "2026-12-12", 0)["duty"]] == [HERE]


def test_while_a_move_that_was_put_off_waits_its_state_is_that_of_its_words() -> None:
    """The interim duty is over, and the day of the new one has not come."""
    story = put_off()
    states = [shown(story, on, 0)["state"] for on in ("2026-11-22", "2026-12-05", "2026-12-10")]
    assert states == ["INTERIM_DUTY_FROM_MOVE_DAY", "MOVE_NOTIFIED", "INTERIM_DUTY_FROM_MOVE_DAY"]
