"""The tables, in steps that only go forwards: plain SQL, run by Alembic from `migrate`.

Two starters at once are safe: whoever comes second waits for the first and finds nothing to do.

Steps are named by their number, and a later one only adds: a release works on over tables of a later step as they are.
A step that allows no older release says so in the database, for releases that are out before it: it makes the table
`oldest_release_step` (one column `step`) and puts there, as its one row, the oldest step that a release has to know.
"""

import sys
from pathlib import Path
from typing import Final, LiteralString

import psycopg
import structlog

from hub.errors import OtherTables, Unavailable

HEAD: Final = "0017"
"""The newest step; a test holds it against the folder."""

FOLDER: Final = Path(__file__).parent
"""Where the steps are."""

_LOCK: Final = 0x6875622E6D6967
"""Number of the advisory lock that starters queue on."""
_FOUR_DIGITS: Final = 4


def migrate(dsn: str) -> None:
    """Bring the tables of a database to the newest step; leaves alone what is there already, or newer.

    Blocks.  Raises `Unavailable` when the database does not answer, `OtherTables` when this release must not use it.
    """
    try:
        with psycopg.connect(dsn, connect_timeout=10) as connection:
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
            step = _step(connection)
            if step is not None and may_stay(step, _oldest(connection)):
                _tell(step)
            elif step != HEAD:
                _upgrade(dsn)
    except psycopg.OperationalError as error:
        raise Unavailable(f"the database does not answer ({type(error).__name__})") from None


def may_stay(step: str, oldest: str | None) -> bool:
    """Whether tables of this step are newer than this release's and used as they are.

    `oldest` is the oldest step that a release has to know in order to use them, where a newer one said so.  Raises
    `OtherTables` when this release is older than that, or the step is none of the hub's.
    """
    if oldest is not None and _number(oldest) > int(HEAD):
        raise OtherTables(
            f"the tables (step {step}) are for releases of step {oldest} or later, and this one is of step {HEAD}: "
            "use a newer release"
        )
    return _number(step) > int(HEAD)


def _number(step: str) -> int:
    if not (len(step) == _FOUR_DIGITS and step.isdecimal() and int(step)):
        raise OtherTables(f"the tables are of a step that is none of the hub's, and this release is of step {HEAD}")
    return int(step)


def _tell(step: str) -> None:
    """Say that newer tables are used; on standard error where nobody has said where logs go: commands answer data."""
    log = structlog.get_logger()
    if not structlog.is_configured():
        log = structlog.wrap_logger(
            structlog.PrintLogger(sys.stderr), processors=[structlog.processors.JSONRenderer(sort_keys=True)]
        )
    log.warning("tables_are_newer", step_of_tables=step, step_of_release=HEAD)


def _step(connection: psycopg.Connection) -> str | None:
    return _only(connection, "alembic_version", "SELECT version_num FROM alembic_version")


def _oldest(connection: psycopg.Connection) -> str | None:
    return _only(connection, "oldest_release_step", "SELECT step FROM oldest_release_step")


def _only(connection: psycopg.Connection, table: str, statement: LiteralString) -> str | None:
    """Give the one value that a table holds; none where it or the table is not there."""
    known = connection.execute("SELECT to_regclass(%s) IS NOT NULL", (table,)).fetchone()
    if known is None or not known[0]:
        return None
    row = connection.execute(statement).fetchone()
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
