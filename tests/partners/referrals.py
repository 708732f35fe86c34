"""Invented referrals and the files that carry them."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from connectors.council_routing import Places
from connectors.dwp.connector import DwpConnector
from connectors.manifest_drop import ManifestDrop
from hub.adapters.memory_feeds import MemoryFeeds
from hub.domain.lawful_bases import LawfulBases
from hub.events.values import HomeArea
from tests.partners.memory_intake import MemoryIntake, StillClock

NOW = 1_795_000_000_000
"""2026-11-18T11:06:40Z."""
EXAMPLESHIRE = "E10999001"
TESTERTON = "E10999002"
SECTORS = {"QX1": (EXAMPLESHIRE, 1.0), "QX2": (TESTERTON, 1.0), "QX3": (EXAMPLESHIRE, 0.6), "NP20": ("W06000022", 1.0)}
ELSEWHERE = {"BT": "N92000002", "CF": "W92000004", "EH": "S92000003"}
CASSR = {"X01": EXAMPLESHIRE, "X02": TESTERTON, EXAMPLESHIRE: EXAMPLESHIRE}
Record = dict[str, Any]


def home_of(postcode: str, _on: date) -> HomeArea | None:
    """Give the invented home area of an invented postcode."""
    found = SECTORS.get(postcode.split(maxsplit=1)[0])
    if found is None:
        country = ELSEWHERE.get(postcode[:2])
        return None if country is None else HomeArea(country, None, 1.0, "sector")
    return HomeArea(found[0], "QZZ", found[1], "sector")


def places() -> Places:
    """Give the look-ups of the invented area."""
    return Places(home_of, lambda code, _on: CASSR.get(code))


def record(number: int = 1, **changes: Any) -> Record:
    """Give a whole, good referral; `None` takes a field out."""
    whole: Record = {
        "record_version": "1.0",
        "referral_id": f"00000000-0000-4000-8000-{number:012d}",
        "record_action": "NEW",
        "referral_kind": "SUPPORT_NEED",
        "created_at": "2026-11-17T09:30:00Z",
        "nino": "AB123456C",
        "title": "Mrs",
        "given_names": "Margaret Rose",
        "family_name": "Ashworth",
        "date_of_birth": "1939-11-04",
        "sex": "F",
        "address_line_1": "Flat 2, 14 Sample Lane",
        "address_line_2": "Testerton",
        "postcode": "QX1 4ZZ",
        "phone": "01632 960001",
        "awards": [
            {
                "benefit": "AA",
                "component": "CARE",
                "rate": "HIGHER",
                "status": "IN_PAYMENT",
                "effective_from": "2026-10-05",
            }
        ],
        "contact_caution": ["TWO_TO_ATTEND"],
        "lawful_basis": "CONSENT",
        "consent_reference": "C-0001",
        "consent_given_at": "2026-11-16T15:00:00Z",
        "consent_scope": ["EARLY_HELP_OFFER"],
        "privacy_notice_version": "2026-04",
    }
    whole.update(changes)
    return {name: value for name, value in whole.items() if value is not None}


def lines(records: Sequence[Mapping[str, Any]]) -> bytes:
    """Write records as JSON Lines."""
    return b"".join(json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in records)


def parcel(content: bytes, sequence: int = 1, form: str = "jsonl", **manifest: Any) -> dict[str, bytes]:
    """Give a file with the manifest that fits it; keyword arguments plant a fault in the manifest."""
    recipient = manifest.get("recipient_ons_code", EXAMPLESHIRE)
    name = manifest.pop("name", f"DWPREF_{recipient}_20261118_{sequence:04d}.{form}")
    count = len([line for line in content.splitlines() if line.strip()]) - (form == "csv")
    whole = {
        "file_name": name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "record_count": count,
        "schema_version": "1.0",
        "produced_at": "2026-11-18T06:00:00Z",
        "sender": "DWP",
        "recipient_ons_code": recipient,
        "sequence": sequence,
        "previous_sequence": sequence - 1,
        **manifest,
    }
    return {name: content, f"{name}.manifest.json": json.dumps(whole).encode()}


class Desk:
    """A feed door with everything behind it in memory."""

    def __init__(self, profile: str = "referral_v1", bases: LawfulBases | None = None, at: int = NOW) -> None:
        self.intake = MemoryIntake()
        self.book = MemoryFeeds()
        self.connector = DwpConnector(places(), StillClock(at), bases)
        self.door = ManifestDrop(self.connector, self.connector.profile(profile), self.intake, self.book)

    async def drop(self, files: Mapping[str, bytes]) -> dict[str, Any]:
        """Hand files over."""
        return await self.door.drop("dwp-desk", files)

    async def records(self, *records: Mapping[str, Any], sequence: int = 1) -> dict[str, Any]:
        """Hand records over in one good file."""
        return await self.drop(parcel(lines(records), sequence))
