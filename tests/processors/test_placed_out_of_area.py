"""Who was placed in another council's area by their own keeps the one that placed them (Care Act 2014 section 39)."""

from datetime import date
from typing import Any

import pytest

from hub.adapters.reference_files import folders, load_areas
from hub.events import portability as p
from hub.events.identity import PersonUpdated
from hub.events.values import ERASED, HomeArea
from hub.processors.joint import JointProcessor
from tests.domain.stories import Story
from tests.processors.moves_oracle import THIRD
from tests.processors.moving import HERE, THERE, holders, notified, told
from tests.processors.people import fold, see, why
from tests.processors.test_council_of_move import at_home, council
from tests.processors.test_moves_together import rules, shown, steps_of

PLACED = "2026-11-20"


def stated(story: Story, when: str, where: str) -> None:
    """A hospital or a council's file states an address."""
    story.tell(when, PersonUpdated(home=HomeArea(where, "QF7", 1.0, "postcode")))


def placed(**more: Any) -> Story:
    """At home in the first council, and placed in the second's area on 20 November, whose address is stated there."""
    story = at_home()
    notified(story, "2026-11-15T09:00", PLACED, placed=True, **more)
    stated(story, "2026-11-22T09:00", THERE)
    return story


def test_the_address_of_the_placement_moves_no_council() -> None:
    """The board and the duty name the same council on every day, and say by which rule."""
    story = placed()
    days = [f"2026-11-{day}" for day in range(18, 28)]
    assert [council(story, on) for on in days] == [HERE] * 10 == holders(story, days[0], 10)
    assert why(story, "episodes.0.council", "2026-11-27")[1] == "placed_out_of_area"


@pytest.mark.parametrize(
    ("where", "answers"), [(THERE, HERE), (HERE, HERE), (THIRD, THIRD)], ids=["there again", "back", "elsewhere"]
)
def test_only_a_home_in_a_third_council_is_newer(where: str, answers: str) -> None:
    """Neither of the two councils' addresses says that anybody else answers."""
    story = placed()
    stated(story, "2026-11-24T09:00", where)
    assert council(story, "2026-11-25") == answers


def test_a_home_that_was_stated_before_the_day_counts_until_then() -> None:
    """What a hospital knew of before the placement began is an address like any other."""
    story = at_home()
    notified(story, "2026-11-15T09:00", PLACED, placed=True)
    stated(story, "2026-11-17T09:00", THERE)
    assert [council(story, f"2026-11-{day}") for day in (16, 18, 20)] == [HERE, THERE, HERE]


def test_a_placement_that_does_not_happen_keeps_nothing_after_the_day_on_which_that_is_known() -> None:
    """From the day after, the address that is stated decides again; told before its day it never counted."""
    story, early = placed(), at_home()
    story.tell("2026-11-24T09:00", p.MoveCancelled("M1"))
    assert [council(story, f"2026-11-{day}") for day in (24, 25)] == [HERE, THERE]
    notified(early, "2026-11-15T09:00", PLACED, placed=True)
    early.tell("2026-11-18T09:00", p.MoveCancelled("M1"))
    stated(early, "2026-11-22T09:00", THERE)
    assert council(early, "2026-11-23") == THERE


def test_somebody_who_is_placed_and_then_moves_is_met_where_they_move_to() -> None:
    """The address of the placement, stated late again, is then an old one."""
    story = placed()
    notified(story, "2026-11-23T09:00", "2026-11-25", "M2", from_council=HERE, to_council=THIRD)
    stated(story, "2026-11-26T09:00", HERE)
    stated(story, "2026-11-27T09:00", THERE)
    assert [council(story, f"2026-11-{day}") for day in (24, 25, 28)] == [HERE, THIRD, THIRD]


def test_a_council_that_placed_somebody_is_known_by_their_home_before_where_the_notice_names_none() -> None:
    """Whose placement it is does not have to be said twice."""
    assert council(placed(from_council=None), "2026-11-25") == HERE


