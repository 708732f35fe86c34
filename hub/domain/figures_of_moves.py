"""What is told of one move between councils so that it can be counted, and what it counts: days and places alone.

Sources: Care Act 2014 sections 37 and 38 (the assessment is sent to the second council; from the day of the intended
move it meets the needs until its own steps are done); portable assessment (proposal for a National Care Service, 6.3).
The measures are rules of this product.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

import msgspec

from hub.domain.figures_bodies import Areas
from hub.domain.figures_cells import Addend, Counting
from hub.domain.figures_measures import (
    GAP_DAYS,
    INTERIM_DUTIES,
    MOVE_DAYS,
    MOVES_LEAVING,
    MOVES_UNDER_WAY,
    MOVES_WITH_GAP,
    MOVES_WITHOUT_PAPERS,
)

MOVE_FIGURES: Final = "MoveFigures"


class MoveFigures(msgspec.Struct, frozen=True, gc=False):
    """One move from a council to another: fields in the order of their names, days in Europe/London.

    `areas` are the second council and its system, `areas_left` the first one.  `moves_on` is the day from which the
    second council answers and `interim_on` the one on which it does so in the interim, each none where that never
    comes; `papers_on` is the day on which the assessment first came; `ended_on` the one on which the move was
    completed or cancelled, or the person died.  `gap_days` are days from the move on without any council.
    """

    areas: Areas
    areas_left: Areas
    ended_on: date | None
    gap_days: int
    interim_on: date | None
    moves_on: date | None
    notified_on: date
    papers_on: date | None


def of_move(move: MoveFigures) -> Iterator[Addend]:
    """Give every addend of a move; a hospital has no part in it."""
    counting, left = Counting(move.areas, ""), Counting(move.areas_left, "")
    yield from counting.stock(MOVES_UNDER_WAY, "", move.notified_on, move.ended_on)
    yield from left.stock(MOVES_LEAVING, "", move.notified_on, move.ended_on)
    if move.moves_on is not None:
        yield from day_of_the_move(move, move.moves_on, counting)
    if move.interim_on is not None:
        yield counting.flow(INTERIM_DUTIES, "", move.interim_on)


def day_of_the_move(move: MoveFigures, day: date, counting: Counting) -> Iterator[Addend]:
    """Flows on the day of the move: moves, those whose assessment had not come by its end, and days without a council.

    There are never any of the last: they are counted so that it shows.
    """
    yield counting.flow(MOVE_DAYS, "", day)
    if move.papers_on is None or move.papers_on > day:
        yield counting.flow(MOVES_WITHOUT_PAPERS, "", day)
    if move.gap_days:
        yield counting.flow(MOVES_WITH_GAP, "", day)
        yield counting.flow(GAP_DAYS, "", day, move.gap_days)
