"""Invented cells and batches for tests of stores of figures."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from hub.events.catalogue import FACT
from hub.ports.figures import Cell, FiguresBatch
from hub.ports.log import Partition
from hub.ports.store import Claim, Move, Parked

GROUP = "dashboards"
LANE = Partition(FACT, 2)
DAY = date(2026, 11, 2)


def on(n: int) -> date:
    """Give the n-th day after the first."""
    return DAY + timedelta(days=n)


def cell(day: int, amount: int = 1, told: int = 0, **more: str) -> Cell:
    """Give a cell: of `discharges` to 19, of one place, unless told otherwise."""
    named = {"measure": "discharges", "ics": "QA", "council": "E1", "trust": "RA", "provider": "", "category": "19"}
    return Cell(**(named | more), day=on(day), told_on=on(told), amount=amount)


def in_hospital(day: int, amount: int = 1, told: int = 0, **more: str) -> Cell:
    """Give a cell of a stock."""
    return cell(day, amount, told, measure="in_hospital", category="", **more)


def batch(
    claim: Claim,
    upto: int,
    *cells: Cell,
    kept: Mapping[bytes, bytes] | None = None,
    parked: Sequence[Parked] = (),
    **more: Any,
) -> FiguresBatch:
    """Give a batch of `LANE`; `group` and `partition` by name."""
    moves = [Move(more.pop("partition", LANE), claim, upto)]
    return FiguresBatch(more.pop("group", GROUP), moves, kept or {}, cells, parked)
