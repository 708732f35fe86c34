"""Whose message some bytes are, by the numbers in them: for finding what is parked about a person who is forgotten.

National numbers (NHS number, National Insurance number) decide alone.  A hospital's own number may be another
hospital's as well, so it counts only beside the person's family name or day of birth.
"""

import re
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any, Final, NamedTuple

from hub.people.nhs_number import classify, standardise
from hub.people.nino import matching_key

_NHS: Final = re.compile(r"(?<![0-9])[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}(?![0-9])")
_NINO: Final = re.compile(r"(?<![A-Z0-9])[A-Z]{2} ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]?(?![A-Z0-9])")
_WORD: Final = re.compile(r"[A-Z0-9]+")
_NO_NUMBER: Final = frozenset({"malformed", "placeholder", "checksum_failed"})


class About(Enum):
    """Whom a message is about: somebody else, this person alone, or this person and others."""

    NOBODY = 0
    THEM = 1
    SHARED = 2


class Known(NamedTuple):
    """What is known of a person before the keys go: national and local numbers, and what tells a local one apart."""

    national: frozenset[str]
    local: frozenset[str]
    beside: frozenset[str]


def known_of(cards: Iterable[Mapping[str, Any]]) -> Known:
    """Gather the numbers, family names and days of birth of opened cards (`hub/people/card.py`)."""
    national, local, beside = set[str](), set[str](), set[str]()
    for card in cards:
        national |= _nationals((card.get("nhs_number") or {}).get("value") or "")
        for one in card.get("identifiers") or ():
            value = str(one.get("value", "")).upper()
            found = _nationals(value) if one.get("kind") in {"NHS", "NINO"} else set[str]()
            national |= found
            local |= set() if found else {value}
        beside |= {str((card.get("name") or {}).get("family", "")).upper(), str(card.get("born", "")).replace("-", "")}
    return Known(frozenset(national), frozenset(local - {""}), frozenset(beside - {""}))


def about(known: Known, raw: bytes) -> About:
    """Say whom the bytes of a message are about; `SHARED` where they also hold somebody else's national number."""
    text = raw.decode("latin-1").upper()
    nationals = _nationals(text)
    words = set(_WORD.findall(text))
    named = bool(known.local & words) and any(set(_WORD.findall(one)) <= words for one in known.beside)
    if not nationals & known.national and not named:
        return About.NOBODY
    return About.SHARED if nationals - known.national else About.THEM


def _nationals(text: str) -> set[str]:
    numbers = (standardise(found) for found in _NHS.findall(text))
    keys = (matching_key(found) for found in _NINO.findall(text))
    return {one for one in numbers if one and classify(one, live=False) not in _NO_NUMBER} | {
        key for key in keys if key
    }
