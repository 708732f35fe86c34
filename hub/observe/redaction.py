"""Redaction: what could name a person is taken out before anything else sees a log entry.

By key: fields that are personal by name lose their value, whatever it is.  By pattern: numbers that look like an NHS
number, National Insurance numbers, postcodes, telephone numbers and e-mail addresses are taken out of every text, in
keys too.  A traceback is written out here, so that its text is searched as well.
"""

import re
import traceback
from collections.abc import Mapping, MutableMapping
from typing import Any, Final

from structlog.contextvars import merge_contextvars

REDACTED: Final = "[redacted]"

PERSONAL_KEYS: Final = frozenset(
    """
    name names full_name family family_name surname last_name given given_name given_names first_name forename
    middle_name preferred preferred_name title prefix born date_of_birth birth_date birthdate dob sex gender ethnicity
    religion language address addresses address_line address_lines lines street postcode post_code postal_code uprn
    phone phones telephone mobile email e_mail contact contacts next_of_kin carer nhs_number nhs_no nino
    national_insurance_number mrn hospital_number patient_id patient patient_name identifier identifiers personal
    original raw message_text payload body reason_for_admission text note notes clinician author_name author_person
    pid nk1 consultant password secret token authorization cookie key master_key dsn
    """.split()  # noqa: SIM905 - a list to read, not a list to edit
)
"""Keys whose values never reach a log."""

_PATTERNS: Final = re.compile(
    r"""
    (?<![0-9A-Za-z])
    (?P<kept> [0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12} | [0-9a-f]{64} | [0-9a-f]{32})
    (?![0-9A-Za-z])
    | (?<![0-9]) [0-9]{3}[ \xa0-]?[0-9]{3}[ \xa0-]?[0-9]{4} (?![0-9])                            # NHS number
    | (?<![0-9A-Za-z]) [A-Za-z]{2}[ ]?[0-9]{2}[ ]?[0-9]{2}[ ]?[0-9]{2}[ ]?[A-Da-d]? (?![0-9A-Za-z])  # NI number
    | (?<![0-9A-Za-z]) [A-Za-z]{1,2}[0-9][0-9A-Za-z]?[ ]?[0-9][A-Za-z]{2} (?![0-9A-Za-z])         # postcode
    | (?<![0-9A-Za-z]) 0[0-9](?:[ ]?[0-9]){8,9} (?![0-9])                                         # telephone number
    | \+[0-9](?:[ ]?[0-9]){9,13}                                            # telephone number, written for abroad
    | [0-9A-Za-z._%+-]+@[0-9A-Za-z.-]+\.[A-Za-z]{2,}                                              # e-mail address
    """,
    re.VERBOSE,
)
"""What is kept is a random reference or a digest; the other branches look like somebody."""

_NHS_DIGITS: Final = 10
_COUNTERS: Final = frozenset({"position", "offset", "upto", "seq", "size", "count"})
"""Keys whose numbers count things, however large."""


def redact_text(text: str) -> str:
    """Take out of a text whatever looks like it identifies a person."""
    return _PATTERNS.sub(lambda found: found["kept"] or REDACTED, text)


def redact(_logger: Any, _method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """First processor of the chain: give the entry, with what is bound to the context, without anything personal."""
    entry = merge_contextvars(None, "", entry)
    trouble = entry.pop("exc_info", None)
    clean = {redact_text(str(key)): _value(str(key), value) for key, value in entry.items()}
    if trouble:
        clean["exception"] = redact_text(_written_out(trouble))
    return clean


def _value(key: str, value: Any) -> Any:
    if _plain(key) in PERSONAL_KEYS:
        return REDACTED
    if isinstance(value, int) and key in _COUNTERS:
        return value
    return _searched(value)


def _searched(value: Any) -> Any:
    match value:
        case None | bool() | float():
            return value
        case int():
            return REDACTED if len(str(abs(value))) == _NHS_DIGITS else value
        case str():
            return redact_text(value)
        case bytes() | bytearray() | memoryview():
            return f"[{len(value)} bytes]"
        case BaseException():
            return redact_text(f"{type(value).__name__}: {value}")
        case _:
            return _searched_inside(value)


def _searched_inside(value: Any) -> Any:
    match value:
        case Mapping():
            return {redact_text(str(key)): _value(str(key), inner) for key, inner in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_searched(inner) for inner in value]
        case _:
            return redact_text(repr(value))


def _plain(key: str) -> str:
    """Write a key as a list of words, so that `familyName` and `Family-Name` are `family_name`."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", key)
    return re.sub(r"[^a-z0-9]+", "_", parted.lower()).strip("_")


def _written_out(trouble: Any) -> str:
    match trouble:
        case BaseException():
            return "".join(traceback.format_exception(trouble))
        case (kind, error, trace):
            return "".join(traceback.format_exception(kind, error, trace))
        case _:
            return traceback.format_exc()
