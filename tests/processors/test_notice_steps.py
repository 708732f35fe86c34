"""What waits of a hospital's notices: each that its council has to answer, by the last day for it."""

from datetime import date

from hub.events.identity import SubjectKeyDestroyed
from tests.domain.stories import Story
from tests.processors.notices_told import COUNCIL, ON, REFERRALS, answered, issued, referred, withdrawn
from tests.processors.people import fold


def steps(story: Story, on: date = ON) -> list[tuple[object, ...]]:
    """Give the steps of notices on a day."""
    rows = REFERRALS.view(fold(story, REFERRALS), on)["notice_steps"]
    return [(row["what"], row["holder"], row["organisation"], row["due"], row["about"], row["overdue"]) for row in rows]


def test_a_notice_waits_from_the_day_on_which_it_came_until_it_is_answered_or_withdrawn() -> None:
    """One working day after a Thursday is the Friday; what is due first comes first; a discharge notice waits too."""
    story = referred()
    story.tell("2026-11-04T10:00", issued("N0", "DISCHARGE"))
    first = ("answer_notice", "council", COUNCIL, "2026-11-05", "N0")
    second = ("answer_notice", "council", COUNCIL, "2026-11-06", "N1")
    assert steps(story) == [(*first, True), (*second, True)]
    assert steps(story, date(2026, 11, 5)) == [(*first, False), (*second, False)]
    assert steps(story, date(2026, 11, 4)) == [(*first, False)]
    story.tell("2026-11-06T10:00", answered())
    story.tell("2026-11-06T10:00", withdrawn("W1", "DISCHARGE"))
    assert steps(story) == []


def test_why_a_notice_waits_is_the_notice() -> None:
    """The reason is the event of the notice and the rule that it is answered."""
    assert REFERRALS.reasons(fold(referred(), REFERRALS), ON)["notice_steps.0"] == (1, "step_answer_notice")


def test_of_who_died_or_is_forgotten_nothing_waits_and_the_hidden_name_no_council() -> None:
    """Nobody is asked for an answer then; a council that is named would say where somebody lives."""
    dead, gone = referred(), referred()
    dead.death("2026-11-06T10:00")
    gone.tell("2026-11-06T10:00", SubjectKeyDestroyed("erasure"))
    assert (steps(dead), steps(gone)) == ([], [])
    hidden = REFERRALS.withholding().view(fold(referred(), REFERRALS), ON)["notice_steps"]
    assert [row["organisation"] for row in hidden] == [None]
