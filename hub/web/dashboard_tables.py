"""The tables of a product's page: the points of its chart, and what it splits into."""

from collections.abc import Sequence
from typing import Final, NamedTuple
from urllib.parse import quote, urlencode

from hub.api.catalogue import UNKNOWN, Dashboards
from hub.api.dashboard_answer import Answer
from hub.api.dashboard_formats import rows_in_order
from hub.api.dashboard_words import row_name
from hub.domain.periods import Every, Period
from hub.domain.small_numbers import Number
from hub.web.charts.reading import Chart
from hub.web.charts.sentences import signal_words
from hub.web.dashboard_view import Cell, cell, without
from hub.web.dates import short

_COLUMNS: Final = 4


class PointRow(NamedTuple):
    """One point of the chart."""

    when: str
    number: Cell
    says: str
    special: bool


class SplitRow(NamedTuple):
    """One row of a split; `link` leads to the same product of that place, or to the people behind a reason."""

    name: str
    link: str | None
    numbers: Sequence[Cell]


class Split(NamedTuple):
    """What a product splits into; `columns` are the last days of its periods, the newest first."""

    by: str
    kind: str
    """What its rows are: `council`, or whatever the categories are."""
    columns: Sequence[str]
    rows: Sequence[SplitRow]
    table_link: str
    weekly: bool


KINDS: Final = {"council": "council", "trust": "hospital trust", "provider": "care provider"}


def point_rows(given: Answer, chart: Chart) -> list[PointRow]:
    """Return every point, the newest first."""
    numbers: Sequence[Number] = next(iter(given.rows.values()), [])
    dots = {dot.at: dot for dot in chart.dots}
    rows = []
    for at, number in reversed(list(enumerate(numbers))):
        period, dot = given.question.over[at], dots.get(at)
        says = signal_words(dot) if dot else ""
        special = dot is not None and dot.spc is not None and dot.spc.signal.way != 0
        rows.append(
            PointRow(_when(period), cell(number, given.question.product, without(number, period, given)), says, special)
        )
    return rows


def split_of(  # noqa: PLR0913 - an answer with its names, where its rows lead, and what the reader may open
    given: Answer,
    dashboards: Dashboards,
    path: str,
    query: dict[str, str],
    *,
    opens: bool,
    people: str | None = None,
) -> Split:
    """Return a split as a table of the newest weeks; `opens` says that the reader may see each place on its own.

    `people` is the address of the people behind a row without its code, or none.
    """
    asked = given.question
    step = 7 if asked.every is Every.DAY else 1
    columns = list(range(len(asked.over)))[::-1][::step][:_COLUMNS]
    kept = {name: value for name, value in query.items() if name not in {"council", "trust", "provider", "by"}}
    return Split(
        asked.by,
        KINDS.get(asked.by, asked.product.split_by),
        [short(asked.over[at].last) for at in columns],
        [
            SplitRow(
                row_name(row, asked, dashboards),
                _leads_to(row, asked.by, people, f"{path}?{urlencode({asked.by: row or UNKNOWN} | kept)}", opens=opens),
                [_cell(given, row, at) for at in columns],
            )
            for row in rows_in_order(given, dashboards)
        ],
        f"{path}.csv?{urlencode(query | {'by': asked.by})}",
        asked.every is Every.WEEK,
    )


def _cell(given: Answer, row: str, at: int) -> Cell:
    number, period = given.rows[row][at], given.question.over[at]
    return cell(number, given.question.product, without(number, period, given))


def _leads_to(row: str, by: str, people: str | None, same: str, *, opens: bool) -> str | None:
    """Return the people behind a category, or the same product of a place."""
    if by == "category":
        return None if people is None else f"{people}{quote(row)}"
    return same if opens else None


def _when(period: Period) -> str:
    """Return `23 Nov 2026`, or `16 to 22 Nov 2026`."""
    if period.first == period.last:
        return f"{short(period.last)} {period.last.year}"
    first = str(period.first.day) if period.first.month == period.last.month else short(period.first)
    return f"{first} to {short(period.last)} {period.last.year}"
