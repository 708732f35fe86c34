"""How many days of delay a stay has by each of the two national definitions, and why they differ.

They are different numbers of the same events: neither is corrected by the other (Acute Discharge Situation Report and
Discharge Ready Date, NHS England).  Both leave out children, whom the hub cannot tell apart: age is sealed.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from hub.domain.figures_bodies import DIED, LEFT, MOVED
from hub.domain.joint_state import JointState
from hub.domain.readiness import Ready, discharge_ready_date, final
from hub.domain.rules import Rule
from hub.domain.six_weeks import plus
from hub.domain.spells import SpellState
from hub.domain.stay_end import stay_end
from hub.domain.waiting import Wait, waits


class Because(NamedTuple):
    """A reason why the two numbers differ, by which event, and how many days of the situation report it explains."""

    rule: Rule
    by: int
    days: int


class Definitions(NamedTuple):
    """Days of delay by each definition; `waited` are the days of the situation report.

    `sitrep_days` is `drd_days`, as 0 where there is none, and the days that `because` explains.
    """

    sitrep_days: int
    drd_days: int | None
    because: Sequence[Because]
    waited: Sequence[Wait]


def definitions(state: JointState, index: int, on: date) -> Definitions:
    """Return both numbers of a stay at the end of a Europe/London day."""
    spell = state.spells[index]
    if spell.cancelled is not None or not spell.begun or not spell.is_inpatient:
        return Definitions(0, None, (), ())
    left, ended = stay_end(state, index)
    waited = waits(spell, left or plus(on, 1))
    return Definitions(
        _days(waited),
        discharge_ready_days(spell, left) if ended == LEFT and left is not None else None,
        tuple(_because(spell, waited, ended, left)),
        waited,
    )


def discharge_ready_days(spell: SpellState, left: date) -> int | None:
    """Return the days from the discharge ready date to leaving; none without such a date, or without a night.

    Nobody waits before they are admitted.  Source: Discharge Ready Date (discharge date less discharge ready date;
    stays of no night are left out).
    """
    ready = discharge_ready_date(spell)
    admitted = spell.admitted_on
    if ready is None or admitted == left:
        return None
    return (left - max(ready, min(admitted or ready, left))).days


def _days(waited: Iterable[Wait]) -> int:
    return sum(((wait.until or wait.first) - wait.first).days for wait in waited)


_LEFT_OUT: Final = {DIED: Rule.DELAY_ENDED_BY_DEATH, MOVED: Rule.DELAY_ENDED_BY_TRANSFER}


def _because(spell: SpellState, waited: Sequence[Wait], ended: str | None, left: date | None) -> Iterator[Because]:
    for wait in waited:
        if not wait.last:
            yield Because(Rule.READY_VOIDED, (wait.ready.voided or wait.ready.stated).by, _days([wait]))
    last, days = final(spell), _days(wait for wait in waited if wait.last)
    by = _told_by(spell, last)
    if last is None:
        if waited and ended == LEFT:
            yield Because(Rule.MET_ON_LEAVING, by, 0)
    elif ended is None:
        yield Because(Rule.STILL_IN_HOSPITAL, last.stated.by, days)
    elif ended in _LEFT_OUT:
        yield Because(_LEFT_OUT[ended], by, days)
    elif spell.admitted_on == left:
        yield Because(Rule.STAY_WITHOUT_NIGHT, by, 0)


def _told_by(spell: SpellState, last: Ready | None) -> int:
    """Return the event that says how the stay ended; where none does, the one that said that the person was ready."""
    if spell.leaving is not None:
        return spell.leaving.discharged.by
    return last.stated.by if last is not None else 0
