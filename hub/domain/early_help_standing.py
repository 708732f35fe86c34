"""What holds of a case on a day: where it stands, who may see it, and how soon somebody was reached."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from hub.domain.consent import why_not
from hub.domain.days import day_of
from hub.domain.early_help_case import (
    BY_COUNCILS,
    CASE,
    CLOSED,
    NEEDS_BASIS,
    RECEIVED,
    REFERRED,
    SHOWN_BY_BASIS,
    Case,
    EarlyHelpRules,
    EarlyHelpState,
    basis_of,
    caught_up,
)
from hub.domain.early_help_deaths import death_denied, death_told
from hub.domain.lawful_bases import STATUTORY_DUTY
from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.domain.six_weeks import plus
from hub.events.values import Moment

WITHIN: Final = (14, 28)
"""Days within which a first contact is looked for."""


def state_on(state: EarlyHelpState, case: Case, rules: EarlyHelpRules, on: date) -> Said[str]:
    """Return the state of a case on a day.

    A death stands above all but erasure; then a case without a lawful basis on that day is held at RECEIVED, unless it
    was closed before its consent ran out.
    """
    died = death_told(state)
    deceased = None if died is None else CASE.after(case.state.value, "DeathRecorded")
    if died is not None and deceased is not None:
        return Said(deceased, died, Rule.REFERRED_PERSON_DIED)
    if case.state.value not in NEEDS_BASIS:
        return case.state
    basis = basis_of(state, case, rules, on)
    if basis is not None:
        return caught_up(case, basis, on).state
    if case.state.value in CLOSED:
        return case.state
    rule, by = why_not(case.claimed, state.consents)
    return Said(RECEIVED, by, rule)


def is_held(state: EarlyHelpState, case: Case, rules: EarlyHelpRules, on: date) -> bool:
    """Say whether a case is without a lawful basis on a day: then no council is given it."""
    return case.state.value in SHOWN_BY_BASIS and basis_of(state, case, rules, on) is None


def is_bare(state: EarlyHelpState, case: Case, rules: EarlyHelpRules, on: date) -> bool:
    """Say whether a case goes on without a lawful basis, so that nothing is shown of what its sender passed on."""
    return case.state.value == REFERRED and basis_of(state, case, rules, on) is None


def changes_of_basis(state: EarlyHelpState, rules: EarlyHelpRules, after: date) -> Iterator[date]:
    """Give the days after a day on which a basis begins or ends though nobody says anything.

    A consent ends on the day after its last one; the statutory duty is switched on or off.
    """
    ends = [consent.until for consent in state.consents if consent.given]
    for until in (*ends, *(case.consent_until for case in state.cases)):
        if until is not None and after <= until < date.max:
            yield plus(until, 1)
    if any(case.lawful_basis == STATUTORY_DUTY for case in state.cases):
        yield from rules.duty.switches(after)


def received_on(case: Case) -> Said[date] | None:
    """Return the day on which a case was received; none while only its correction is known."""
    return None if case.received is None else Said(_day(case.received.value), case.received.by, case.received.rule)


def first(case: Case, what: str) -> Said[date] | None:
    """Return the day of the first step of a type that counted; of contacts, the first that was made."""
    for step in case.steps:
        if step.what == what and step.counted and step.made is not False:
            return Said(_day(step.at), step.by, Rule.EARLY_HELP_STEP)
    return None


def contacted_within(case: Case, days: int, on: date) -> bool | None:
    """Say whether the first contact came within so many days of receiving; none while there is still time.

    Rule of this product: the day of receiving is day 0, and the last day is included.
    """
    received, contact = received_on(case), first(case, "ContactAttempted")
    if received is None:
        return None
    if contact is not None:
        return (contact.value - received.value).days <= days
    return False if (on - received.value).days > days else None


def findings_of(state: EarlyHelpState, case: Case) -> list[tuple[Rule, int]]:
    """Return what in a case contradicts something else, in the order of events, each once.

    Nobody is contacted about somebody who died: what a council did after that is a finding, unless the death was taken
    back.  A sender's word that they died, which something later denies, is one on every case.  A council's step that
    is dated before its notice came has that finding alone.
    """
    died = death_told(state)
    late = () if died is None else (step.by for step in case.steps if step.by > died and step.what in _COUNCIL_DOES)
    early = _before_the_notice(case)
    noted = ((Rule.STEP_BEFORE_NOTICE if by in early and rule in _EARLY else rule, by) for rule, by in case.notes)
    denied = death_denied(state)
    dead = () if denied is None else ((Rule.DEAD_AND_LIVES, denied),)
    found = dict.fromkeys([*noted, *((Rule.CONTACT_AFTER_DEATH, by) for by in late), *dead])
    return sorted(found, key=lambda note: (note[1], note[0]))


def _before_the_notice(case: Case) -> frozenset[int]:
    """Return the council's steps that are dated before the notice, once it came."""
    came = case.received
    return frozenset(step.by for step in case.steps if came and step.by < came.by and step.what in BY_COUNCILS)


_EARLY: Final = frozenset({Rule.UNKNOWN_REFERRAL, Rule.STEP_WITHOUT_BASIS, Rule.STEP_OUT_OF_TURN})
"""What a step before its notice is found to be when it is folded."""
_COUNCIL_DOES: Final = frozenset({"EarlyHelpOffered", "ContactAttempted", "EarlyHelpScreened", "SentToAssessment"})


def _day(moment: Moment) -> date:
    return day_of(moment.at)
