"""Short breaks by their clock (`hub.domain.break_policy`), and what of them counts in the dashboards.

Source: Breaks for Carers of Disabled Children Regulations 2011, SI 2011/707.  The hub decides nothing.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

import msgspec

from hub.domain.break_policy import BreakPolicy
from hub.domain.carer_record import ShortBreak
from hub.domain.figures_bodies import Areas
from hub.domain.figures_cells import Addend, Counting
from hub.domain.figures_measures import (
    IN_TIME,
    LATE,
    SHORT_BREAKS_ASKED,
    SHORT_BREAKS_DECIDED,
    SHORT_BREAKS_OVERDUE,
    UNKNOWN,
)
from hub.domain.six_weeks import plus

SHORT_BREAK_FIGURES: Final = "ShortBreakFigures"
KINDS: Final = frozenset({"OVERNIGHT", "DAY", "SITTING", "HOLIDAY", "OTHER"})


class ShortBreakFigures(msgspec.Struct, frozen=True, gc=False):
    """One request: codes and days alone, in the order of names.

    `late_from` is the day from which it is overdue if nobody decides; it and `asked_on` are none where nobody was seen
    to ask.
    """

    areas: Areas
    asked_on: date | None
    decided_on: date | None
    kind: str
    late_from: date | None


def decide_by(one: ShortBreak, policy: BreakPolicy) -> date | None:
    """Return the last day for the decision; none where nobody was seen to ask."""
    return None if one.requested is None else policy.last_day(one.requested.value)


def is_overdue(one: ShortBreak, policy: BreakPolicy, on: date) -> bool:
    """Say whether the last day for the decision lies before a day by which nobody has decided."""
    due = decide_by(one, policy)
    return due is not None and due < on and (one.decided is None or one.decided.value > on)


def short_break_figures(one: ShortBreak, policy: BreakPolicy, areas: Areas) -> ShortBreakFigures:
    """Return what is told of a request; nothing of it depends on the day on which it is told."""
    due = decide_by(one, policy)
    return ShortBreakFigures(
        areas=areas,
        asked_on=None if one.requested is None else one.requested.value,
        decided_on=None if one.decided is None else one.decided.value,
        kind=one.kind if one.kind in KINDS else UNKNOWN,
        late_from=None if due is None else plus(due, 1),
    )


def of_short_break(told: ShortBreakFigures) -> Iterator[Addend]:
    """Give every addend of a request: asked for on its day by kind, decided on its day in time or late, overdue.

    One that nobody was seen to ask for is decided in a time that nobody knows.
    """
    counting, decided, late = Counting(told.areas, ""), told.decided_on, told.late_from
    if told.asked_on is not None:
        yield counting.flow(SHORT_BREAKS_ASKED, told.kind, told.asked_on)
    if decided is not None:
        category = UNKNOWN if late is None else IN_TIME if decided < late else LATE
        yield counting.flow(SHORT_BREAKS_DECIDED, category, decided)
    if late is not None:
        yield from counting.stock(SHORT_BREAKS_OVERDUE, "", late, decided)
