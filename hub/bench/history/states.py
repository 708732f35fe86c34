"""How states age while people's events are folded: updates that stay on their page, and what is left behind."""

import asyncio
import time
from collections.abc import Callable
from itertools import count
from typing import Any, Final, NamedTuple

from hub.adapters.plain_connection import Plain, plain
from hub.adapters.postgres_pool import Database
from hub.adapters.postgres_store import PostgresStore
from hub.bench.arrivals import records
from hub.bench.fold_figures import LANES, Work, group_of
from hub.bench.folding import fold, logged
from hub.bench.grounds import postgres
from hub.codec.events import EventCodec
from hub.errors import Unavailable
from hub.runtime.apply import ApplyParts


class Way(NamedTuple):
    """Room that is left in each page (`fillfactor`), and after how many batches the table is vacuumed; 0 is never."""

    fillfactor: int
    vacuum_every: int = 0


WAYS: Final = (Way(100), Way(85), Way(70), Way(50), Way(85, 5), Way(70, 5), Way(70, 1), Way(50, 5))
_BATCH: Final = 2_000
"""Events a batch: what a lane that keeps up reads at a time, so that most people are written often."""
_OTHERS: Final = (
    "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
)
_ENDS_WITHIN_S: Final = 30.0
_STATS: Final = "SELECT n_tup_upd, n_tup_hot_upd, n_dead_tup FROM pg_stat_user_tables WHERE relname = 'state'"
_SIZE: Final = "SELECT pg_table_size('state'), pg_indexes_size('state')"


def states(events: int, way: Way) -> dict[str, Any]:
    """Fold events into an empty store that is laid out in a way; give what became of the table of states."""
    with postgres() as server, plain(server.address) as connection:
        settings = f"fillfactor = {way.fillfactor}, autovacuum_enabled = off"
        connection.do(f"ALTER TABLE state SET ({settings})")
        seconds = asyncio.run(_fold(server.address, events, _vacuuming(connection, way.vacuum_every)))
        return way._asdict() | {"fold_s": round(seconds, 2)} | _aged(connection)


def _vacuuming(connection: Plain, every: int) -> Callable[[int], None]:
    """Give what vacuums the states after so many batches."""
    batches = count(1)

    def done(_: int) -> None:
        if every and next(batches) % every == 0:
            connection.do("VACUUM state")

    return done


async def _fold(dsn: str, events: int, done: Callable[[int], None]) -> float:
    codec, group = EventCodec(), group_of("care")
    log = await logged(records(codec, Work("care", events).arrivals(), LANES), LANES)
    database = await Database.open(dsn)
    try:
        return await fold(ApplyParts(PostgresStore(database, LANES), codec, group, LANES), log, _BATCH, done)
    finally:
        await database.close()


def _counted(connection: Plain) -> None:
    """Wait until those who wrote have ended: a server's process counts what it did in the table when it ends.

    Raises `Unavailable` when they do not: the counts would be too small, and nothing would tell.
    """
    until = time.monotonic() + _ENDS_WITHIN_S
    while connection.ask(_OTHERS) != [(0,)]:
        if time.monotonic() > until:
            raise Unavailable(f"somebody still writes after {_ENDS_WITHIN_S:.0f} s, so nothing can be counted")
        time.sleep(0.01)


def _aged(connection: Plain) -> dict[str, Any]:
    _counted(connection)
    ((updates, hot, dead),) = connection.ask(_STATS)
    ((table, indexes),) = connection.ask(_SIZE)
    connection.do("VACUUM FULL state")
    ((packed, packed_indexes),) = connection.ask(_SIZE)
    return {
        "updates": updates,
        "hot_share": round(hot / max(1, updates), 3),
        "dead": dead,
        "table_mb": round(table / 1e6, 1),
        "indexes_mb": round(indexes / 1e6, 1),
        "table_packed_mb": round(packed / 1e6, 1),
        "indexes_packed_mb": round(packed_indexes / 1e6, 1),
    }
