"""The tables, in steps that only go forwards: plain SQL, run by Alembic from `migrate`.

Two starters at once are safe: whoever comes second waits for the first and finds nothing to do.
"""

from pathlib import Path
from typing import Final

import psycopg

from hub.errors import Unavailable

HEAD: Final = "0016"
"""The newest step; a test holds it against the folder."""

FOLDER: Final = Path(__file__).parent
"""Where the steps are."""

_LOCK: Final = 0x6875622E6D6967
"""Number of the advisory lock that starters queue on."""


def migrate(dsn: str) -> None:
    """Bring the tables of a database to the newest step; does nothing when they are there.

    Blocks.  Raises `Unavailable` when the database does not answer.
    """
    try:
        with psycopg.connect(dsn, connect_timeout=10) as connection:
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
            if _step(connection) != HEAD:
                _upgrade(dsn)
    except psycopg.OperationalError as error:
        raise Unavailable(f"the database does not answer ({type(error).__name__})") from None


def _step(connection: psycopg.Connection) -> str | None:
    known = connection.execute("SELECT to_regclass('alembic_version') IS NOT NULL").fetchone()
    if known is None or not known[0]:
        return None
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return None if row is None else str(row[0])


def _upgrade(dsn: str) -> None:
    """Run the steps on a connection of Alembic's own, while the caller's holds the lock."""
    # Alembic and SQLAlchemy take a third of a second to load, which most starts do not need.
    from alembic import command  # noqa: PLC0415 - as above
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["dsn"] = dsn
    command.upgrade(config, "head")
