"""A product as a tile and as a page, in words."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from hub.api.catalogue import Catalogue
from hub.api.dashboard_answer import Answer
from hub.domain.periods import Period
from hub.domain.products import Kind, Product
from hub.domain.small_numbers import MISSING, Number, Status, written
from hub.domain.variation import Assurance, Variation
from hub.web.charts.drawing import Drawing, draw
from hub.web.charts.paper import MIDDLE, NARROW, SPARK, WIDE
from hub.web.charts.reading import Chart, read_chart
from hub.web.charts.sentences import ASSURANCES, number_words, period_words, sentences, signal_words

_WITHOUT: Final = {
    Status.SUPPRESSED: "Hidden: very few people",
    Status.NOT_APPLICABLE: "Nobody to count",
    Status.MISSING: "Nothing told yet",
}
_CLOSED: Final = "Closed"
_SINCE_CLOSED: Final = "The system had closed by then."

_ONE: Final = {
    "people": "person",
    "days": "day",
    "notices": "notice",
    "appeals": "appeal",
    "hours": "hour",
    "pounds": "pound",
    "moves": "move",
    "requests": "request",
}

Cell = tuple[str, str | None]
"""What stands in a table, and what it means where it is a sign."""


class Icon(NamedTuple):
    """One of Making Data Count's icons with its words; `way` is 1 high, -1 low."""

    kind: Variation | Assurance
    way: int
    text: str


class Shown(NamedTuple):
    """One product of one place."""

    name: str
    product: Product
    follows: str
    differs: str
    value: str
    unit: str
    without: str | None
    """Why there is no number, or none when there is one."""
    when: str
    icons: Sequence[Icon]
    said: Sequence[str]
    chart: Chart
    drawings: Sequence[Drawing]
    spark: Drawing | None


def shown(name: str, given: Answer, catalogue: Catalogue, *, wide: bool) -> Shown:
    """Return the first row of an answer, which was not split; `wide` draws the chart, else it is a tile's."""
    asked, product = given.question, given.question.product
    numbers = next(iter(given.rows.values()), [])
    chart = read_chart(product, asked.system, asked.over, numbers)
    newest = numbers[-1] if numbers else MISSING
    source = catalogue.source[product.source]
    return Shown(
        name,
        product,
        source.title,
        source.differs,
        "" if newest.value is None else number_words(newest.value),
        _unit(product, newest),
        without(newest, asked.over[-1], given) if asked.over else _WITHOUT[Status.MISSING],
        period_words(asked.over[-1]) if asked.over else "",
        icons(chart) if newest.value is not None else [],
        [_SINCE_CLOSED] if _only_closed(given, chart) else sentences(chart, asked.every),
        chart,
        [drawn for paper in (WIDE, MIDDLE, NARROW) if wide and (drawn := draw(chart, paper))],
        None if wide else draw(chart, SPARK),
    )


def _unit(product: Product, newest: Number) -> str:
    if product.kind is Kind.PERCENTAGE:
        return "%"
    return _ONE.get(product.unit, product.unit) if newest.value == 1 else product.unit


def icons(chart: Chart) -> list[Icon]:
    """Return the icons of the newest point; none where no limits are drawn."""
    if not chart.dots or chart.latest.spc is None:
        return []
    found = [Icon(chart.latest.variation, chart.latest.spc.signal.way, signal_words(chart.latest))]
    if chart.assurance is not None:
        found.append(Icon(chart.assurance, 0, ASSURANCES[chart.assurance]))
    return found


def _only_closed(given: Answer, chart: Chart) -> bool:
    """Say whether no period is left that the system lived to see the end of."""
    over, closed = given.question.over, given.closed
    return closed is not None and not chart.dots and all(period.last > closed.last_day for period in over)


def without(number: Number, period: Period, given: Answer) -> str | None:
    """Return why there is no number of a period, or none where there is one."""
    if number.status is Status.MISSING and given.closed is not None and period.last > given.closed.last_day:
        return _CLOSED
    return _WITHOUT.get(number.status)


def cell(number: Number, product: Product, why: str | None = None) -> Cell:
    """Return what stands in a table, and what it means where it is a sign; `why` says so in words of its own."""
    unit = "%" if product.kind is Kind.PERCENTAGE else ""
    if number.value is not None:
        return f"{number_words(number.value)}{unit}", None
    return written(number), why or _WITHOUT[number.status]
