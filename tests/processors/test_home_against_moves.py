"""An address by which another council answers than the one that has the duty by moves: a finding with both."""

import random
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hub.events import portability as p
from hub.events.identity import PersonUpdated
from hub.events.values import HomeArea
from tests.domain.stories import Story
from tests.processors.moves_oracle import THIRD
from tests.processors.moving import CARE_ACT, HERE, THERE, holders, notified
from tests.processors.people import fold, see
from tests.processors.test_council_of_move import at_home, council
from tests.processors.test_moves_together import rules
from tests.processors.test_placed_out_of_area import stated

AGAINST = "home_against_move"


def moved(*, placed: bool | None = None) -> Story:
    """A move or a placement on 20 November that was told on the 15th."""
    story = at_home()
    notified(story, "2026-11-15T09:00", "2026-11-20", placed=placed)
    return story


@pytest.mark.parametrize("placed", [None, True])
def test_a_home_in_a_third_council_after_the_day_is_a_finding_with_the_notice(placed: bool | None) -> None:  # noqa: FBT001
    """The board goes by the address and the duty by the move; addresses in both councils of the move are none."""
    story = moved(placed=placed)
    stated(story, "2026-11-22T09:00", THERE)
    stated(story, "2026-11-23T09:00", HERE)
    assert rules(story, "2026-11-24") == []
    stated(story, "2026-11-25T09:00", THIRD)
    answers = HERE if placed else THERE
    assert (council(story, "2026-11-26"), holders(story, "2026-11-26", 1)) == (THIRD, [answers])
    assert rules(story, "2026-11-26") == [(AGAINST, "M1", [2, 5])]


@pytest.mark.parametrize("placed", [None, True])
def test_the_new_address_before_the_day_is_a_finding_with_the_notice(placed: bool | None) -> None:  # noqa: FBT001
    """Whichever is told first: until the day the board goes by the address and the duty by the notice."""
    for when in ("2026-11-13T17:00", "2026-11-17T09:00"):
        story = moved(placed=placed)
        stated(story, when, THERE)
        assert (council(story, "2026-11-19"), holders(story, "2026-11-19", 1)) == (THERE, [HERE])
        assert rules(story, "2026-11-19") == [(AGAINST, "M1", [2, 3])]
        stated(story, "2026-11-18T09:00", HERE)
        assert rules(story, "2026-11-19") == [(AGAINST, "M1", [2, 3])]


@pytest.mark.parametrize("on", ["0001-01-01", "2026-11-01", "2026-11-20"])
def test_a_home_from_the_beginning_on_is_against_the_notice_as_well(on: str) -> None:
    """The hospital knew of the new one at the admission already, or of a third one after the move."""
    story = Story()
    story.admit("2026-11-02T09:15", home=HomeArea(THERE if on > "2026-11-02" else THIRD, "QF7", 1.0, "directory"))
    story.discharge("2026-11-13T16:40")
    notified(story, "2026-11-15T09:00", on)
    assert rules(story) == [(AGAINST, "M1", [0, 2])]


def test_an_address_that_was_gone_before_a_move_was_told_of_is_none() -> None:
    """They had lived in the second council before."""
    story = Story()
    story.tell("2026-09-01T09:00", PersonUpdated(home=HomeArea(THERE, "QF7", 1.0, "directory")))
    story.admit("2026-11-02T09:15", gp_practice=None)
    notified(story, "2026-11-15T09:00", "2026-11-20")
    assert rules(story) == []


def test_the_address_of_a_move_that_is_said_not_to_happen_is_a_finding() -> None:
    """The duty goes back, and the address is the second council's all the same."""
    story = moved()
    stated(story, "2026-11-22T09:00", THERE)
    story.tell("2026-11-24T09:00", p.MoveCancelled("M1"))
    assert (council(story, "2026-11-26"), holders(story, "2026-11-26", 1)) == (THERE, [HERE])
    assert rules(story, "2026-11-26") == [(AGAINST, "M1", [2, 3])]


