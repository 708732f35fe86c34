"""Whatever is told of moves, in whatever order it arrives: one state, no gap, and exactly one council on each day."""

import json
import random
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.domain.days import LONDON
from hub.domain.portability_policy import CARE_ACT_2014, NCS_PORTABLE, MovePolicy
from hub.events import portability as p
from hub.events.determination import FundingDetermined
from hub.processors.portability import PortabilityProcessor
from tests.domain.stories import Story
from tests.processors.moves_oracle import HERE, THERE, THIRD, Lives, london, of_move
from tests.processors.test_joint_lives import arrive, fold

FIRST = date(2026, 3, 1)
CARE_ACT = PortabilityProcessor()
PORTABLE = PortabilityProcessor(MovePolicy(((date.min, NCS_PORTABLE),)))
STARTED = "InterimDutyStarted"
seeds = st.integers(0, 10**9)


def _day(dice: random.Random) -> date:
    return FIRST + timedelta(days=dice.randrange(60))


def _when(dice: random.Random) -> str:
    day = _day(dice).isoformat()
    return dice.choice((day, f"{day}T00:00", f"{day}T09:30", f"{day}T23:59"))


def _words(dice: random.Random, move: str) -> list[Any]:
    """Give bodies about one move; each may be missing or told twice."""
    bodies: list[Any] = [
        p.MoveNotified(
            move, _day(dice), HERE, dice.choice((THERE, THERE, THIRD, HERE, None)), dice.choice((None, None, True))
        ),
        p.MoveConfirmedGenuine(move, THERE),
        p.MoveDocumentsRequested(move, THERE),
        p.PlanTransferred(move, "DOC1", "ab" * 32, HERE, "AAAA"),
        p.MoveAssessed(move, "A2", dice.choice((None, True)), dice.choice((None, False))),
        p.DeterminationAccepted(move, "D1", THERE),
        p.MoveCompleted(move, _day(dice)),
        p.MoveCancelled(move),
        FundingDetermined("F1", _day(dice), 10000, 0, 0, THERE),
    ]
    return [body for body in bodies for _ in range(dice.choice((0, 0, 1, 1, 2)))]


def moving(seed: int) -> Story:
    """Give what is told of a person with up to two moves, and perhaps a death."""
    dice, story = random.Random(seed), Story(str(seed))
    for body in [body for move in ("M1", "M2")[: dice.choice((1, 1, 2))] for body in _words(dice, move)]:
        story.tell(_when(dice), body)
    if dice.random() < 0.2:
        story.death(f"{_day(dice).isoformat()}T10:00")
    return story


@pytest.mark.parametrize("processor", [CARE_ACT, PORTABLE], ids=[CARE_ACT_2014, NCS_PORTABLE])
@settings(deadline=None, max_examples=200)
@given(seed=seeds)
def test_every_arrival_of_moves_gives_the_same_bytes_and_the_same_news(
    processor: PortabilityProcessor, seed: int
) -> None:
    """Shuffled, repeated and cut into batches: one state, one set of derived events, one view."""
    events, dice = moving(seed).events, random.Random(seed)
    state = fold(events, processor)
    arrived = events + (dice.choices(events, k=3) if events else [])
    dice.shuffle(arrived)
    cuts = sorted(dice.choices(range(len(arrived) + 1), k=2))
    parts = [arrived[a:b] for a, b in zip([0, *cuts], [*cuts, len(arrived)], strict=True)]
    other = arrive(parts, processor)
    on = _day(dice)
    assert processor.encode(other) == processor.encode(state)
    assert processor.facts(other, on) == processor.facts(state, on)
    assert processor.view(processor.decode(processor.encode(state)), on) == processor.view(state, on)


@pytest.mark.parametrize("processor", [CARE_ACT, PORTABLE], ids=[CARE_ACT_2014, NCS_PORTABLE])
@settings(deadline=None, max_examples=300)
@given(seed=seeds)
def test_exactly_one_council_answers_on_each_day_and_no_day_is_a_gap(
    processor: PortabilityProcessor, seed: int
) -> None:
    """From the move on and before it, clock changes included, against an oracle that knows the law and no fold."""
    story = moving(seed)
    state = fold(story.events, processor)
    last = FIRST + timedelta(days=70)
    lives = Lives(story)
    for shown in processor.view(state, last)["moves"]:
        assert shown["gap_days"] == 0
        for day in (FIRST + timedelta(days=n - 3) for n in range(70)):
            held = [
                duty["council"]
                for duty in shown["duty"]
                if (duty["from"] or "0001-01-01") <= day.isoformat() <= (duty["to"] or "9999-12-31")
            ]
            expected = lives.holder(shown["move_id"], day)
            assert held == ([] if expected == "nobody" else [expected])


