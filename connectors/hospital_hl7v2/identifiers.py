"""Identifiers of a person: which one is an NHS number, and whose numbers the others are.

A ten-digit number is an NHS number only because its authority or type says so, never because its check digit
fits: one ten-digit hospital number in eleven fits by chance.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from connectors.hospital_hl7v2.parse import Segment
from connectors.hospital_hl7v2.profile import Path
from connectors.hospital_hl7v2.reading import Reading
from hub.people.claims import Identifier

_STATUS: Final = re.compile(r"(?:NSTS)?(0[1-8])")
_TEN_DIGITS: Final = re.compile(r"[0-9]{10}")
_NOT_TRACED: Final = "02"
_AUTHORITY, _TYPE = 4, 5
_LENGTH: Final = 10
_SITE_LENGTH: Final = 5
_TRUST_LENGTH: Final = 3


def identifiers(reading: Reading) -> tuple[Identifier, ...]:
    """Give every identifier of the person in PID, each once, NHS numbers first."""
    found: list[Identifier] = []
    status = nhs_status(reading)
    for path in (*reading.profile.identifiers.fields, *reading.profile.identifiers.bare_nhs_numbers):
        segment = reading.segment(path.segment)
        if segment:
            found.extend(read_field(reading, segment, path, status))
    return _ordered(found)


def read_field(reading: Reading, segment: Segment, path: Path, status: str) -> Iterator[Identifier]:
    """Give the identifiers of one CX field (PID-3, MRG-1, ...)."""
    bare = path in reading.profile.identifiers.bare_nhs_numbers
    for parts in segment.repetitions(path.field):
        value = segment.clean(parts, 1)
        authority = segment.main(parts, _AUTHORITY)
        kind = segment.clean(parts, _TYPE)
        digits = bare and not authority and not kind and _TEN_DIGITS.fullmatch(compact(value))
        if value and (digits or _is_nhs(reading, authority, kind)):
            yield _nhs(reading, path, value, status)
        elif value:
            yield Identifier("HOSPITAL", _authority(reading, authority, kind), value)


def nhs_status(reading: Reading) -> str:
    """Give the NHS number status (01 to 08) from PID-32, else the older ZU1-27, else 02: present, not traced."""
    places = reading.profile.identifiers
    reliability = reading.segment(places.status.segment)
    sent = [one[0].strip() for one in reliability.repetitions(places.status.field)] if reliability else []
    for text in (*(one for one in sent if one.startswith("NSTS")), reading.text(places.older_status)):
        found = _STATUS.fullmatch(text)
        if found:
            return found[1]
        if text:
            reading.note(places.status, "status_not_in_table", "This is not an NHS number status of 01 to 08.")
    return _NOT_TRACED


def compact(value: str) -> str:
    """Give an NHS number's digits without the spaces and hyphens people write between them."""
    return value.replace(" ", "").replace("-", "")


def usable(value: str) -> bool:
    """Say whether a number can be an NHS number: ten digits, not one digit repeated, check digit right."""
    return not _fault(value)


def trust_of(code: str) -> str:
    """Give the trust of a facility code: a five-character site code begins with its trust's three."""
    if len(code) == _SITE_LENGTH and code.isalnum() and code[0] in "RT" and code.isupper():
        return code[:_TRUST_LENGTH]
    return code


def _is_nhs(reading: Reading, authority: str, kind: str) -> bool:
    places = reading.profile.identifiers
    return authority.upper() in places.nhs_authorities or kind.upper() in places.nhs_types


def _nhs(reading: Reading, path: Path, value: str, status: str) -> Identifier:
    number = compact(value)
    fault = _fault(number)
    if fault:
        words = "This NHS number is kept, but nobody is ever matched by it."
        reading.note(path, fault, words)
    return Identifier("NHS", "NHS", number, status)


def _fault(number: str) -> str:
    if len(number) != _LENGTH or not (number.isascii() and number.isdigit()):
        return "nhs_number_malformed"
    if len(set(number)) == 1:
        return "nhs_number_placeholder"
    total = sum(int(digit) * weight for digit, weight in zip(number, range(10, 1, -1), strict=False))
    return "" if (11 - total % 11) % 11 == int(number[-1]) else "nhs_number_check_failed"


def _authority(reading: Reading, authority: str, kind: str) -> str:
    """Name whose number it is, so that equal numbers of two senders or two ranges never meet."""
    places = reading.profile.identifiers
    if authority in places.shared_authorities:
        whose = authority
    elif not authority:
        whose = places.default_authority or reading.trust
    elif authority in places.trust_authorities or trust_of(authority) == reading.trust:
        whose = reading.trust
    else:
        whose = f"{reading.trust}:{authority}"
    return whose if kind.upper() in places.hospital_types else f"{whose}:{kind}"


def _ordered(found: Sequence[Identifier]) -> tuple[Identifier, ...]:
    return tuple(sorted(dict.fromkeys(found), key=lambda one: one.kind != "NHS"))
