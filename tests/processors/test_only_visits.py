"""Of a visit that took place as planned nobody is told: what others know of a person stays as it is."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.ordering import steps
from hub.events.care_record import VisitConfirmed, VisitMissed
from hub.events.values import HomeArea
from hub.processors.joint import JointProcessor
from tests.domain.lives import Life
from tests.domain.stories import Story, ms
from tests.processors.people import AREAS, fold

JOINT = JointProcessor(AREAS)


def at_home() -> Story:
    """Somebody who is at home with a line, whose first visit took place."""
    story = Story()
    story.admit("2026-11-01T10:00", home=HomeArea("E06000001", "QF7", 1.0, "directory"))
    story.discharge("2026-11-10T12:00")
    story.line("2026-11-10T13:00", "L1", 700)
    visit(story, "2026-11-10T18:00")
    return story


def visit(story: Story, planned: str, late: int = 0) -> None:
    """A visit of the line takes place, so many minutes late."""
    story.tell(planned, VisitConfirmed("L1", "1-100", ms(planned), ms(planned) + late * 60_000))


@given(st.integers(0, 10**6), st.data())
def test_whoever_tells_the_same_is_told_of_alike_on_every_day(seed: int, data: st.DataObject) -> None:
    """Over invented lives, after any of their events and on any day of the next ten weeks."""
    order = steps(Life(seed).story.events)
    states = [JOINT.initial()]
    for step in order:
        states.append(JOINT.evolve(states[-1], step))
    first = data.draw(st.integers(0, len(states) - 1))
    last = data.draw(st.integers(first, len(states) - 1))
    if JOINT.tells_the_same(states[first], states[last]):
        begun = datetime.fromtimestamp(order[-1].event.occurred_at / 1000).date()  # noqa: DTZ006 - any day does
        on = begun + timedelta(days=data.draw(st.integers(-70, 70)))
        assert JOINT.outline(states[first], on) == JOINT.outline(states[last], on)


def test_a_visit_as_planned_tells_the_same_and_is_counted() -> None:
    """The state has one visit more, and nobody is told anything else."""
    story = at_home()
    before = fold(story)
    visit(story, "2026-11-11T18:00")
    after = fold(story)
    assert before.lines[0].done + 1 == after.lines[0].done
    assert JOINT.tells_the_same(before, after)


@pytest.mark.parametrize("what", ["first", "late", "missed", "makes_up", "moved", "another line", "stay"])
def test_whatever_else_comes_has_to_be_worked_out(what: str) -> None:
    """A first visit ends a wait, a late one is a trouble, one after a move ends a warning, a stay changes all."""
    story = at_home()
    if what == "first":
        story.admit("2026-11-12T10:00", "SP2")
        story.discharge("2026-11-13T10:00", "SP2")
    elif what == "makes_up":
        story.tell("2026-11-11T19:00", VisitMissed("L1", "1-100", ms("2026-11-11T18:00")))
    elif what == "moved":
        story.admit("2026-11-11T10:00", "SP2", home=HomeArea("E08000016", "QWO", 1.0, "directory"))
    before = fold(story)
    if what == "missed":
        story.tell("2026-11-14T19:00", VisitMissed("L1", "1-100", ms("2026-11-14T18:00")))
    elif what == "another line":
        story.line("2026-11-14T13:00", "L2", 700)
    elif what == "stay":
        story.admit("2026-11-14T10:00", "SP3")
    else:
        visit(story, "2026-11-14T18:00", late=45 if what == "late" else 0)
    assert not JOINT.tells_the_same(before, fold(story))


def test_a_life_has_visits_that_tell_the_same() -> None:
    """The property above is asked of something: invented lives do have such visits."""
    said = 0
    for seed in range(30):
        state = JOINT.initial()
        for step in steps(Life(seed).story.events):
            after = JOINT.evolve(state, step)
            said += after is not state and JOINT.tells_the_same(state, after)
            state = after
    assert said
