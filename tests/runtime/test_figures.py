"""Figures are the newest facts counted once, whatever the log does with them on the way."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.adapters.memory_figures import MemoryFigures
from hub.domain.figures_measures import JOINED, MEASURES, STOCKS
from hub.errors import Defect, PositionRefused, Unavailable
from hub.events.catalogue import FACT
from hub.ports.figures import Figure, FiguresAsk, FiguresBatch, FiguresStore
from hub.ports.log import BEGINNING, Partition, Record
from hub.runtime.figures import DASHBOARDS, FiguresFold, FiguresParts, FiguresTaken
from tests.runtime import figures_oracle as oracle
from tests.runtime.figures_made import CODEC, LANE, START, histories, mixed, record_of, told_days

END = START + timedelta(days=45)
Told = Sequence[Mapping[str, Any]]


def fold_of(store: FiguresStore, taken: list[FiguresTaken] | None = None) -> FiguresFold:
    """Give the fold of the lane."""
    seen = [] if taken is None else taken
    return FiguresFold(FiguresParts(store, CODEC, lambda _lane, what, _seconds: seen.append(what), 1), LANE)


async def folded(records: Sequence[Record], cuts: Sequence[int]) -> MemoryFigures:
    """Fold records in fetches that end at these places, each given twice."""
    store = MemoryFigures(DASHBOARDS)
    fold = fold_of(store)
    assert await fold.begin() == BEGINNING
    first = 0
    for cut in [*sorted(cuts), len(records)]:
        for begins in (first, max(0, first - 2)):
            await fold.take(records[begins:cut])
        first = cut
    return store


def daily(figures: Sequence[Figure], ask: FiguresAsk) -> Mapping[tuple[date, str, str], int]:
    """Give the numbers of an answer for each day, without those of 0: a stock holds until it changes."""
    if ask.measure not in STOCKS:
        return {(day, place, category): amount for day, place, category, amount in figures}
    found: dict[tuple[date, str, str], int] = {}
    for day in (ask.first + timedelta(days=n) for n in range((ask.last - ask.first).days + 1)):
        newest = {(place, category): amount for at, place, category, amount in figures if at <= day}
        found |= {(day, *where): amount for where, amount in newest.items() if amount}
    return found


places = st.sampled_from(
    [{}, {"ics": "QA"}, {"ics": ""}, {"council": "E1"}, {"trust": "RA"}, {"provider": "1-1"}, {"provider": "1-2"}]
)


@st.composite
def asks(draw: st.DrawFn) -> FiguresAsk:
    """Give a question."""
    first = START + timedelta(days=draw(st.integers(-3, 30)))
    return FiguresAsk(
        draw(st.sampled_from(sorted(MEASURES))),
        first,
        first + timedelta(days=draw(st.integers(0, 30))),
        draw(st.none() | told_days),
        by=draw(st.sampled_from(["none", "ics", "council", "trust", "provider"])),
        **draw(places),
    )


def asked(ask: FiguresAsk) -> Mapping[str, Any]:
    """Give a question as the oracle reads it."""
    return {name: getattr(ask, name) for name in FiguresAsk.__struct_fields__}


@settings(max_examples=150, deadline=None)
@given(histories(), st.lists(asks(), min_size=3, max_size=6), st.data())
def test_figures_are_what_counting_by_hand_gives(
    told: Told, questions: Sequence[FiguresAsk], data: st.DataObject
) -> None:
    """Facts in any order, a stretch of them sent twice, cut into any fetches: the oracle's numbers as of any day.

    Only on which day facts that count together were known together follows from the order of the log.
    """
    order = mixed(told, data.draw(st.lists(st.integers(0, 9), max_size=12)))
    again, upto = sorted(data.draw(st.tuples(*[st.integers(0, len(order))] * 2)))
    sent = [*order[:upto], *order[again:upto], *order[upto:]]
    records = [record_of(fact, 2 * place) for place, fact in enumerate(sent)]
    cuts = data.draw(st.lists(st.integers(0, len(records)), max_size=4))

    async def check() -> None:
        store = await folded(records, cuts)
        for ask in questions:
            assert daily(await store.figures(ask), ask) == oracle.shown(order, asked(ask)), ask
        one = await store.digest(DASHBOARDS)
        for facts, may in ((order, frozenset[str]()), (told, JOINED)):
            plain = await folded([record_of(fact, place) for place, fact in enumerate(facts)], [])
            assert {*one.differing(await plain.digest(DASHBOARDS))} <= may
        told_on = [fact["told_on"] for fact in told]
        assert await store.told_until() in {None, *told_on}

    asyncio.run(check())


@settings(max_examples=40, deadline=None)
@given(histories())
def test_every_measure_is_counted(told: Told) -> None:
    """Each measure, over all days and places, as everything is known in the end."""

    async def check() -> None:
        store = await folded([record_of(fact, place) for place, fact in enumerate(told)], [])
        for measure in sorted(MEASURES):
            for by in ("none", "provider", "ics"):
                ask = FiguresAsk(measure, START - timedelta(days=5), END + timedelta(days=45), by=by)
                assert daily(await store.figures(ask), ask) == oracle.shown(told, asked(ask)), measure

    asyncio.run(check())


STAY = {
    "admitted_on": START,
    "areas": [{"council": "E1", "ics": "QA", "since": START}],
    "destination": "19",
    "ended": "left",
    "left_on": START + timedelta(days=6),
    "pathway": "P1",
    "ready_on": START + timedelta(days=4),
    "trust": "RA",
}


def stay(who: int, **more: Any) -> dict[str, Any]:
    """Give the fact of a stay."""
    body = None if more.get("body", STAY) is None else STAY | more
    return {"told_on": START, "who": who, "kind": "StayFigures", "key": "S", "body": body}


async def discharges(store: MemoryFigures) -> int:
    """Count every discharge."""
    return sum(figure.amount for figure in await store.figures(FiguresAsk("discharges", START, END)))


@pytest.mark.parametrize("wrong", ["bytes", "body", "kind of body", "key", "no areas", "U+0000"])
async def test_a_record_that_cannot_be_read_is_parked_and_the_others_count(wrong: str) -> None:
    """Its place in the log is in the quarantine, its content is not, and the fetch goes on behind it."""
    good, bad = record_of(stay(1), 7), record_of(stay(2), 8)
    episode = record_of({**stay(2), "kind": "EpisodeFigures"}, 8)
    bad = {
        "bytes": bad._replace(value=bad.value[:40]),
        "body": bad._replace(value=bad.value.replace(b'"admitted_on"', b'"admitted_no"')),
        "kind of body": episode,
        "key": bad._replace(key=good.key),
        "no areas": record_of(stay(2, areas=[]), 8),
        "U+0000": record_of(stay(2, trust="R\0A"), 8),
    }[wrong]
    store, taken = MemoryFigures(DASHBOARDS), list[FiguresTaken]()
    fold = fold_of(store, taken)
    await fold.begin()
    await fold.take([good, bad, record_of(stay(3), 9)])
    (row,) = await store.quarantine.parked()
    assert (row.topic, row.lane, row.position, row.sealed) == (FACT, LANE, 8, b"")
    assert "2026" not in f"{row.words} {row.path} {row.rule}"
    assert await discharges(store) == 2
    assert taken == [FiguresTaken(3, (f"{FACT}-{LANE}-8",))]
    assert await store.position(Partition(FACT, LANE), DASHBOARDS) == 9


async def test_facts_of_other_kinds_are_passed_over_and_their_positions_counted() -> None:
    """Milestones and alerts travel in the same topic: they count in no figure, and hold nothing up."""
    store = MemoryFigures(DASHBOARDS)
    fold = fold_of(store)
    await fold.begin()
    await fold.take([record_of({**stay(1), "kind": "WindowMilestone"}, 4)])
    assert await store.position(Partition(FACT, LANE), DASHBOARDS) == 4
    assert (await store.digest(DASHBOARDS)).measures == {}


async def test_a_fold_goes_on_where_the_stored_position_is() -> None:
    """A worker that takes the lane over repeats nothing, and the former one is refused."""
    store = MemoryFigures(DASHBOARDS)
    former, latter = fold_of(store), fold_of(store)
    await former.begin()
    await former.take([record_of(stay(1), 3)])
    assert await latter.begin() == 3
    await latter.take([record_of(stay(1), 3), record_of(stay(2), 4)])
    with pytest.raises(PositionRefused):
        await former.take([record_of(stay(2), 4)])
    await latter.take([])
    assert await discharges(store) == 2


async def test_folding_before_the_lane_was_taken_is_a_defect() -> None:
    """A host that forgets to begin stops loudly; nothing is written under nobody's right."""
    with pytest.raises(Defect):
        await fold_of(MemoryFigures(DASHBOARDS)).take([record_of(stay(1), 3)])


