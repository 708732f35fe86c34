"""Where support comes from, as a sender states it: a closed list of three words, and another name that one of them has.

What is none of these says nothing: it is kept as it was sent, a finding tells, and the line's own days decide.
Source: proposal for a National Care Service, 6.5 (support lines carry their origin); the names are this product's.
"""

from collections.abc import Mapping
from typing import Final

RESUMED, NEW, INCREASE = "RESUMED", "NEW", "INCREASE"
ORIGINS: Final = frozenset({RESUMED, NEW, INCREASE})
_OTHER_NAMES: Final[Mapping[str, str]] = {"RESUMED_PRE_ADMISSION": RESUMED}


def origin_code(sent: str | None) -> str | None:
    """Return the word of the list for what was sent; one that nobody knows stays as it is, an empty one is none."""
    if not sent:
        return None
    code = sent.strip().upper()
    code = _OTHER_NAMES.get(code, code)
    return code if code in ORIGINS else sent
