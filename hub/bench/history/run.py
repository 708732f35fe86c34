"""`hub bench history`: layouts filled with the same rows, asked, emptied of 5 % of the people and vacuumed."""

import time
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any, Final

from hub.adapters.plain_connection import Plain
from hub.bench.history.layouts import EVENT_INDEX
from hub.bench.history.outbox import outbox
from hub.bench.history.questions import event, event_by_whole_id, histories, idle, sample
from hub.bench.history.rows import Stream
from hub.bench.history.sites import Site, sites
from hub.bench.history.states import WAYS, states
from hub.bench.history.upkeep import first_vacuum, let_go, other_indexes, sizes
from hub.bench.report import machine, rss_mb, versions

BATCH: Final = 10_000
"""Rows of one COPY and transaction: what a lane writes at most."""
_MORE: Final = 20
"""Batches that are written again under other indexes."""
_COPY: Final = (
    "COPY history (subject, order_key, event_id, type, received_at, topic, position, value) FROM STDIN (FORMAT binary)"
)
Progress = Callable[[str, int], None]
By = dict[str, Any]
"""Figures by layout."""


def bench_history(rows: int, layouts: Sequence[str], state_events: int, progress: Progress) -> dict[str, Any]:
    """Measure layouts by name with so many rows, and how states age over `state_events`; raises `Unavailable`."""
    with sites(layouts) as every:
        found = _measured(every, Stream(rows), progress)
    aged = [states(state_events, way) for way in WAYS] if state_events else []
    return {
        "bench": "history",
        "rows": rows,
        "people": Stream(rows).people,
        "history": found,
        "states": aged,
        "outbox": outbox() if state_events else None,
        "rss_mb_max": round(rss_mb(), 1),
        "machine": machine(),
        "versions": versions(),
    }


def _measured(every: Sequence[Site], stream: Stream, progress: Progress) -> dict[str, Any]:
    copied = _copied(every, stream.chunks(BATCH), progress)
    found: dict[str, Any] = {"copy": copied, "sizes": _each(every, lambda site: sizes(site.connection))}
    found["vacuum_after_inserts_s"] = _each(every, lambda site: first_vacuum(site.connection))
    people, events = sample(every[0].connection, stream)
    found |= {"histories_of_500": histories(every, people), "event": event(every, events)}
    found["idle_people"] = _each(every, idle)
    found["copy_more"] = _more(every, stream, 1)
    found["other_indexes"] = _each(every, lambda site: other_indexes(site.connection))
    found["idle_people_with_brin"] = _each(every, idle)
    _all(every, "DROP INDEX history_received_brin", "DROP INDEX history_number", "ANALYZE history")
    found["event_by_hash"] = event_by_whole_id(every, events)
    found["copy_more_hash"] = _more(every, stream, 2)
    _all(every, "DROP INDEX history_event_hash", "CREATE INDEX history_event ON history (event_id)")
    found["copy_more_whole_ids"] = _more(every, stream, 3)
    _all(every, "DROP INDEX history_event", EVENT_INDEX)
    found["let_go_of_5_in_100"] = _each(every, lambda site: let_go(site.connection, stream))
    return found


def _each(every: Sequence[Site], ask: Callable[[Site], Any]) -> By:
    return {site.name: ask(site) for site in every}


def _all(every: Sequence[Site], *statements: str) -> None:
    for site in every:
        for statement in statements:
            site.connection.do(statement)


def _more(every: Sequence[Site], stream: Stream, seed: int) -> By:
    """Write some more events of the same people, the last of the ten years."""
    return _copied(every, islice(stream.chunks(BATCH, seed), _MORE), lambda *_: None)


def _copied(every: Sequence[Site], chunks: Iterable[bytes], progress: Progress) -> By:
    """Write every chunk to each layout in turn; give seconds, and the server's processor seconds for a million rows."""
    seconds, before, count = dict.fromkeys((site.name for site in every), 0.0), _each(every, Site.processor_s), 0
    for count, chunk in enumerate(chunks, 1):
        for site in every:
            seconds[site.name] += _copy(site.connection, chunk)
        progress("rows", count * BATCH)
    rows = count * BATCH
    return {
        site.name: {
            "rows_per_s": round(rows / seconds[site.name]),
            "processor_s_a_million": round((site.processor_s() - before[site.name]) * 1e6 / rows, 2),
        }
        for site in every
    }


def _copy(connection: Plain, chunk: bytes) -> float:
    started = time.perf_counter()
    connection.copy(_COPY, chunk)
    return time.perf_counter() - started
