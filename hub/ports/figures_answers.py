"""How an answer is made of the cells that were found.  The same for every store of figures."""

from collections.abc import Iterable
from datetime import date

from hub.domain.figures_measures import MEASURES, STOCKS
from hub.errors import Rejected
from hub.ports.figures import Figure, FiguresAsk

PLACES = ("ics", "council", "trust", "provider")

Change = tuple[date, str, str, int]
"""Day, place, category, and the sum of the cells there."""


def checked(ask: FiguresAsk) -> None:
    """Raise `Rejected` for a question that has no answer."""
    if ask.measure not in MEASURES:
        raise Rejected("measure", "unknown_measure", f"one of {', '.join(sorted(MEASURES))}")
    if ask.last < ask.first:
        raise Rejected("last", "ends_before_it_starts", "the last day is before the first")
    if len([place for place in PLACES if getattr(ask, place) is not None]) > 1:
        raise Rejected("place", "one_place", "at most one of ics, council, trust and provider")
    if ask.provider == "":
        raise Rejected("provider", "no_such_place", "a provider has a code")


def of_providers(ask: FiguresAsk) -> bool:
    """Whether the cells of providers are asked for, or those in which everybody is counted once."""
    return ask.provider is not None or ask.by == "provider"


def first_day(ask: FiguresAsk) -> date:
    """Give the first day of the cells that count: of a stock everything before `first` as well."""
    return date.min if ask.measure in STOCKS else ask.first


def answer(ask: FiguresAsk, changes: Iterable[Change]) -> list[Figure]:
    """Make figures of changes, which are summed by day, place and category; those before `first` are of `first`."""
    ordered = sorted(change for change in changes if change[-1])
    if ask.measure not in STOCKS:
        return [Figure(*change) for change in ordered]
    standing: dict[tuple[str, str], int] = {}
    figures = []
    for day, place, category, amount in ordered:
        standing[place, category] = standing.get((place, category), 0) + amount
        figures.append(Figure(day, place, category, standing[place, category]))
    return figures
