"""Kinds of support in the words that people use at work."""

from typing import Final

from hub.web.words import words

_SERVICES: Final = {
    "REABLEMENT": "Reablement",
    "LIVE_IN_CARE": "Live-in care",
    "OTHER": "Another service",
}


def service_words(code: object) -> str:
    """Return a kind of support in words; a code that is on no list here is written out."""
    return _SERVICES.get(str(code)) or words(code)
