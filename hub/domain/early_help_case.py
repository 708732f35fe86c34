"""A case of early help: its states, the machine that moves it, and what is kept of it."""

from datetime import date
from typing import Final, NamedTuple

import msgspec

from hub.domain.consent import Claimed, Consents, basis_on
from hub.domain.days import day_of
from hub.domain.deaths import Deaths
from hub.domain.landing import DWP, ROUTES, Routes
from hub.domain.lawful_bases import CONSENTS, STATUTORY_DUTY, ConsentPolicy, StatutoryDuty
from hub.domain.machine import BEGINNING, Machine, Move, move
from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.domain.whereabouts import Hiding
from hub.events.values import HomeArea, Moment

RECEIVED, BASIS_CHECKED, ROUTED, OFFERED = "RECEIVED", "BASIS_CHECKED", "ROUTED", "OFFERED"
CONTACT_MADE, SCREENED, INFORMATION_GIVEN = "CONTACT_MADE", "SCREENED", "INFORMATION_GIVEN"
REFERRED, NO_CONTACT, DECLINED = "REFERRED", "NO_CONTACT", "DECLINED"
WITHDRAWN, DECEASED, ERASED = "WITHDRAWN", "DECEASED", "ERASED"

EARLY: Final = frozenset({RECEIVED, BASIS_CHECKED, ROUTED})
"""Before a council did anything: a correction is read anew from here."""
NEEDS_BASIS: Final = EARLY | {OFFERED, CONTACT_MADE, SCREENED, INFORMATION_GIVEN, NO_CONTACT}
"""Held on every day without a lawful basis.  Who was sent on to assessment is owed it (Care Act s.9)."""
SHOWN_BY_BASIS: Final = NEEDS_BASIS | {DECLINED, WITHDRAWN, DECEASED}
"""Opens to nobody without a lawful basis; what was declined or withdrawn stays that, for the count.

Of a case that was sent on to assessment the council keeps that there is one and where it stands (Care Act s.9), and not
what the sender passed on.  Source: UK GDPR article 7(3), withdrawing consent ends what rests on it.
"""
CLOSED: Final = frozenset({INFORMATION_GIVEN, NO_CONTACT})
"""Held as well, but what was done stays done when a consent runs out: the case is not open again."""
_WITH_BASIS: Final = " ".join(sorted(NEEDS_BASIS - {RECEIVED}))
_LIVING: Final = " ".join(sorted(NEEDS_BASIS | {REFERRED, DECLINED}))
BY_COUNCILS: Final = frozenset(
    {
        "EarlyHelpOffered",
        "ContactAttempted",
        "EarlyHelpScreened",
        "InformationGiven",
        "SentToAssessment",
        "NoContactMade",
        "EarlyHelpDeclined",
    }
)
"""Steps that a council tells; the others are words of a sender or of the person."""
_CORRECTIONS: Final = ("DwpReferralAmended", "CarerNoticeAmended")
_ARRIVALS: Final = ("DwpReferralReceived", "CarerNoticeReceived", *_CORRECTIONS)


def _arriving(event: str) -> tuple[Move, ...]:
    """One arrival makes up to three moves: it is received, its basis is held, its council is known."""
    return move(event, BEGINNING, RECEIVED), move(event, RECEIVED, BASIS_CHECKED), move(event, BASIS_CHECKED, ROUTED)


CASE: Final = Machine(
    "Early-help case",
    (
        *(each for event in _ARRIVALS for each in _arriving(event)),
        move("ConsentRecorded", f"{DECLINED} {NO_CONTACT}", RECEIVED),
        move("ConsentRecorded", RECEIVED, BASIS_CHECKED),
        move("ConsentRecorded", BASIS_CHECKED, ROUTED),
        move("ConsentWithdrawn", _WITH_BASIS, RECEIVED),
        move("EarlyHelpOffered", f"{BASIS_CHECKED} {ROUTED} {OFFERED} {NO_CONTACT}", OFFERED),
        move("ContactAttempted", f"{ROUTED} {OFFERED} {NO_CONTACT} {CONTACT_MADE}", CONTACT_MADE),
        *(move("ContactAttempted", state, state) for state in (SCREENED, INFORMATION_GIVEN, REFERRED)),
        move("EarlyHelpScreened", CONTACT_MADE, SCREENED),
        move("InformationGiven", f"{CONTACT_MADE} {SCREENED} {INFORMATION_GIVEN}", INFORMATION_GIVEN),
        move("SentToAssessment", f"{CONTACT_MADE} {SCREENED} {INFORMATION_GIVEN}", REFERRED),
        move("NoContactMade", f"{ROUTED} {OFFERED}", NO_CONTACT),
        move("EarlyHelpDeclined", " ".join(sorted(NEEDS_BASIS)), DECLINED),
        move("DwpReferralWithdrawn", _LIVING, WITHDRAWN),
        move("CarerNoticeWithdrawn", _LIVING, WITHDRAWN),
        move("DeathRecorded", f"{_LIVING} {WITHDRAWN}", DECEASED),
        *(move(event, DECEASED, RECEIVED) for event in _CORRECTIONS),
        move("SubjectKeyDestroyed", f"{_LIVING} {WITHDRAWN} {DECEASED}", ERASED),
    ),
    frozenset({ERASED}),
)


