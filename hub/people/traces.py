"""What would tell who somebody is, and the search for it in a text that is to stand in the clear.

**Numbers** (NHS, hospital and other numbers, telephones, the birth date) are looked for anywhere in a text, whatever
stands between their digits: visit numbers are often a hospital number with a running number behind it, and message ids
a number with a time.  Shorter than five characters they prove nothing and are not looked for.

**Names** are looked for as whole words, without case and accents, when they are longer than two letters: `Lee` is not
in `SLEEP1`.  Words that every hospital writes on its doors never count: in `Ward 7` nobody reads that a Mrs Ward lies
there.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from hub.people.claims import PersonClaim
from hub.people.evidence import RECORD
from hub.ports.connector import Translation

_WORD: Final = re.compile(r"[^\W\d_]+")
_SEPARATORS: Final = re.compile(r"[\W_]+")
_DIGIT: Final = re.compile(r"\d")
_NO_DIGIT: Final = re.compile(r"\D+")
_SHORTEST_NAME: Final = 3
_SHORTEST_NUMBER: Final = 5
_COUNTRY: Final = ("0044", "44")
_NATIONAL_PHONE: Final = 10

DOOR_WORDS: Final = frozenset({
    "ward", "bay", "bed", "room", "side", "chair", "cubicle", "unit", "wing", "suite", "floor", "level", "hall",
    "house", "lodge", "court", "centre", "clinic", "hospital", "day", "night", "short", "stay", "north", "south",
    "east", "west", "central", "main", "new", "old", "upper", "lower", "male", "female",
    "boy", "girl", "baby", "twin", "infant", "unknown", "unidentified",
})  # fmt: skip
"""What stands on the doors of every hospital, and what stands for a name where there is none."""


def words_of(text: str) -> list[str]:
    """Give the words of a text: runs of letters, without case and accents."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _WORD.findall(text.casefold())


class Traces(NamedTuple):
    """The names and numbers of the people of one message, ready to be looked for."""

    names: frozenset[str]
    numbers: frozenset[str]

    def names_in(self, text: str) -> frozenset[str]:
        """Give the names that a text holds; `OSAMPLE` and `O'SAMPLE` are one name."""
        return self.names.intersection(_joined(words_of(text)))

    def number_in(self, text: str) -> bool:
        """Say whether a text holds one of the numbers."""
        squeezed = _squeezed(text)
        return any(number in squeezed for number in self.numbers)

    def found_in(self, text: str) -> bool:
        """Say whether a text holds a name or a number."""
        return bool(self.names_in(text)) or self.number_in(text)


def traces_of(translation: Translation) -> Traces:
    """Collect what would tell who the people of a message are, from what its events say of them."""
    events = translation.events
    people = (claim for event in events for claim in (event.person, event.other))
    claims = {id(claim): claim for claim in people if isinstance(claim, PersonClaim)}
    names: set[str | None] = {event.personal.get("name", {}).get("preferred") for event in events}
    numbers = {digits for event in events for phone in event.personal.get("phones", ()) for digits in _phone(phone)}
    for claim in claims.values():
        names.update((claim.family, claim.given))
        numbers.update(_numbers_of(claim))
    names.update(text for text in translation.telling if not _DIGIT.search(text))
    numbers.update(number for text in translation.telling if _DIGIT.search(text) for number in _number(text))
    return Traces(_needles([name for name in names if name]), frozenset(numbers))


def _needles(names: Collection[str]) -> frozenset[str]:
    """Give each word of the names, and each name of several words as it is when nothing parts them."""
    parts = [words_of(name) for name in names]
    found = {word for words in parts for word in (*_joined(words), "".join(words))}
    return frozenset(word for word in found if len(word) >= _SHORTEST_NAME) - DOOR_WORDS


def _joined(words: list[str]) -> tuple[str, ...]:
    """Give words, and each two that stand side by side as one."""
    return (*words, *map("".join, pairwise(words)))


def _numbers_of(claim: PersonClaim) -> Iterator[str]:
    for identifier in claim.identifiers:
        if identifier.kind != RECORD:
            yield from _number(identifier.value)
    if claim.born is not None:
        yield from (f"{claim.born:%Y%m%d}", f"{claim.born:%d%m%Y}")


def _number(text: str) -> Iterator[str]:
    """Give a number as it is looked for, without leading zeros; nothing when it is too short to prove anything."""
    number = _squeezed(text).lstrip("0")
    if len(number) >= _SHORTEST_NUMBER:
        yield number


def _phone(text: object) -> Iterator[str]:
    """Give the digits of a telephone, without words beside them and without the country's code."""
    digits = _NO_DIGIT.sub("", str(text))
    for code in _COUNTRY:
        if digits.startswith(code) and len(digits) >= len(code) + _NATIONAL_PHONE:
            digits = digits.removeprefix(code)
    yield from _number(digits)


def _squeezed(text: str) -> str:
    """Give letters and digits alone."""
    return _SEPARATORS.sub("", text).casefold()
