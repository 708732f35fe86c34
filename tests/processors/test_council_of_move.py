"""Who answers for the six weeks after a move between councils, while the address that is known is the old one."""

import random
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.events import portability as p
from hub.events.identity import PersonUpdated
from hub.events.values import HomeArea
from hub.processors.joint import JointProcessor
from tests.domain.stories import HOME, Story
from tests.processors.moves_oracle import Lives
from tests.processors.moving import HERE, THERE, completed, notified
from tests.processors.people import AREAS, fold, see, why
from tests.processors.test_answering import answers

JOINT = JointProcessor(AREAS)
MOVED_ON = "2026-11-20"
THIRD = HomeArea("E06000004", "QF7", 1.0, "directory")


def at_home() -> Story:
    """Discharged on 13 November to a home in the first council."""
    story = Story()
    story.admit("2026-11-02T09:15", gp_practice=None)
    story.discharge("2026-11-13T16:40")
    return story


def moving(**more: Any) -> Story:
    """The same, and a move on the 20th that was told on the 15th."""
    story = at_home()
    notified(story, "2026-11-15T09:00", MOVED_ON, **more)
    return story


def council(story: Story, on: str) -> str | None:
    """Say who answers on a day: the page and the board say the same."""
    told: str | None = see(story, on)["episodes"][0]["council"]
    row = JOINT.listing(fold(story), date.fromisoformat(on))
    assert row is not None
    assert row.council == told
    return told


def test_the_council_that_has_the_duty_answers_from_the_day_of_the_move() -> None:
    """Council, system, next step and board are the second council's from the 20th on, though no new address came."""
    assert answers(moving(), "2026-11-19") == (HERE, "QF7", HERE)
    assert answers(moving(), MOVED_ON) == (THERE, "QHM", THERE)
    terms = see(moving(), "2026-11-25")["episodes"][0]["responsible"]
    assert [(term["from"], term["until"], term["council"]) for term in terms] == [
        ("2026-11-13", "2026-11-19", HERE),
        (MOVED_ON, None, THERE),
    ]
    assert council(moving(), "2026-11-19") == HERE
    assert council(moving(), "2026-12-24") == THERE


def test_why_names_the_notice_and_the_duty() -> None:
    """The council comes from the notice of the move; how sure an old address was is not said of it."""
    assert why(moving(), "episodes.0.council", "2026-11-25") == (2, "council_of_move")
    episode = see(moving(), "2026-11-25")["episodes"][0]
    assert (episode["council_decided_by"], episode["council_to_be_confirmed"]) == (None, False)


def test_the_hub_looks_again_on_the_day_of_the_move() -> None:
    """Nothing has to come on that day for the board to change."""
    outline = JOINT.outline(fold(moving()), date(2026, 11, 19))
    assert outline.wakes_on == date(2026, 11, 20)


def test_a_completed_move_is_from_the_day_on_which_they_moved() -> None:
    """They moved two days before the day that was intended."""
    story = moving()
    completed(story, "2026-11-18T12:00", "2026-11-18")
    assert [council(story, on) for on in ("2026-11-17", "2026-11-18", "2026-12-20")] == [HERE, THERE, THERE]


def test_a_move_that_did_not_happen_gives_the_duty_back() -> None:
    """Cancelled before its day it moves nothing; on a later day the first council has the duty from the next one on."""
    before = moving()
    before.tell("2026-11-18T09:00", p.MoveCancelled("M1"))
    assert council(before, "2026-11-25") == HERE
    after = moving()
    after.tell("2026-11-23T09:00", p.MoveCancelled("M1"))
    assert [council(after, f"2026-11-{day}") for day in (19, 20, 23, 24)] == [HERE, THERE, THERE, HERE]


@pytest.mark.parametrize("more", [{"placed": True}, {"to_council": HERE}, {"to_council": None}])
def test_a_move_that_moves_no_duty_changes_nothing(more: dict[str, Any]) -> None:
    """Placed out of area, within one council, or nobody knows where to."""
    assert council(moving(**more), "2026-11-25") == HERE


