"""Whatever two hospitals say of a person, in whatever order it arrives: one state, and what the oracle says holds."""

import random
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.processors.joint import JointProcessor
from tests.domain.contradictions import Contradicted, truth
from tests.processors.every_processor import EVERY
from tests.processors.people import AREAS
from tests.processors.test_joint_lives import arrive, fold

JOINT = JointProcessor(AREAS)
ON = date(2026, 11, 30)
seeds = st.integers(0, 10**9)


@pytest.mark.parametrize("processor", EVERY, ids=lambda p: str(p.name))
@settings(deadline=None, max_examples=150)
@given(seed=seeds)
def test_every_arrival_of_contradictions_gives_the_same_bytes(processor: Any, seed: int) -> None:
    """Deaths said and taken back by two hospitals, hiding and classes: shuffled, repeated and cut into batches."""
    events, dice = Contradicted(seed).story.events, random.Random(seed)
    expected = processor.encode(fold(events, processor))
    arrived = events + dice.choices(events, k=4)
    dice.shuffle(arrived)
    cuts = sorted(dice.choices(range(len(arrived)), k=3))
    parts = [arrived[a:b] for a, b in zip([0, *cuts], [*cuts, len(arrived)], strict=True)]
    assert processor.encode(arrive(parts, processor)) == expected
    assert processor.encode(processor.decode(expected)) == expected


@settings(deadline=None, max_examples=600)
@given(seed=seeds)
def test_what_holds_is_what_the_sources_say(seed: int) -> None:
    """Death, six weeks, hiding, class and the finding, against an oracle that asks each source for its last word."""
    events = Contradicted(seed).story.events
    holds = truth(events)
    state = fold(events, JOINT)
    view = JOINT.view(state, ON)
    (stay,) = view["spells"]
    assert stay["patient_class"] == holds.patient_class
    assert _is_dead(state, view) == holds.died
    standing = [row for row in view["episodes"] if row["status"] != "void"]
    assert [row["discharged_on"] for row in standing] == ([] if holds.left_on is None else [holds.left_on.isoformat()])
    for row in standing:
        assert row["status"] == ("ended" if holds.died else "open")
        assert row["last_covered_day"] == ((holds.left_on or ON) + timedelta(days=41)).isoformat()
        assert row["whereabouts_hidden"] == holds.hidden
        assert (row["council"] is None) == holds.hidden
    found = [finding["rule"] for finding in view["findings"]]
    assert ("lives_and_died" in found) == holds.contradicted
    listing = JOINT.listing(state)
    assert listing is None or (listing.council is None) == holds.hidden


def _is_dead(state: Any, view: Any) -> bool:
    """Page, stays, six weeks and row agree."""
    died = view["died_at"] is not None
    listing = JOINT.listing(state)
    assert listing is None or (listing.status == "died") == died
    assert died or "died" not in [stay["status"] for stay in view["spells"]]
    assert died or "death" not in [row["ended_because"] for row in view["episodes"]]
    return died
