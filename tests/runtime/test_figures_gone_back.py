"""A database of figures that comes back a moment older: every figure is counted once, and no hole is left in them."""

from collections.abc import Sequence
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.errors import PositionRefused, Unavailable
from hub.ports.figures import FiguresAsk
from hub.ports.log import Record
from hub.runtime.figures import DASHBOARDS, FiguresFold, FiguresParts
from tests.runtime.figures_made import CODEC, START, record_of
from tests.runtime.going_back import ANSWERS, GoingFigures
from tests.runtime.test_figures_host import stay as fact


async def test_figures_are_not_counted_over_what_was_lost() -> None:
    """The next fetch is refused, and whoever begins again is given the position that the store has."""
    figures = GoingFigures()
    fold = FiguresFold(FiguresParts(figures, CODEC, lambda *_: None, 1), 0)
    assert await fold.begin() == -1
    for number in (0, 1):
        await fold.take([record_of(fact(number), number)])
    await fold.look()
    figures.kept_of.go_back(1)
    for attempt in (fold.look, lambda: fold.take([record_of(fact(2), 2)]), lambda: fold.take([record_of(fact(2), 2)])):
        with pytest.raises(PositionRefused):
            await attempt()
    assert await fold.begin() == 0
    await fold.take([record_of(fact(number), number) for number in (1, 2)])
    assert len(figures._held[DASHBOARDS].kept) == 3


async def answered(fold: FiguresFold, fetch: Sequence[Record]) -> None:
    """Give a fetch, or look when there is none, until somebody answers."""
    while True:
        with suppress(Unavailable):
            return await (fold.take(fetch) if fetch else fold.look())


@settings(max_examples=100, deadline=None)
@given(
    sizes=st.lists(st.integers(1, 3), max_size=8),
    answers=st.lists(ANSWERS, max_size=10),
    gone=st.lists(st.integers(0, 2), max_size=8),
)
async def test_whatever_the_store_loses_every_figure_is_counted_once(
    sizes: list[int], answers: list[str], gone: list[int]
) -> None:
    """Answers that are lost, outages and fail-overs, in and between fetches of any size, each behind the one before."""
    records, figures = [record_of(fact(number), number) for number in range(8)], GoingFigures(answers)
    fold, left, going = FiguresFold(FiguresParts(figures, CODEC, lambda *_: None, 1), 0), iter(sizes), iter(gone)
    read = await fold.begin()
    while True:
        fetch = records[read + 1 :][: next(left, len(records))]
        try:
            await answered(fold, fetch)
        except PositionRefused:
            read = await fold.begin()
        else:
            if not fetch:
                break
            read = fetch[-1].position
            if commits := next(going, 0):
                figures.kept_of.go_back(commits)
    assert len(figures._held[DASHBOARDS].kept) == len(records)
    asked = FiguresAsk("discharges", START, START.replace(day=30))
    assert sum(figure.amount for figure in await figures.figures(asked)) == len(records)


async def test_a_figure_whose_answer_was_lost_is_missed_when_it_goes() -> None:
    """The write was committed and its answer lost: the fold has it, and finds out when the store comes back without."""
    figures = GoingFigures(["well", "lost"])
    fold = FiguresFold(FiguresParts(figures, CODEC, lambda *_: None, 1), 0)
    await fold.begin()
    await fold.take([record_of(fact(0), 0)])
    with pytest.raises(Unavailable):
        await fold.take([record_of(fact(1), 1)])
    await fold.take([record_of(fact(1), 1)])
    figures.kept_of.go_back(1)
    for attempt in (fold.look, lambda: fold.take([record_of(fact(2), 2)])):
        with pytest.raises(PositionRefused):
            await attempt()
