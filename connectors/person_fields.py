"""What a record says of a person, field by field: what finds them, and what is sealed."""

from datetime import date
from typing import Any, Final, NamedTuple

from connectors.council_routing import plain_postcode
from connectors.nhs_number import fault_of, plain
from connectors.record_fields import RecordFields
from hub.errors import Rejected
from hub.people.card import Address, NhsNumber, Personal
from hub.people.claims import Identifier, PersonClaim
from hub.ports.connector import Finding

CAUTIONS: Final = frozenset({"TERMINAL_ILLNESS_SPECIAL_RULES", "DO_NOT_PHONE", "SENSITIVE_ADDRESS", "TWO_TO_ATTEND"})
FORMATS: Final = frozenset({"LARGE_PRINT", "BRAILLE", "AUDIO", "BSL", "EASY_READ", "INTERPRETER"})
_SEXES: Final = {"M": "1", "F": "2", "U": "0"}
_OLDEST: Final = date(1900, 1, 1)
_ADDRESS_LINES: Final = ("address_line_1", "address_line_2", "address_line_3", "address_line_4")
_UNTRACED: Final = "02"


class Described(NamedTuple):
    """A person as one record describes them."""

    claim: PersonClaim
    personal: Personal
    findings: tuple[Finding, ...]


class Named(NamedTuple):
    """Who a record is about."""

    family: str
    given: str
    born: date
    sex: str | None


def named(fields: RecordFields, on: date) -> Named:
    """Read name, date of birth and sex of a record of a day; raises `Rejected`."""
    born = fields.required_day("date_of_birth")
    if not _OLDEST <= born <= on:
        raise Rejected("date_of_birth", "birth_out_of_range", "a date of birth lies between 1900 and the referral")
    family, given = fields.required("family_name"), fields.required("given_names")
    return Named(family, given, born, _SEXES.get(fields.one_of("sex", _SEXES) or ""))


def card_of(fields: RecordFields, who: Named, number: NhsNumber | None) -> Personal:
    """Return the name card that is sealed."""
    personal: Personal = {"name": {"family": who.family, "given": who.given}, "born": who.born.isoformat()}
    if title := fields.text("title"):
        personal["name"]["prefix"] = title
    if who.sex:
        personal["sex"] = who.sex
    if number:
        personal["nhs_number"] = number
    return personal


def nhs_number(fields: RecordFields, findings: list[Finding]) -> NhsNumber | None:
    """Read the NHS number, as one that nobody traced; what fails its check is kept and finds nobody."""
    written = fields.text("nhs_number")
    if written is None:
        return None
    number = plain(written)
    fault = fault_of(number)
    if fault:
        findings.append(Finding("nhs_number", fault, "this NHS number is kept, and never used to find a person"))
    return {"value": number, "status": _UNTRACED, "usable": fault is None}


def found_by(number: NhsNumber | None) -> tuple[Identifier, ...]:
    """Return the NHS number as what finds a person, where it may be used."""
    usable = number is not None and number.get("usable", False)
    return (Identifier("NHS", "NHS", number["value"], _UNTRACED),) if number and usable else ()


def reach(fields: RecordFields, personal: Personal, findings: list[Finding]) -> str:
    """Fill in where and how somebody can be reached; give the postcode."""
    cautions = fields.some_of("contact_caution", CAUTIONS)
    fields.required(_ADDRESS_LINES[0])
    postcode = plain_postcode(fields.required("postcode"))
    lines = [line for line in (fields.text(name) for name in _ADDRESS_LINES) if line]
    personal["address"] = Address(lines=lines, postcode=postcode)
    if "SENSITIVE_ADDRESS" in cautions:
        personal["location_hidden"] = True
    phone = fields.text("phone")
    if phone and "DO_NOT_PHONE" in cautions:
        findings.append(Finding("phone", "phone_not_agreed", "a number came with DO_NOT_PHONE and was dropped"))
    elif phone:
        personal["phones"] = [phone]
    if email := fields.text("email", 254):
        personal["email"] = email
    if language := fields.text("preferred_language"):
        personal["language"] = language
    return postcode


def sealed(personal: Personal) -> dict[str, Any]:
    """Give the fields as the plain map that is sealed."""
    return dict(personal)