ESSEX, KENT, SOUTHEND = "E10000012", "E10000016", "QJG"


def from_essex(*, is_placed: bool = True, **more: Any) -> dict[str, Any]:
    """Lives where Essex belongs to another board than most of it, and goes to Kent; the episode a day after that."""
    joint, story = JointProcessor(load_areas(folders(live=True))), Story()
    story.admit("2026-01-02T09:15", **{"home": HomeArea(ESSEX, SOUTHEND, 1.0, "directory"), "gp_practice": None} | more)
    story.discharge("2026-01-13T16:40")
    notified(story, "2026-01-12T09:00", "2026-01-20", from_council=ESSEX, to_council=KENT, placed=is_placed)
    story.tell("2026-01-22T09:00", PersonUpdated(home=HomeArea(KENT, "QKS", 1.0, "directory")))
    on = date(2026, 1, 23)
    episode: dict[str, Any] = joint.view(fold(story, joint), on)["episodes"][0]
    return episode | {"why": joint.reasons(fold(story, joint), on)["episodes.0.ics"]}


def test_the_home_before_the_placement_still_decides_the_board_where_councils_straddle_two() -> None:
    """Ordinary residence is kept, so the system is that of the last home in the placing council, and why names it."""
    episode = from_essex()
    assert (episode["council"], episode["ics"]) == (ESSEX, {"code": SOUTHEND, "decided_by": "home_area"})
    assert episode["why"] == (0, "ics_of_home_area")
    assert from_essex(is_placed=False)["ics"]["code"] == "QKS"


def test_the_practice_stands_before_the_home_of_who_is_placed_and_without_either_the_council_decides() -> None:
    """Where no home in the placing council is known, nothing else says which of its boards it is."""
    practice = placed(from_council="E09000002")
    practice.tell("2026-11-23T09:00", PersonUpdated(gp_practice="Y99999"))
    assert see(practice, "2026-11-25")["episodes"][0]["ics"] == {"code": "QF7", "decided_by": "gp_practice"}
    story = placed(from_council="E09000002")
    assert see(story, "2026-11-25")["episodes"][0]["ics"] == {"code": "QHM", "decided_by": "council"}
    assert why(story, "episodes.0.ics", "2026-11-25")[0] == 2


def answers(story: Story, first: int = 18, days: int = 10) -> list[str | None]:
    """Who answers on days from a day of November on: the board, after it was seen that the duty says the same."""
    on = [f"2026-11-{first + day}" for day in range(days)]
    board = [council(story, day) for day in on]
    assert board == holders(story, on[0], days)
    return board


def test_a_placement_and_a_move_of_one_day_contradict_and_the_newer_notice_decides_for_board_and_duty() -> None:
    """Told as a move first and as a placement later, under another id, or the other way round; one council answers."""
    for second_placed, answering in ((True, HERE), (False, THERE)):
        story = at_home()
        notified(story, "2026-11-15T09:00", PLACED, placed=not second_placed)
        notified(story, "2026-11-16T09:00", PLACED, "M2", placed=second_placed)
        assert answers(story) == [HERE] * 2 + [answering] * 8
        assert rules(story) == [("moves_contradict", "M2", [2, 3])]
        begun = [key for key in told(story, "2026-11-21") if key.startswith("InterimDuty")]
        assert begun == ([] if second_placed else ["InterimDutyStarted M2"])
        assert [step[2] for step in steps_of(story, "2026-11-21")] == ([] if second_placed else ["M2", "M2"])


