"""Referrals to DWP's files: one for each council and day, empty ones included, so that no sequence is missing."""

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from connectors.simulator.area import Council
from connectors.simulator.lives import Referral
from connectors.simulator.manifests import file_of_day
from connectors.simulator.people import Person
from connectors.simulator.sendable import Sendable

_AWARDS: Final = {
    "SUPPORT_NEED": {"benefit": "AA", "component": "CARE", "rate": "HIGHER", "status": "IN_PAYMENT"},
    "CARER": {"benefit": "CA", "component": "CARER", "rate": "STANDARD", "status": "IN_PAYMENT"},
}


class Due(NamedTuple):
    """A record to send: a referral as it is made, or as it is taken back."""

    who: Person
    referral: Referral
    takes_back: bool


def referral_id(who: Person, *, takes_back: bool = False) -> str:
    """Give the id of a person's referral, or of its withdrawal."""
    digest = hashlib.sha256(f"{who.nino}/{who.family}/{who.number}/{takes_back}".encode()).digest()
    return str(UUID(bytes=digest[:16], version=4))


def file_of(council: Council, day: date, due: Sequence[Due], feed: str) -> Sendable:
    """Write the file that a council gets in the night after a day."""
    return file_of_day(("DWPREF", "DWP", feed), council, day, [_record(one) for one in due])


def _record(due: Due) -> dict[str, Any]:
    who, referral = due.who, due.referral
    made = referral.withdrawn_at if due.takes_back and referral.withdrawn_at else referral.at
    record: dict[str, Any] = {
        "record_version": "1.0",
        "referral_id": referral_id(who, takes_back=due.takes_back),
        "record_action": "WITHDRAW" if due.takes_back else "NEW",
        "referral_kind": referral.kind,
        "created_at": f"{made:%Y-%m-%dT%H:%M:%S}Z",
        "nino": "QQ123456C" if referral.fault == "bad_nino" else who.nino,
        "title": who.title,
        "given_names": who.given,
        "family_name": who.family,
        "date_of_birth": who.born.isoformat(),
        "sex": {"1": "M", "2": "F"}[who.sex],
        "address_line_1": who.street,
        "address_line_2": who.town,
        "postcode": who.postcode,
        "phone": who.phone,
        "awards": [{**_AWARDS[referral.kind], "effective_from": (made.date() - timedelta(days=30)).isoformat()}],
        "lawful_basis": "CONSENT",
        "consent_reference": f"C-{who.number:06d}",
        "consent_given_at": f"{made - timedelta(days=1):%Y-%m-%dT%H:%M:%S}Z",
        "consent_scope": [] if referral.fault == "no_basis" else ["EARLY_HELP_OFFER"],
        "privacy_notice_version": "2026-04",
    }
    if due.takes_back:
        record["supersedes_referral_id"] = referral_id(who)
    return record
