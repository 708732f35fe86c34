"""What every store promises about the board by what waits, and about people whose weeks are over with work left."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from msgspec.structs import replace

from hub.ports.board import cursor_of
from hub.ports.board_filter import BoardFilter
from hub.ports.listing import OpenStep
from hub.ports.store import StateRow, Store
from tests.store_rows import GROUP, LANE, TODAY, batch, listed, person

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
STEP, OTHER = "start_support", "record_outcome"


def waits(
    number: int, due: date | None, step: str = STEP, status: str = "open", day: date = TODAY, **more: Any
) -> StateRow:
    """Give a row of somebody for whom a step waits."""
    fields = {"holder": "council"} | more
    return listed(number, status, day, step=step, step_due=due, **fields)


async def keep(store: Store, rows: Sequence[StateRow]) -> None:
    """Keep rows."""
    await store.put(batch(await store.claim(LANE, GROUP), 0, *rows))


async def every_page(store: Store, ask: BoardFilter) -> list[bytes]:
    """Give who is on all pages of the board, in order."""
    seen: list[StateRow] = []
    while page := await store.board(replace(ask, after=cursor_of(seen[-1], ask) if seen else None)):
        seen.extend(page)
    return [row.subject for row in seen]


async def counts(store: Store, ask: BoardFilter) -> list[tuple[str, str | None, int]]:
    """Give for how many people each step waits, with each holder."""
    return sorted((step, holder, number) for (step, holder), number in (await store.steps(ask)).pairs.items())


def also(*steps: tuple[str, str | None, date | None]) -> dict[str, Any]:
    """Give the field of a row that says what else waits."""
    return {"also": tuple(OpenStep(*one) for one in steps)}


class StoreSteps:
    """Give a fixture `store` with eight lanes to hold a store to these."""

    async def test_who_has_work_left_stays_behind_those_whose_weeks_run(self, store: Store) -> None:
        """Over and unfinished: on the board without a filter, the newest first, and found by the status."""
        days = [TODAY - timedelta(days=ago) for ago in (30, 2, 400)]
        rows = [waits(n, day, OTHER, "unfinished", day) for n, day in enumerate(days)]
        undated = listed(3, "unfinished")
        present = [listed(10, "open", TODAY), listed(11, "in_hospital"), listed(12, "open", TOMORROW)]
        await keep(store, [*rows, undated, *present, listed(20, "ended", YESTERDAY)])
        order = [person(n) for n in (10, 12, 11, 1, 0, 2, 3)]
        for limit in (1, 2, 3, 50):
            assert await every_page(store, BoardFilter(TODAY, limit=limit)) == order
            assert await every_page(store, BoardFilter(TODAY, status="unfinished", limit=limit)) == order[3:]
        assert dict(await store.counts(BoardFilter(TODAY)))["unfinished"] == 4

    async def test_of_those_with_work_left_a_thousand_are_counted(self, store: Store) -> None:
        """However many outcomes nobody ever recorded, the numbers above the board cost the same."""
        await keep(store, [waits(n, YESTERDAY, OTHER, "unfinished", YESTERDAY) for n in range(1001)])
        assert dict(await store.counts(BoardFilter(TODAY))) == {"unfinished": 1000}
        assert await counts(store, BoardFilter(TODAY)) == [(OTHER, "council", 1000)]

    async def test_steps_come_by_the_day_on_which_they_are_due(self, store: Store) -> None:
        """Whatever the status; a step without a day comes last, and who waits for nothing does not come."""
        rows = [
            waits(1, TOMORROW), waits(2, None), waits(3, YESTERDAY, OTHER, "unfinished", YESTERDAY),
            waits(4, TODAY, "stay", "in_hospital", holder="hospital"), waits(5, YESTERDAY),
            waits(6, YESTERDAY, day=YESTERDAY), listed(7, "open", TODAY),
        ]  # fmt: skip
        await keep(store, rows)
        first = sorted([person(3), person(5)])
        for limit in (1, 2, 50):
            ask = BoardFilter(TODAY, order="due", limit=limit)
            assert await every_page(store, ask) == [*first, person(4), person(1), person(2)]
            assert await every_page(store, replace(ask, step=STEP)) == [person(5), person(1), person(2)]
            assert await every_page(store, replace(ask, holder="hospital")) == [person(4)]
            assert await every_page(store, replace(ask, status="unfinished")) == [person(3)]
        assert await every_page(store, BoardFilter(TODAY, step="nonsense")) == []
        assert await every_page(store, BoardFilter(TODAY, step=STEP, status="ended")) == []
        assert await every_page(store, BoardFilter(TODAY, step=STEP, status="nonsense")) == []

    async def test_steps_are_counted_under_the_filters_of_places(self, store: Store) -> None:
        """How many people wait for what, and with whom; a step or holder that was asked for hides no other."""
        rows = [waits(1, TODAY, council="E1"), waits(2, None, council="E2"), waits(3, TODAY, OTHER, council="E1")]
        await keep(store, [*rows, waits(4, TODAY, holder="hospital", council="E1", providers=("VL1",))])
        every = [(OTHER, "council", 1), (STEP, "council", 2), (STEP, "hospital", 1)]
        assert await counts(store, BoardFilter(TODAY)) == every
        assert await counts(store, BoardFilter(TODAY, step=OTHER, holder="council", limit=1)) == every
        assert await counts(store, BoardFilter(TODAY, council="E2")) == [(STEP, "council", 1)]
        assert await counts(store, BoardFilter(TODAY, provider="VL1")) == [(STEP, "hospital", 1)]
        assert await counts(store, BoardFilter(TODAY, status="ended")) == []
        assert await counts(store, BoardFilter(TODAY, status="nonsense")) == []

    async def test_who_has_work_left_is_among_the_choices(self, store: Store) -> None:
        """A filter offers their places too."""
        await keep(store, [waits(1, TODAY, OTHER, "unfinished", YESTERDAY, council="E1", providers=("VL1",))])
        found = await store.choices(BoardFilter(TODAY))
        assert (list(found["council"]), list(found["provider"])) == (["E1"], ["VL1"])

    async def test_who_waits_for_a_step_is_found_whatever_comes_before_it(self, store: Store) -> None:
        """A repayment behind a concern, behind a stay, or alone: by step, by holder and by both, by its own day."""
        two = also(("pay_back", "council", TOMORROW), ("pay_back", "provider", YESTERDAY))
        rows = [
            waits(1, TODAY, "safeguard", **two),
            waits(2, None, "stay", "in_hospital", holder="hospital", **also(("pay_back", "provider", None))),
            waits(3, TODAY, "pay_back"), waits(4, YESTERDAY), listed(5, "open", TODAY),
            waits(6, TOMORROW, "pay_back", **also(("record_outcome", "council", YESTERDAY))),
        ]  # fmt: skip
        await keep(store, rows)
        for limit in (1, 2, 50):
            ask = BoardFilter(TODAY, step="pay_back", limit=limit)
            assert await every_page(store, ask) == [person(n) for n in (1, 3, 6, 2)]
            assert await every_page(store, replace(ask, holder="council")) == in_turn([3], [1, 6])
            assert await every_page(store, replace(ask, holder="provider")) == [person(1), person(2)]
            assert await every_page(store, replace(ask, step=None, holder="council")) == in_turn([4, 6], [1, 3])
            assert await every_page(store, replace(ask, step=None, order="due")) == in_turn([1, 4, 6], [3], [2])
        found = {row.subject: row for row in await store.board(BoardFilter(TODAY, order="due"))}
        assert found == {row.subject: row for row in rows if row.subject != person(5)}, "as they were written"

    async def test_everything_that_waits_is_counted_and_everybody_once(self, store: Store) -> None:
        """By step and holder, by step, and by holder: whoever waits with one holder for two things is one of them."""
        two = also(("pay_back", "council", TOMORROW), ("pay_back", "provider", None), ("receive", None, TODAY))
        await keep(store, [waits(1, TODAY, "safeguard", **two), waits(2, TODAY, "pay_back"), waits(3, TODAY)])
        found = await store.steps(BoardFilter(TODAY))
        assert await counts(store, BoardFilter(TODAY)) == [
            ("pay_back", "council", 2), ("pay_back", "provider", 1), ("receive", None, 1), ("safeguard", "council", 1),
            (STEP, "council", 1),
        ]  # fmt: skip
        assert dict(found.steps) == {"pay_back": 2, "receive": 1, "safeguard": 1, STEP: 1}
        assert dict(found.holders) == {"council": 3, "provider": 1, None: 1}
        asked = [found.of(*one) for one in (("pay_back", None), (None, "council"), ("pay_back", "provider"))]
        assert asked == [2, 3, 1]
        assert [found.of(*one) for one in (("stay", None), (None, "ics"), ("stay", "ics"))] == [0, 0, 0]

    async def test_of_one_step_behind_another_a_thousand_are_counted(self, store: Store) -> None:
        """As of what comes next."""
        behind = also(("pay_back", "provider", TODAY))
        await keep(store, [waits(n, TODAY, **behind) for n in range(1001)])
        assert await counts(store, BoardFilter(TODAY)) == [("pay_back", "provider", 1000), (STEP, "council", 1000)]

    async def test_the_dead_are_found_by_what_others_owe_them(self, store: Store) -> None:
        """On no board but one by steps, and on none of whoever is ready to leave; not whose weeks ended."""
        owed = also(("pay_back", "council", YESTERDAY))
        rows = [
            listed(1, "died", YESTERDAY, **owed), listed(2, "died", YESTERDAY), waits(3, TODAY, "pay_back"),
            listed(4, "open", YESTERDAY, **owed), listed(5, "died", None, waits_for="CAP05", waits_at="RZZ", **owed),
        ]  # fmt: skip
        await keep(store, rows)
        for limit in (1, 50):
            ask = BoardFilter(TODAY, step="pay_back", limit=limit)
            assert await every_page(store, ask) == in_turn([1, 5], [3])
            assert await every_page(store, replace(ask, step=None, order="due")) == in_turn([1, 5], [3])
            assert await every_page(store, replace(ask, status="died")) == in_turn([1, 5])
            assert await every_page(store, replace(ask, status="ended")) == []
            assert await every_page(store, replace(ask, step=None)) == [person(3)]
            assert await every_page(store, replace(ask, ready=True)) == []
            assert await every_page(store, replace(ask, ready=True, status="died")) == []
        assert await counts(store, BoardFilter(TODAY)) == [("pay_back", "council", 3)]
        assert await counts(store, BoardFilter(TODAY, status="died")) == [("pay_back", "council", 2)]
        assert await counts(store, BoardFilter(TODAY, ready=True)) == []


def in_turn(*days: list[int]) -> list[bytes]:
    """Give people by number, day by day; those of one day in the order of their references."""
    return [who for day in days for who in sorted(map(person, day))]
