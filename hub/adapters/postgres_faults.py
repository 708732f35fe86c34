"""What a failure of PostgreSQL means to the hub, decided in one place.

The server's own words may quote values, so they never travel: only the class and the SQLSTATE do.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import psycopg_pool
from psycopg import errors

from hub.errors import Defect, Unavailable

_AWAY = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    psycopg_pool.PoolTimeout,
    psycopg_pool.PoolClosed,
    psycopg_pool.TooManyRequests,
    errors.ReadOnlySqlTransaction,
    errors.IdleInTransactionSessionTimeout,
    OSError,
)
"""Stopped, cut, full, read-only after a fail-over, or too busy: all worth another try."""


@contextmanager
def answering(part: str) -> Iterator[None]:
    """Turn PostgreSQL's failures inside the block into `Unavailable` or `Defect`; `part` names who asked."""
    try:
        yield
    except _AWAY as error:
        raise Unavailable(f"{part}: PostgreSQL does not answer ({_name(error)})") from None
    except errors.UndefinedTable:
        raise Defect(f"{part}: a table is missing; the migrations have not run") from None
    except psycopg.Error as error:
        raise Defect(f"{part}: PostgreSQL refused the statement ({_name(error)})") from None


def _name(error: BaseException) -> str:
    state = getattr(error, "sqlstate", None)
    return f"{type(error).__name__} {state}" if state else type(error).__name__
