"""What every store of figures answers: places, categories, days, stocks, and what was known when."""

from typing import Any

import pytest

from hub.errors import Rejected
from hub.ports.figures import Figures, FiguresAsk
from tests.figures_rows import GROUP, LANE, batch, cell, in_hospital, on
from tests.store_rows import moved

CELLS = (
    cell(1, 3),
    cell(1, 4, category="51"),
    cell(2, 5, council="E2"),
    cell(2, 6, ics="QB", council="E3", trust="RB"),
    cell(3, 7, ics="", council=""),
    cell(3, 8, provider="1-1"),
    cell(3, 9, provider="1-2", ics="QB"),
    cell(4, 1, measure="quality", category="all"),
)


async def filled(figures: Figures) -> Figures:
    """Write the cells."""
    await figures.put(batch(await figures.claim(LANE, GROUP), 1, *CELLS))
    return figures


async def asked(figures: Figures, first: int = 0, last: int = 9, **more: Any) -> list[tuple[Any, ...]]:
    """Ask for discharges unless told otherwise; give day, place, category and amount, the day as a number."""
    ask = FiguresAsk(more.pop("measure", "discharges"), on(first), on(last), **more)
    return [((day - on(0)).days, *rest) for day, *rest in await figures.figures(ask)]


class FiguresReads:
    """Give a fixture `figures` to hold a store to these."""

    async def test_everybody_is_counted_once_by_day_and_category(self, figures: Figures) -> None:
        """The whole of England: what is under a provider as well is not counted again."""
        found = await asked(await filled(figures))
        assert found == [(1, "", "19", 3), (1, "", "51", 4), (2, "", "19", 11), (3, "", "19", 7)]

    async def test_only_days_between_both_ends_are_asked_for(self, figures: Figures) -> None:
        """Both ends belong to it."""
        assert [row[0] for row in await asked(await filled(figures), 2, 3)] == [2, 3]
        assert await asked(figures, 5, 9) == []

    @pytest.mark.parametrize(
        ("by", "found"),
        [
            ("ics", [(1, "QA", 7), (2, "QA", 5), (2, "QB", 6), (3, "", 7)]),
            ("council", [(1, "E1", 7), (2, "E2", 5), (2, "E3", 6), (3, "", 7)]),
            ("trust", [(1, "RA", 7), (2, "RA", 5), (2, "RB", 6), (3, "RA", 7)]),
            ("provider", [(3, "1-1", 8), (3, "1-2", 9)]),
        ],
    )
    async def test_an_answer_names_the_places_that_were_asked_for(
        self, figures: Figures, by: Any, found: list[tuple[int, str, int]]
    ) -> None:
        """By ICS, council, trust or provider; "" is where it is not known."""
        totals: dict[tuple[int, str], int] = {}
        for day, place, _, amount in await asked(await filled(figures), by=by):
            totals[day, place] = totals.get((day, place), 0) + amount
        assert [(*key, amount) for key, amount in totals.items()] == found

    async def test_one_place_can_be_asked_for_and_another_named(self, figures: Figures) -> None:
        """From the system to its councils and trusts, and from a provider to the systems of its people."""
        await filled(figures)
        assert await asked(figures, 2, ics="QA", by="council") == [(2, "E2", "19", 5)]
        assert await asked(figures, council="E3", by="trust") == [(2, "RB", "19", 6)]
        assert await asked(figures, trust="RB") == [(2, "", "19", 6)]
        assert await asked(figures, ics="") == [(3, "", "19", 7)]
        assert await asked(figures, provider="1-2", by="ics") == [(3, "QB", "19", 9)]
        assert await asked(figures, ics="QB", by="provider") == [(3, "1-2", "19", 9)]
        assert await asked(figures, ics="QZ") == []

    async def test_measures_do_not_mix(self, figures: Figures) -> None:
        """One question is about one measure."""
        assert await asked(await filled(figures), measure="quality") == [(4, "", "all", 1)]
        assert await asked(figures, measure="in_hospital") == []

    async def test_a_stock_comes_as_running_sums_from_everything_before(self, figures: Figures) -> None:
        """It has a figure on the first day, and on each later one on which it changes, 0 too."""
        claim = await figures.claim(LANE, GROUP)
        await figures.put(batch(claim, 1, in_hospital(1, 2), in_hospital(2, 1), in_hospital(5, -3), in_hospital(7, 4)))
        stock = {"measure": "in_hospital"}
        assert await asked(figures, 3, 9, **stock) == [(3, "", "", 3), (5, "", "", 0), (7, "", "", 4)]
        assert await asked(figures, 2, 4, **stock) == [(2, "", "", 3)]
        assert await asked(figures, 0, 1, **stock) == [(1, "", "", 2)]
        assert await asked(figures, 5, 6, **stock) == []

    async def test_a_stock_runs_for_each_place_and_category(self, figures: Figures) -> None:
        """Somebody who moves is one fewer here and one more there, and the whole stays."""
        claim = await figures.claim(LANE, GROUP)
        moved = (in_hospital(1, 5), in_hospital(3, -1), in_hospital(3, 1, ics="QB", council="E3"))
        await figures.put(batch(claim, 1, *moved))
        found = await asked(figures, 2, 4, measure="in_hospital", by="ics")
        assert found == [(2, "QA", "", 5), (3, "QA", "", 4), (3, "QB", "", 1)]
        assert await asked(figures, 2, 4, measure="in_hospital") == [(2, "", "", 5)]

    async def test_numbers_are_as_they_were_known_on_a_day(self, figures: Figures) -> None:
        """A discharge that was told late, and one that was taken back: each day has its own truth."""
        claim = await figures.claim(LANE, GROUP)
        await figures.put(batch(claim, 1, cell(1, 3, told=1), cell(1, 2, told=3), cell(1, -1, told=4)))
        amounts = [await asked(figures, known_on=None if n is None else on(n)) for n in (0, 1, 2, 3, 4, None)]
        assert amounts == [[], *([(1, "", "19", amount)] for amount in (3, 3, 5, 4, 4))]
        await figures.put(batch(moved(claim, 1), 2, in_hospital(1, told=1), in_hospital(2, -1, told=5)))
        assert await asked(figures, 1, measure="in_hospital", known_on=on(4)) == [(1, "", "", 1)]
        assert await asked(figures, 1, measure="in_hospital") == [(1, "", "", 1), (2, "", "", 0)]
        assert await figures.told_until() == on(5)

    async def test_numbers_that_come_to_nothing_are_absent(self, figures: Figures) -> None:
        """A discharge that was taken back leaves no row."""
        claim = await figures.claim(LANE, GROUP)
        await figures.put(batch(claim, 1, cell(1), cell(1, -1, told=2), cell(2), cell(2, -1)))
        assert await asked(figures) == []

    @pytest.mark.parametrize(
        ("more", "rule"),
        [
            ({"measure": "beds"}, "unknown_measure"),
            ({"last": -1}, "ends_before_it_starts"),
            ({"ics": "QA", "trust": "RA"}, "one_place"),
            ({"provider": ""}, "no_such_place"),
        ],
    )
    async def test_a_question_without_an_answer_is_refused(
        self, figures: Figures, more: dict[str, Any], rule: str
    ) -> None:
        """Two places at once would let two answers be subtracted."""
        with pytest.raises(Rejected) as told:
            await asked(figures, **more)
        assert told.value.rule == rule
