"""Whole systems beside their parts: what is asked for most often is added up when it is written.

A cell of everybody is counted twice in the table: at its own place, and at the place of its whole system, which has
`ALL` for its council and trust.  A question about systems as a whole reads the latter alone, a seventeenth of the rows.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from hub.ports.figures import Cell, FiguresAsk

ALL: Final = "*"
"""Every council, every trust: no code."""


def with_whole(cells: Sequence[Cell]) -> list[Cell]:
    """Give cells, and what those of everybody add to their whole systems."""
    sums: dict[tuple[object, ...], int] = defaultdict(int)
    for measure, ics, _, _, provider, category, day, told_on, amount in cells:
        if not provider:
            sums[measure, ics, category, day, told_on] += amount
    whole = [
        Cell(measure, ics, ALL, ALL, "", category, day, told_on, amount)  # type: ignore[arg-type]  # as put in above
        for (measure, ics, category, day, told_on), amount in sums.items()
        if amount
    ]
    return [*cells, *whole]


def is_whole(ask: FiguresAsk) -> bool:
    """Whether a question is about whole systems, or all of them together."""
    return ask.council is None and ask.trust is None and ask.provider is None and ask.by in {"none", "ics"}
