"""A keyed digest in the place of an id that names the person, the same in every message that uses that id.

A stay whose number is a hospital number with a running number behind it stays one stay when the record is merged and
later messages carry another hospital number beside the old visit number, or none.  So the index remembers the digests
of ids that were replaced, and an id that was replaced once is replaced always.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from hub.people.index import PersonIndex
from hub.people.screening import ids_of
from hub.ports.connector import Translation

_KIND: Final = "PRIVATE TEXT"
_LENGTH: Final = 20


class Shown(NamedTuple):
    """What is kept in the place of which text of a message, and the marks that the index has to remember for it."""

    texts: Mapping[str, str]
    fresh: tuple[bytes, ...] = ()


def stand_in(digest: bytes) -> str:
    """Give what is written in the place of a text: 80 bits of its keyed digest, marked as no sender's own."""
    return "~" + digest.hex()[:_LENGTH]


async def private_texts(index: PersonIndex, translations: Sequence[Translation]) -> list[Shown]:
    """Give for each message of a batch what stands in the place of what, in one question to the index.

    Raises `Unavailable` when the index is away.
    """
    marks = [{text: _mark(index, one, text) for text in ids_of(one) | one.private} for one in translations]
    own = {marks[place][text] for place, one in enumerate(translations) for text in one.private}
    remembered = set(await index.remembered({mark for each in marks for mark in each.values()}))
    return [
        Shown(
            {text: stand_in(mark) for text, mark in each.items() if mark in own or mark in remembered},
            tuple(each[text] for text in ids_of(one) & one.private if each[text] not in remembered),
        )
        for one, each in zip(translations, marks, strict=True)
    ]


def _mark(index: PersonIndex, translation: Translation, text: str) -> bytes:
    """Tell equal texts of two organisations apart."""
    whose = translation.source_organisation
    return index.digest(_KIND, "" if text == whose else whose, text)
