"""May this record be read at all?  Asked first, and of the fields about consent alone.

Social security information is specially protected (Social Security Administration Act 1992 s.123), and the law in
force lists no purpose that would let DWP pass people on for early help (Welfare Reform Act 2012 s.131, SI 2012/1483).
So a record stands on the person's consent, or on a statutory duty that a profile has to switch on.
"""

from datetime import UTC, datetime
from typing import Final

from connectors.file_profile import FileProfile
from connectors.record_fields import RecordFields
from hub.errors import Rejected

PURPOSE: Final = "EARLY_HELP_OFFER"
CONSENT: Final = "CONSENT"
STATUTORY_DUTY: Final = "NCS_STATUTORY_DUTY"
RULE: Final = "no_lawful_basis"
_TAKES_BACK: Final = frozenset({"WITHDRAW", "DECEASED"})
DAYS_HELD: Final = 28
"""How long a record without a basis may wait before it is erased."""


def lawful_basis(fields: RecordFields, profile: FileProfile, at: int) -> str:
    """Give the basis of a record at a moment (milliseconds since the epoch, UTC).

    Raises `Rejected` with the rule `no_lawful_basis` when there is none; nothing else of the record was read then.
    """
    basis = _text(fields, "lawful_basis")
    if basis == STATUTORY_DUTY and profile.statutory_duty_enabled:
        return basis
    if basis == STATUTORY_DUTY:
        raise _held("lawful_basis", "the statutory duty is not switched on for this sender")
    if basis != CONSENT:
        raise _held("lawful_basis", "a record needs CONSENT or a statutory duty that is in force")
    _consent_in_force(fields, at)
    return basis


def _consent_in_force(fields: RecordFields, at: int) -> None:
    if _text(fields, "consent_reference") is None:
        raise _held("consent_reference", "consent needs its reference")
    given = _time(fields, "consent_given_at")
    if given is None or given > at:
        raise _held("consent_given_at", "consent needs the time at which it was given, in the past")
    expires = _time(fields, "consent_expires_at")
    takes_back = _text(fields, "record_action") in _TAKES_BACK  # must reach the council even after the consent ran out
    if expires is not None and expires <= at and not takes_back:
        raise _held("consent_expires_at", "this consent has expired")
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
