"""Invented histories as they would come over ten years: somebody's events lie within weeks, mixed with others'."""

import hashlib
import random
from collections.abc import Iterator
from typing import Final, NamedTuple

from hub.adapters.postgres_rows import history_copy
from hub.ports.store import HistoryRow

EACH: Final = 20
"""Events of one person."""
YEARS: Final = 10
NOW: Final = 1_800_000_000_000
"""When the newest row was received, in milliseconds."""
YEAR_MS: Final = 365 * 24 * 3600 * 1000
_WEEKS_OF_YEARS: Final = 8 / (52 * YEARS)
"""The share of all people whose eight weeks run at one time."""
_VALUE: Final = 420
"""Bytes of an event: rows are then about 550 with all that PostgreSQL adds."""
_TOPICS: Final = (("hub.discharge.v1", "SpellDetailsCorrected"), ("hub.care-record.v1", "VisitConfirmed"))


class Stream(NamedTuple):
    """So many rows, the same each time."""

    rows: int

    @property
    def people(self) -> int:
        """How many people the rows are about."""
        return max(1, self.rows // EACH)

    def chunks(self, size: int, seed: int = 0) -> Iterator[bytes]:
        """Give the rows as binary COPY data, some at a time; memory does not grow with their number.

        Another `seed` gives other events of the same people.
        """
        chance = random.Random(7 + seed)  # noqa: S311 - invented rows, no secret
        noise = chance.randbytes(1 << 20)
        for start in range(0, self.rows, size):
            yield b"".join(
                history_copy([self._row(n, chance, noise) for n in range(start, min(start + size, self.rows))])
            )

    def _row(self, number: int, chance: random.Random, noise: bytes) -> HistoryRow:
        window = max(1, int(self.people * _WEEKS_OF_YEARS))
        who = (number // EACH + int(chance.random() * window)) % self.people
        at = NOW - YEARS * YEAR_MS + number * YEARS * YEAR_MS // self.rows
        event_id = chance.randbytes(16)
        key = at.to_bytes(8, "big") + b"\x01" + at.to_bytes(8, "big") + event_id
        topic, type_ = _TOPICS[number % 2]
        place = int(chance.random() * (len(noise) - _VALUE))
        return HistoryRow(subject(who), key, event_id, type_, at, topic, number, noise[place : place + _VALUE])


def subject(number: int) -> bytes:
    """Give the reference of an invented person, spread as random ones are."""
    return hashlib.blake2b(b"history %d" % number, digest_size=16).digest()
