"""What every store promises about boards of other days: who comes into question for one, page by page."""

import random
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from hub.ports.board_filter import BoardFilter
from hub.ports.board_of_day import since_of
from hub.ports.listing import BoardDays, Listing
from hub.ports.store import StateRow, Store
from tests.store_rows import GROUP, LANE, TODAY, batch, event, moved, person, state

_CODES = ("E1", "E2", "Q1", "Q2", "R1", "VL1", "VL2")
_DAYS = (date.min, date.max, *(TODAY + timedelta(days=n) for n in (-400, -30, -2, -1, 0, 1, 3)))


def _row(number: int, dice: random.Random) -> StateRow:
    """Give somebody with any days and codes; some have none, whatever their row of today says."""
    first, last = sorted(dice.choices(_DAYS, k=2))
    codes = tuple(sorted(dice.sample(_CODES, dice.randrange(len(_CODES)))))
    days = BoardDays(first, last, codes) if dice.random() < 0.8 else None
    listing = Listing("open", council="E1") if dice.random() < 0.5 else None
    return state(number, dice.choice(("joint", "joint", "early_help")), listing=listing, days=days)


def _ask(dice: random.Random) -> BoardFilter:
    few = {"ics": ("Q1", "Q9"), "council": ("E1",), "trust": ("R1",), "provider": ("VL1",)}
    asked = {name: dice.choice(values) for name, values in few.items() if dice.random() < 0.25}
    status = dice.choice((None, None, "open", "unfinished", "ended", "died"))
    return BoardFilter(TODAY + timedelta(days=dice.randrange(-35, 4)), status=status, **asked)  # type: ignore[arg-type] # by name


def _found(rows: Sequence[StateRow], ask: BoardFilter) -> list[bytes]:
    """Give who may have been on a board, as a walk over all rows finds them."""
    over = ask.status in {"ended", "died"}
    wanted = {code for code in (ask.ics, ask.council, ask.trust, ask.provider) if code is not None}
    mine = [(row.subject, row.days) for row in rows if row.processor == "joint" and row.days is not None]
    mine = [(who, days) for who, days in mine if days.first <= ask.on and wanted <= set(days.codes)]
    return sorted(who for who, days in mine if over or days.last >= min(ask.on, TODAY))


class StoreDayBoards:
    """Give a fixture `store` with eight lanes to hold a store to these."""

    @pytest.mark.parametrize("seed", range(3))
    async def test_whoever_comes_into_question_for_a_day_comes_once_over_all_pages(
        self, store: Store, seed: int
    ) -> None:
        """By days and codes, whatever the row of today says, in the order of references."""
        dice = random.Random(seed)
        rows = [_row(number, dice) for number in range(80)]
        await store.put(batch(await store.claim(LANE, GROUP), 0, *rows))
        for _ in range(25):
            ask, told = replace(_ask(dice), limit=dice.choice((1, 7, 100))), list[StateRow]()
            since = since_of(ask, TODAY)
            while page := await store.candidates(replace(ask, after=told[-1].subject if told else None), since):
                assert len(page) <= ask.limit
                told.extend(page)
            assert [row.subject for row in told] == _found(rows, ask), ask
            assert all(row in rows for row in told), "each as it was written"

    async def test_days_and_codes_are_those_that_were_written_last(self, store: Store) -> None:
        """Somebody comes, moves and is merged away: found under what holds now."""
        claim, ask = await store.claim(LANE, GROUP), BoardFilter(TODAY, council="E1")
        first = state(1, days=BoardDays(TODAY, date.max, ("E1",)))
        rows = [first, replace(first, days=BoardDays(TODAY, date.max, ("E1", "E2"))), replace(first, days=None)]
        for place, row in enumerate(rows):
            await store.put(batch(claim, place, row))
            claim = moved(claim, place)
            assert await store.candidates(ask, TODAY) == ([row] if row.days else [])
            assert await store.candidates(replace(ask, council="E2"), TODAY) == ([row] if place == 1 else [])
            assert await store.state("joint", person(1)) == row

    async def test_histories_of_many_people_come_in_one_question(self, store: Store) -> None:
        """Each in canonical order, of whichever lanes; who is not known is absent."""
        told = [event(1, 7), event(2, 5), event(1, 3)]
        await store.put(batch(await store.claim(LANE, GROUP), 0, history=told))
        found = await store.histories_of([person(1), person(2), person(3)])
        assert {who: list(rows) for who, rows in found.items()} == {person(1): [told[2], told[0]], person(2): [told[1]]}
        assert await store.histories_of([]) == {}