def test_a_home_that_is_stated_after_the_move_decides_unless_it_is_an_old_address() -> None:
    """An address in the council they left changes nothing, one anywhere else does."""
    story = moving()
    story.tell("2026-11-22T09:00", PersonUpdated(home=HomeArea(HERE, "QF7", 0.99, "sector")))
    assert council(story, "2026-11-25") == THERE
    story.tell("2026-11-28T09:00", PersonUpdated(home=THIRD))
    assert [council(story, on) for on in ("2026-11-27", "2026-11-28")] == [THERE, THIRD.council]


def stated(story: Story, when: str, code: str | None, share: float = 1.0) -> None:
    """An address in a council came."""
    story.tell(when, PersonUpdated(home=HomeArea(code, "QF7", share, "directory")))


def test_an_old_address_after_one_in_the_second_council_changes_nothing() -> None:
    """The practice states the new home on the 22nd, and the hospital the old one again on the 24th."""
    story = moving()
    stated(story, "2026-11-22T09:00", THERE)
    stated(story, "2026-11-24T09:00", HERE)
    assert [council(story, f"2026-11-{day}") for day in (21, 22, 24, 30)] == [THERE] * 4


def test_an_address_from_before_an_earlier_move_is_old_after_the_next_one() -> None:
    """From the first council to the second, to a third, and the address in the first comes again."""
    story = moving()
    notified(story, "2026-11-23T09:00", "2026-11-25", "M2", from_council=THERE, to_council=THIRD.council)
    stated(story, "2026-11-27T09:00", HERE, 0.99)
    assert [council(story, f"2026-11-{day}") for day in (19, 20, 25, 27)] == [HERE, THERE, THIRD.council, THIRD.council]
    stated(story, "2026-11-28T09:00", "E06000005")
    assert council(story, "2026-11-28") == "E06000005"


@pytest.mark.parametrize("before", [1.0, 0.9])
def test_where_a_notice_does_not_say_where_from_the_council_of_the_day_before_is_the_old_one(before: float) -> None:
    """The old address comes again in another form; one anywhere else decides."""
    story = at_home()
    stated(story, "2026-11-14T09:00", HERE, before)
    notified(story, "2026-11-15T09:00", MOVED_ON, from_council=None)
    stated(story, "2026-11-22T09:00", HERE, 0.99)
    assert council(story, "2026-11-25") == THERE
    stated(story, "2026-11-26T09:00", THIRD.council)
    assert council(story, "2026-11-26") == THIRD.council


@pytest.mark.parametrize("again", [True, False])
def test_of_two_moves_for_one_day_the_newer_notice_decides(*, again: bool) -> None:
    """To the second council, told on the 15th; to a third, told on the 16th; or the first told anew on the 17th."""
    story = moving()
    notified(story, "2026-11-16T09:00", MOVED_ON, "M2", to_council=THIRD.council)
    if again:
        notified(story, "2026-11-17T09:00", MOVED_ON)
    assert council(story, MOVED_ON) == (THERE if again else THIRD.council)


def test_a_move_that_was_completed_and_never_notified_says_nothing() -> None:
    """Nobody knows where to, so the move that was notified for the same day decides."""
    story = moving()
    story.tell("2026-11-20T09:00", p.MoveCompleted("M9", date(2026, 11, 20)))
    assert council(story, MOVED_ON) == THERE


def test_of_two_notices_that_do_not_say_where_from_the_second_leaves_the_council_of_the_first() -> None:
    """The first move led to the second council: an address there is old after the second move, and so is the first."""
    story = moving(from_council=None)
    notified(story, "2026-11-23T09:00", "2026-11-25", "M2", from_council=None, to_council=THIRD.council)
    stated(story, "2026-11-27T09:00", THERE)
    stated(story, "2026-11-28T09:00", HERE, 0.99)
    assert council(story, "2026-11-28") == THIRD.council


