"""What the support of somebody's six weeks counts in the dashboards: resumed against new, and what joint support costs.

Two facts of a person say it together: `EpisodeFigures` has the days, the areas and the trust of the six weeks, and
each `FundingAllocated` a line of support, or a part of one, with its origin, hours and payers.
Source of origins and payers: the joint six weeks of the National Care Service proposal (6.5); the measures are rules of
this product.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Annotated, Final

import msgspec

from hub.domain.figures_bodies import EpisodeFigures
from hub.domain.figures_cells import Addend, Counting
from hub.domain.figures_measures import JOINT_COST, JOINT_FUNDED, SUPPORT_HOURS, SUPPORTED
from hub.domain.figures_of_episodes import until
from hub.domain.lines import HOURS_AT_MOST, INCREASE, NEW, RESUMED
from hub.domain.rules import Rule
from hub.domain.six_weeks import plus

FUNDING_ALLOCATED: Final = "FundingAllocated"
ORIGINS: Final = (RESUMED, NEW, INCREASE)
Decimals = Annotated[str, msgspec.Meta(pattern=r"^-?[0-9]{1,12}\.[0-9]{2}$")]
"""A number with two decimal places, as facts write pounds and hours."""


class Paid(msgspec.Struct, frozen=True, gc=False):
    """A payer and its part of a period in pounds; none where nobody knows hours or price."""

    amount: Decimals | None
    payer: str


class Allocation(msgspec.Struct, frozen=True, gc=False):
    """What counts of an allocation: days, both included (`to` is none while it goes on), planned hours, who pays."""

    hours_per_week: Decimals | None
    origin: str
    payers: tuple[Paid, ...]
    provider: str
    rule: str
    from_: date = msgspec.field(name="from")
    to: date | None


Days = tuple[date, date]
"""From a day until another, which is not one of them."""


def of_support(episode: EpisodeFigures, allocations: Sequence[Allocation]) -> Iterator[Addend]:
    """Give every addend of the support of six weeks: under no provider, and under each."""
    counting = Counting(episode.areas, episode.trust)
    for provider in ("", *sorted({each.provider for each in allocations} - {""})):
        its = [each for each in allocations if provider in {"", each.provider}]
        by_origin: dict[str, list[Allocation]] = {}
        for each in its:
            by_origin.setdefault(origin_of(each), []).append(each)
        for origin in sorted(by_origin, key=ORIGINS.index):
            yield from supported(episode, origin, by_origin[origin], counting, provider)
            yield from support_hours(episode, origin, by_origin[origin], counting, provider)
        yield from joint_cost(episode, its, counting, provider)


def origin_of(each: Allocation) -> str:
    """Return the origin; a word that is none of the three is new support, as it is for who pays."""
    return each.origin if each.origin in ORIGINS else NEW


def supported(
    episode: EpisodeFigures, origin: str, of: Iterable[Allocation], counting: Counting, provider: str
) -> Iterator[Addend]:
    """Stock by origin: people in their six weeks with support of that origin on the day; who has two is in both."""
    spans = sorted(days for each in of if (days := _inside(episode, each)) is not None)
    for first, stops in _united(spans):
        yield from counting.stock(SUPPORTED, origin, first, stops, provider)


def support_hours(
    episode: EpisodeFigures, origin: str, of: Iterable[Allocation], counting: Counting, provider: str
) -> Iterator[Addend]:
    """Stock by origin: planned hours a week, in hundredths, of the same people.

    Lines without hours add none, and neither do hours that cannot be: less than none, or more than two carers give.
    """
    for each in of:
        days, hours = _inside(episode, each), hundredths(each.hours_per_week)
        if days is not None and 0 < hours <= HOURS_AT_MOST:
            yield from counting.stock(SUPPORT_HOURS, origin, *days, provider, amount=hours)


def joint_cost(
    episode: EpisodeFigures, of: Iterable[Allocation], counting: Counting, provider: str
) -> Iterator[Addend]:
    """Flows by payer on the day of discharge: who has priced joint support in the six weeks, and its cost in pence.

    Of what council and NHS share alone (new and increased support inside the window); planned, as allocated so far.
    """
    pence: dict[str, int] = {}
    for each in of:
        for paid in each.payers if each.rule == Rule.JOINT_PAYS.label else ():
            pence[paid.payer] = pence.get(paid.payer, 0) + hundredths(paid.amount)
    for payer, amount in sorted(pence.items()):
        if amount > 0:
            yield counting.flow(JOINT_FUNDED, payer, episode.discharged_on, 1, provider)
            yield counting.flow(JOINT_COST, payer, episode.discharged_on, amount, provider)


def hundredths(text: Decimals | None) -> int:
    """Return hundredths: pence of pounds, hundredths of an hour of hours; 0 where nobody knows."""
    return 0 if text is None else int(text.replace(".", ""))


def _inside(episode: EpisodeFigures, each: Allocation) -> Days | None:
    """Give the days of an allocation in the six weeks, or none."""
    first, stops = max(each.from_, episode.discharged_on), until(episode)
    if each.to is not None:
        stops = min(stops, plus(each.to, 1))
    return (first, stops) if first < stops else None


def _united(spans: Iterable[Days]) -> Iterator[Days]:
    """Give days that touch or overlap as one; they come in order."""
    held: Days | None = None
    for span in spans:
        if held is None or span[0] > held[1]:
            if held is not None:
                yield held
            held = span
        else:
            held = held[0], max(held[1], span[1])
    if held is not None:
        yield held
