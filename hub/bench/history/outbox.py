"""What is left behind in the outbox, whose rows live for a moment: how slow its question becomes without vacuum."""

import time
from typing import Any, Final

from hub.adapters.plain_connection import Plain, old_reader, plain
from hub.bench.grounds import postgres

_ROUNDS: Final = 400
_ROWS: Final = 500
_PUT: Final = """
INSERT INTO outbox (id, lane, topic, key, value)
SELECT decode(md5(n::text), 'hex'), 0, 'hub.joint-fact.v1', decode(md5(n::text), 'hex'),
       convert_to(repeat('f', 200), 'utf8')
FROM generate_series(1, %s) AS n
"""
_ASK: Final = "SELECT seq, id, topic, key, value FROM outbox WHERE lane = 0 ORDER BY seq LIMIT 500"


def outbox() -> dict[str, Any]:
    """Put and send 200,000 rows with nothing but their own statements, then vacuum; give milliseconds and MB."""
    with postgres() as server, plain(server.address) as connection:
        connection.do("ALTER TABLE outbox SET (autovacuum_enabled = off)")
        # As a long question does, it keeps what it might see again from being cleared away.
        with old_reader(server.address, "SELECT count(*) FROM outbox"):
            held = _rounds(connection)
        unheld = _rounds(connection)
        connection.do("VACUUM outbox")
        return {"with_an_old_reader": held, "after_it": unheld, "after_vacuum_ms": round(_asked(connection), 2)}


def _rounds(connection: Plain) -> dict[str, float]:
    first = _round(connection)
    for _ in range(_ROUNDS - 2):
        _round(connection)
    last = _round(connection)
    ((size,),) = connection.ask("SELECT pg_total_relation_size('outbox')")
    return {"first_ask_ms": round(first, 2), "last_ask_ms": round(last, 2), "mb": round(size / 1e6, 1)}


def _round(connection: Plain) -> float:
    connection.do(_PUT, _ROWS)
    waited = _asked(connection)
    connection.do("DELETE FROM outbox WHERE lane = 0")
    return waited


def _asked(connection: Plain) -> float:
    started = time.perf_counter()
    connection.ask(_ASK)
    return (time.perf_counter() - started) * 1000
