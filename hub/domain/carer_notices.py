"""Notices of carers as the carer's own: codes of closed lists alone, so that no field can say who a child is.

Source: the neutral carer notice; an adult service needs no identity, number, type of need or text of a plan to
offer help to a carer (data minimisation, UK GDPR article 5).
"""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

import msgspec

from hub.domain.carer_codes import CODES
from hub.domain.carer_record import CarerNotice, CarerRules, CarerState, put
from hub.domain.consent import basis_on
from hub.domain.days import day_of
from hub.domain.early_help_notices import id_of
from hub.domain.landing import CARER, DWP, contradicts
from hub.domain.lawful_bases import CONSENT, STATUTORY_DUTY
from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.domain.steps import Step, moment_of

replace = msgspec.structs.replace

_KEPT: Final = ("lives_with", "transition_due", "stage_on", "carer_status")


def receive(state: CarerState, step: Step, rules: CarerRules) -> CarerState:
    """A notice; one that a correction already named only adds when it was received."""
    body: Any = step.event.body
    if getattr(body, "kind", CARER) != CARER:
        return state
    place = _place(state, id_of(body))
    notice = CarerNotice((id_of(body),), step.ordinal) if place is None else state.notices[place]
    if notice.received is None:
        notice = replace(notice, received=Said(moment_of(step), step.ordinal, Rule.NOTICE_RECEIVED))
    if notice.ids[-1] == id_of(body):
        notice = _content(notice, step, rules)
    return based(replace(state, notices=put(state.notices, place, notice)), step, rules)


def amend(state: CarerState, step: Step, rules: CarerRules) -> CarerState:
    """A correction; one that says that it is about no carer ends the notice."""
    body: Any = step.event.body
    place = _place(state, body.supersedes, id_of(body))
    if getattr(body, "kind", CARER) != CARER:
        return state if place is None else _ended(state, place, step)
    notice = _superseded(state, place, step)
    return based(replace(state, notices=put(state.notices, place, _content(notice, step, rules))), step, rules)


def withdraw(state: CarerState, step: Step, rules: CarerRules) -> CarerState:
    """Its sender takes a notice back.  A referral of DWP that nobody knows as a carer's is none."""
    del rules
    body: Any = step.event.body
    place = _place(state, body.supersedes, id_of(body))
    if place is None and step.event.type == "DwpReferralWithdrawn":
        return state
    notice = _superseded(state, place, step)
    state = replace(state, notices=put(state.notices, place, notice))
    return _ended(state, len(state.notices) - 1 if place is None else place, step)


def _ended(state: CarerState, place: int, step: Step) -> CarerState:
    notice = state.notices[place]
    if notice.withdrawn is None:
        died = getattr(step.event.body, "deceased", False)
        rule = Rule.REFERRED_PERSON_DIED if died else Rule.REFERRAL_WITHDRAWN
        notice = replace(notice, withdrawn=Said(moment_of(step), step.ordinal, rule))
    return replace(state, notices=put(state.notices, place, notice))


def _superseded(state: CarerState, place: int | None, step: Step) -> CarerNotice:
    """Return the notice that a correction is about, with the new id last; a noted one when it is not known."""
    body: Any = step.event.body
    new_id = id_of(body)
    if place is None:
        ids = (body.supersedes, new_id) if body.supersedes != new_id else (new_id,)
        return CarerNotice(ids, step.ordinal, notes=((Rule.UNKNOWN_REFERRAL, step.ordinal),))
    notice = state.notices[place]
    return notice if new_id in notice.ids else replace(notice, ids=(*notice.ids, new_id))


def _place(state: CarerState, *ids: str) -> int | None:
    return next((place for place, notice in enumerate(state.notices) if set(ids) & set(notice.ids)), None)


def _content(notice: CarerNotice, step: Step, rules: CarerRules) -> CarerNotice:
    body: Any = step.event.body
    by, on = step.ordinal, day_of(step.event.occurred_at)
    coded = {name: getattr(body, name, None) for name in CODES}
    held: dict[str, Any] = {name: code if code in CODES[name] else None for name, code in coded.items()}
    notes = notice.notes
    if held != coded:
        notes = (*notes, (Rule.CARER_CODE_UNKNOWN, by))
    if contradicts(held["child_age_band"], getattr(body, "transition_due", None)):
        notes = (*notes, (Rule.TRANSITION_CONTRADICTED, by))
    held |= {name: getattr(body, name, None) for name in _KEPT}
    return replace(
        notice,
        told_by=by,
        source=getattr(body, "source", DWP),
        council=body.council,
        basis=body.lawful_basis,
        consent_until=rules.consent.last_day(body.consent_until, on) if body.lawful_basis == CONSENT else None,
        contact_caution=body.contact_caution,
        home=body.home,
        notes=notes,
        **held,
    )


def based(state: CarerState, step: Step, rules: CarerRules) -> CarerState:
    """Return the record with each notice marked that has a lawful basis by this event for the first time."""
    on = day_of(step.event.occurred_at)
    marked = tuple(
        replace(notice, based_by=step.ordinal)
        if notice.based_by is None and basis_on(notice.claimed, state.consents, rules.duty, on) is not None
        else notice
        for notice in state.notices
    )
    return replace(state, notices=marked)


def counted(state: CarerState, rules: CarerRules, on: date) -> CarerState:
    """Return the record with each notice marked for which the statutory duty has begun by a day, without an event."""
    marked = tuple(
        replace(notice, based_by=notice.told_by) if _under_duty(notice, rules, on) else notice
        for notice in state.notices
    )
    return state if marked == state.notices else replace(state, notices=marked)


def _under_duty(notice: CarerNotice, rules: CarerRules, on: date) -> bool:
    if notice.based_by is not None or notice.received is None or notice.basis != STATUTORY_DUTY:
        return False
    begun = rules.duty.begun(day_of(notice.received.value.at))
    last = on if notice.withdrawn is None else min(on, day_of(notice.withdrawn.value.at))
    return begun is not None and begun <= last


def contact(state: CarerState, step: Step, rules: CarerRules) -> CarerState:
    """A council tried to reach the carer about a notice: the first contact that was made counts."""
    del rules
    body: Any = step.event.body
    place = _place(state, body.referral_id)
    if place is None or not body.made or state.notices[place].contacted is not None:
        return state
    made = Said(moment_of(step), step.ordinal, Rule.CARER_CONTACTED)
    return replace(state, notices=put(state.notices, place, replace(state.notices[place], contacted=made)))


NOTICES: Final[dict[str, Callable[[CarerState, Step, CarerRules], CarerState]]] = {
    "DwpReferralReceived": receive,
    "CarerNoticeReceived": receive,
    "DwpReferralAmended": amend,
    "CarerNoticeAmended": amend,
    "DwpReferralWithdrawn": withdraw,
    "CarerNoticeWithdrawn": withdraw,
    "ContactAttempted": contact,
}