@settings(deadline=None, max_examples=300)
@given(seed=seeds)
def test_the_interim_duty_begins_at_midnight_of_the_move_day_or_not_at_all(seed: int) -> None:
    """As a fact from that day on and not before, when nothing was settled before it; woken on the day itself."""
    story = moving(seed)
    state = fold(story.events, CARE_ACT)
    lives = Lives(story)
    for move in lives.moves:
        begun = lives.interim(move)
        for day in (FIRST + timedelta(days=n - 1) for n in range(62)):
            told = {
                fact.key: json.loads(fact.body)["at"] for fact in CARE_ACT.facts(state, day) if fact.kind == STARTED
            }
            mine = {key: at for key, at in told.items() if key.split(":")[0] == move}
            due = [first for first in begun if first <= day]
            assert mine == {
                move if not place else f"{move}:{first}": datetime(*first.timetuple()[:3], tzinfo=LONDON).isoformat()
                for place, first in enumerate(due)
            }


@settings(deadline=None, max_examples=300)
@given(seed=seeds)
def test_what_is_told_to_be_counted_is_what_the_law_says_of_each_move(seed: int) -> None:
    """Day of the move, interim duty, papers and end from what happened alone; never a gap, and the same on any day."""
    story = moving(seed)
    state = fold(story.events, CARE_ACT)
    told = {fact for fact in CARE_ACT.facts(state, FIRST) if fact.kind == "MoveFigures"}
    assert told == {fact for fact in CARE_ACT.facts(state, _day(random.Random(seed))) if fact.kind == "MoveFigures"}
    bodies = {fact.key: json.loads(fact.body) for fact in told}
    lives = Lives(story)
    for move, truth in lives.moves.items():
        placed = any(e.body.placed for e in of_move(story, move, p.MoveNotified))
        counts = (
            truth.day is not None
            and not placed
            and not truth.unsaid
            and (truth.first is None or truth.first != truth.second)
        )
        assert (move in bodies) is counts
        if not counts:
            continue
        papers = [london(e.occurred_at) for e in of_move(story, move, p.PlanTransferred)]
        words = [e for e in story.events if getattr(e.body, "move_id", None) == move]
        ended = min((day for day in (truth.end, truth.died, lives.next_after(move)) if day is not None), default=None)
        areas = [{"council": council, "ics": None} for council in (truth.second, truth.first)]
        body = bodies[move]
        assert [
            [{k: v for k, v in area.items() if k != "since"} for area in body[name]] for name in ("areas", "areas_left")
        ] == [[area] for area in areas]
        expected = {
            "ended_on": ended,
            "gap_days": 0,
            "interim_on": next(iter(lives.interim(move)), None),
            "moves_on": truth.day if truth.moves else None,
            "notified_on": truth.notified or london(min(e.occurred_at for e in words)),
            "papers_on": min(papers, default=None),
        }
        assert {name: body[name] for name in expected} == {
            name: value.isoformat() if isinstance(value, date) else value for name, value in expected.items()
        }


@settings(deadline=None, max_examples=200)
@given(seed=seeds)
def test_facts_change_only_on_the_days_on_which_the_hub_looks_again(seed: int) -> None:
    """Between one waking and the next nothing that others are told changes; every alert opens and closes once."""
    state = fold(moving(seed).events, CARE_ACT)
    day, told = FIRST - timedelta(days=10), CARE_ACT.facts(state, FIRST - timedelta(days=10))
    seen: dict[str, list[bool]] = {}
    for _ in range(90):
        wakes = CARE_ACT.wakes_on(state, day)
        day += timedelta(days=1)
        now = CARE_ACT.facts(state, day)
        assert now == told or wakes == day
        told = now
        alerts = {fact.key for fact in now if fact.kind == "Alert"}
        for key in alerts | seen.keys():
            seen.setdefault(key, []).append(key in alerts)
    for stood in seen.values():
        assert stood == sorted(stood, reverse=True)
