"""The border that every number of a dashboard passes: from true amounts to what a reader may see.

There is no other way from figures to an answer, a page or an export.  Figures are kept true; they are hidden and
rounded where they are asked for.
"""

from collections.abc import Mapping, Sequence

from hub.domain.differencing import gives_away
from hub.domain.products import Kind, Product
from hub.domain.quantiles import Spread, quantile
from hub.domain.small_numbers import MISSING, SUPPRESSED, Number, Rounding, count, mean, percentage, total

Rows = Mapping[str, Sequence[int]]
"""Amounts by row, one for each period.  The rows together are the whole."""


def published(
    product: Product, of: Rows, among: Rows, known: Sequence[bool], rounding: Rounding | None
) -> dict[str, list[Number]]:
    """Return the numbers of each row; `rounding` is none for a reader who may know the people behind them.

    `among` is empty for a product that names no people.  `known` says for each period whether anything was told of it.
    """
    rows = {name: (of.get(name), among.get(name)) for name in of.keys() | among.keys()}
    tables = (among,) if product.kind is Kind.TOTAL else (of, among)
    closed = [any(_closed(product, table, at, rounding) for table in tables) for at in range(len(known))]
    return {
        name: [
            _number(product, _at(parts[0], at), _at(parts[1], at), rounding, closed=closed[at])
            if known[at]
            else MISSING
            for at in range(len(known))
        ]
        for name, parts in rows.items()
    }


def published_waits(
    product: Product, spreads: Mapping[str, Sequence[Spread]], known: Sequence[bool], rounding: Rounding | None
) -> dict[str, list[Number]]:
    """Return the medians or percentiles of each row, of how many people waited so many days in each period.

    They add up to nothing, so that no row can be reckoned from the others.
    """
    return {
        name: [quantile(product.kind, row[at], rounding) if known[at] else MISSING for at in range(len(known))]
        for name, row in spreads.items()
    }


def _at(row: Sequence[int] | None, at: int) -> int:
    return 0 if row is None else row[at]


def _closed(product: Product, table: Rows, at: int, rounding: Rounding | None) -> bool:
    """Tell whether the rows of one period would give a hidden number away.

    A total of hours or pounds is known to the nearest five: of hidden rows that are of few people together it would be
    known to whoever subtracts.
    """
    if rounding is None:
        return False
    people = [max(0, row[at]) for row in table.values()]
    hidden = sum(one for one in people if rounding.hides(one))
    few = product.kind is Kind.TOTAL and len(people) > 1 and rounding.hides(hidden)
    return few or gives_away(people, rounding)


def _number(product: Product, of: int, among: int, rounding: Rounding | None, *, closed: bool) -> Number:
    if closed:
        return SUPPRESSED
    match product.kind:
        case Kind.STOCK | Kind.FLOW:
            return count(of, rounding)
        case Kind.PERCENTAGE:
            return percentage(count(of, rounding), count(among, rounding))
        case Kind.MEAN:
            return mean(of, among, rounding)
    return total((of + product.scale // 2) // product.scale, among, rounding)
