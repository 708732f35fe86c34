"""Lines that a library repeats: the first of each kind is kept, the others are counted until the next one is due.

While a broker is down, its client's consumers say so thousands of times a minute.
"""

import logging
from typing import Final, NamedTuple

EVERY_S: Final = 10.0
_KINDS: Final = 500
"""Kinds that are remembered; a library with more has texts of its own making, which are not held back."""


class _Said(NamedTuple):
    at: float
    held_back: int


class Repeats:
    """Decides which records of other libraries are written."""

    def __init__(self) -> None:
        self._said: dict[tuple[str, object], _Said] = {}

    def held_back(self, record: logging.LogRecord) -> int | None:
        """Say how many of a kind were held back since one was last written; none when this one is, too."""
        kind = record.name, record.msg
        last = self._said.get(kind)
        if last is not None and record.created - last.at < EVERY_S:
            self._said[kind] = last._replace(held_back=last.held_back + 1)
            return None
        if len(self._said) >= _KINDS:
            self._said.clear()
        self._said[kind] = _Said(record.created, 0)
        return 0 if last is None else last.held_back
