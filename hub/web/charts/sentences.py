"""A chart in sentences made of its figures: what somebody who does not see it is told."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from hub.domain.periods import Every, Period
from hub.domain.products import Kind
from hub.domain.special_causes import Cause, Limits, Signal
from hub.domain.variation import Assurance, Variation
from hub.web.charts.reading import FEW, Chart, Dot
from hub.web.dates import day_month, public

MEANINGS: Final[Mapping[Variation, str]] = {
    Variation.COMMON: "No significant change",
    Variation.IMPROVEMENT: "Improvement",
    Variation.CONCERN: "Concern",
    Variation.NEUTRAL: "Change",
}
_CAUSES: Final[Mapping[Cause, tuple[str, str]]] = {
    Cause.OUTSIDE: ("above the upper limit", "below the lower limit"),
    Cause.TREND: ("seven points rising", "seven points falling"),
    Cause.TWO_OF_THREE: ("two of three near the upper limit", "two of three near the lower limit"),
    Cause.ONE_SIDE: ("seven points above the average", "seven points below the average"),
}
ASSURANCES: Final[Mapping[Assurance, str]] = {
    Assurance.PASS: "Target consistently met",
    Assurance.FAIL: "Target consistently missed",
    Assurance.HIT_AND_MISS: "Target met now and then",
}


def number_words(value: float) -> str:
    """Return a number with thousands parted, and one decimal place where it has any: `1,234`, `66.7`."""
    return f"{value:,.1f}".removesuffix(".0")


def period_words(period: Period) -> str:
    """Return `23 November 2026`, or `week of 16 to 22 November 2026`."""
    if period.first == period.last:
        return public(period.last)
    first = day_month(period.first) if period.first.month != period.last.month else str(period.first.day)
    return f"week of {first} to {public(period.last)}"


def signal_words(dot: Dot) -> str:
    """Return what a point says: `Concern: seven points above the average`."""
    if dot.spc is None or dot.spc.signal.cause is Cause.COMMON:
        return MEANINGS[Variation.COMMON] if dot.spc else ""
    return f"{MEANINGS[dot.variation]}: {cause_words(dot.spc.signal)}"


def cause_words(signal: Signal) -> str:
    """Return which rule a special point meets, and which way."""
    high, low = _CAUSES[signal.cause]
    return high if signal.way > 0 else low


def expected(chart: Chart, limits: Limits) -> tuple[str, str]:
    """Return the limits in words; what cannot be, less than nobody or more than all, is not expected."""
    low, high = limits.lower, limits.upper
    low = max(0.0, low)
    if chart.product.kind is Kind.PERCENTAGE:
        high = min(100.0, high)
    return number_words(low), number_words(high)


def sentences(chart: Chart, every: Every) -> list[str]:
    """Return the chart in sentences, the latest point first."""
    if not chart.dots:
        return [_empty(chart)]
    unit = "per cent" if chart.product.kind is Kind.PERCENTAGE else ""
    latest = chart.latest
    newest = "The latest" if latest.at == chart.periods - 1 else "The latest that is shown"
    said = [f"{newest}, {period_words(latest.period)}, is {number_words(latest.value)} {unit}".rstrip() + "."]
    if chart.limits is not None:
        said += _of_limits(chart, every, chart.limits)
    elif not chart.hidden and len(chart.dots) > 1:
        said.append("It moves too seldom for limits to mean anything.")
    if chart.hidden:
        few = f"{chart.hidden} of {len(chart.dots) + chart.hidden}"
        said.append(f"{few} points are hidden because they are of very few people, so no limits are drawn.")
    return said


def _empty(chart: Chart) -> str:
    if chart.hidden:
        return "Every number is hidden because it is of very few people."
    return "There was nobody to count." if chart.periods > chart.missing else "Nothing has been told of this yet."


def _of_limits(chart: Chart, every: Every, limits: Limits) -> list[str]:
    low, high = expected(chart, limits)
    many = f"{len(chart.dots)} {every}s"
    said = [f"Over {many} the average is {number_words(limits.centre)}, and {low} to {high} is to be expected."]
    said.append(f"{signal_words(chart.latest)}.")
    special = Counter(dot.variation for dot in chart.dots if dot.variation is not Variation.COMMON)
    if special:
        each = " and ".join(f"{count} {_plural(kind, count)}" for kind, count in sorted(special.items()))
        said.append(f"Of all points {each} {'is' if sum(special.values()) == 1 else 'are'} out of the ordinary.")
    said += [f"Limits are calculated anew from {_start(chart, rebase.at)}: {rebase.reason}" for rebase in chart.rebases]
    if chart.assurance is not None and chart.product.target is not None:
        told = ASSURANCES[chart.assurance].removeprefix("Target ")
        said.append(f"The target of {number_words(chart.product.target)} is {told}. {chart.product.target_reason}")
    if len(chart.dots) < FEW:
        said.append(f"With fewer than {FEW} points the limits are a first guess.")
    return said


def _start(chart: Chart, at: int) -> str:
    return public(chart.dots[at].period.first)


def _plural(kind: Variation, count: int) -> str:
    word = {Variation.IMPROVEMENT: "improvement", Variation.CONCERN: "concern"}.get(kind, "change")
    return word if count == 1 else f"{word}s"
