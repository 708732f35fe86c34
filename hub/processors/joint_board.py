"""The row of the joint board as it is stored: where somebody stands, and every step that waits, with holder and day.

Whose six weeks are over, or who left hospital without any, stays on the board as `unfinished` while anything waits; of
them the providers are those whose support still runs.  Of the dead nothing comes next, and what others owe them waits:
their row says that they died, and the board by steps finds them.  What a step follows from by days alone has its day
among those on which the person is looked at again (`step_days`), so that a row says the same on every day until then.
"""

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from hub.domain.joint_state import JointState
from hub.domain.lines import LineState
from hub.domain.next_step import what_waits
from hub.domain.open_steps import Around
from hub.domain.rules import Rule
from hub.domain.six_weeks import plus
from hub.domain.step import NextStep
from hub.domain.steps_of_appeals import appeal_days
from hub.domain.steps_of_money import chc_days
from hub.domain.steps_of_moves import move_days
from hub.ports.board import PAST, UNFINISHED, status_on
from hub.ports.listing import Listing, OpenStep


def with_step(row: Listing | None, state: JointState, around: Around, on: date) -> Listing | None:
    """Return the row with what waits on a day; of the dead only what happened after their death comes next.

    On `date.max`, when everything dated has happened, nobody waits for anything.
    """
    if row is None or on == date.max:
        return row
    step, every = what_waits(state, around, on)
    if step.rule is Rule.STEP_NONE:
        return replace(row, also=_each_once(every)) if every else row
    also = _each_once(every, step) if len(every) > 1 else ()
    waits = replace(row, step=step.what, holder=step.holder, step_due=step.due, also=also)
    over = status_on(row, on) in PAST
    return replace(waits, status=UNFINISHED, providers=_running(state.lines, on)) if over else waits


def _each_once(every: Sequence[NextStep], step: NextStep | None = None) -> tuple[OpenStep, ...]:
    """Return what waits beside a step, by its days: of several that are the same work for one holder the first."""
    found: dict[tuple[str, str | None], OpenStep] = {}
    for one in every:
        found.setdefault((one.what, one.holder), OpenStep(one.what, one.holder, one.due))
    if step is not None:
        found.pop((step.what, step.holder), None)
    return tuple(found.values())


def _running(lines: Sequence[LineState], on: date) -> tuple[str, ...]:
    return tuple(sorted({line.provider for line in lines if line.on(on) is not None}))


def step_days(state: JointState, today: date) -> list[date]:
    """Return the days after one on which another step may wait though nothing happens.

    Support begins or ends, or a word of an appeal, of continuing healthcare or of a move was dated ahead.
    """
    days = appeal_days(state.appeals, today) if state.appeals else []
    if state.money is not None:
        days += chc_days(state.money.chc, today)
    if state.moves:
        days += move_days(state.moves, today)
    for line in state.lines:  # asked after every batch of everybody
        for span in line.spans:
            if span.first > today:
                days.append(span.first)
            if span.last is not None and span.last >= today:
                days.append(plus(span.last, 1))
    return days