class HelpStep(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One step of a case: the type of its event, when, who (a council, a sender or PERSON), and whether it counted."""

    what: str
    at: Moment
    by: int
    who: str | None = None
    how: str | None = None
    made: bool | None = None
    counted: bool = True


class Case(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One case: the referral or notice and its corrections under all the ids they were sent with, the first id first.

    `state` is where the steps led; what holds on a day is `hub.domain.early_help_standing.state_on`.
    """

    ids: tuple[str, ...]
    state: Said[str]
    received: Said[Moment] | None = None
    kind: str | None = None
    council: Said[str] | None = None
    routed_by: str | None = None
    lawful_basis: str | None = None
    benefits: tuple[str, ...] = ()
    contact_caution: tuple[str, ...] = ()
    accessible_format: str | None = None
    notes: tuple[tuple[Rule, int], ...] = ()
    source: str = DWP
    told_by: int = 0
    """Ordinal of the newest content."""
    home: HomeArea | None = None
    lands: tuple[str, ...] = ()
    routed: Said[date] | None = None
    """The first day on which it had a lawful basis."""
    steps: tuple[HelpStep, ...] = ()
    assessment_id: str | None = None
    consent_until: date | None = None
    """Last day of the consent that came with it."""

    @property
    def claimed(self) -> Claimed:
        """What it says of its own basis."""
        return Claimed(self.lawful_basis, self.ids, self.told_by, self.consent_until)


class EarlyHelpState(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Every case of one person, in the order in which they came to be known, and the deaths that records state."""

    cases: tuple[Case, ...] = ()
    deaths: Deaths = ()
    forgotten: bool = False
    """The person's keys were destroyed: nobody is offered anything, and the cases stay for the count."""
    consents: Consents = ()
    hiding: Hiding = ()
    lives: int = -1
    """Ordinal of the newest message of a hospital that they live, kept once a sender says that they died."""


class EarlyHelpRules(NamedTuple):
    """Policy by date: whether an Act makes passing people on a duty, where notices land, how long a consent lasts."""

    duty: StatutoryDuty = StatutoryDuty()
    routes: Routes = ROUTES
    consent: ConsentPolicy = CONSENTS


def noted(case: Case, rule: Rule, by: int) -> Case:
    """Return a case with one more finding."""
    return msgspec.structs.replace(case, notes=(*case.notes, (rule, by)))


def with_step(case: Case, step: HelpStep) -> Case:
    """Return a case with one more step in its history."""
    return msgspec.structs.replace(case, steps=(*case.steps, step))


def climbed(case: Case, event: str, by: int, basis: Said[str] | None, on: date) -> Case:
    """Return a case moved by one event as far as its basis and its council allow.

    Without a basis it is held at RECEIVED; without a council, or a rule that says where it lands, at BASIS_CHECKED.
    """
    state = case.state
    while (after := CASE.after(state.value, event)) is not None and _may(case, after, basis):
        said = Said(after, by, _WHY.get(after, Rule.REFERRAL_RECEIVED))
        if basis is not None and after == BASIS_CHECKED:
            said = Said(after, by, basis.rule)
        state = said
    routed = case.routed
    if routed is None and basis is not None and state.value != RECEIVED:
        routed = Said(on, by, basis.rule)
    return msgspec.structs.replace(case, state=state, routed=routed)


def caught_up(case: Case, basis: Said[str] | None, on: date) -> Case:
    """Return a case that was received before its basis came into force, as of a day on which it is in force."""
    if basis is None or case.state.value != RECEIVED:
        return case
    return climbed(case, "ConsentRecorded", basis.by, basis, on)


def counted(case: Case, rules: EarlyHelpRules, on: date) -> Case:
    """Return a case that waits for the statutory duty as one that had a basis, once the duty has begun by a day.

    The duty begins without an event, so that nothing else would say that the case counts from then on.
    """
    if case.state.value != RECEIVED or case.received is None or case.lawful_basis != STATUTORY_DUTY:
        return case
    begun = rules.duty.begun(day_of(case.received.value.at))
    if case.routed is not None or begun is None or begun > on:
        return case
    return msgspec.structs.replace(case, routed=Said(begun, case.told_by, Rule.DUTY_IN_FORCE))


_WHY: Final = {ROUTED: Rule.ROUTED_TO_COUNCIL}


def _may(case: Case, state: str, basis: Said[str] | None) -> bool:
    if state == BASIS_CHECKED:
        return basis is not None
    return state != ROUTED or (case.council is not None and bool(case.lands))


def basis_of(state: EarlyHelpState, case: Case, rules: EarlyHelpRules, on: date) -> Said[str] | None:
    """Return the lawful basis of a case on a day, or none."""
    return basis_on(case.claimed, state.consents, rules.duty, on)
