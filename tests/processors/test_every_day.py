"""Every day of whole lives, told late and corrected, against an oracle that works each of them out by hand."""

import random
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.day_oracle import days_of, deaths_by_hand, episodes_on_a_day, stays_on_a_day, told_late
from tests.domain.lives import Life
from tests.domain.oracle import london
from tests.processors.looked_at import JOINT, on_the_day

seeds = st.integers(0, 10**9)


@pytest.mark.timeout(400)  # every day of each life is asked
@settings(deadline=None, max_examples=40)
@given(seed=seeds)
def test_every_day_is_as_a_walk_through_the_days_says(seed: int) -> None:
    """Stays, wards, readiness, deaths and episodes of every day of a life, told late and corrected, by hand."""
    events = told_late(Life(seed).story.events, seed)
    for on in days_of(events):
        view = JOINT.view(on_the_day(events, on), on)
        assert {row["spell_id"]: _shown(row) for row in view["spells"]} == {
            number: _by_hand(stay) for number, stay in stays_on_a_day(events, on).items()
        }
        assert [
            (row["spell_id"], date.fromisoformat(row["discharged_on"]), row["status"], row["ended_because"])
            for row in view["episodes"]
            if row["status"] != "void"
        ] == episodes_on_a_day(events, on)
        died = [at for at in deaths_by_hand(events) if london(at) <= on]
        assert (view["died_at"] is None) == (not died)


def _shown(row: Any) -> tuple[Any, ...]:
    if row["status"] == "cancelled":
        return ("cancelled",)
    ward = row["location"]["ward"] if row["location"] else None
    return (
        row["status"],
        row["admitted_at"] and row["admitted_at"][:16],
        row["discharged_at"] and row["discharged_at"][:16],
        ward,
        row["ready_at"],
        row["expected_discharge_on"],
    )


def _by_hand(stay: dict[str, Any]) -> tuple[Any, ...]:
    if stay["status"] == "cancelled":
        return ("cancelled",)
    return (
        stay["status"],
        _minute(stay["admitted"]),
        _minute(stay["left"]),
        stay["ward"],
        _iso(stay["ready"]),
        _iso(stay["expected"]),
    )


def _minute(at: int | None) -> str | None:
    return None if at is None else datetime.fromtimestamp(at / 1000, ZoneInfo("Europe/London")).isoformat()[:16]


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


@settings(deadline=None, max_examples=40)
@given(seed=seeds, later=st.integers(-5, 60))
def test_a_day_looked_at_twice_is_the_same_day_in_every_order(seed: int, later: int) -> None:
    """The state of a day holds for that day: it comes out the same from itself, and from any order of arrival."""
    events = told_late(Life(seed).story.events, seed)
    on = london(events[0].occurred_at) + timedelta(days=later)
    state = on_the_day(events, on)
    shuffled = [*events, *events[:3]]
    random.Random(seed).shuffle(shuffled)
    assert JOINT.as_of(state, state, on) == state
    assert JOINT.encode(on_the_day(shuffled, on)) == JOINT.encode(state)
