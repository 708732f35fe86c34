"""A move whose notice does not say where from leaves the council of the day before."""

from typing import Any

import pytest

from hub.domain.access_after import councils_of_documents
from hub.domain.whereabouts import Hidden
from hub.events import portability as p
from hub.events.identity import PersonUpdated
from hub.events.values import ERASED, HomeArea
from hub.runtime.document_door import move_of
from tests.domain.stories import Story, ms
from tests.processors.moves_oracle import THIRD
from tests.processors.moving import CARE_ACT, HERE, PORTABLE, THERE, completed, holders, move, notified, told, why
from tests.processors.people import fold
from tests.processors.test_council_of_move import at_home, council
from tests.processors.test_moves_together import rules, shown, steps_of
from tests.processors.test_open_tasks import moves, supported


def unsaid(**more: Any) -> Story:
    """At home in the first council; a move on 20 November that was told on the 15th, without where from."""
    story = at_home()
    notified(story, "2026-11-15T09:00", "2026-11-20", **{"from_council": None} | more)
    return story


def lives(story: Story, when: str, code: str | None, share: float = 1.0) -> None:
    """A home in a council is stated."""
    story.tell(when, PersonUpdated(home=HomeArea(code, "QF7", share, "directory")))


def test_a_move_to_the_council_where_somebody_lives_already_is_a_finding_and_no_duty() -> None:
    """Nothing begins, nobody is alerted and nothing waits; the finding has the home and the notice."""
    story = unsaid(to_council=HERE)
    view = shown(story, "2026-11-25", 0)
    assert [(row["rule"], row["sources"]) for row in view["findings"]] == [("move_within_council", [0, 2])]
    assert [(row["council"], row["because"]) for row in view["duty"]] == [(HERE, "move_within_council")]
    assert (view["interim_duty_from"], view["alerts"], view["state"]) == (None, [], "MOVE_NOTIFIED")
    assert (told(story, "2026-11-25"), told(story, "2026-11-25", PORTABLE)) == ({}, {})
    assert (steps_of(story, "2026-11-25"), council(story, "2026-11-25")) == ([], HERE)
    assert councils_of_documents(fold(story), ms("2026-11-16T09:00")) == {HERE}


def test_a_move_within_a_council_moves_no_provider() -> None:
    """Whoever visits them is not warned: as where the notice names the council."""
    told_of: dict[str | None, list[Any]] = {}
    for where in (None, HERE):
        story = supported()
        notified(story, "2026-11-15T09:00", "2026-11-20", from_council=where, to_council=HERE)
        told_of[where] = moves(story, "2026-11-20")
    assert told_of == {None: [], HERE: []}


def test_the_council_of_the_day_before_answers_until_the_move_and_sends_the_papers() -> None:
    """The move, the step, the fact and the page name it, and say that the home is why."""
    story = unsaid()
    assert holders(story, "2026-11-18", 4) == [HERE, HERE, THERE, THERE]
    story.tell("2026-11-16T09:00", p.MoveConfirmedGenuine("M1"))
    story.tell("2026-11-16T10:00", p.MoveDocumentsRequested("M1"))
    assert steps_of(story, "2026-11-18") == [("send_papers", HERE, "M1")]
    assert move(story, "2026-11-18")["from_council"] == HERE
    assert why(story, "moves.0.from_council", "2026-11-18") == (0, "home_of_the_day")
    assert told(story, "2026-11-20")["InterimDutyStarted M1"]["from_council"] == HERE
    assert councils_of_documents(fold(story), ms("2026-11-16T09:00")) == {HERE, THERE}
    case = move_of(fold(story, CARE_ACT), HERE, None)
    assert case is not None
    assert case.move_id == "M1"
    assert move_of(fold(story, CARE_ACT), THERE, None) is None


def test_who_is_placed_is_answered_for_by_the_council_of_the_day_before() -> None:
    """Care Act 2014 section 39: they keep their ordinary residence, whoever the notice names."""
    view = shown(unsaid(placed=True), "2026-11-25", 0)
    assert [(row["council"], row["because"]) for row in view["duty"]] == [(HERE, "placed_out_of_area")]


def test_the_next_move_leaves_the_council_of_the_one_before_it() -> None:
    """To the second council and on to a third, neither notice with where from, told in any order."""
    story = at_home()
    notified(story, "2026-11-14T09:00", "2026-12-01", "M2", from_council=None, to_council=THIRD)
    notified(story, "2026-11-15T09:00", "2026-11-20", from_council=None)
    assert holders(story, "2026-11-19", 13) == [HERE, *[THERE] * 11, THIRD]
    assert [shown(story, "2026-12-01", at)["from_council"] for at in (0, 1)] == [THERE, HERE]
    assert why(story, "moves.0.from_council", "2026-12-01") == (3, "council_of_move")
    assert rules(story, "2026-12-01") == []


