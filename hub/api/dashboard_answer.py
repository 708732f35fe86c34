"""From a question to its answer: figures are read, counted over whole periods, and pass the border of `published`."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from hub.api.dashboard_known import known
from hub.api.dashboard_question import Question
from hub.domain.figures_measures import STOCKS
from hub.domain.periods import Period, flow, stock
from hub.domain.products import OF_DAYS, Part
from hub.domain.published import published, published_waits
from hub.domain.small_numbers import Number, Rounding
from hub.ports.figures import Figure, FiguresAsk, FiguresReader


class Closed(NamedTuple):
    """That a system closed: the last day on which it existed, and the codes of the systems in its place."""

    last_day: date
    successors: Sequence[str]


class Answer(NamedTuple):
    """Numbers by row, one for each period; a row is "" when nothing is split, else a code or a category."""

    question: Question
    rows: Mapping[str, Sequence[Number]]
    rounding: Rounding | None
    told_until: date | None
    closed: Closed | None = None
    """Of a whole system that is no more."""


async def answer(reader: FiguresReader, asked: Question, rounding: Rounding | None) -> Answer:
    """Answer a question; `rounding` is none for a reader who may know the people.  Raises `Unavailable`."""
    told_until = await reader.told_until()
    if not asked.over:
        return Answer(asked, {}, rounding, told_until)
    told = await known(reader, asked)
    if asked.product.kind in OF_DAYS:
        spreads = await _spreads(reader, asked)
        return Answer(asked, published_waits(asked.product, spreads, told, rounding), rounding, told_until)
    of = await _rows(reader, asked, asked.product.of)
    among = await _rows(reader, asked, asked.product.among) if asked.product.among else {}
    return Answer(asked, published(asked.product, of, among, told, rounding), rounding, told_until)


async def _rows(reader: FiguresReader, asked: Question, part: Part) -> dict[str, Sequence[int]]:
    """Return the amounts of one part by row and period."""
    found = await _counted(reader, asked, part)
    return {name: _sum([*rows.values()], asked.over) for name, rows in found.items()}


async def _spreads(reader: FiguresReader, asked: Question) -> dict[str, Sequence[Mapping[int, int]]]:
    """Return by row and period how many people waited so many days: the categories are numbers of days."""
    found = await _counted(reader, asked, asked.product.of)
    return {
        name: [{int(days): counted[at] for days, counted in rows.items()} for at in range(len(asked.over))]
        for name, rows in found.items()
    }


async def _counted(reader: FiguresReader, asked: Question, part: Part) -> dict[str, dict[str, list[int]]]:
    """Return the amounts of one part by row and category, one for each period."""
    by_row: dict[str, dict[str, list[tuple[date, int]]]] = {} if _split(asked) else {"": {}}
    for one in await reader.figures(_ask(asked, part.measure)):
        if sign := part.sign(one.category, split=asked.by == "category"):
            row = by_row.setdefault(_row(asked, one), {})
            row.setdefault(one.category, []).append((one.day, sign * one.amount))
    count = stock if part.measure in STOCKS else flow
    return {
        name: {category: count(amounts, asked.over) for category, amounts in rows.items()}
        for name, rows in by_row.items()
    }


def _split(asked: Question) -> bool:
    return asked.by != "none"


def _row(asked: Question, one: Figure) -> str:
    return one.category if asked.by == "category" else one.place


def _sum(counted: Sequence[Sequence[int]], over: Sequence[Period]) -> list[int]:
    return [sum(row[at] for row in counted) for at in range(len(over))]


def _ask(asked: Question, measure: str) -> FiguresAsk:
    by = "none" if asked.by == "category" else asked.by
    kind, code = asked.place or ("ics", asked.system)  # of all of England no place is asked for
    whole = FiguresAsk(measure, asked.over[0].first, asked.over[-1].last, asked.known_on, by=by)
    return msgspec.structs.replace(whole, **{kind: code})
