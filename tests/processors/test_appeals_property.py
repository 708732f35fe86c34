"""Appeals in any order of arrival, repeated and contradicting: against an oracle that folds nothing."""

import random
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.adapters import reference_files
from hub.processors.appeals import AppealsProcessor
from hub.processors.joint import JointProcessor
from tests.domain.lives import Life
from tests.domain.stories import Story
from tests.processors.people import AREAS, fold
from tests.processors.test_appeals import acknowledged, decided, lodged, withdrawn
from tests.processors.test_joint_lives import arrive

PROCESSOR = AppealsProcessor(AREAS)
JOINT = JointProcessor(AREAS)
FREE = reference_files.bank_holidays()
START = date(2026, 11, 2)
seeds = st.integers(0, 10**9)


def told(seed: int) -> Story:
    """Return what is told of two appeals: each step at most twice, on days before and after the appeal."""
    dice = random.Random(seed)
    story = Story(str(seed))
    steps: dict[str, Any] = {"A": acknowledged, "D": decided, "W": withdrawn}
    for minute in range(dice.randrange(9)):
        name, day = dice.choice(("AP1", "AP2")), str(START + timedelta(days=dice.randrange(60)))
        what = dice.choice("LLADW")
        body = lodged(name, on=str(START + timedelta(days=20))) if what == "L" else steps[what](day, appeal_id=name)
        story.tell(f"2027-01-{dice.randrange(1, 28):02}T10:{minute:02}", body)
    return story


def by_hand(story: Story, name: str, today: date) -> dict[str, Any] | None:
    """Say where an appeal stands: by the earliest day on which it was decided or taken back, else acknowledged."""
    bodies: list[Any] = [e.body for e in story.events if e.body.appeal_id == name]  # type: ignore[attr-defined]
    if not any(type(body).__name__ == "AppealLodged" for body in bodies):
        return None
    days: dict[str, list[date]] = {"DECIDED": [], "WITHDRAWN": [], "ACKNOWLEDGED": []}
    for body in bodies:
        for state, field in (
            ("DECIDED", "decided_on"),
            ("WITHDRAWN", "withdrawn_on"),
            ("ACKNOWLEDGED", "acknowledged_on"),
        ):
            if hasattr(body, field):
                days[state].append(getattr(body, field))
    ends = [
        (min(found), place, state) for place, state in enumerate(("DECIDED", "WITHDRAWN")) if (found := days[state])
    ]
    last = START + timedelta(days=20)
    waits = []
    if not ends:
        if not days["ACKNOWLEDGED"] and _working_days(last, today) > 3:
            waits.append("acknowledgement")
        waits += ["decision"] if (today - last).days > 42 else []
    state = min(ends)[2] if ends else "ACKNOWLEDGED" if days["ACKNOWLEDGED"] else "LODGED"
    return {"state": state, "overdue": waits}


def _working_days(after: date, before: date) -> int:
    """Count the working days after one day up to another, plus one when that many have wholly passed."""
    span = [after + timedelta(days=n) for n in range(1, (before - after).days)]
    whole = sum(day.weekday() < 5 and day not in FREE for day in span)
    return whole + 1


@settings(deadline=None, max_examples=300)
@given(seed=seeds, days=st.integers(0, 80))
def test_an_appeal_stands_where_its_days_say(seed: int, days: int) -> None:
    """State, clocks that ran out and the alerts of them, by reading the list of what was told."""
    story, today = told(seed), START + timedelta(days=20 + days)
    state = fold(story, PROCESSOR)
    shown = {each["appeal_id"]: each for each in PROCESSOR.view(state, today)["appeals"]}
    assert shown.keys() == {e.body.appeal_id for e in story.events}  # type: ignore[attr-defined]
    alerts = 0
    for name, appeal in shown.items():
        expected = by_hand(story, name, today)
        if expected is None:
            assert (appeal["state"], appeal["overdue"]) == (None, [])
        else:
            assert (appeal["state"], appeal["overdue"]) == (expected["state"], expected["overdue"])
            alerts += len(expected["overdue"])
    facts = PROCESSOR.facts(state, today)
    assert sum(fact.kind == "AppealOverdue" for fact in facts) == alerts


@settings(deadline=None, max_examples=200)
@given(seed=seeds)
def test_every_arrival_gives_the_same_bytes_and_facts(seed: int) -> None:
    """Shuffled, repeated, redelivered, split into batches: one state, one set of facts."""
    story, dice, today = told(seed), random.Random(seed), date(2027, 2, 1)
    if not story.events:
        return
    whole = fold(story, PROCESSOR)
    arrived = story.events + dice.choices(story.events, k=4)
    dice.shuffle(arrived)
    cuts = sorted(dice.choices(range(len(arrived)), k=3))
    parts = [arrived[a:b] for a, b in zip([0, *cuts], [*cuts, len(arrived)], strict=True)]
    state = arrive(parts, PROCESSOR)
    assert PROCESSOR.encode(state) == PROCESSOR.encode(whole)
    assert PROCESSOR.facts(state, today) == PROCESSOR.facts(whole, today)
    assert PROCESSOR.decode(PROCESSOR.encode(whole)) == whole


@settings(deadline=None, max_examples=50)
@given(seed=seeds)
def test_no_appeal_changes_a_joint_state(seed: int) -> None:
    """A whole life with appeals told after it shows and tells the same as without, but for whose step waits."""
    life, later = Life(seed).story, Life(seed).story
    for event in told(seed).events:
        later.tell("2031-01-01T09:00", event.body)
    on = date(2031, 2, 1)
    assert _decided(later, on) == _decided(life, on)
    assert JOINT.facts(fold(later, JOINT), on) == JOINT.facts(fold(life, JOINT), on)


def _decided(story: Story, on: date) -> dict[str, Any]:
    """Give the joint view without what waits for somebody to act."""
    waiting = {"next_step", "open_steps", "status"}
    return {name: value for name, value in JOINT.view(fold(story, JOINT), on).items() if name not in waiting}
