"""Many events that differ in few places: written once, cut open at those places, and filled in for each.

What the hub derives on one day is such a run: type, times and provenance are the same, and only whose it is, its id and
the texts of its body differ.  Filling in takes a sixth of the time of writing an event, and gives the same bytes.
"""

import re
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Final

from hub.codec.varints import long_bytes
from hub.errors import Defect

_LENGTHS: Final = tuple(map(long_bytes, range(1024)))
"""Lengths of texts as they are written; longer texts are rare."""


class Pattern:
    """The bytes of one event with holes for its ids and the texts of its body.

    `written` is an event as the codec wrote it, with this id, subject and texts; its id also stands in it as
    hexadecimal text.  Raises `Defect` when it does not hold each of them.
    """

    def __init__(self, written: bytes, event_id: bytes, subject: bytes, texts: Sequence[bytes]) -> None:
        holes = (event_id, subject, event_id.hex().encode(), b"".join(map(written_text, texts)))
        parts = re.split(b"(" + b"|".join(re.escape(hole) for hole in holes) + b")", written)
        constants, found = parts[::2], [holes.index(part) for part in parts[1::2]]
        if set(found) != set(range(len(holes))):
            raise Defect("an event does not hold its ids and texts as they are")
        # What is joined: a constant, a hole, a constant, ... and a constant at the end.
        places = [place for n, hole in enumerate(found) for place in (len(holes) + n, hole)]
        self._constants: Final = tuple(constants)
        self._in_order: Final[Callable[..., tuple[bytes, ...]]] = itemgetter(*places, len(holes) + len(found))

    def fill(self, event_id: bytes, subject: bytes, texts: bytes) -> bytes:
        """Give the bytes of the event with these ids and texts, each of which `written_text` wrote."""
        return b"".join(self._in_order((event_id, subject, event_id.hex().encode(), texts, *self._constants)))


def written_text(text: bytes) -> bytes:
    """Write a text in UTF-8 behind its length."""
    n = len(text)
    return (_LENGTHS[n] if n < len(_LENGTHS) else long_bytes(n)) + text
