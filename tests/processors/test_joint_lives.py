"""The joint state of whole lives, against an oracle that walks through each life day by day."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.domain.days import day_of, end_of
from hub.domain.joint_state import JointState
from hub.domain.ordering import ALWAYS_SETTLED, fold_in_place_is_safe, order_key, settled_after, steps
from hub.domain.steps import Step
from hub.events.envelope import Event
from hub.processors.joint import JointProcessor
from tests.domain.lives import Life
from tests.domain.oracle import stays_by_hand
from tests.domain.oracle_weeks import episodes_by_hand
from tests.domain.retold_lives import Retold
from tests.processors.every_processor import EVERY

JOINT = JointProcessor()
seeds = st.integers(0, 10**9)
kinds = st.sampled_from([Life, Retold])


def fold(events: Sequence[Event], processor: Any = JOINT) -> Any:
    """Fold a set of events from the beginning."""
    state = processor.initial()
    for step in steps(events):
        state = processor.evolve(state, step)
    return state


def arrive(batches: Sequence[Sequence[Event]], processor: Any) -> Any:
    """Fold batches as they arrive: in place where the rule allows, else the whole history again."""
    known: list[Event] = []
    state, last, count, settled = processor.initial(), b"", 0, ALWAYS_SETTLED
    for batch in batches:
        for event in batch:
            known.append(event)
            if fold_in_place_is_safe(last, settled, event):
                state, last, count = processor.evolve(state, Step(event, count)), order_key(event), count + 1
                continue
            done = steps(known)
            state = processor.initial()
            for step in done:
                state = processor.evolve(state, step)
            last, count, settled = order_key(done[-1].event), len(done), settled_after(done)
    return state


@pytest.mark.parametrize("processor", EVERY, ids=lambda p: str(p.name))
@settings(deadline=None)
@given(kind=kinds, seed=seeds)
def test_every_arrival_gives_the_same_bytes(processor: Any, kind: type[Life], seed: int) -> None:
    """Shuffled, repeated, redelivered and split into batches: one state, byte for byte."""
    events, dice = kind(seed).story.events, random.Random(seed)
    expected = processor.encode(fold(events, processor))
    arrived = events + dice.choices(events, k=4)
    dice.shuffle(arrived)
    cuts = sorted(dice.choices(range(len(arrived)), k=3))
    parts = [arrived[a:b] for a, b in zip([0, *cuts], [*cuts, len(arrived)], strict=True)]
    assert processor.encode(arrive(parts, processor)) == expected
    assert processor.encode(arrive([events], processor)) == expected
    assert processor.encode(processor.decode(expected)) == expected


@settings(deadline=None)
@given(kind=kinds, seed=seeds)
def test_stays_are_as_the_list_of_what_happened_says(kind: type[Life], seed: int) -> None:
    """Status, admission, ward, readiness, expectation and discharge of every stay, against the oracle."""
    events = kind(seed).story.events
    on = date(2030, 1, 1)
    shown = {row["spell_id"]: row for row in JOINT.view(fold(events), on)["spells"]}
    dead = any(e.type == "DeathRecorded" and e.body.confirmed for e in events) or any(  # type: ignore[attr-defined]
        stay["died"] and stay["status"] != "cancelled" for stay in stays_by_hand(events)
    )
    for stay in stays_by_hand(events):
        row = shown[stay["key"].number]
        status = "died" if stay["status"] == "open" and dead else stay["status"]
        assert row["status"] == status
        if status == "cancelled":
            continue
        assert _at(row["admitted_at"]) == stay["admitted"]
        assert (row["location"] or {}).get("ward") == stay["ward"]
        assert row["ready_at"] == _iso(stay["ready"])
        assert row["expected_discharge_on"] == _iso(stay["expected"])
        assert _at(row["discharged_at"]) == stay["left"]
        assert (row["destination"] or {}).get("code") == stay["to"]


@settings(deadline=None, max_examples=200)
@given(kind=kinds, seed=seeds, later=st.integers(0, 400))
def test_episodes_are_as_a_walk_through_the_days_says(kind: type[Life], seed: int, later: int) -> None:
    """Which discharges opened an episode, its status and why it ended, on any day, against the oracle."""
    events = kind(seed).story.events
    on = day_of(min(event.occurred_at for event in events)) + timedelta(days=later)
    known = [event for event in events if event.occurred_at <= end_of(on)]
    rows = JOINT.view(fold(known), on)["episodes"]
    shown = [
        (row["spell_id"], date.fromisoformat(row["discharged_on"]), row["status"], row["ended_because"])
        for row in rows
        if row["status"] != "void"
    ]
    assert shown == episodes_by_hand(known, on)
    for row in rows:
        first = date.fromisoformat(row["discharged_on"])
        assert row["last_covered_day"] == (first + timedelta(days=41)).isoformat()
        assert row["day"] == (None if row["status"] == "void" else (on - first).days + 1)


@settings(deadline=None)
@given(seed=seeds)
def test_every_reason_names_an_event_that_happened(seed: int) -> None:
    """Each path that says why points at an event of this person."""
    events = Life(seed).story.events
    state, on = fold(events), date(2026, 12, 1)
    count = len(steps(events))
    view = JOINT.view(state, on)
    for path, (by, _) in JOINT.reasons(state, on).items():
        assert 0 <= by < count
        value: Any = view
        for part in path.split("."):
            value = value[int(part)] if part.isdigit() else value[part]


@settings(deadline=None, max_examples=40)
@given(seed=seeds)
def test_facts_change_only_on_the_days_that_the_state_names(seed: int) -> None:
    """Between the days that `wakes_on` gives nothing changes, so a host need not look."""
    state: JointState = fold(Life(seed).story.events)
    today = date(2026, 1, 1)
    facts = JOINT.facts(state, today)
    wakes = JOINT.wakes_on(state, today)
    for _ in range(450):
        today += timedelta(days=1)
        if wakes == today:
            facts, wakes = JOINT.facts(state, today), JOINT.wakes_on(state, today)
        assert JOINT.facts(state, today) == facts
        assert JOINT.wakes_on(state, today) == wakes


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _at(text: str | None) -> int | None:
    from datetime import datetime

    return None if text is None else int(datetime.fromisoformat(text).timestamp() * 1000)
