"""The questions that the hub asks of histories, each timed in one layout."""

import random
import time
from collections.abc import Sequence
from typing import Any, Final

from hub.adapters.plain_connection import Plain
from hub.adapters.postgres_by_person import BY_ID, HISTORIES
from hub.adapters.postgres_rows import HISTORY_COLUMNS
from hub.bench.history.rows import NOW, YEAR_MS, Stream, subject
from hub.bench.history.sites import Site
from hub.bench.report import quantile

PEOPLE: Final = 500
_ROUNDS: Final = 25
_EVENTS: Final = 2000
_HISTORIES: Final = {
    "any": f"SELECT {HISTORY_COLUMNS} FROM history WHERE subject = ANY(%s) ORDER BY subject, order_key",  # noqa: S608 - constants
    "joined": f"SELECT {HISTORY_COLUMNS} FROM unnest(%s::bytea[]) AS asked (subject) "  # noqa: S608 - as above
    "JOIN history USING (subject) ORDER BY subject, order_key",
    "one_by_one": HISTORIES,
}
_EVENT_BY_WHOLE_ID: Final = f"SELECT {HISTORY_COLUMNS} FROM history WHERE event_id = %s LIMIT 1"  # noqa: S608 - as above
_LAST: Final = """
SELECT count(*) FROM (
    SELECT subject FROM history WHERE subject >= %s AND subject < %s GROUP BY subject HAVING max(received_at) < %s
) AS idle
"""
_LAST_OF_ALL: Final = (
    "SELECT count(*) FROM (SELECT subject FROM history GROUP BY subject HAVING max(received_at) < %s) AS idle"
)
_OLD: Final = """
SELECT count(*) FROM (SELECT DISTINCT subject FROM history WHERE received_at < %s) AS old
WHERE NOT EXISTS (SELECT FROM history AS newer WHERE newer.subject = old.subject AND newer.received_at >= %s)
"""
_CUTOFF: Final = NOW - 8 * YEAR_MS


Asked = dict[str, Any]


def sample(connection: Plain, stream: Stream) -> list[list[Any]]:
    """Give what is asked: people for the histories, and ids of events that are there."""
    chance = random.Random(11)  # noqa: S311 - a sample
    people = [[subject(chance.randrange(stream.people)) for _ in range(PEOPLE)] for _ in range(_ROUNDS)]
    share = min(100.0, 400 * _EVENTS / stream.rows)
    found = connection.ask("SELECT event_id FROM history TABLESAMPLE SYSTEM (%s) LIMIT %s", share, _EVENTS)
    return [people, [event_id for (event_id,) in found]]


def histories(sites: Sequence[Site], people: Sequence[Sequence[bytes]]) -> dict[str, Asked]:
    """Time the histories of 500 people, asked in either way and of each layout in turn."""
    return {name: _in_turn(sites, question, people) for name, question in _HISTORIES.items()}


def event(sites: Sequence[Site], events: Sequence[bytes]) -> Asked:
    """Time the question for one event by its id, of each layout in turn."""
    return _in_turn(sites, BY_ID, events)


def event_by_whole_id(sites: Sequence[Site], events: Sequence[bytes]) -> Asked:
    """Time it where the index is over the ids themselves."""
    return _in_turn(sites, _EVENT_BY_WHOLE_ID, events)


def _in_turn(sites: Sequence[Site], question: str, asked: Sequence[Any]) -> Asked:
    """Give quantiles in milliseconds, and the server's own processor time for one question."""
    waits: dict[str, list[float]] = {site.name: [] for site in sites}
    before = {site.name: site.processor_s() for site in sites}
    for one in asked:
        for site in sites:
            waits[site.name].append(_timed(site.connection, question, (one,)))
    return {
        site.name: {
            "p50_ms": quantile(waits[site.name], 0.5),
            "p95_ms": quantile(waits[site.name], 0.95),
            "processor_ms": round((site.processor_s() - before[site.name]) * 1000 / max(1, len(asked)), 2),
        }
        for site in sites
    }


def idle(site: Site) -> dict[str, float]:
    """Time finding the people whose newest event is older than eight years, in seconds, in several ways."""
    started = time.perf_counter()
    for n in range(16):
        upper = bytes([16 * n + 16]) if n < 15 else b"\xff" * 17  # noqa: PLR2004 - the last of sixteen
        site.connection.ask(_LAST, bytes([16 * n]), upper, _CUTOFF)
    by_range = time.perf_counter() - started
    return {
        "sixteen_ranges_s": round(by_range, 2),
        "at_once_s": round(_timed(site.connection, _LAST_OF_ALL, (_CUTOFF,)) / 1000, 2),
        "old_rows_first_s": round(_timed(site.connection, _OLD, (_CUTOFF, _CUTOFF)) / 1000, 2),
    }


def _timed(connection: Plain, question: str, asked: Sequence[Any]) -> float:
    started = time.perf_counter()
    connection.ask(question, *asked)
    return (time.perf_counter() - started) * 1000