def test_the_address_of_the_next_move_before_its_day_is_one_finding_about_that_move() -> None:
    """Each address is told once; one in any other council is against the move that has the duty."""
    story = moved()
    notified(story, "2026-11-21T09:00", "2026-12-01", "M2", from_council=THERE, to_council=THIRD)
    stated(story, "2026-11-25T09:00", THIRD)
    assert rules(story, "2026-12-02") == [(AGAINST, "M2", [3, 4])]
    stated(story, "2026-11-26T09:00", "E09000002")
    stated(story, "2026-11-27T09:00", THERE)
    assert (AGAINST, "M1", [2, 5]) in rules(story, "2026-12-02")


def test_no_address_is_compared_while_hidden_after_a_death_or_where_nobody_is_known_to_have_the_duty() -> None:
    """A finding would say where somebody lives; the dead have no duty; and a move of which nobody says more is none."""
    hidden, dead, unknown, first_day = moved(), moved(), at_home(), Story()
    for story in (hidden, dead):
        stated(story, "2026-11-25T09:00", THIRD)
    hidden.tell("2026-11-26T09:00", PersonUpdated(location_hidden=True))
    dead.death("2026-11-24T09:00")
    unknown.tell("2026-11-20T09:00", p.MoveCompleted("M9", date(2026, 11, 20)))
    notified(first_day, "2026-11-15T09:00", "0001-01-01", from_council=None)
    assert [rules(story, "2026-11-28") for story in (hidden, dead, unknown, first_day)] == [[], [], [], []]


def _moves_a_duty(move: dict[str, Any]) -> bool:
    """Say whether a move is one, or was one on its day: an address is against no other, whenever it was told."""
    found = {one["rule"] for one in move["findings"]}
    was = any(duty["because"] == "move_postponed" for duty in move["duty"])
    return was or not found & {"move_within_council", "move_not_said_where"}


@settings(deadline=None, max_examples=80)
@given(seed=st.integers(0, 10**9))
@example(seed=869031066)  # an address that was gone before the placement was told, after a move within one council
def test_board_and_duty_name_one_council_on_every_day_or_a_finding_says_why(seed: int) -> None:
    """Moves, placements, notices that come late or say too little, and addresses, in any mixture."""
    dice = random.Random(seed)
    start, councils = date(2026, 11, 14), (HERE, THERE, THIRD)
    story, since = at_home(), dict[str, date]()
    days = [start + timedelta(days=dice.randrange(20)) for _ in range(10)]
    for move in ("M1", "M2")[: dice.choice((1, 2))]:
        for _ in range(dice.choice((1, 1, 2))):
            where, to = dice.choice((HERE, HERE, THERE, None)), dice.choice((THERE, THIRD, HERE, None))
            placed, told, day = dice.choice((None, None, True)), dice.choice(days), dice.choice(days)
            since[move] = min(since.get(move, told), told)
            notified(story, f"{told}T09:00", f"{day}", move, from_council=where, to_council=to, placed=placed)
    for _ in range(dice.choice((0, 1, 2))):
        stated(story, f"{dice.choice(days)}T10:00", dice.choice(councils))
    last = start + timedelta(days=25)
    (episode,) = see(story, last.isoformat())["episodes"]
    moves = CARE_ACT.view(fold(story, CARE_ACT), last)["moves"]
    counted = [since[move["move_id"]] for move in moves if _moves_a_duty(move)]
    duties = moves[0]["duty"]
    found = rules(story, last.isoformat())
    if len(duties) == 1 and duties[0]["because"] != "placed_out_of_area":
        return  # no duty moves, which the moves themselves say: who answers is the matter of the homes alone
    for on in ((min(counted) + timedelta(days=n)).isoformat() for n in range(25)):
        board = [row["council"] for row in episode["responsible"] if row["from"] <= on <= (row["until"] or "9999")]
        duty = [row["council"] for row in duties if (row["from"] or "0001") <= on <= (row["to"] or "9999")]
        assert found or duty in (board, [None]), on
