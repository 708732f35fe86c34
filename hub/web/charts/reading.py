"""A row of an answer read as a process chart: which points there are, and what they signal.

Limits are made of what is shown and of nothing else, so a chart gives away no more than its table.  Where a point is
hidden there are no limits: a mean of the others would not be the mean.  Nor are there any where the screening of
outliers leaves no width: small numbers that seldom move are not what this chart is for.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from hub.domain.periods import Period
from hub.domain.products import Product
from hub.domain.small_numbers import Number, Status
from hub.domain.spc import Rebase, SpcPoint, chart
from hub.domain.special_causes import Limits
from hub.domain.variation import Assurance, Variation, assurance, variation

FEW: Final = 13
"""With fewer points limits are a first guess (Making Data Count advises 15 to 20)."""
FEWEST: Final = 2


class Dot(NamedTuple):
    """One point that is shown; `at` is its place among the periods."""

    at: int
    period: Period
    value: float
    spc: SpcPoint | None
    variation: Variation


class Chart(NamedTuple):
    """A chart of one product."""

    product: Product
    dots: Sequence[Dot]
    rebases: Sequence[Rebase]
    """At which dot limits are calculated anew, and why."""
    hidden: int
    missing: int
    periods: int
    """How many points there are with those that are not shown."""

    @property
    def latest(self) -> Dot:
        """The newest point; only a chart with points has one."""
        return self.dots[-1]

    @property
    def limits(self) -> Limits | None:
        """The limits of the newest point."""
        return self.latest.spc.limits if self.dots and self.latest.spc else None

    @property
    def assurance(self) -> Assurance | None:
        """Whether the target will be met."""
        held = self.limits
        return None if held is None else assurance(held, self.product.target, self.product.improvement)


def read_chart(product: Product, system: str | None, over: Sequence[Period], numbers: Sequence[Number]) -> Chart:
    """Return the chart of a row's numbers."""
    shown = [(at, number.value) for at, number in enumerate(numbers) if number.value is not None]
    hidden = sum(number.status is Status.SUPPRESSED for number in numbers)
    missing = sum(number.status is Status.MISSING for number in numbers)
    days = [over[at].first for at, _ in shown]
    changes = [change for change in product.changes if not change.systems or system in change.systems]
    starts = [(sum(day < change.on for day in days), change.reason) for change in changes]
    rebases = [Rebase(at, reason) for at, reason in starts if 0 < at < len(shown)]
    values = [value for _, value in shown]
    points = [] if hidden or len(shown) < FEWEST else chart(values, rebases)
    points = [] if _too_seldom(points) else points
    dots = [
        _dot(product, at, over[at], value, points[place] if points else None) for place, (at, value) in enumerate(shown)
    ]
    return Chart(product, dots, rebases if points else [], hidden, missing, len(numbers))


def _too_seldom(points: Sequence[SpcPoint]) -> bool:
    """Tell whether a series moves so seldom that every move counts as an outlier: its limits have no width."""
    return any(point.limits.lower == point.limits.upper != point.value for point in points)


def _dot(product: Product, at: int, period: Period, value: float, point: SpcPoint | None) -> Dot:
    meaning = Variation.COMMON if point is None else variation(point.signal, product.improvement)
    return Dot(at, period, value, point, meaning)
