"""National Insurance numbers: form and matching key (HMRC manual NIM39110)."""

import re
from typing import Final

_UNUSED_PREFIXES: Final = "BG|GB|KN|NK|NT|TN|ZZ"
_FORM: Final = re.compile(
    rf"(?!{_UNUSED_PREFIXES})[ABCEGHJ-PR-TW-Z][ABCEGHJ-NPR-TW-Z][0-9]{{6}}[A-D]",
)
_UNSUFFIXED: Final = 8


def standardise(raw: str) -> str | None:
    """Return the number in capitals without blanks, or none when the form is wrong.

    Neither prefix letter may be D, F, I, Q, U or V, the second may not be O, seven prefixes are not used, and the
    suffix is A, B, C or D.
    """
    number = re.sub(r"[ \u00a0-]", "", raw).upper()
    return number if _FORM.fullmatch(number) else None


def matching_key(raw: str) -> str | None:
    """Return the first eight characters, which are unique without the suffix; a missing suffix is allowed here."""
    number = re.sub(r"[ \u00a0-]", "", raw).upper()
    whole = standardise(number + "A" if len(number) == _UNSUFFIXED else number)
    return whole[:_UNSUFFIXED] if whole else None
