"""Whatever is said of one person's waiting, in whatever order it arrives: the days and codes that an oracle counts."""

import json
import random
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.domain.figures import contributions
from hub.events.envelope import Event
from hub.processors.joint import JointProcessor
from tests.domain.oracle import london
from tests.domain.waits import Waiting, code_by_hand, days_by_hand, held_by_hand
from tests.processors.people import AREAS
from tests.processors.test_joint_lives import arrive, fold

JOINT = JointProcessor(AREAS)
seeds = st.integers(0, 10**9)


def in_order(events: list[Event]) -> list[Event]:
    """Give events by when they happened; of those of one minute, a stay begins first and ends last."""
    ends = {"SpellAdmitted": 0, "SpellDischarged": 2}
    return sorted(events, key=lambda event: (event.occurred_at, ends.get(event.type, 1)))


@settings(deadline=None, max_examples=150)
@given(seed=seeds)
def test_every_arrival_of_waiting_gives_the_same_bytes(seed: int) -> None:
    """Shuffled, repeated and cut into batches: one state, and the same is told."""
    events, dice = Waiting(seed).story.events, random.Random(seed)
    state = fold(events, JOINT)
    arrived = events + dice.choices(events, k=4)
    dice.shuffle(arrived)
    cuts = sorted(dice.choices(range(len(arrived)), k=3))
    parts = [arrived[a:b] for a, b in zip([0, *cuts], [*cuts, len(arrived)], strict=True)]
    other = arrive(parts, JOINT)
    assert JOINT.encode(other) == JOINT.encode(state)
    assert JOINT.decode(JOINT.encode(state)) == state
    on = date(2026, 12, 1)
    assert JOINT.facts(other, on) == JOINT.facts(state, on)


@settings(deadline=None, max_examples=400)
@given(seed=seeds, later=st.integers(0, 6))
def test_both_definitions_count_the_days_that_a_walk_through_them_counts(seed: int, later: int) -> None:
    """Days at whose end she waited, days since the ready date, and the rules that explain every day of difference."""
    life = Waiting(seed)
    events, on = in_order(life.story.events), life.last + timedelta(days=later)
    days, start, left = days_by_hand(events, on)
    shown = JOINT.view(fold(events, JOINT), on)["spells"][0]["delay"]
    assert shown["sitrep_days"] == len(days)
    waited = (left - start).days if left and start and left != london(events[0].occurred_at) else None
    assert shown["drd_days"] == waited
    explained = sum(one["days"] for one in shown["differ_because"])
    assert shown["sitrep_days"] == (shown["drd_days"] or 0) + explained
    assert shown["national_code"] == (code_by_hand(events, max(days)) if days else None)
    by_day = {day: code_by_hand(events, day) for day in days}
    assert _by_day(shown["national_codes"], on) == (by_day if any(by_day.values()) else {})


def _by_day(runs: list[dict[str, Any]], on: date) -> dict[date, str | None]:
    """Write runs out day by day; none overlap."""
    found: list[tuple[date, str | None]] = []
    for run in runs:
        first, last = date.fromisoformat(run["from"]), on if run["to"] is None else date.fromisoformat(run["to"])
        found += [(first + timedelta(days=number), run["code"]) for number in range((last - first).days + 1)]
    assert len(dict(found)) == len(found)
    return dict(found)


@settings(deadline=None, max_examples=400)
@given(seed=seeds)
def test_what_is_told_has_the_code_of_each_day_of_waiting(seed: int) -> None:
    """No day of waiting is lost or doubled, and each has the code that the oracle chooses."""
    life = Waiting(seed)
    events, on = in_order(life.story.events), life.last + timedelta(days=30)
    days, start, left = days_by_hand(events, on)
    (body,) = [json.loads(fact.body) for fact in JOINT.facts(fold(events, JOINT), on) if fact.kind == "StayFigures"]
    told = _days_told(body, on)
    assert sorted(told) == sorted(days)
    codes = {day: code for row in body.get("delay_codes", []) for day, code in _days_of(row, on)}
    by_hand = {day: code_by_hand(events, day) for day in days}
    assert codes == (by_hand if any(by_hand.values()) else {})
    assert (body["ready_on"] is None) == (start is None)
    assert body["left_on"] == (left.isoformat() if left else None)


@settings(deadline=None, max_examples=400)
@given(seed=seeds)
def test_every_reason_that_held_is_told_of_each_day_of_waiting(seed: int) -> None:
    """The chain of each day as the oracle has it; where no day has two reasons the one code of each day says it all."""
    life = Waiting(seed)
    events, on = in_order(life.story.events), life.last + timedelta(days=30)
    days, _, _ = days_by_hand(events, on)
    (body,) = [json.loads(fact.body) for fact in JOINT.facts(fold(events, JOINT), on) if fact.kind == "StayFigures"]
    by_hand = sorted((day, code) for day in days for code in held_by_hand(events, day))
    several = len({day for day, _ in by_hand}) < len(by_hand)
    assert ("delay_held" in body) is several
    rows = body["delay_held"] if several else [row for row in body.get("delay_codes", []) if row["code"]]
    assert sorted(day for row in rows for day in _days_of(row, on)) == by_hand
    assert rows == sorted(rows, key=lambda row: (row["since"], row["code"]))
    assert all((row["since"], row["code"]) not in {(one["until"], one["code"]) for one in rows} for row in rows)


@settings(deadline=None, max_examples=200)
@given(seed=seeds)
def test_why_the_definitions_differ_is_counted_as_one_persons_page_says(seed: int) -> None:
    """Of a stay that ended: the same reasons with the same days, and the days of each reason that held."""
    life = Waiting(seed)
    events, on = in_order(life.story.events), life.last + timedelta(days=30)
    state = fold(events, JOINT)
    (told,) = [fact for fact in JOINT.facts(state, on) if fact.kind == "StayFigures"]
    sums: dict[tuple[str, str], int] = {}
    for (measure, *_, category, _), amount in contributions("StayFigures", told.body.encode()):
        sums[measure, category] = sums.get((measure, category), 0) + amount
    delay = JOINT.view(state, on)["spells"][0]["delay"]
    because = {one["rule"]: one["days"] for one in delay["differ_because"] if one["rule"] in COUNTED}
    expected: dict[str, int] = {}
    for one in delay["differ_because"]:
        if one["rule"] in COUNTED and (one["days"] or because.get("ready_voided")):
            expected[one["rule"]] = expected.get(one["rule"], 0) + one["days"]
    found = {category for measure, category in sums if measure == "delay_differs_because"}
    if json.loads(told.body)["left_on"] is None:
        assert found == set()
        return
    assert found == ({*expected, "any"} if expected else set())
    assert {name: sums.get(("delay_differs_days", name), 0) for name in expected} == expected
    assert sums.get(("delay_differs_days", "any"), 0) == sum(expected.values())


COUNTED = frozenset({"ready_voided", "met_on_leaving", "delay_ended_by_death", "delay_ended_by_transfer"})


def _days_told(body: dict[str, Any], on: date) -> list[date]:
    rows = [dict(row) for row in body.get("voided", [])]
    if body["ready_on"] is not None:
        rows.append({"since": max(body["ready_on"], body["admitted_on"]), "until": body["left_on"]})
    return [day for row in rows for day, _ in _days_of(row, on)]


def _days_of(row: dict[str, Any], on: date) -> list[tuple[date, str | None]]:
    first = date.fromisoformat(row["since"])
    until = date.fromisoformat(row["until"]) if row["until"] else on + timedelta(days=1)
    return [(first + timedelta(days=n), row.get("code")) for n in range((until - first).days)]
