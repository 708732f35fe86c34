"""What a person agreed to, and the lawful basis that follows from it on a day.

Social security information may not be passed on for early help without the person's consent or a duty that an Act would
have to make (Welfare Reform Act 2012 s.131; SI 2012/1483), and a carer's notice needs the carer's agreement.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, Final, NamedTuple

import msgspec

from hub.domain.days import day_of
from hub.domain.lawful_bases import CONSENT, STATUTORY_DUTY, ConsentPolicy, StatutoryDuty
from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.domain.steps import Step
from hub.events.early_help import ConsentRecorded

EARLY_HELP: Final = "EARLY_HELP"
CARER_LINK: Final = "CARER_LINK"
TYPES: Final = frozenset({"ConsentRecorded", "ConsentWithdrawn"})


class Consent(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One word of the person.  `scope` of none counts for everything, `about` of none for every notice."""

    consent_id: str
    scope: str | None
    about: str | None
    given: bool
    until: date | None
    by: int


Consents = tuple[Consent, ...]
"""In canonical order; the last one that is about something decides."""


class Claimed(NamedTuple):
    """What a notice says of its own basis, under which ids it is known, and the ordinal of its newest word.

    `until` is the last day of the consent that came with it.
    """

    basis: str | None
    ids: Collection[str]
    by: int
    until: date | None = None


def consents_after(known: Consents, step: Step, lasting: ConsentPolicy) -> Consents:
    """Return the consents after one word of the person, which is one of `TYPES`.

    Taking back a consent that nobody knows, without saying of what, counts for everything: in doubt the person is left
    in peace.  Rule of this product.
    """
    body: Any = step.event.body
    if isinstance(body, ConsentRecorded):
        until = lasting.last_day(body.until, day_of(step.event.occurred_at)) if body.given else body.until
        return (*known, Consent(body.consent_id, body.scope, body.referral_id, body.given, until, step.ordinal))
    first = next((one for one in known if one.consent_id == body.consent_id), None)
    scope = body.scope or (first.scope if first else None)
    about = body.referral_id or (first.about if first else None)
    return (*known, Consent(body.consent_id, scope, about, given=False, until=None, by=step.ordinal))


def about(known: Consents, scope: str, ids: Collection[str]) -> Iterable[Consent]:
    """Give the words about one thing, the newest first."""
    return (one for one in reversed(known) if one.scope in {scope, None} and (one.about is None or one.about in ids))


def holds(consent: Consent, on: date) -> bool:
    """Say whether a consent was given and goes on; `until` is its last day."""
    return consent.given and (consent.until is None or on <= consent.until)


def basis_on(claimed: Claimed, known: Consents, duty: StatutoryDuty, on: date) -> Said[str] | None:
    """Return the lawful basis of a notice on a day, or none: then nobody is offered anything.

    Order: a statutory duty that is switched on; then the person's newest word; then the consent that came with it, up
    to its last day.  Source: Welfare Reform Act 2012 s.131 and SI 2012/1483; UK GDPR article 6.
    """
    if claimed.basis == STATUTORY_DUTY and duty.in_force(on):
        return Said(STATUTORY_DUTY, claimed.by, Rule.DUTY_IN_FORCE)
    newest = _newest_word(claimed, known)
    if newest is not None:
        return Said(CONSENT, newest.by, Rule.CONSENT_GIVEN) if holds(newest, on) else None
    if claimed.basis != CONSENT or (claimed.until is not None and on > claimed.until):
        return None
    return Said(CONSENT, claimed.by, Rule.BASIS_HELD)


def why_not(claimed: Claimed, known: Consents) -> tuple[Rule, int]:
    """Return why a notice has no basis, and by which event: none ever came, or it was taken back or ran out."""
    newest = _newest_word(claimed, known)
    if newest is not None:
        return Rule.CONSENT_ENDED, newest.by
    return (Rule.CONSENT_ENDED if claimed.basis == CONSENT else Rule.BASIS_MISSING), claimed.by


def _newest_word(claimed: Claimed, known: Consents) -> Consent | None:
    """Return the person's newest word about a notice; none where the consent that came with the notice is newer."""
    newest = next(iter(about(known, EARLY_HELP, claimed.ids)), None)
    return newest if newest is not None and (claimed.basis != CONSENT or newest.by > claimed.by) else None
