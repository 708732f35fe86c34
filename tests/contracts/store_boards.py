"""What every store promises about boards of many people: whatever is asked for, as a walk over plain rows finds it."""

import random
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from hub.ports.board import cursor_of
from hub.ports.board_filter import BoardFilter
from hub.ports.listing import Listing, OpenStep
from hub.ports.store import StateRow, Store
from tests.store_rows import GROUP, LANE, TODAY, batch, moved, person, state

_STATUSES = ("in_hospital", "open", "suspended", "unfinished", "ended", "died")
_STEPS = (None, "start_support", "visit", "record_outcome", "stay")
_HOLDERS = ("council", "hospital", "provider", "ics")


def _day(dice: random.Random) -> date | None:
    return dice.choice([None, *(TODAY + timedelta(days=n) for n in (-40, -1, 0, 0, 1, 20))])


def _row(number: int, dice: random.Random) -> StateRow:
    """Give somebody who stands anywhere; some are merged away, or on another board."""
    step = dice.choice(_STEPS)
    holder, due = (None, None) if step is None else (dice.choice(_HOLDERS), _day(dice))
    providers = tuple(sorted(dice.sample(("VL1", "VL2", "VL3"), dice.randrange(3))))
    place = (dice.choice(("Q1", "Q2", None)), dice.choice(("E1", "E2", None)), dice.choice(("R1", "R2")), providers)
    others = [(one, whose) for one in _STEPS[1:] for whose in (*_HOLDERS, None) if (one, whose) != (step, holder)]
    behind = dice.sample(others, dice.choice((0, 0, 1, 3)))
    listing = Listing(
        dice.choice(_STATUSES), *place, last_covered_day=_day(dice), step=step, holder=holder, step_due=due,
        also=tuple(OpenStep(*one, _day(dice)) for one in behind),
    )  # fmt: skip
    away = person(1000) if dice.random() < 0.1 else None
    return state(number, dice.choice(("joint", "joint", "joint", "early_help")), now=away, listing=listing)


def _ask(dice: random.Random) -> BoardFilter:
    """Ask for anything, on today or a day beside it."""
    few = {
        "ics": ("Q1", "Q9"), "council": ("E1",), "trust": ("R2",), "provider": ("VL1",), "status": _STATUSES,
        "step": _STEPS[1:], "holder": _HOLDERS, "order": ("due",),
    }  # fmt: skip
    asked = {name: dice.choice(values) for name, values in few.items() if dice.random() < 0.25}
    return BoardFilter(TODAY + timedelta(days=dice.randrange(-1, 2)), limit=dice.choice((1, 3, 7, 50)), **asked)  # type: ignore[arg-type] # by name


def _stands(row: StateRow, on: date) -> str:
    """Say where somebody stands on a day: open weeks end, and who is in hospital when they end is there as anybody."""
    one = row.listing
    assert one is not None
    passed = one.last_covered_day is not None and one.last_covered_day < on
    return {"open": "ended", "suspended": "in_hospital"}.get(one.status, one.status) if passed else one.status


def _counted(row: StateRow, ask: BoardFilter) -> bool:
    one = row.listing
    assert one is not None
    mine = row.processor == "joint" and row.now is None and (ask.provider is None or ask.provider in one.providers)
    return mine and all(getattr(ask, name) in {None, getattr(one, name)} for name in ("ics", "council", "trust"))


def _by_steps(ask: BoardFilter) -> bool:
    return ask.step is not None or ask.holder is not None or ask.order == "due"


def _on_it(row: StateRow, ask: BoardFilter) -> bool:
    one, stands = row.listing, _stands(row, ask.on)
    assert one is not None
    if not _counted(row, ask) or ask.status not in {None, stands}:
        return False
    if ask.status is None and stands in _STATUSES[4:] and not _by_steps(ask):
        return False
    if not _by_steps(ask):
        return True
    return stands != "ended" and bool(_days_of(one, ask))


def _opened(one: Listing) -> list[tuple[str, str | None, date | None]]:
    """Give everything that waits for somebody."""
    first = [] if one.step is None else [(one.step, one.holder, one.step_due)]
    return [*first, *one.also]


