"""What keeping the table costs: sizes, other indexes, and vacuum after people are let go of."""

import time
from typing import Any, Final

from hub.adapters.plain_connection import Plain
from hub.bench.history.rows import Stream, subject

_AT_ONCE: Final = 500
_EVERY: Final = 20
"""One person of so many is let go of: 5 %."""
_WHOLE: Final = """
SELECT %s::regclass AS piece UNION ALL SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = %s::regclass
"""
"""A table or an index, and its parts: what is partitioned has no bytes of its own."""
_SIZES: Final = f"SELECT sum(pg_table_size(piece)), sum(pg_indexes_size(piece)) FROM ({_WHOLE}) AS pieces"  # noqa: S608 - constants
_INDEX: Final = f"SELECT sum(pg_relation_size(piece)) FROM ({_WHOLE}) AS pieces"  # noqa: S608 - as above
_LEAVES: Final = f"""
SELECT piece::text FROM ({_WHOLE}) AS pieces JOIN pg_class ON oid = piece WHERE relkind = 'r' ORDER BY 1
"""  # noqa: S608 - as above
_TABLE: Final = ("history", "history")
_INDEXES: Final = {
    "event_hash": "CREATE INDEX history_event_hash ON history USING hash (event_id)",
    "received_brin": "CREATE INDEX history_received_brin ON history USING brin (received_at)",
}


def sizes(connection: Plain) -> dict[str, float]:
    """Give the sizes of table and indexes in MB."""
    ((table, indexes),) = connection.ask(_SIZES, *_TABLE)
    return {
        "table_mb": _mb(table),
        "indexes_mb": _mb(indexes),
        "key_mb": _mb(index_size(connection, "history_pkey")),
        "event_mb": _mb(index_size(connection, "history_number")),
    }


def index_size(connection: Plain, name: str) -> int:
    """Give the size of an index over all parts, in bytes."""
    ((size,),) = connection.ask(_INDEX, name, name)
    return int(size)


def other_indexes(connection: Plain) -> dict[str, dict[str, float]]:
    """Build further indexes over the filled table and leave them there; give seconds and MB of each."""
    made = {}
    for name, statement in _INDEXES.items():
        started = time.perf_counter()
        connection.do(statement)
        seconds = time.perf_counter() - started
        made[name] = {"build_s": round(seconds, 2), "mb": _mb(index_size(connection, f"history_{name}"))}
    return made


def first_vacuum(connection: Plain) -> float:
    """Vacuum after nothing but inserts, and gather statistics; give the seconds."""
    return round(_vacuum(connection, "history", "ANALYZE"), 2)


def let_go(connection: Plain, stream: Stream) -> dict[str, Any]:
    """Delete every twentieth person, some at a time, and vacuum; give the seconds and the longest part's."""
    people = [subject(n) for n in range(0, stream.people, _EVERY)]
    started = time.perf_counter()
    gone = 0
    for start in range(0, len(people), _AT_ONCE):
        some = people[start : start + _AT_ONCE]
        gone += connection.do("DELETE FROM history WHERE subject = ANY(%s)", some)
    deleting = time.perf_counter() - started
    parts = [name for (name,) in connection.ask(_LEAVES, *_TABLE)]
    vacuums = [_vacuum(connection, part) for part in parts]
    return {
        "rows": gone,
        "delete_s": round(deleting, 2),
        "vacuum_s": round(sum(vacuums), 2),
        "vacuum_longest_part_s": round(max(vacuums), 2),
        "after": sizes(connection),
    }


def _vacuum(connection: Plain, table: str, more: str = "VERBOSE FALSE") -> float:
    started = time.perf_counter()
    connection.do(f"VACUUM ({more}) {table}")
    return time.perf_counter() - started


def _mb(size: Any) -> float:
    return round(float(size or 0) / 1e6, 1)
