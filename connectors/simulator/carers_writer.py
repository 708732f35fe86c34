"""Carers' notices of GP practices: one file for each council and day, empty ones included."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from connectors.simulator.acts import Known
from connectors.simulator.area import Council
from connectors.simulator.manifests import file_of_day
from connectors.simulator.people import Person
from connectors.simulator.sendable import Sendable

_BORN_AFTER: Final = 26
"""A carer is a child of the person, so many years younger."""


class Passed(NamedTuple):
    """A carer whom a practice passes on, at a wall time."""

    of: Person
    at: datetime


def carer_id(of: Person) -> str:
    """Tell a carer apart from everybody else who is invented."""
    return f"{of.number}/carer"


def notice_id(of: Person) -> str:
    """Give the id of the notice."""
    digest = hashlib.sha256(f"{of.nino}/{of.family}/{of.number}/carer".encode()).digest()
    return str(UUID(bytes=digest[:16], version=4))


def by_own_number(of: Person) -> Known:
    """Say how the carer is found: by the practice's own number, for the notice has no NHS number."""
    return Known("COUNCIL", "GP", f"P-{of.number:06d}")


def carers_file(council: Council, day: date, passed: Sequence[Passed], feed: str) -> Sendable:
    """Write the file that a council gets in the night after a day."""
    return file_of_day(("CARERGP", "GP", feed), council, day, [_record(one) for one in passed])


def _record(one: Passed) -> dict[str, Any]:
    of, made = one.of, one.at
    born = of.born.replace(year=of.born.year + _BORN_AFTER, day=min(of.born.day, 28))
    return {
        "record_version": "1.0",
        "notice_id": notice_id(of),
        "record_action": "NEW",
        "created_at": f"{made:%Y-%m-%dT%H:%M:%S}Z",
        "given_names": of.carer,
        "family_name": of.family,
        "date_of_birth": born.isoformat(),
        "address_line_1": of.street,
        "address_line_2": of.town,
        "postcode": of.postcode,
        "phone": of.phone,
        "lawful_basis": "CONSENT",
        "consent_reference": f"G-{of.number:06d}",
        "consent_given_at": f"{made:%Y-%m-%dT%H:%M:%S}Z",
        "consent_scope": ["EARLY_HELP_OFFER"],
        "privacy_notice_version": "2026-04",
        "carer_number": by_own_number(of).value,
        "relationship": "CHILD",
        "lives_with": True,
    }
