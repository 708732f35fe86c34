"""The money of invented lives against a walk through their days by hand."""

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.processors.joint import JointProcessor
from tests.domain.money_lives import MoneyLife
from tests.processors.people import AREAS
from tests.processors.test_joint_lives import arrive, fold

JOINT = JointProcessor(AREAS)
seeds = st.integers(0, 10**9)
LATER = date(2035, 1, 1)


def hundredths(text: str | None) -> int | None:
    """Read a decimal string as hundredths."""
    return None if text is None else int(Decimal(text).scaleb(2))


@settings(deadline=None, max_examples=150)
@given(seed=seeds, after=st.integers(0, 130))
def test_the_ledger_is_what_a_walk_through_the_days_says(seed: int, after: int) -> None:
    """Who owes what for which part of which line on every day, across clock changes, leap days and midnights."""
    life = MoneyLife(seed)
    on = life.first + timedelta(days=after)
    ledger = JOINT.ledger(fold(life.story.events, JOINT), on)
    shown = [
        (row["on"], row["line_id"], row["origin"], row["payer"], hundredths(row["amount"]), hundredths(row["hours"]))
        for row in ledger["days"]
    ]
    assert sorted(shown, key=str) == sorted([(str(one[0]), *one[1:]) for one in life.owed(on)], key=str)


@settings(deadline=None, max_examples=100)
@given(seed=seeds, after=st.integers(0, 130))
def test_every_sum_is_that_of_its_entries(seed: int, after: int) -> None:
    """By day, line and payer, and of all together; and what a line explains is what its entries make."""
    life = MoneyLife(seed)
    on = life.first + timedelta(days=after)
    state = fold(life.story.events, JOINT)
    ledger = JOINT.ledger(state, on)
    total = ledger["total"]
    for name in ("by_day", "by_line", "by_payer", "lines"):
        for what in ("amount", "hours"):
            assert sum((Decimal(row[what]) for row in ledger[name]), Decimal()) == Decimal(total[what]), name
    for row in ledger["by_day"]:
        mine = [Decimal(entry["amount"]) for entry in ledger["days"] if entry["on"] == row["on"] and entry["amount"]]
        assert sum(mine, Decimal()) == Decimal(row["amount"])
    owed = [period for episode in JOINT.view(state, on)["episodes"] for period in episode["responsibility"]]
    assert sum((Decimal(one["amount"]) for one in owed if one["amount"]), Decimal()) == Decimal(total["amount"])
    for one in owed:
        if one["amount"]:
            assert sum((Decimal(payer["amount"]) for payer in one["payers"]), Decimal()) == Decimal(one["amount"])


@settings(deadline=None, max_examples=100)
@given(seed=seeds)
def test_periods_of_a_line_neither_overlap_nor_leave_a_running_day_out(seed: int) -> None:
    """Each day on which a part of a line runs has one payer's period, and shares always make the whole."""
    life = MoneyLife(seed)
    on = life.first + timedelta(days=120)
    view = JOINT.view(fold(life.story.events, JOINT), on)
    days: dict[tuple[str, str, bool], list[date]] = {}
    for period in (one for episode in view["episodes"] for one in episode["responsibility"]):
        first, last = date.fromisoformat(period["from"]), min(on, date.fromisoformat(period["to"] or str(on)))
        assert first <= last
        assert sum(Decimal(payer["share"]) for payer in period["payers"]) == 100
        found = days.setdefault((period["line_id"], period["origin"], bool(period["flags"])), [])
        found += [first + timedelta(days=number) for number in range((last - first).days + 1)]
    told = {(one.day, one.line, one.origin) for one in life.owed(on)}
    assert {(day, *key[:2]) for key, found in days.items() for day in found} == told
    assert all(len(found) == len(set(found)) for found in days.values())


@settings(deadline=None, max_examples=100)
@given(seed=seeds)
def test_nobody_is_charged_inside_the_window(seed: int) -> None:
    """What is new or more than before costs the person nothing from the first covered day to the last."""
    life = MoneyLife(seed)
    state = fold(life.story.events, JOINT)
    view = JOINT.view(state, life.first + timedelta(days=120))
    for episode in view["episodes"]:
        for period in episode["responsibility"]:
            inside = period["from"] <= episode["last_covered_day"]
            if inside and period["origin"] != "RESUMED":
                assert (period["charging"], period["charge_to_person"]) == ("FREE", "0.00")
                assert "PERSON" not in {payer["payer"] for payer in period["payers"]}


