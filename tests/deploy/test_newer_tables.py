"""Every role and command of this release over tables that a newer one has made more of, and over others."""

import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from hub.adapters.migrations import HEAD, migrate
from hub.roles import ROLES
from tests.deploy.files import run
from tests.deploy.next_release import roles
from tests.end_to_end.running_hub import RunningHub
from tests.postgres_fixture import PostgresServer

NEWER = f"{int(HEAD) + 1:04}"
GROWN = (
    "ALTER TABLE state ADD COLUMN of_the_next_release text",
    "CREATE TABLE table_of_the_next_release (something text)",
    f"UPDATE alembic_version SET version_num = '{NEWER}'",  # noqa: S608 - a number of ours
)
COMMANDS = (
    (("feeds",), 0),
    (("doctor", "--only", "process"), 0),
    (("log", "topics"), 0),
    (("rebuild", "--verify"), 0),
    (("rebuild", "--back"), 1),  # nothing was switched
)


@pytest.fixture
def hub(postgres_server: PostgresServer) -> Iterator[RunningHub]:
    """Give a hub whose database has tables and of which nothing runs."""
    made = RunningHub(HUB_DATABASE_URL=postgres_server.fresh_database())
    migrate(made.environment["HUB_DATABASE_URL"])
    yield made
    made.remove()


def changed(hub: RunningHub, *statements: str) -> None:
    """Do to the tables what a newer release has done."""
    with psycopg.connect(hub.environment["HUB_DATABASE_URL"]) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def started(hub: RunningHub, role: str) -> tuple[int, str]:
    """Start a role that is to end by itself; give its exit code and what it said."""
    done = run(sys.executable, "-m", "hub", "up", "--only", role, cwd=hub.folder, env=hub.environment)
    return done.returncode, done.stderr


def said(folder: Path) -> list[str]:
    """Give the lines in which roles said that the tables are newer."""
    lines = [line for role in ROLES for line in (folder / f"{role}.log").read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if "tables_are_newer" in line]


def test_every_role_and_command_works_on_over_tables_that_grew(hub: RunningHub) -> None:
    """In an upgrade, and on the way back, pods of the older release restart: each goes on and says so in one line."""
    changed(hub, *GROWN)
    with roles(hub.folder, hub.environment, *ROLES):
        assert len(said(hub.folder)) == len(ROLES)
        assert all(f'"{NEWER}"' in line and f'"{HEAD}"' in line for line in said(hub.folder))
    for words, code in COMMANDS:
        done = hub.command(*words)
        assert (words, done.returncode, "Traceback" in done.stderr) == (words, code, False), done.stderr
        assert "tables_are_newer" not in done.stdout
        assert "tables_are_newer" in done.stderr


def test_tables_that_are_not_for_this_release_are_refused_in_one_line(hub: RunningHub) -> None:
    """No role starts and no command works where rows would be written in a shape that is past, and none falls over."""
    changed(hub, *GROWN, "CREATE TABLE oldest_release_step (step text)")
    changed(hub, f"INSERT INTO oldest_release_step VALUES ('{NEWER}')")  # noqa: S608 - a number of ours
    for role in ROLES:
        code, words = started(hub, role)
        assert (code, "Traceback" in words, words.count("use a newer release")) == (1, False, 1), words
    for command in (("feeds",), ("doctor", "--only", "process"), ("rebuild", "--back")):
        done = hub.command(*command)
        told = done.stdout + done.stderr
        assert (done.returncode, "Traceback" in told, "use a newer release" in told) == (1, False, True), told