def test_a_placement_by_the_council_to_which_somebody_moved_leaves_its_duty_as_it_is() -> None:
    """It still has its steps to do; the council answers, whether it places them on the same day or later."""
    for day in (PLACED, "2026-11-24"):
        story = at_home()
        notified(story, "2026-11-15T09:00", PLACED)
        notified(story, "2026-11-16T09:00", day, "M2", from_council=THERE, to_council=THIRD, placed=True)
        stated(story, "2026-11-25T09:00", THIRD)
        assert answers(story) == [HERE] * 2 + [THERE] * 8
        assert shown(story, "2026-11-27", 0)["interim_duty_until"] is None
        assert [step[:2] for step in steps_of(story, "2026-11-27")] == [("confirm_move", THERE), ("assess_move", THERE)]
        assert rules(story, "2026-11-27") == []


def test_two_councils_that_place_somebody_one_after_the_other_are_both_in_the_duty() -> None:
    """Each move shows the same days."""
    story = placed()
    notified(story, "2026-11-16T09:00", "2026-11-24", "M2", from_council=THIRD, to_council="E09000002", placed=True)
    assert answers(story) == [HERE] * 6 + [THIRD] * 4
    assert shown(story, "2026-11-27", 0)["duty"] == shown(story, "2026-11-27", 1)["duty"]


@pytest.mark.parametrize("to", [None, "Sandwell"])
def test_where_no_notice_says_where_they_are_placed_the_first_new_address_is_the_place(to: str | None) -> None:
    """Nobody said where to, or by no code: the first council placed them, so it answers; a further home is newer."""
    story = placed(to_council=to)
    assert answers(story) == [HERE] * 10
    stated(story, "2026-11-25T09:00", HERE)
    stated(story, "2026-11-26T09:00", THERE)
    assert answers(story) == [HERE] * 10
    stated(story, "2026-11-28T09:00", THIRD)
    assert council(story, "2026-11-28") == THIRD


def test_an_address_that_is_unsure_or_belongs_to_the_next_move_is_not_the_place() -> None:
    """One that is only likely says nothing, and one after they moved on is where they moved on to."""
    unsure, moved = at_home(), at_home()
    for story in (unsure, moved):
        notified(story, "2026-11-15T09:00", PLACED, to_council=None, placed=True)
    unsure.tell("2026-11-22T09:00", PersonUpdated(home=HomeArea(THIRD, "QF7", 0.9, "sector")))
    unsure.tell("2026-11-23T09:00", PersonUpdated(home=ERASED))
    stated(unsure, "2026-11-24T09:00", THERE)
    assert answers(unsure) == [HERE] * 10
    notified(moved, "2026-11-16T09:00", "2026-11-22", "M2", to_council=THIRD)
    stated(moved, "2026-11-24T09:00", "E09000002")
    assert council(moved, "2026-11-24") == "E09000002"


def strangers() -> Story:
    """Only the address of the placement is known, and the notice does not say who placed them."""
    story = Story()
    story.admit("2026-11-02T09:15", home=HomeArea(THERE, "QHM", 1.0, "directory"), gp_practice=None)
    story.discharge("2026-11-13T16:40")
    notified(story, "2026-11-12T09:00", "2026-11-13", from_council=None, placed=True)
    return story


def test_who_placed_somebody_is_not_guessed_from_the_address_of_the_placement() -> None:
    """No notice and no home says it: a finding tells, no council has the duty, and the board keeps the address's."""
    view = shown(strangers(), "2026-11-24", 0)
    assert [(row["rule"], row["sources"]) for row in view["findings"]] == [("placing_council_unknown", [1])]
    assert [(row["council"], row["because"]) for row in view["duty"]] == [(None, "placed_out_of_area")]
    assert (view["from_council"], council(strangers(), "2026-11-24")) == (None, THERE)
    story = strangers()
    notified(story, "2026-11-14T09:00", "2026-11-13", placed=True)
    assert answers(story, 14) == [HERE] * 10
    assert shown(story, "2026-11-24", 0)["findings"] == []


def test_a_placement_is_never_a_move_within_a_council() -> None:
    """Placed by a council in its own area: no duty moves, and there is nothing to find out."""
    assert shown(placed(to_council=HERE), "2026-11-24", 0)["findings"] == []