def _days_of(one: Listing, ask: BoardFilter) -> list[date]:
    """Give the days of what was asked for; of what has none the last that there is."""
    return [
        due or date.max
        for step, holder, due in _opened(one)
        if ask.step in {None, step} and ask.holder in {None, holder}
    ]


def _in_order(rows: Sequence[StateRow], ask: BoardFilter) -> list[bytes]:
    """Give who is on the board: the soonest day first; of those whose weeks are over, who come last, the newest."""
    mine = [row for row in rows if _on_it(row, ask)]
    soonest = [row for row in mine if _by_steps(ask) or (row.listing and row.listing.status != "unfinished")]
    over = [row for row in mine if row not in soonest]
    if ask.status in _STATUSES[4:] and not _by_steps(ask):
        soonest, over = [], mine
    soonest.sort(key=lambda row: (_of(row, ask) or date.max, row.subject))
    over.sort(key=lambda row: (_of(row, ask) or date.min, row.subject), reverse=True)
    return [row.subject for row in (*soonest, *over)]


def _of(row: StateRow, ask: BoardFilter) -> date | None:
    assert row.listing is not None
    return min(_days_of(row.listing, ask)) if _by_steps(ask) else row.listing.last_covered_day


async def _pages(store: Store, ask: BoardFilter) -> list[bytes]:
    seen: list[StateRow] = []
    while page := await store.board(replace(ask, after=cursor_of(seen[-1], ask) if seen else None)):
        assert len(page) <= ask.limit
        seen.extend(page)
    return [row.subject for row in seen]


class StoreBoards:
    """Give a fixture `store` with eight lanes to hold a store to these."""

    @pytest.mark.parametrize("seed", range(2))
    async def test_whatever_is_asked_for_is_what_a_walk_over_the_rows_finds(self, store: Store, seed: int) -> None:
        """Who is listed, in which order over all pages, how many have each status, and what waits with whom."""
        dice = random.Random(seed)
        rows = [_row(number, dice) for number in range(80)]
        await store.put(batch(await store.claim(LANE, GROUP), 0, *rows))
        for _ in range(25):
            ask = _ask(dice)
            assert await _pages(store, ask) == _in_order(rows, ask), ask
            counted = Counter(_stands(row, ask.on) for row in rows if _counted(row, ask))
            assert dict(await store.counts(ask)) == counted, ask
            wide = replace(ask, step=None, holder=None, order="due")
            waits = [_opened(row.listing) for row in rows if _on_it(row, wide) and row.listing is not None]
            found = await store.steps(ask)
            assert dict(found.pairs) == Counter(pair for each in waits for pair in {one[:2] for one in each}), ask
            assert dict(found.steps) == Counter(step for each in waits for step in {one[0] for one in each}), ask
            assert dict(found.holders) == Counter(who for each in waits for who in {one[1] for one in each}), ask

    @pytest.mark.parametrize("seed", range(2))
    async def test_who_stays_in_place_is_on_one_page_whoever_else_changes(self, store: Store, seed: int) -> None:
        """Between two pages others are discharged, die, wait for something else: who stays is there once."""
        dice = random.Random(seed)
        rows = {number: _row(number, dice) for number in range(60)}
        claim = await store.claim(LANE, GROUP)
        await store.put(batch(claim, 0, *rows.values()))
        claim = moved(claim, 0)
        for _ in range(8):
            ask, before, seen = replace(_ask(dice), limit=4), dict(rows), list[StateRow]()
            while page := await store.board(replace(ask, after=cursor_of(seen[-1], ask) if seen else None)):
                seen.extend(page)
                fresh = {n: replace(_row(n, dice), processor=rows[n].processor) for n in dice.sample(range(60), 3)}
                await store.put(batch(claim, claim.position + 1, *fresh.values()))
                claim, rows = moved(claim, claim.position + 1), rows | fresh
            stayed = [row for number, row in before.items() if rows[number] is row]
            told = [row.subject for row in seen]
            assert [who for who in told if who in {row.subject for row in stayed}] == _in_order(stayed, ask), ask
