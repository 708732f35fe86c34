"""What a referral says of a person: the claim that finds them, and the fields that are sealed."""

from datetime import date
from typing import Final

from connectors.dwp.nino import nino_fault, plain_nino, suffix_missing
from connectors.person_fields import Described, card_of, found_by, named, nhs_number, reach
from connectors.record_fields import RecordFields
from hub.errors import Rejected
from hub.people.card import Contact, Personal
from hub.people.claims import Identifier, PersonClaim
from hub.ports.connector import Finding

_ROLES: Final = frozenset({"APPOINTEE", "LPA", "DEPUTY"})


def describe(fields: RecordFields, on: date, *, whole: bool) -> Described:
    """Read the person of a record on a day; without `whole` only what finds them (a withdrawal, a death)."""
    findings: list[Finding] = []
    nino = _nino(fields, findings)
    who = named(fields, on)
    number = nhs_number(fields, findings)
    personal = card_of(fields, who, number)
    personal["identifiers"] = [{"kind": "NINO", "authority": "NINO", "value": nino}]
    postcode = None
    if whole:
        postcode = reach(fields, personal, findings)
        _others(fields, personal, findings)
    identifiers = (Identifier("NINO", "NINO", nino), *found_by(number))
    claim = PersonClaim(identifiers, who.family, who.given, who.born, who.sex, postcode)
    return Described(claim, personal, tuple(findings))


def _nino(fields: RecordFields, findings: list[Finding]) -> str:
    if fields.text("nino", 20) is None and fields.text("nino_hash", 200) is not None:
        raise Rejected("nino_hash", "nino_hash_not_agreed", "a hash needs a key that both sides hold; send the number")
    nino = plain_nino(fields.required("nino", 20))
    fault = nino_fault(nino)
    if fault:
        raise Rejected("nino", fault, "this is not a National Insurance number (NIM39110)")
    if suffix_missing(nino):
        findings.append(Finding("nino", "nino_suffix_missing", "the closing letter is missing", "information"))
    return nino


def _others(fields: RecordFields, personal: Personal, findings: list[Finding]) -> None:
    """Add the appointee; of somebody cared for keep no more than the tie, whatever was sent."""
    appointee, cared_for = fields.inner("appointee"), fields.inner("cared_for")
    contacts: list[Contact] = []
    if appointee is not None:
        role = appointee.required_one_of("role", _ROLES)
        contact: Contact = {"name": appointee.required("name", 120), "relationship": role}
        if address := appointee.text("address", 300):
            contact["address"] = {"lines": [address]}
        contacts.append(contact)
    if cared_for is not None:
        contacts.append({"relationship": f"CARES_FOR {cared_for.text('relationship') or 'UNKNOWN'}"})
        if cared_for.flag("same_household"):
            contacts[-1]["relationship"] += " SAME_HOUSEHOLD"
        if cared_for.holds_more_than({"relationship", "same_household"}):
            words = "only the tie is kept; who is cared for needs that person's own consent"
            findings.append(Finding("cared_for", "cared_for_identity_dropped", words))
    if contacts:
        personal["contacts"] = contacts