@pytest.mark.parametrize("known", [("2026-11-22T09:00", HERE, 1.0), ("2026-11-14T09:00", HERE, 0.9)])
def test_a_home_that_is_not_sure_or_was_stated_later_says_nothing(known: tuple[str, str, float]) -> None:
    """Nobody is known to have answered before the move."""
    story = Story()
    lives(story, *known)
    notified(story, "2026-11-15T09:00", "2026-11-20", from_council=None)
    assert holders(story, "2026-11-19", 2) == [None, THERE]


def test_a_home_without_a_council_or_one_that_was_taken_back_says_nothing() -> None:
    """Erased before the move, outside every area, or stated by a message that was cancelled."""
    erased, nowhere, struck = at_home(), at_home(), Story()
    erased.tell("2026-11-14T09:00", PersonUpdated(home=ERASED))
    lives(nowhere, "2026-11-14T09:00", None)
    struck.admit("2026-11-02T09:15")
    struck.cancel_admission("2026-11-02T09:15", recorded="2026-11-02T10:00")
    for story in (erased, nowhere, struck):
        notified(story, "2026-11-15T09:00", "2026-11-20", from_council=None)
        assert move(story, "2026-11-20")["from_council"] is None


def test_who_went_earlier_than_was_meant_moved_all_the_same() -> None:
    """The new address is stated on the 18th, before the day of the move: they left the council of the notice's day."""
    story = unsaid()
    lives(story, "2026-11-18T09:00", THERE)
    assert (move(story, "2026-11-20")["from_council"], move(story, "2026-11-20")["findings"]) == (
        HERE,
        ["move_not_confirmed"],
    )
    assert holders(story, "2026-11-19", 2) == [HERE, THERE]


def test_a_move_within_a_council_that_is_led_elsewhere_after_its_day_begins_on_the_new_day() -> None:
    """The first notice gave nobody a duty, so that none ends."""
    story = unsaid(to_council=HERE)
    notified(story, "2026-11-25T09:00", "2026-12-10", from_council=None)
    assert holders(story, "2026-11-19", 22) == [HERE] * 21 + [THERE]
    assert [row["because"] for row in move(story, "2026-12-10")["duty"]] == ["first_council_answers", "interim_duty"]


def test_a_notice_that_names_the_council_later_is_believed() -> None:
    """What a notice says stands before what is known of the home, and a finding tells of it."""
    story = unsaid()
    notified(story, "2026-11-16T09:00", "2026-11-20", from_council="E09000002")
    assert move(story, "2026-11-19")["from_council"] == "E09000002"
    assert rules(story) == [("left_another_council", "M1", [0, 3])]


def test_no_council_is_named_while_whereabouts_are_hidden() -> None:
    """Neither that of the home nor that of the move."""
    story = unsaid()
    story.tell("2026-11-16T09:00", PersonUpdated(location_hidden=True))
    assert fold(story, CARE_ACT).hiding == (Hidden(None, 3, ms("2026-11-16T09:00")),)
    view = move(story, "2026-11-20")
    assert (view["from_council"], {row["council"] for row in view["duty"]}) == (None, {None})
    assert told(story, "2026-11-20")["InterimDutyStarted M1"]["from_council"] is None


def test_a_move_on_the_first_of_all_days_leaves_nobody() -> None:
    """There is no day before it."""
    story = at_home()
    notified(story, "2026-11-15T09:00", "0001-01-01", from_council=None)
    assert move(story, "2026-11-20")["from_council"] is None


def test_a_move_that_was_completed_leaves_the_council_before_the_day_of_moving() -> None:
    """Moved on the 18th already: the council of the 17th is the one they left."""
    story = unsaid()
    completed(story, "2026-11-19T09:00", "2026-11-18")
    assert holders(story, "2026-11-17", 3) == [HERE, THERE, THERE]


@pytest.mark.parametrize(
    "again", [{"from_council": HERE, "to_council": HERE}, {"from_council": THERE, "to_council": THERE}]
)
def test_a_notice_that_led_to_where_they_live_gave_nobody_a_duty_whatever_is_told_after_its_day(
    again: dict[str, str],
) -> None:
    """It named no council to leave, and the next one names it: the council of their home has no interim duty."""
    story = at_home()
    notified(story, "2026-11-15T09:00", "2026-11-20", from_council=None, to_council=HERE)
    notified(story, "2026-11-25T09:00", "2026-11-20", **again)
    facts = told(story, "2026-12-01")
    assert [key for key in facts if key.startswith("InterimDuty")] == []
    assert [row["because"] for row in shown(story, "2026-12-01", 0)["duty"]] == ["move_within_council"]


def test_what_was_believed_of_somebody_whose_home_nobody_knows_stays() -> None:
    """Another council, or nobody, is known to have answered before: the second had the duty until it was changed."""
    for home in (None, HomeArea(THIRD, "QF7", 1.0, "directory")):
        for day in ("2026-11-20", "0001-01-01"):
            story = Story()
            story.admit("2026-11-02T09:15", home=home)
            notified(story, "2026-11-15T09:00", day, from_council=None, to_council=HERE)
            notified(story, "2026-11-25T09:00", "2026-12-10", from_council=HERE, to_council=THERE)
            because = [row["because"] for row in shown(story, "2026-12-01", 0)["duty"]]
            assert "move_postponed" in because
