"""The tables come once, in order, however many hubs start."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import psycopg
import pytest
import structlog
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from psycopg.conninfo import make_conninfo
from sqlalchemy.exc import DatabaseError

from hub.adapters import migrations
from hub.adapters.postgres_rows import HISTORY_COLUMNS, history_copy
from hub.adapters.postgres_store import PostgresStore
from hub.errors import OtherTables, Unavailable
from hub.ports.store import HistoryRow
from tests.store_fixture import Opening


@pytest.fixture
def empty(store_server: str) -> str:
    """Give the DSN of a database without tables."""
    name = f"hub_{uuid4().hex[:12]}"
    with psycopg.connect(store_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return make_conninfo(store_server, dbname=name)


def tables(dsn: str) -> set[str]:
    """Name the tables of a database."""
    with psycopg.connect(dsn) as connection:
        found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    return {str(name) for (name,) in found}


def test_every_table_is_there_after_the_first_start(empty: str) -> None:
    """An operator gives an empty database and gets a working hub."""
    migrations.migrate(empty)
    assert tables(empty) >= {"state", "history", "position", "outbox", "log_record", "quarantine", "access_line"}


def test_starting_again_changes_nothing(empty: str) -> None:
    """A restart is no migration: what is there stays."""
    migrations.migrate(empty)
    with psycopg.connect(empty) as connection:
        connection.execute("INSERT INTO layout (lanes) VALUES (8)")
    migrations.migrate(empty)
    with psycopg.connect(empty) as connection:
        assert connection.execute("SELECT lanes FROM layout").fetchone() == (8,)


def test_many_starters_at_once_are_safe(empty: str) -> None:
    """Every role of the hub migrates at its start: one does the work, the others wait for it."""
    with ThreadPoolExecutor(4) as starters:
        assert list(starters.map(migrations.migrate, [empty] * 4)) == [None] * 4
    assert "wrapped_key" in tables(empty)


def test_the_newest_step_is_the_one_the_hub_looks_for() -> None:
    """A step added to the folder and forgotten in `HEAD` would never run on a database that is up to date."""
    config = Config()
    config.set_main_option("script_location", str(migrations.FOLDER))
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_heads() == [migrations.HEAD]
    assert [step.revision for step in scripts.walk_revisions()] == [f"{number:04}" for number in range(17, 0, -1)]


def upgraded(dsn: str, step: str) -> None:
    """Bring a database to an older step."""
    config = Config()
    config.set_main_option("script_location", str(migrations.FOLDER))
    config.attributes["dsn"] = dsn
    command.upgrade(config, step)


def filled(dsn: str) -> list[tuple[Any, ...]]:
    """Fill the one table that histories lay in until step 10, also at the edges of the parts; give its rows."""
    edges = [
        bytes(16),
        b"\xff" * 16,
        *(bytes([16 * digit + more]) + bytes(15) for digit in range(16) for more in (0, 15)),
    ]
    rows = [
        HistoryRow(who, bytes([n]), who[:15] + bytes([n]), "SpellAdmitted", n, "hub.discharge.v1", n, b"\x00" + who)
        for who in sorted(set(edges))
        for n in range(3)
    ]
    load(dsn, rows)
    return kept(dsn)


def load(dsn: str, rows: Sequence[HistoryRow]) -> None:
    """Copy histories into a database."""
    statement = f"COPY history ({HISTORY_COLUMNS}) FROM STDIN (FORMAT binary)"
    with psycopg.connect(dsn) as connection, connection.cursor() as cursor, cursor.copy(statement.encode()) as copy:
        copy.write(b"".join(history_copy(rows)))


def kept(dsn: str) -> list[tuple[Any, ...]]:
    """Give every row of the histories."""
    with psycopg.connect(dsn) as connection:
        return connection.execute("SELECT * FROM history ORDER BY subject, order_key").fetchall()


async def test_histories_of_an_older_hub_are_all_there_after_the_upgrade(empty: str, opening: Opening) -> None:
    """Whatever lay in the one table lies in the parts, each person in one, and the hub's questions find it."""
    upgraded(empty, "0010")
    before = filled(empty)
    migrations.migrate(empty)
    assert kept(empty) == before
    with psycopg.connect(empty) as connection:
        parts = connection.execute("SELECT tableoid::regclass::text, encode(subject, 'hex') FROM history").fetchall()
        assert [(part, who) for part, who in parts if part != f"history_{who[0]}"] == []
        assert connection.execute("SELECT to_regclass('history_whole')").fetchone() == (None,)
    store = PostgresStore(await opening(empty), 8)
    people = sorted({row[0] for row in before})
    assert {who: len(rows) for who, rows in (await store.histories(0, people)).items()} == dict.fromkeys(people, 3)
    found = await store.event(before[-1][2])
    assert found is not None
    assert found.subject == people[-1]


