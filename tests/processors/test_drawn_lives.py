"""The drawings of stays, six weeks and tasks are what the fold does: each move of many lives is drawn, and no other."""

from collections.abc import Iterator
from datetime import date

import pytest

from hub.domain.drawn_lives import SIX_WEEKS, STAY, TASK
from hub.domain.machine import Machine
from hub.events import continuing_healthcare as chc
from hub.events import identity as i
from hub.events import portability as p
from hub.events.values import HomeArea
from tests.domain.lives import Life
from tests.domain.money_lives import MoneyLife
from tests.domain.sayings import PAS, dead, died_in_hospital, lives
from tests.domain.stories import HOME, Story
from tests.processors.arrows import Arrow, arrows
from tests.processors.standing import LIVING, home, in_bed

LAST = date(2028, 1, 1)
WALES = HomeArea("W06000015", None, 1.0, "directory")


def told() -> Iterator[Story]:
    """Give stories of what the invented lives do not have: deaths and their taking back, care of the NHS, moves."""
    for body in (chc.ChcDecided("K1", "ELIGIBLE", date(2026, 11, 20)), chc.ChcFastTracked("K1", date(2026, 11, 20))):
        story = home()
        story.tell("2026-11-20T09:00", body)
        yield story
    yield from _no_longer_eligible()
    eligible, suspended = in_bed(), home()
    suspended.admit("2026-11-18T09:00", "SP2")
    for story, day in ((eligible, "2026-11-10"), (suspended, "2026-11-20")):
        story.tell(f"{day}T09:00", chc.ChcDecided("K1", "ELIGIBLE", date.fromisoformat(day)))
        yield story
    eligible.discharge("2026-11-13T16:40")
    yield eligible
    for back in (i.PersonUpdated(home=HOME), None):
        story = home()
        if back is None:
            story.tell("2026-11-15T09:00", p.MoveNotified("M1", date(2026, 11, 15), "E08000025", "W06000015"))
            story.tell("2026-11-23T09:00", p.MoveCancelled("M1"))
        else:
            story.tell("2026-11-15T09:00", i.PersonUpdated(home=WALES))
            story.tell("2026-11-21T09:00", back)
        yield story
    again = home()
    again.cancel_discharge("2026-11-13T16:40", recorded="2026-11-13T17:00")
    again.discharge("2026-11-13T16:40", recorded="2026-11-13T18:00")
    yield again
    yield from _deaths()


def _no_longer_eligible() -> Iterator[Story]:
    """The board pays no longer, that is disputed and settled; told late and ahead; also of somebody in a bed again."""
    for back in (False, True):
        story = home()
        story.tell("2026-11-20T09:00", chc.ChcFastTracked("K1", date(2026, 11, 20)))
        if back:
            story.admit("2026-11-22T09:00", "SP2")
        story.tell("2026-11-25T09:00", chc.ChcDecided("K1", "NOT_ELIGIBLE", date(2026, 11, 25)))
        story.tell("2026-11-26T09:00", chc.ChcDisputed("K1", "COUNCIL"))
        story.tell("2026-12-03T09:00", chc.ChcDisputeSettled("K1"))
        yield story
    for last, back in ((24, False), (30, True)):
        ended = home()
        ended.tell("2026-11-20T09:00", chc.ChcFastTracked("K1", date(2026, 11, 20)))
        if back:
            ended.admit("2026-11-22T09:00", "SP2")
        ended.tell("2026-11-28T09:00", chc.ChcEnded("K1", date(2026, 11, last)))
        if back:
            ended.discharge("2026-12-05T09:00", "SP2")
        yield ended


def _deaths() -> Iterator[Story]:
    readmitted = home()
    readmitted.admit("2026-11-20T09:00", "SP2")
    died_in_hospital(readmitted, "2026-11-22T09:00", "SP2")
    yield readmitted
    elsewhere = home()
    elsewhere.admit("2026-11-20T09:00", "SP2")
    elsewhere.death("2026-11-22T09:00")
    yield elsewhere
    for cancelled in (True, False):
        story = in_bed()
        died_in_hospital(story, "2026-11-13T16:40", source=PAS, method=LIVING)
        if cancelled:
            story.cancel_discharge("2026-11-13T16:40")
        else:
            lives(story, "2026-11-14T09:00")
        yield story
    support = home()
    support.line("2026-11-14", "L1", 700)
    dead(support, "2026-11-20T09:00")
    lives(support, "2026-11-21T09:00")
    yield support
    unseen = Story()
    unseen.discharge("2026-11-13T16:40", method="1")
    yield unseen
    waits = in_bed()
    waits.line("2026-11-05", "L1", 700)
    waits.death("2026-11-10T09:00")
    yield waits


def seen(part: str) -> set[Arrow]:
    """Return every move of the stories and of eighty invented lives."""
    stories = [*told(), *(kind(seed).story for kind in (Life, MoneyLife) for seed in range(40))]
    return {arrow for story in stories for arrow in arrows(story.events, part, LAST)}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("part", "machine"),
    [("episodes", SIX_WEEKS), ("spells", STAY), ("tasks", TASK)],
    ids=["six weeks", "stays", "tasks"],
)
def test_every_move_of_a_life_is_drawn_and_every_drawn_move_is_made(part: str, machine: Machine) -> None:
    """From where, by which event, to where: a rule that moves somebody in another way changes the drawing."""
    drawn = {(source, each.event, each.target) for each in machine.moves for source in each.sources}
    assert sorted(seen(part)) == sorted(drawn)
