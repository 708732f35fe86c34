"""Identifiers as people type them: what they are, or what is wrong with them, without repeating them."""

import re
from typing import Final

from nhs_number.validate import is_valid

from hub.errors import Rejected
from hub.people.claims import Identifier

_NINO: Final = re.compile(r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][0-9]{6}[A-D]?")
"""National Insurance number (HMRC manual NIM39110)."""
_NINO_SHAPE: Final = re.compile(r"[A-Z]{2}[0-9]{6}[A-Z]?")
_DIGITS: Final = 10


def nhs_number_of(typed: str, path: str = "value") -> str:
    """Return the ten digits of an NHS number; raises `Rejected` with the reason.

    Spaces and dashes are taken; a National Insurance number typed by mistake is said to be one (NHS service
    manual, NHS numbers).  Numbers of one repeated digit are placeholders and belong to nobody.
    """
    plain = re.sub(r"[\s\u2010-\u2015-]", "", typed).upper()
    if _NINO_SHAPE.fullmatch(plain):
        raise Rejected(path, "national_insurance_number", "This is a National Insurance number, not an NHS number.")
    if not re.fullmatch(r"[0-9]+", plain):
        raise Rejected(path, "not_digits", "An NHS number has digits only.")
    if len(plain) != _DIGITS:
        raise Rejected(path, "not_ten_digits", "An NHS number has 10 digits.")
    if len(set(plain)) == 1:
        raise Rejected(path, "placeholder", "This number is a placeholder and belongs to nobody.")
    if not is_valid(plain):
        raise Rejected(path, "check_digit", "This is not an NHS number: its last digit does not fit the others.")
    return plain


def identifier_of(kind: str, authority: str | None, typed: str) -> Identifier:
    """Return the identifier that somebody asked for; raises `Rejected`."""
    if kind == "NHS":
        return Identifier("NHS", "NHS", nhs_number_of(typed))
    value = typed.strip()
    if kind == "NINO":
        value = re.sub(r"\s", "", value).upper()
        if not _NINO.fullmatch(value):
            raise Rejected("value", "national_insurance_number", "This is not a National Insurance number.")
        return Identifier("NINO", "NINO", value)
    if not authority:
        raise Rejected("authority", "missing", "Say who issued the number: the code of the trust, council or provider.")
    return Identifier(kind, authority.strip(), value)