def test_a_step_that_fails_leaves_the_older_database_as_it_was(empty: str) -> None:
    """No free disk, or a name that is taken: every event is where it was, and the old release goes on with it."""
    upgraded(empty, "0010")
    before = filled(empty)
    with psycopg.connect(empty) as connection:
        connection.execute("CREATE TABLE history_f (taken boolean)")
    with pytest.raises(DatabaseError):
        migrations.migrate(empty)
    assert kept(empty) == before
    with psycopg.connect(empty) as connection:
        connection.execute("DROP TABLE history_f")
    migrations.migrate(empty)
    assert kept(empty) == before


def test_a_database_that_is_away_is_unavailable() -> None:
    """The starter waits for its database instead of taking its absence for a defect."""
    with pytest.raises(Unavailable):
        migrations.migrate("host=/nowhere-at-all dbname=hub")


def test_an_older_database_gets_the_steps_it_lacks(empty: str) -> None:
    """After an upgrade of the hub the operator's tables move on, with what they hold."""
    upgraded(empty, "0001")
    with psycopg.connect(empty) as connection:
        connection.execute("INSERT INTO layout (lanes) VALUES (8)")
    migrations.migrate(empty)
    with psycopg.connect(empty) as connection:
        assert connection.execute("SELECT lanes FROM layout").fetchone() == (8,)
    assert "wrapped_key" in tables(empty)


def at_step(dsn: str, step: str) -> None:
    """Say of a database that its tables are of a step."""
    with psycopg.connect(dsn) as connection:
        connection.execute("UPDATE alembic_version SET version_num = %s", (step,))


def only_from(dsn: str, oldest: str) -> None:
    """Say in a database, as a step does that is no growth, which step a release has to know."""
    with psycopg.connect(dsn) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS oldest_release_step (step text NOT NULL)")
        connection.execute("DELETE FROM oldest_release_step")
        connection.execute("INSERT INTO oldest_release_step VALUES (%s)", (oldest,))


def test_tables_of_a_newer_step_are_used_as_they_are_and_one_line_says_so(
    empty: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """An older release that restarts in an upgrade goes on: tables only grow.  What a command answers is kept clean."""
    structlog.reset_defaults()
    migrations.migrate(empty)
    at_step(empty, "0021")
    with psycopg.connect(empty) as connection:
        connection.execute("ALTER TABLE layout ADD COLUMN more text")
    migrations.migrate(empty)
    assert capsys.readouterr() == (
        "",
        f'{{"event": "tables_are_newer", "step_of_release": "{migrations.HEAD}", "step_of_tables": "0021"}}\n',
    )
    with psycopg.connect(empty) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0021",)


@pytest.mark.parametrize("oldest", ["0001", migrations.HEAD])
def test_a_newer_step_that_says_it_only_grows_is_used(empty: str, oldest: str) -> None:
    """What an earlier step once changed keeps nobody out who knows that step."""
    migrations.migrate(empty)
    at_step(empty, "0021")
    only_from(empty, oldest)
    migrations.migrate(empty)


def test_tables_that_a_newer_step_has_changed_are_refused(empty: str) -> None:
    """A release that would write rows of the former shape does not start, and says which release is wanted."""
    migrations.migrate(empty)
    at_step(empty, "0021")
    only_from(empty, "0019")
    with pytest.raises(OtherTables, match=rf"step 0021.* step 0019 or later.* step {migrations.HEAD}"):
        migrations.migrate(empty)


@pytest.mark.parametrize("step", ["4f1c22e0", "17", "0000", "00170"])
def test_a_step_that_is_none_of_the_hubs_is_refused(empty: str, step: str) -> None:
    """Another program's tables, or a step of somebody's own: nothing is run over them, and one line says so."""
    migrations.migrate(empty)
    at_step(empty, step)
    with pytest.raises(OtherTables, match="none of the hub's"):
        migrations.migrate(empty)
