"""A stay as it was on a day, by everything that is known of it.

What has a time of its own (admission, leaving, readiness, death) is true from that time on, whenever it was told.
What has none (ward, specialty, expected day of leaving, reasons for delay) is what had been stated by the day.  A class
that nobody had stated by then is the one learnt later, because it decides what the stay is.
"""

import msgspec

from hub.domain.delay_state import Telling, Voided
from hub.domain.readiness import periods
from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.domain.spells import SpellState
from hub.events.values import Moment

replace = msgspec.structs.replace


def stay_on_a_day(whole: SpellState, then: SpellState | None, until: int) -> SpellState | None:
    """Return a stay as it was until a moment (milliseconds, the end of a day); none when it had not begun.

    `whole` is the stay by everything known, `then` by what had happened until the moment: none when nothing of it had.
    A stay whose admission nobody told of begins with the first that is heard of it.  One that is said to have ended
    before it began has begun all the same when it did.
    """
    admitted = _by(whole.admitted, until) or (then and _by(then.admitted, until))
    begins_later = whole.admitted is not None and admitted is None
    left = () if begins_later else tuple(one for one in whole.leavings if one.discharged.value.at <= until)
    if left and left[-1].struck is None and left[-1] is whole.leavings[-1]:
        return _left(replace(whole, leavings=left), then, until)
    if admitted is None and not left and not _heard_of(whole, then):
        return None if then is None or then.begun else then
    found = then or SpellState(whole.trust, whole.number)
    ready, tellings = _ready(whole, found, until)
    return replace(
        found,
        cancelled=found.cancelled if admitted is None else whole.cancelled,
        admitted=admitted,
        patient_class=found.patient_class or whole.patient_class,
        ready=ready,
        ready_told=tellings,
        voided=_voided(whole, then, until),
        leavings=left,
        dead=_by(whole.dead, until),
    )


def _by(said: Said[Moment] | None, until: int) -> Said[Moment] | None:
    """Return what is true by a moment, or none."""
    return None if said is None or said.value.at > until else said


def _voided(whole: SpellState, then: SpellState | None, until: int) -> tuple[Voided, ...]:
    """Return what had been taken back by then; of takings back of nothing in a row, the last that had been."""
    found = tuple(one for one in whole.voided if one.at.at <= until)
    last = then.voided[-1] if then is not None and then.voided else None
    if last is None or last.since is not None or (found and found[-1].at.at >= last.at.at):
        return found
    return (*found, last)


def _ready(
    whole: SpellState, then: SpellState | None, until: int
) -> tuple[Said[Moment | None] | None, tuple[Telling, ...]]:
    """Return since when somebody was ready, and who says so: as known now where that lies before, else as stated then.

    What was taken back later still held; what was void by then did not.
    """
    for one in periods(whole):
        if one.since.at <= until and (one.voided is None or until < one.voided.value.at):
            return Said(one.stated.value, one.stated.by, one.stated.rule), _by_then(one.told, until)
    held = None if then is None else then.ready
    if then is None or held is None or (held.value is not None and held.value.at > until):
        return None, ()
    return held, _by_then(then.ready_told, until)


def _by_then(tellings: tuple[Telling, ...], until: int) -> tuple[Telling, ...]:
    return tuple(one for one in tellings if one.since.value.at <= until)


def _heard_of(whole: SpellState, then: SpellState | None) -> bool:
    """Say whether a stay without an admission by then is there all the same: a void one, or never seen to begin."""
    return then is not None and (then.cancelled is not None or (whole.admitted is None and then.begun))


def _left(whole: SpellState, then: SpellState | None, until: int) -> SpellState:
    """Return a stay that had ended: all that is known of it, but for what was decided, found or dated later."""
    ready, tellings = whole.ready, _by_then(whole.ready_told, until)
    ahead = ready is not None and ready.value is not None and ready.value.at > until
    if ahead or any(one.at.at > until for one in whole.voided):
        ready, tellings = _ready(whole, then, until)
    pathway = whole.pathway
    if pathway is not None and pathway.rule is Rule.PATHWAY_DECIDED:
        pathway = then.pathway if then is not None else None
    return replace(
        whole,
        ready=ready,
        ready_told=tellings,
        assessed=tuple(one for one in whole.assessed if one.at.at <= until),
        voided=_voided(whole, then, until),
        pathway=pathway,
        pathways=then.pathways if then is not None else (),
        notes=then.notes if then is not None else (),
    )
