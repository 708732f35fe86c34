"""Alerts over whole lives: any arrival, time passing day by day, against an oracle that walks through the days."""

import random
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.domain.days import end_of
from hub.events import care_record as c
from hub.events import coordination as k
from hub.events.envelope import Event
from hub.events.values import HomeArea
from hub.processors.joint import JointProcessor
from tests.domain.lives import Life
from tests.domain.stories import Story, ms
from tests.processors.people import AREAS
from tests.processors.test_joint_lives import arrive, fold

JOINT = JointProcessor(AREAS)
seeds = st.integers(0, 10**9)
LEFT = date(2026, 12, 17)
HOLIDAYS = {date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)}
HOMES = (HomeArea("E06000001", "QF7", 1.0, "directory"), HomeArea("E08000016", "QWO", 1.0, "directory"))


def coordinated(dice: random.Random, story: Story, first: datetime) -> None:
    """Tell some twenty things of coordination at any time in two months."""
    for _ in range(20):
        when = (first + timedelta(minutes=dice.randrange(60 * 24 * 60))).strftime("%Y-%m-%dT%H:%M")
        post, line = dice.choice("abc"), dice.choice(["L1", "L2"])
        planned = ms(when) - dice.randrange(3) * 3_600_000
        story.tell(
            when,
            dice.choice(
                [
                    k.CoordinatorNamed(post, "E06000001"),
                    k.CoordinatorStoodDown(post, "E06000001"),
                    k.TeamMemberJoined(post, "1-100", None, dice.choice(["CARE_DELIVERY", None])),
                    k.TeamMemberLeft(post, "1-100"),
                    k.SafeguardingConcernRaised(post),
                    k.SafeguardingConcernClosed(post),
                    k.SixWeeksOutcomeRecorded(dice.choice(["OWN_HOME", "NOWHERE"]), LEFT + timedelta(days=40)),
                    k.CarerTold(line, "1-100", planned),
                    c.VisitMissed(line, "1-100", planned),
                    c.VisitConfirmed(line, "1-100", planned, planned + dice.randrange(3) * 1_800_000),
                ]
            ),
        )


@settings(deadline=None, max_examples=150)
@given(seed=seeds)
def test_every_arrival_gives_the_same_bytes_and_the_same_facts(seed: int) -> None:
    """A life with coordination in between: shuffled, repeated and cut into batches."""
    dice = random.Random(seed)
    life = Life(seed)
    coordinated(dice, life.story, life.now - timedelta(days=40))
    events = life.story.events
    state = fold(events, JOINT)
    arrived = events + dice.choices(events, k=4)
    dice.shuffle(arrived)
    cuts = sorted(dice.choices(range(len(arrived)), k=3))
    parts = [arrived[a:b] for a, b in zip([0, *cuts], [*cuts, len(arrived)], strict=True)]
    assert JOINT.encode(arrive(parts, JOINT)) == JOINT.encode(state)
    again = JOINT.decode(JOINT.encode(state))
    today = life.now.date() + timedelta(days=dice.randrange(60))
    assert JOINT.facts(again, today) == JOINT.facts(state, today)
    wakes = JOINT.wakes_on(state, today)
    until = wakes if wakes is not None else today + timedelta(days=60)
    quiet = today + timedelta(days=dice.randrange(max(1, min(60, (until - today).days))))
    assert JOINT.facts(state, quiet) == JOINT.facts(state, today)


def walked(told: Sequence[tuple[datetime, str, str]], on: date) -> list[date]:
    """Give since when nobody coordinates, of the gaps that somebody is told of on a day: by walking day by day."""
    who: str | None = None
    begun: date | None = None
    day = date(2026, 12, 1)
    left = sorted(told)
    while day <= on:
        named = False
        while left and left[0][0].date() == day:
            _, what, post = left.pop(0)
            named = named or what == "named"
            who = post if what == "named" else None if post == who else who
        if named:
            begun = None
        if who is None and begun is None and day >= LEFT:
            begun = day
        day += timedelta(days=1)
    if begun is None or on > LEFT + timedelta(days=41):
        return []
    due = begun + timedelta(days=1)
    while due.weekday() > 4 or due in HOLIDAYS:  # Friday
        due += timedelta(days=1)
    return [begun] if due <= on else []


@settings(deadline=None, max_examples=150)
@given(seed=seeds)
def test_nobody_coordinating_is_told_on_the_days_that_a_walk_through_the_calendar_gives(seed: int) -> None:
    """Over Christmas, with its bank holidays, posts named and standing down at any time."""
    dice, story = random.Random(seed), Story("walk")
    story.admit("2026-12-01T09:00")
    story.discharge(f"{LEFT}T10:00")
    told = []
    for minute in sorted(dice.sample(range(60 * 24 * 55), k=dice.randrange(8))):
        at = datetime(2026, 12, 3) + timedelta(minutes=minute)  # noqa: DTZ001  London wall time
        what, post = dice.choice(["named", "stood down"]), dice.choice("ab")
        told.append((at, what, post))
        body = k.CoordinatorNamed if what == "named" else k.CoordinatorStoodDown
        story.tell(at.strftime("%Y-%m-%dT%H:%M"), body(post, "E06000001"))
    state = fold(story.events, JOINT)
    for number in range(50):
        on = LEFT + timedelta(days=number)
        facts = [fact for fact in JOINT.facts(state, on) if ":no_coordinator:" in fact.key]
        known = [at for at in told if at[0].date() <= on] if not facts else told
        assert [f'"since":"{day}"' in fact.body for day, fact in zip(walked(known, on), facts, strict=True)] == [
            True
        ] * len(facts)


def passing(events: Sequence[Event], first: date, days: int) -> list[tuple[date, frozenset[Any]]]:
    """Give the facts that stand at the end of each day, by what had been told by then."""
    found = []
    for number in range(days):
        today = first + timedelta(days=number)
        state = fold([event for event in events if event.occurred_at <= end_of(today)], JOINT)
        found.append((today, JOINT.facts(state, today)))
    return found


@settings(deadline=None, max_examples=40)
@given(seed=seeds)
def test_every_key_opens_once_and_closes_once(seed: int) -> None:
    """Day by day as it is told, with a stay in hospital in between: no alert comes back under a key it had."""
    dice, story = random.Random(seed), Story("once")
    first = datetime(2026, 12, 17, 12, 0)  # noqa: DTZ001  London wall time
    story.admit("2026-12-01T09:00", home=HOMES[0])
    story.discharge(f"{LEFT}T10:00")
    for line in ("L1", "L2"):
        story.line(f"{LEFT}T11:00", line, 700)
    if dice.random() < 0.5:
        story.admit("2026-12-30T09:00", "SP2", home=dice.choice(HOMES))
        story.discharge("2027-01-04T09:00", "SP2")
    if dice.random() < 0.3:
        story.tell("2027-01-10T09:00", c.SupportLineEnded("L1", "1-100", date(2027, 1, 12)))
        story.line("2027-01-10T10:00", "L1", 700, started_on="2027-01-15")
    coordinated(dice, story, first)
    opened: Counter[str] = Counter()
    before: set[str] = set()
    for _, facts in passing(story.events, LEFT, 70):
        now = {fact.key for fact in facts if fact.kind in {"Alert", "TaskStopped"}}
        opened.update(now - before)
        before = now
    assert {key: times for key, times in opened.items() if times > 1} == {}