@pytest.mark.parametrize("on", ["0001-01-01", "2026-11-01"])
def test_where_nobody_knows_which_council_was_left_a_home_that_is_stated_decides(on: str) -> None:
    """No home was known on the day before the move, if there was such a day."""
    story = Story()
    notified(story, "2026-11-01T09:00", on, from_council=None)
    story.admit("2026-11-02T09:15", gp_practice=None)
    story.discharge("2026-11-13T16:40")
    assert council(story, "2026-11-13") == HERE


def test_somebody_in_hospital_is_listed_under_the_council_that_has_the_duty() -> None:
    """The move came while they were in bed, and the discharge is to the second council's home area."""
    story = Story()
    story.admit("2026-11-02T09:15", gp_practice=None)
    notified(story, "2026-11-05T09:00", "2026-11-10")
    rows = [JOINT.listing(fold(story), date(2026, 11, day)) for day in (9, 10)]
    assert [row and row.council for row in rows] == [HERE, THERE]
    story.discharge("2026-11-13T16:40")
    assert council(story, "2026-11-13") == THERE


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 10**9))
def test_every_day_has_the_council_of_the_duty_in_any_order_of_telling(seed: int) -> None:
    """Notice, cancel, the new address and the old one again in any order of arrival, against the days read by hand."""
    dice = random.Random(seed)
    start = date(2026, 11, 14)
    day = start + timedelta(days=dice.randrange(1, 30))
    story = at_home()
    notified(story, "2026-11-14T09:00", day.isoformat())
    back = None
    if dice.random() < 0.5:
        back = start + timedelta(days=dice.randrange(40))
        story.tell(f"{back}T09:00", p.MoveCancelled("M1"))
    if dice.random() < 0.5:
        old = start + timedelta(days=dice.randrange(40))
        story.tell(f"{old}T10:00", PersonUpdated(home=HomeArea(HOME.council, "QF7", 0.97, "sector")))
        if old > day:
            stated(story, f"{old}T09:00", THERE)
    dice.shuffle(story.events)
    for days in range(40):
        on = start + timedelta(days=days)
        taken = on >= day and not (back is not None and (back < day or on > back))
        assert council(story, on.isoformat()) == (THERE if taken else HERE)


def several_moves(seed: int) -> Story:
    """Up to three moves that are told, cancelled, told again, settled and completed in any order, some of them late."""
    dice, story, first = random.Random(seed), at_home(), date(2026, 11, 1)

    def day() -> date:
        return first + timedelta(days=dice.randrange(50))

    for move in ("M1", "M2", "M3")[: dice.choice([1, 1, 2, 3])]:
        words: list[Any] = [
            p.MoveNotified(move, day(), HERE, dice.choice(_TO), dice.choice([None, None, None, True])),
            p.MoveNotified(move, day(), HERE, dice.choice(_TO)),
            p.MoveAssessed(move, "A2"),
            p.DeterminationAccepted(move, "D1", THERE),
            p.MoveCompleted(move, day()),
            p.MoveCancelled(move),
        ]
        for body in [word for word in words for _ in range(dice.choice([0, 0, 1, 1, 2]))]:
            told = day()
            story.tell(dice.choice([str(told), f"{told}T00:00", f"{told}T09:30", f"{told}T23:59"]), body)
    return story


_TO = (THERE, THERE, THIRD.council, HERE, None)


@settings(deadline=None, max_examples=150)
@given(seed=st.integers(0, 10**9))
def test_every_day_of_the_six_weeks_has_the_council_that_the_law_gives_the_duty(seed: int) -> None:
    """Whatever is told of several moves of somebody whose only known home is the old one, read by the law alone."""
    story = several_moves(seed)
    lives, last = Lives(story), date(2026, 12, 24)
    rows = see(story, str(last))["episodes"][0]["responsible"]
    for move in list(lives.moves)[:1]:
        for on in (last - timedelta(days=number) for number in range(42)):
            held = [row["council"] for row in rows if row["from"] <= str(on) <= (row["until"] or "9999")]
            assert held == [lives.holder(move, on) or HERE], on
