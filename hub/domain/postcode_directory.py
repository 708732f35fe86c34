"""A full postcode directory in little memory: 1.8 million postcodes in 20 MB.

Keys are seven bytes each, sorted in one piece of bytes; places repeat, so each postcode holds a small number.
"""

from array import array
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from hub.domain.area_values import Place

_WIDTH: Final = 7
_TAG: Final = 4
"""Bytes for the number of a row while rows are sorted."""


class PostcodeDirectory:
    """Finds the place of a whole postcode."""

    def __init__(self, rows: Iterable[tuple[str, Place]]) -> None:
        """Take rows of (normalised postcode, place) in any order; the last row of a postcode counts."""
        known: dict[Place, int] = {}
        given = array("I")
        tagged = []
        for postcode, place in rows:
            tagged.append(_key(postcode) + len(given).to_bytes(_TAG))
            given.append(known.setdefault(place, len(known)))
        tagged = [*sorted(tagged), b""]
        keys, numbers = bytearray(), array("I")
        for one, after in pairwise(tagged):
            if one[:_WIDTH] != after[:_WIDTH]:
                keys += one[:_WIDTH]
                numbers.append(given[int.from_bytes(one[_WIDTH:])])
        self._keys, self._numbers, self._places = bytes(keys), numbers, tuple(known)

    def __len__(self) -> int:
        return len(self._numbers)

    def find(self, postcode: str) -> Place | None:
        """Give the place of a normalised postcode."""
        wanted, low, high = _key(postcode), 0, len(self._numbers)
        while low < high:
            middle = (low + high) // 2
            if self._at(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        found = low < len(self._numbers) and self._at(low) == wanted
        return self._places[self._numbers[low]] if found else None

    def _at(self, number: int) -> bytes:
        return self._keys[number * _WIDTH : (number + 1) * _WIDTH]


def _key(postcode: str) -> bytes:
    return postcode.replace(" ", "").encode("ascii").ljust(_WIDTH)
