"""A process chart as shapes with places, for one width of paper; the template only writes them down.

A chart is drawn wide, middling and narrow, so that its letters are readable on a telephone too.  What a point says is
in its shape as well as in its colour.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from hub.domain.products import Kind
from hub.domain.variation import Variation
from hub.web.charts.labels import Label, dates, lines
from hub.web.charts.paper import SPARK, Paper
from hub.web.charts.reading import Chart, Dot
from hub.web.charts.scale import Axis, Marks, axis, bare
from hub.web.charts.sentences import number_words

MANY: Final = 120
"""With more points only those out of the ordinary have a mark of their own."""


class Mark(NamedTuple):
    """One point: where, which shape, and as a path."""

    x: float
    y: float
    variation: Variation
    path: str


class Band(NamedTuple):
    """The limits of one stretch, from `x1` to `x2`."""

    x1: float
    x2: float
    upper: float
    lower: float
    centre: float
    limits: Sequence[float]
    """The limits that lie on the paper: fewer than nobody, or more than all, is not drawn."""


class Drawing(NamedTuple):
    """Everything that is drawn."""

    paper: Paper
    marks: Sequence[Mark]
    line: Sequence[str]
    bands: Sequence[Band]
    ticks_y: Sequence[Label]
    ticks_x: Sequence[Label]
    labels: Sequence[Label]
    target: float | None
    changes: Sequence[Label]
    bottom: float


def draw(chart: Chart, paper: Paper) -> Drawing | None:
    """Return a drawing, or none when there is no point to draw."""
    if not chart.dots:
        return None
    upright = _upright(chart, paper)
    across = _across(chart, paper)
    places = {dot.at: (across(dot.at), upright.y(dot.value)) for dot in chart.dots}
    bands = list(_bands(chart, upright, places))
    target = chart.product.target
    return Drawing(
        paper,
        [_mark(dot, *places[dot.at], paper.mark) for dot in chart.dots if _marked(chart, dot, paper)],
        _line(chart.dots, places),
        bands,
        [Label(paper.left - 8, upright.y(tick), number_words(tick)) for tick in upright.ticks],
        dates(chart, paper, places),
        lines(chart, upright, paper),
        None if target is None else upright.y(target),
        [Label(places[chart.dots[rebase.at].at][0], upright.top, str(n)) for n, rebase in enumerate(chart.rebases, 1)],
        upright.bottom,
    )


def _upright(chart: Chart, paper: Paper) -> Axis:
    values = [dot.value for dot in chart.dots]
    values += [edge for dot in chart.dots if dot.spc for edge in (dot.spc.limits.lower, dot.spc.limits.upper)]
    values += [] if chart.product.target is None else [chart.product.target]
    most = 100 if chart.product.kind is Kind.PERCENTAGE else None
    if paper is SPARK:
        return bare(values, 5, paper.height - 5, most=most)
    finest = 0.1 if chart.product.kind in {Kind.MEAN, Kind.MEDIAN} else 1
    return axis(values, 14, paper.height - 28, Marks(paper.ticks_y, finest, most))


class _Across(NamedTuple):
    first: int
    step: float
    left: float

    def __call__(self, at: int) -> float:
        return round(self.left + (at - self.first) * self.step, 1)


def _across(chart: Chart, paper: Paper) -> _Across:
    first, last = chart.dots[0].at, chart.dots[-1].at
    inset = 8 if paper.ticks_x else 2
    room = paper.width - paper.left - paper.right - 2 * inset
    return _Across(first, room / (last - first) if last > first else 0.0, paper.left + inset)


def _marked(chart: Chart, dot: Dot, paper: Paper) -> bool:
    if paper is SPARK:
        return dot is chart.latest
    return len(chart.dots) <= MANY or dot.variation is not Variation.COMMON or dot is chart.latest


def _mark(dot: Dot, x: float, y: float, size: float) -> Mark:
    """Return a circle for common cause, a square for an improvement, a triangle for a concern, else a diamond."""
    r, a, b, c = 3.2 * size, 4 * size, 5 * size, 5.4 * size
    paths = {
        Variation.COMMON: f"M{x - r:.1f} {y}a{r:g} {r:g} 0 1 0 {2 * r:g} 0a{r:g} {r:g} 0 1 0 -{2 * r:g} 0Z",
        Variation.IMPROVEMENT: f"M{x - a:.1f} {y - a:.1f}h{2 * a:g}v{2 * a:g}h-{2 * a:g}Z",
        Variation.CONCERN: f"M{x} {y - b:.1f}l{b:g} {1.8 * b:g}h-{2 * b:g}Z",
        Variation.NEUTRAL: f"M{x} {y - c:.1f}l{c:g} {c:g}l-{c:g} {c:g}l-{c:g} -{c:g}Z",
    }
    return Mark(x, y, dot.variation, paths[dot.variation])


def _line(dots: Sequence[Dot], places: dict[int, tuple[float, float]]) -> list[str]:
    """Return the line through the points, broken where one is not shown."""
    runs: list[list[str]] = [[]]
    for before, dot in pairwise([None, *dots]):
        if dot is None:
            continue
        if before is not None and dot.at != before.at + 1:
            runs.append([])
        runs[-1].append("{:.1f},{:.1f}".format(*places[dot.at]))
    return [" ".join(run) for run in runs if len(run) > 1]


def _bands(chart: Chart, upright: Axis, places: dict[int, tuple[float, float]]) -> Iterator[Band]:
    starts = [0, *(rebase.at for rebase in chart.rebases)]
    for start, end in pairwise([*starts, len(chart.dots)]):
        first, last = chart.dots[start], chart.dots[end - 1]
        if first.spc is not None:
            held = first.spc.limits
            edges = places[first.at][0] - 4, places[last.at][0] + 4
            seen = [upright.y(edge) for edge in (held.upper, held.lower) if upright.low <= edge <= upright.high]
            yield Band(*edges, upright.y(held.upper), upright.y(held.lower), upright.y(held.centre), seen)
