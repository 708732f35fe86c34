"""Ways to lay the table of histories out, each as the statements that make it in an empty database."""

from collections.abc import Mapping
from typing import Final

_COLUMNS: Final = """
    subject bytea NOT NULL,
    order_key bytea NOT NULL,
    event_id bytea NOT NULL,
    type text NOT NULL,
    received_at bigint NOT NULL,
    topic text NOT NULL,
    position bigint NOT NULL,
    value bytea NOT NULL,
    PRIMARY KEY (subject, order_key)
"""
EVENT_INDEX: Final = "CREATE INDEX history_number ON history (crc32(event_id))"
# What is measured is asked for by name; a vacuum that comes by itself would fall into any of the times.
_QUIET: Final = "WITH (autovacuum_enabled = off)"


def _one() -> list[str]:
    return [f"CREATE TABLE history ({_COLUMNS}) {_QUIET}", EVENT_INDEX]


def _hashed(parts: int) -> list[str]:
    made = [
        f"CREATE TABLE history_{n:02} PARTITION OF history FOR VALUES WITH (MODULUS {parts}, REMAINDER {n}) {_QUIET}"
        for n in range(parts)
    ]
    return [f"CREATE TABLE history ({_COLUMNS}) PARTITION BY HASH (subject)", *made, EVENT_INDEX]


def _ranges(parts: int) -> list[str]:
    made = [
        f"CREATE TABLE history_{n:02} PARTITION OF history FOR VALUES {bounds(n, parts)} {_QUIET}" for n in range(parts)
    ]
    return [f"CREATE TABLE history ({_COLUMNS}) PARTITION BY RANGE (subject)", *made, EVENT_INDEX]


def bounds(number: int, parts: int) -> str:
    """Give the bounds of one of so many equal ranges of references, by their first byte."""
    step = 256 // parts
    first = "MINVALUE" if number == 0 else f"'\\x{number * step:02x}'"
    last = "MAXVALUE" if number == parts - 1 else f"'\\x{(number + 1) * step:02x}'"
    return f"FROM ({first}) TO ({last})"


LAYOUTS: Final[Mapping[str, list[str]]] = {
    "one": _one(),
    "hash_8": _hashed(8),
    "hash_16": _hashed(16),
    "range_16": _ranges(16),
}
"""`one` table; `hash_8` and `hash_16` partitions by hash of the person; `range_16` by the person's first four bits."""