@settings(deadline=None, max_examples=150)
@given(seed=seeds)
def test_refunds_are_exactly_the_pence_of_the_free_days(seed: int) -> None:
    """Each charge against a walk through its days, with no amount where a person has to look; facts and alerts too."""
    life = MoneyLife(seed)
    state = fold(life.story.events, JOINT)
    due = {name: life.refund(name) for name, *_ in life.charged}
    view = JOINT.view(state, LATER)
    doubted = {name for name in due if life.is_doubted(name)}
    shown = {name: None if name in doubted and not pence else pence for name, pence in due.items()}
    assert {row["charge_id"]: hundredths(row["refund_due"]) for row in view["charges"]} == shown
    facts = JOINT.facts(state, LATER)
    told = sorted(fact.body for fact in facts if fact.kind == "RefundDue")
    assert len(told) == sum(pence > 0 for pence in due.values())
    alerts = [one["kind"] for episode in view["episodes"] for one in episode["alerts"]]
    later = [
        name for name, first, *_ in life.charged for one in (due[name], name in doubted) if one and first >= life.first
    ]
    kinds = "charge_inside_free_period", "charge_without_support"
    assert sum(alerts.count(kind) for kind in kinds) >= len(later)


@settings(deadline=None, max_examples=60)
@given(seed=seeds)
def test_money_is_the_same_for_every_arrival(seed: int) -> None:
    """Shuffled and repeated: one state, byte for byte, and the same facts."""
    life, dice = MoneyLife(seed), random.Random(seed)
    events = life.story.events
    arrived = [*events, *dice.choices(events, k=3)]
    dice.shuffle(arrived)
    state = fold(events, JOINT)
    assert JOINT.encode(arrive([[one] for one in arrived], JOINT)) == JOINT.encode(state)
    assert JOINT.decode(JOINT.encode(state)) == state


@pytest.mark.timeout(400)
@settings(deadline=None, max_examples=40)
@given(seed=seeds)
def test_facts_of_money_change_only_on_the_days_that_the_state_names(seed: int) -> None:
    """A period is told on its first day and an overdue decision on its own, and a host need not look between."""
    life = MoneyLife(seed)
    state = fold(life.story.events, JOINT)
    today = life.admitted
    facts, wakes = JOINT.facts(state, today), JOINT.wakes_on(state, today)
    for _ in range(150):
        today += timedelta(days=1)
        if wakes == today:
            facts, wakes = JOINT.facts(state, today), JOINT.wakes_on(state, today)
        assert JOINT.facts(state, today) == facts
        assert JOINT.wakes_on(state, today) == wakes


@settings(deadline=None, max_examples=80)
@given(seed=seeds)
def test_a_corrected_discharge_costs_what_the_right_one_would_have(seed: int) -> None:
    """The date comes three weeks later by an update: everybody owes what a clean replay says, and is told so."""
    right, corrected = MoneyLife(seed), MoneyLife(seed, corrected=True)
    assert _costs(corrected) == _costs(right)


def _costs(life: MoneyLife) -> list[Any]:
    state, on = fold(life.story.events, JOINT), life.first + timedelta(days=130)
    ledger, view = JOINT.ledger(state, on), JOINT.view(state, on)
    told = [
        (fact.kind, fact.key.split(":", 1)[1], fact.body.replace(row["episode_id"], ""))
        for row in view["episodes"]
        for fact in JOINT.facts(state, on)
        if fact.kind == "FundingAllocated" and fact.key.startswith(row["episode_id"])
    ]
    lines = [{name: value for name, value in row.items() if name != "episode_id"} for row in ledger.pop("lines")]
    charges = sorted(view["charges"], key=lambda row: str(row["charge_id"]))
    return [ledger, lines, sorted(told), charges, [row["responsibility"] for row in view["episodes"]]]


@pytest.mark.parametrize("seed", range(0, 400, 20))
def test_no_more_than_one_episode_is_open_on_any_day(seed: int) -> None:
    """Whatever happens, one six weeks at a time."""
    life = MoneyLife(seed)
    state = fold(life.story.events, JOINT)
    for after in range(0, 130, 3):
        rows = JOINT.view(state, life.first + timedelta(days=after))["episodes"]
        assert sum(row["status"] in {"open", "suspended"} for row in rows) <= 1
