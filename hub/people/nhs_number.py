"""NHS numbers: how one is written, what kind it is, and whether it may be leaned on.

Source: NHS Data Dictionary, "NHS NUMBER" (ten digits, modulus 11); ranges as the `nhs-number` package holds them.
"""

from typing import Final

from nhs_number.standardise import standardise_format
from nhs_number.validate import is_valid

USABLE: Final = frozenset({"england_wales", "test"})
"""Kinds that may drive a match."""

_DIGITS: Final = 10


def standardise(raw: str) -> str | None:
    """Return the ten digits of a number written plainly or as 3 3 4 with blanks or hyphens; none for anything else.

    Leading zeros are never invented: a value of nine digits stays malformed.
    """
    digits: str = standardise_format(raw.replace("\N{NO-BREAK SPACE}", " "))
    return digits if digits.isascii() and digits else None


def classify(raw: str, *, live: bool) -> str:
    """Say what a value is that its sender calls an NHS number.

    `malformed`, `placeholder` (one digit ten times, which passes modulus 11), `checksum_failed`, `test` and
    `test_in_live` (the 9 range, never issued), `england_wales`, or `other_nation` (everything else that passes).
    """
    digits = standardise(raw)
    if digits is None:
        return "malformed"
    if digits == digits[0] * _DIGITS:
        return "placeholder"
    if not is_valid(digits):
        return "checksum_failed"
    if digits[0] == "9":
        return "test_in_live" if live else "test"
    return "england_wales" if digits[0] in "467" else "other_nation"


def usable(raw: str, *, live: bool) -> bool:
    """Say whether a number may drive a match at all."""
    return classify(raw, live=live) in USABLE


def display(digits: str) -> str:
    """Write ten digits as people read them: 3 3 4, parted by blanks (NHS digital service manual)."""
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}"
