"""The words on a chart: dates below it, and the names of its lines to the right."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from hub.domain.special_causes import Limits
from hub.web.charts.paper import Paper
from hub.web.charts.reading import Chart
from hub.web.charts.scale import Axis, spread
from hub.web.charts.sentences import number_words
from hub.web.dates import short

MONTH: Final = 28
"""Of more days than these the axis names one in each week or two, always the same weekday."""
_ROOM: Final = 100
"""With so much room on the right the lines are named there."""
_LETTERS: Final = 15


class Label(NamedTuple):
    """Words at a place."""

    x: float
    y: float
    text: str
    kind: str = ""


def dates(chart: Chart, paper: Paper, places: Mapping[int, tuple[float, float]]) -> list[Label]:
    """Return dates below the chart, the newest among them."""
    if not paper.ticks_x:
        return []
    every = max(1, -(-len(chart.dots) // paper.ticks_x))
    daily = chart.latest.period.first == chart.latest.period.last
    every = -(-every // 7) * 7 if daily and len(chart.dots) > MONTH else every
    chosen = list(chart.dots)[::-1][::every]
    return [Label(places[dot.at][0], paper.height - 8, short(dot.period.first)) for dot in chosen]


def lines(chart: Chart, upright: Axis, paper: Paper) -> list[Label]:
    """Return the names of the lines, to the right of them and never over each other; none where there is no room."""
    if paper.right < _ROOM:
        return []
    named = [] if chart.limits is None else _limit_names(chart.limits, upright)
    if chart.product.target is not None:
        named.append((chart.product.target, f"Target {number_words(chart.product.target)}", "target"))
    x = paper.width - paper.right + 8
    heights = spread([upright.y(value) for value, _, _ in named], _LETTERS, upright.top, upright.bottom)
    return [Label(x, y, text, kind) for y, (_, text, kind) in zip(heights, named, strict=True)]


def _limit_names(held: Limits, upright: Axis) -> list[tuple[float, str, str]]:
    if held.lower == held.upper:
        return [(held.centre, f"Average {number_words(held.centre)}", "centre")]
    named = [(held.centre, f"Average {number_words(held.centre)}", "centre")]
    limits = (("Upper", held.upper), ("Lower", held.lower))
    seen = [(name, edge) for name, edge in limits if upright.low <= edge <= upright.high]
    return named + [(edge, f"{name} limit {number_words(edge)}", "limit") for name, edge in seen]
