"""The same person in referral files and providers' tables, rightly and wrongly."""

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

import httpx

from tests.end_to_end.leak_needles import NINO, WHO, Answers
from tests.end_to_end.running_hub import RunningHub


def in_files(hub: RunningHub, kept: Answers) -> None:
    """Drop the person in files."""
    with httpx.Client(base_url=hub.url, timeout=20) as client:

        def drop(name: str, feed: str, files: Mapping[str, bytes]) -> None:
            parts = [("files", (file, content)) for file, content in files.items()]
            kept.keep(name, client.post(f"/v1/feeds/{feed}/files", files=parts).content)

        for place, records in enumerate(_referrals()):
            drop(f"DWP {place}", "dwp-desk", _referral_file(records, place + 20))
        drop("DWP without manifest", "dwp-desk", {"people.jsonl": json.dumps(_referral()).encode()})
        drop("DWP no JSON", "dwp-desk", _referral_file(b"QUILLFEATHER Xanthippe\n", 60))
        for place, (row, headings) in enumerate(_visits()):
            drop(f"provider {place}", "provider-desk", {f"rota-{place}.csv": _table(row, headings)})
        drop("provider, nonsense", "provider-desk", {"rota-x.csv": b'QUILLFEATHER,Xanthippe\n1,2\n"9990001022'})
        drop("no such feed", "no-such-feed", {"rota.csv": b"QUILLFEATHER"})


def _referral() -> dict[str, Any]:
    return {
        "record_version": "1.0", "referral_id": "00000000-0000-4000-8000-00000000aa01", "record_action": "NEW",
        "referral_kind": "SUPPORT_NEED", "created_at": "2026-09-14T09:30:00Z", "nino": NINO, "title": "Mrs",
        "given_names": "Xanthippe", "family_name": "Quillfeather", "date_of_birth": "1937-07-23", "sex": "F",
        "address_line_1": "77 Marmalade Alley", "address_line_2": "Wibblethorpe", "postcode": "QX1 9ZQ",
        "phone": "01632960777", "email": "xanthippe@invented.example",
        "awards": [{"benefit": "AA", "component": "CARE", "rate": "HIGHER", "status": "IN_PAYMENT",
                    "effective_from": "2026-10-05"}],
        "lawful_basis": "CONSENT", "consent_reference": "C-0001", "consent_given_at": "2026-09-11T14:00:00Z",
        "consent_scope": ["EARLY_HELP_OFFER"], "privacy_notice_version": "2026-04",
    }  # fmt: skip


def _referrals() -> Iterator[dict[str, Any]]:
    """Give the referral, right and then with one field wrong at a time: the family name stands in it."""
    yield _referral()
    for place, field in enumerate(sorted(_referral())):
        if field != "referral_id":
            yield _referral() | {"referral_id": f"00000000-0000-4000-8000-00000000bb{place:02d}", field: "Quillfeather"}


def _referral_file(records: Mapping[str, Any] | bytes, sequence: int) -> Mapping[str, bytes]:
    content = records if isinstance(records, bytes) else json.dumps(records).encode() + b"\n"
    name = f"DWPREF_E10999001_20260914_{sequence:04d}.jsonl"
    manifest = {
        "file_name": name, "sha256": hashlib.sha256(content).hexdigest(), "record_count": content.count(b"\n"),
        "schema_version": "1.0", "produced_at": "2026-09-14T20:00:00Z", "sender": "DWP",
        "recipient_ons_code": "E10999001", "sequence": sequence, "previous_sequence": sequence - 1,
    }  # fmt: skip
    return {name: content, f"{name}.manifest.json": json.dumps(manifest).encode()}


def _visits() -> Iterator[tuple[dict[str, str], list[str]]]:
    """Give a line of support, right and then with the family name in one column at a time."""
    row = {
        "record": "LINE_STARTED", "person_nhs_number": WHO.nhs_number, "person_family_name": "Quillfeather",
        "person_date_of_birth": "1937-07-23", "provider_location": "1-999000001", "line_id": "L-LEAK",
        "service": "homecare", "origin": "NEW", "started_on": "2026-11-14", "ended_on": "", "hours_per_week": "7",
        "price_per_hour": "21.50", "visit_planned_at": "", "visit_done_at": "", "visit_outcome": "",
        "recorded_at": "2026-11-14T09:00:00+00:00",
    }  # fmt: skip
    yield row, list(row)
    for column in row:
        if column != "provider_location":
            yield {**row, "line_id": f"L-{len(column)}", column: "Quillfeather"}, list(row)
    seen = {"record": "VISIT_CONFIRMED", "visit_done_at": "2026-11-15T08:12", "visit_outcome": "Quillfeather"}
    yield row | seen, list(row)
    yield row | {"provider_location": WHO.nhs_number, "line_id": "L-WHERE"}, list(row)
    yield row, ["Quillfeather", *list(row)[1:]]


def _table(row: Mapping[str, str], headings: list[str]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(headings)
    writer.writerow(list(row.values()))
    return text.getvalue().encode()
