"""What senders pass on: referrals of DWP and notices of carers, their corrections and withdrawals, as cases.

Where a notice lands is asked of the rules of its day (`hub.domain.landing`).  A correction of a case in which a council
has done something changes what is known and not where the case stands; declined stays declined.
"""

from collections.abc import Callable
from typing import Any, Final

import msgspec

from hub.domain.days import day_of
from hub.domain.early_help_case import (
    CASE,
    EARLY,
    RECEIVED,
    Case,
    EarlyHelpRules,
    EarlyHelpState,
    HelpStep,
    basis_of,
    climbed,
    counted,
    noted,
    with_step,
)
from hub.domain.early_help_places import changed, new_case, place_of, superseded
from hub.domain.landing import CARER, DWP, contradicts, landings, near_adulthood
from hub.domain.lawful_bases import CONSENT
from hub.domain.machine import BEGINNING
from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.domain.steps import Step, moment_of

replace = msgspec.structs.replace


def id_of(body: Any) -> str:
    """Return the id of a referral or notice."""
    return str(body.notice_id if hasattr(body, "notice_id") else body.referral_id)


def receive(state: EarlyHelpState, step: Step, rules: EarlyHelpRules) -> EarlyHelpState:
    """A referral or notice; one that a correction already named only adds when it was received."""
    body: Any = step.event.body
    place = place_of(state, id_of(body))
    case = new_case((id_of(body),), step.ordinal) if place is None else state.cases[place]
    if case.received is None:
        rule = Rule.NOTICE_RECEIVED if hasattr(body, "notice_id") else Rule.REFERRAL_RECEIVED
        case = replace(case, received=Said(moment_of(step), step.ordinal, rule))
        case = with_step(case, _told(step, getattr(body, "source", DWP)))
    if case.ids[-1] == id_of(body):
        case = _content(state, case, step, rules)
    return changed(state, place, case)


def amend(state: EarlyHelpState, step: Step, rules: EarlyHelpRules) -> EarlyHelpState:
    """A correction: its content replaces what was passed on."""
    body: Any = step.event.body
    place, case = superseded(state, step, body.supersedes, id_of(body))
    case = with_step(case, _told(step, getattr(body, "source", DWP)))
    return changed(state, place, _content(state, case, step, rules))


def withdraw(state: EarlyHelpState, step: Step, rules: EarlyHelpRules) -> EarlyHelpState:
    """Its sender takes a notice back, or says that the person died."""
    body: Any = step.event.body
    place, case = superseded(state, step, body.supersedes, id_of(body))
    case = counted(case, rules, day_of(step.event.occurred_at))
    after = CASE.after(case.state.value, "DeathRecorded" if body.deceased else step.event.type)
    if after is not None:
        rule = Rule.REFERRED_PERSON_DIED if body.deceased else Rule.REFERRAL_WITHDRAWN
        case = replace(case, state=Said(after, step.ordinal, rule))
    return changed(state, place, with_step(case, _told(step, case.source)))


def _told(step: Step, who: str) -> HelpStep:
    return HelpStep(step.event.type, moment_of(step), step.ordinal, who)


def _content(state: EarlyHelpState, case: Case, step: Step, rules: EarlyHelpRules) -> Case:
    body: Any = step.event.body
    by, on = step.ordinal, day_of(step.event.occurred_at)
    source, kind = getattr(body, "source", DWP), getattr(body, "kind", CARER)
    band, due = getattr(body, "child_age_band", None), getattr(body, "transition_due", None)
    lands = landings(source, kind, near_adult=near_adulthood(band, due), on=on, routes=rules.routes)
    case = replace(
        case,
        kind=kind,
        council=Said(body.council, by, Rule.ROUTED_TO_COUNCIL) if body.council else None,
        routed_by=body.routed_by,
        lawful_basis=body.lawful_basis,
        consent_until=rules.consent.last_day(body.consent_until, on) if body.lawful_basis == CONSENT else None,
        benefits=getattr(body, "benefits", ()),
        contact_caution=body.contact_caution,
        accessible_format=body.accessible_format,
        source=source,
        told_by=by,
        home=body.home,
        lands=lands,
    )
    if not lands:
        case = noted(case, Rule.LANDS_NOWHERE, by)
    if contradicts(band, due):
        case = noted(case, Rule.TRANSITION_CONTRADICTED, by)
    if case.state.value not in EARLY and CASE.after(case.state.value, step.event.type) != RECEIVED:
        return case
    anew = replace(case, state=Said(BEGINNING, by, Rule.REFERRAL_RECEIVED))
    return climbed(anew, step.event.type, by, basis_of(state, case, rules, on), on)


NOTICES: Final[dict[str, Callable[[EarlyHelpState, Step, EarlyHelpRules], EarlyHelpState]]] = {
    "DwpReferralReceived": receive,
    "CarerNoticeReceived": receive,
    "DwpReferralAmended": amend,
    "CarerNoticeAmended": amend,
    "DwpReferralWithdrawn": withdraw,
    "CarerNoticeWithdrawn": withdraw,
}
