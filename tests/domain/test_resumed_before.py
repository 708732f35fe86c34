"""What earlier six weeks resume of a line, asked line by line, against the answer of all lines together."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.domain.earlier_weeks import Earlier, Name, resumed_by
from hub.domain.joint_state import JointState
from hub.domain.lines import LineState
from hub.domain.resumed_before import ResumedBefore
from hub.events import care_record as c
from hub.processors.joint import JointProcessor
from hub.processors.joint_weeks import courses_under
from tests.domain.stories import Story
from tests.processors.people import AREAS, fold

JOINT = JointProcessor(AREAS)
DAY = timedelta(days=1)
SERVICES = ("HOME_SUPPORT", "HOME_SUPPORT", "MEALS", "REABLEMENT")
ORIGINS = (None, None, "NEW", "RESUMED", "INCREASE")


def in_and_out(seed: int) -> JointState:
    """Fold somebody who goes back to hospital time and again, with lines that begin, change and end meanwhile."""
    dice, story, day, lines = random.Random(seed), Story(f"in and out {seed}"), date(2024, 1, 1), 0
    for number in range(dice.randrange(2, 8)):
        story.admit(f"{day}T08:00", f"SP{number}")
        day += dice.randrange(1, 9) * DAY
        story.discharge(f"{day}T10:00", f"SP{number}")
        for _ in range(dice.randrange(3)):
            _line(story, dice, f"L{lines}", day + dice.randrange(-20, 45) * DAY)
            lines += 1
        day += dice.randrange(5, 90) * DAY
    state: JointState = fold(story)
    return state


def _line(story: Story, dice: random.Random, name: str, began: date) -> None:
    terms: dict[str, Any] = {"service": dice.choice(SERVICES), "origin": dice.choice(ORIGINS)}
    last = began + dice.randrange(5, 150) * DAY if dice.random() < 0.3 else None
    story.line(f"{began}T09:00", name, dice.choice([None, 300, 700, 1400]), ended_on=last, **terms)
    for _ in range(dice.choice([0, 0, 1, 2])):
        on, hours = began + dice.randrange(1, 200) * DAY, dice.choice([None, 200, 700, 1500])
        service, origin = dice.choice([None, None, "MEALS"]), dice.choice(ORIGINS)
        story.tell(f"{on}T10:00", c.SupportLineChanged(name, "1-100", on, service, origin, hours))


@settings(deadline=None, max_examples=150)
@given(seed=st.integers(0, 10**9))
def test_asked_line_by_line_the_hours_are_those_of_all_lines_together(seed: int) -> None:
    """On every day after the weeks on which a line changes, for each line that ran in them and runs then."""
    _agree(in_and_out(seed))


def test_lines_that_hang_on_others_on_one_day_are_asked_of_all_of_them_together() -> None:
    """One life of those that are drawn above, in which several lines of one day do."""
    _agree(in_and_out(0))


def _agree(state: JointState) -> None:
    days = {span.first + late * DAY for line in state.lines for span in line.spans for late in (0, 1, 60)}
    found = courses_under(state, JOINT.rules)
    for weeks in {each for course in found for each in course.earlier}:
        before = ResumedBefore(weeks, state.lines)
        for day in (day for day in days if day > weeks.last):
            expected = resumed_by(weeks, state.lines, day)
            for line in state.lines:
                if before.has(line) and line.on(day) is not None:
                    assert before.hours(line, day) == expected[line.provider, line.line_id]


def often(stays: int) -> tuple[JointState, date]:
    """Fold somebody with so many stays, who got one more line in each of their six weeks, of which nobody decided."""
    story, day = Story("often"), date(2020, 1, 1)
    for number in range(stays):
        story.admit(f"{day}T09:00", f"SP{number}")
        story.discharge(f"{day + 4 * DAY}T10:00", f"SP{number}")
        story.line(f"{day + 5 * DAY}T09:00", f"L{number}", 700, price_per_hour=2000)
        day += 60 * DAY
    return fold(story), day


def test_many_stays_with_undecided_lines_are_told_without_looking_at_all_lines_for_each_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What the days of a line say of itself is enough: the work grows with the lines, and not with lines by lines."""
    state, day = often(12)
    asked: list[date] = []

    def counted(weeks: Earlier, lines: Sequence[LineState], on: date) -> dict[Name, int]:
        asked.append(on)
        return resumed_by(weeks, lines, on)

    monkeypatch.setattr("hub.domain.resumed_before.resumed_by", counted)
    told = [fact for fact in JOINT.outline(state, day).facts if ":undecided:" in fact.key]
    assert (len(told) > 50, asked) == (True, [])