class Failing(MemoryFigures):
    """A store that goes away in a put, before it wrote or after."""

    def __init__(self, *, after: bool) -> None:
        super().__init__(DASHBOARDS)
        self.fails, self._after = True, after

    async def put(self, batch: FiguresBatch) -> None:
        """Write or not, and say that nobody answers."""
        if self.fails and not self._after:
            raise Unavailable("the figures")
        await super().put(batch)
        if self.fails:
            raise Unavailable("the figures")


@pytest.mark.parametrize("after", [True, False])
async def test_a_fetch_whose_put_failed_is_given_again_and_counted_once(*, after: bool) -> None:
    """Nobody knows whether it was committed: the stored position says so, and the same records may come again."""
    store = Failing(after=after)
    fold = fold_of(store)
    await fold.begin()
    for _ in range(2):
        with pytest.raises(Unavailable):
            await fold.take([record_of(stay(1), 3)])
        if after:
            break
    store.fails = False
    await fold.take([record_of(stay(1), 3)])
    await fold.take([record_of(stay(2), 4)])
    assert await discharges(store) == 2


async def test_what_was_told_withdrawn_and_told_again_is_counted() -> None:
    """The newest record of a fact counts, also when its id is that of an earlier one."""
    store = MemoryFigures(DASHBOARDS)
    fold = fold_of(store)
    await fold.begin()
    for place, fact in enumerate([stay(1), stay(1, body=None), stay(1)]):
        await fold.take([record_of(fact, place)])
    assert await discharges(store) == 1
