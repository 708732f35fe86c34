"""The National Insurance number (HMRC National Insurance Manual NIM39110)."""

import re
from typing import Final

_SHAPE: Final = re.compile(r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][0-9]{6}[A-D]?")
_WITH_SUFFIX: Final = 9


def plain_nino(written: str) -> str:
    """Take out spaces and write capitals."""
    return "".join(written.split()).upper()


def nino_fault(plain: str) -> str | None:
    """Name the rule that a number breaks; none when it may be used.

    A blank suffix is allowed, because some DWP files leave it out and a number is unique without it.
    """
    return None if plain.isascii() and _SHAPE.fullmatch(plain) else "nino_shape"


def suffix_missing(plain: str) -> bool:
    """Say whether the closing letter was left out."""
    return len(plain) < _WITH_SUFFIX
