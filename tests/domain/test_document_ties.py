"""Which councils hand the documents of a move over, and until when."""

from datetime import date

import pytest

from hub.domain.access_after import councils_of_documents
from hub.events import portability as p
from hub.events.identity import SubjectKeyDestroyed
from tests.domain.sayings import says
from tests.domain.stories import Story, ms
from tests.processors.people import fold

FIRST, SECOND, THIRD = "E06000001", "E08000016", "E08000025"
BOTH = {FIRST, SECOND}


def notified(**more: object) -> p.MoveNotified:
    """Word that somebody is to move on 10 December."""
    fields: dict[str, object] = {"from_council": FIRST, "to_council": SECOND} | more
    return p.MoveNotified("M1", date(2026, 12, 10), **fields)  # type: ignore[arg-type] # by name


def moving() -> Story:
    """Somebody who is home from hospital and is to move."""
    story = Story("documents of a move")
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-13T16:40")
    story.tell("2026-11-15T09:00", notified())
    return story


def tied(story: Story, at: str) -> frozenset[str]:
    """Give the councils that are tied at a time."""
    return councils_of_documents(fold(story), ms(at))


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        (p.MoveConfirmedGenuine("M1"), BOTH),
        (p.MoveCancelled("M1"), set()),
        (notified(to_council=THIRD), {FIRST, THIRD}),
        (notified(placed=True), {FIRST}),
        (notified(to_council=FIRST), {FIRST}),
        (SubjectKeyDestroyed("erasure"), set()),
    ],
)
def test_both_councils_of_a_move_that_goes_on_are_tied(word: object, wanted: set[str]) -> None:
    """Nobody after a cancel or of who is forgotten; of who is placed by it, or stays in it, the first council alone."""
    story = moving()
    assert tied(story, "2026-11-16T09:00") == BOTH
    story.tell("2026-12-01T09:00", word)  # type: ignore[arg-type] # bodies of several events
    assert tied(story, "2026-12-01T10:00") == wanted


def test_six_weeks_after_the_move_is_completed_both_have_done_with_it() -> None:
    """1 December and 42 days: 12 January is the last day."""
    story = moving()
    story.tell("2026-12-01T09:00", p.MoveCompleted("M1", date(2026, 12, 1)))
    assert tied(story, "2027-01-12T12:00") == BOTH
    assert tied(story, "2027-01-13T00:00") == set()


def test_nobody_is_tied_while_whereabouts_are_hidden() -> None:
    """Either council would know where to look; when the hospital says that nothing is hidden both are tied again."""
    story = moving()
    says(story, "2026-11-16T09:00", hidden=True)
    assert tied(story, "2026-11-16T10:00") == set()
    says(story, "2026-11-17T09:00", hidden=False)
    assert tied(story, "2026-11-17T10:00") == BOTH


def test_a_death_ends_the_tie() -> None:
    """Nobody moves any more, and there is nothing to prepare."""
    story = moving()
    story.death("2026-12-02T09:00")
    assert tied(story, "2026-12-02T10:00") == set()


def test_councils_that_no_notice_named_are_none() -> None:
    """A move of which another word came first names nobody."""
    story = Story("no notice")
    story.tell("2026-11-15T09:00", p.MoveConfirmedGenuine("M1"))
    assert tied(story, "2026-11-16T09:00") == set()
    assert tied(Story("no move"), "2026-11-16T09:00") == set()
