"""May this record be read at all?  Asked first, and of the fields about consent alone.

Social security information is specially protected (Social Security Administration Act 1992 s.123), and the law in
force lists no purpose that would let DWP pass people on for early help (Welfare Reform Act 2012 s.131, SI 2012/1483).
So a record stands on the person's consent, or on a statutory duty: its feed has to claim it, and the reference data
have to say that it is in force on the day (`statutory_duty.csv`).
"""

from datetime import UTC, date, datetime
from typing import Final, NamedTuple

from connectors.file_profile import FileProfile
from connectors.record_fields import RecordFields
from hub.domain.days import day_of
from hub.domain.lawful_bases import CONSENT, STATUTORY_DUTY, LawfulBases
from hub.errors import Rejected

PURPOSE: Final = "EARLY_HELP_OFFER"
RULE: Final = "no_lawful_basis"
_TAKES_BACK: Final = frozenset({"WITHDRAW", "DECEASED"})
DAYS_HELD: Final = 28
"""How long a record without a basis may wait before it is erased."""


class Basis(NamedTuple):
    """What a record stands on; `until` is the last Europe/London day of a consent, none of a duty."""

    code: str
    until: date | None = None


class When(NamedTuple):
    """The moment of reading (milliseconds since the epoch, UTC), and what holds of either basis."""

    at: int
    bases: LawfulBases = LawfulBases()


def lawful_basis(fields: RecordFields, profile: FileProfile, when: When) -> Basis:
    """Give the basis of a record at a moment.

    Raises `Rejected` with the rule `no_lawful_basis` when there is none; nothing else of the record was read then.
    """
    basis = _text(fields, "lawful_basis")
    if basis == STATUTORY_DUTY:
        _duty_in_force(profile, when)
        return Basis(STATUTORY_DUTY)
    if basis != CONSENT:
        raise _held("lawful_basis", "a record needs CONSENT or a statutory duty that is in force")
    return Basis(CONSENT, _consent_in_force(fields, when))


def _duty_in_force(profile: FileProfile, when: When) -> None:
    if not profile.statutory_duty_enabled:
        raise _held("lawful_basis", "the statutory duty is not switched on for this sender")
    if not when.bases.duty.in_force(day_of(when.at)):
        raise _held("lawful_basis", "the statutory duty is not in force on this day")


def _consent_in_force(fields: RecordFields, when: When) -> date:
    """Give the last day of a consent that holds at a moment; what takes back reaches the council after it as well."""
    at = when.at
    if _text(fields, "consent_reference") is None:
        raise _held("consent_reference", "consent needs its reference")
    given = _time(fields, "consent_given_at")
    if given is None or given > at:
        raise _held("consent_given_at", "consent needs the time at which it was given, in the past")
    takes_back = _text(fields, "record_action") in _TAKES_BACK
    withdrawn = _time(fields, "consent_withdrawn_at")
    if withdrawn is not None and withdrawn <= at and not takes_back:
        raise _held("consent_withdrawn_at", "this consent was taken back")
    until = _until(fields, given, when)
    if (_runs_out(fields, at) or until < day_of(at)) and not takes_back:
        raise _held("consent_expires_at", "this consent has expired")
    _covers_the_offer(fields)
    return until


def _until(fields: RecordFields, given: int, when: When) -> date:
    """Give the last day of a consent: a day as it is written, of a time the day of the last moment before it."""
    expires = _time(fields, "consent_expires_at")
    if expires is None:
        return when.bases.consent.last_day(None, day_of(given))
    return day_of(expires if _is_day(fields) else expires - 1)


def _runs_out(fields: RecordFields, at: int) -> bool:
    """Say whether a consent that ends at a time of day ended before a moment; one that ends with a day holds on it."""
    expires = _time(fields, "consent_expires_at")
    return expires is not None and expires <= at and not _is_day(fields)


def _is_day(fields: RecordFields) -> bool:
    return len(_text(fields, "consent_expires_at") or "") == len("2026-12-01")


def _covers_the_offer(fields: RecordFields) -> None:
    try:
        scope = fields.items("consent_scope")
    except Rejected:
        scope = []
    if PURPOSE not in scope:
        raise _held("consent_scope", f"consent has to cover {PURPOSE}")


def _text(fields: RecordFields, name: str) -> str | None:
    try:
        return fields.text(name)
    except Rejected:
        return None


def _time(fields: RecordFields, name: str) -> int | None:
    """Milliseconds of a time; a day counts from its start, no offset is UTC; what cannot be read is no consent."""
    try:
        written = fields.time(name)
    except Rejected:
        raise _held(name, "the times of a consent have to be readable") from None
    if written is None:
        return None
    known: datetime = written if written.tzinfo else written.replace(tzinfo=UTC)
    return int(known.timestamp() * 1000)


def _held(path: str, words: str) -> Rejected:
    return Rejected(path, RULE, f"{words}; the record is held unread for {DAYS_HELD} days and then erased")
