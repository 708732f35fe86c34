"""`hub quarantine redrive`: what is typed wrongly changes nothing, and what was done is told whatever else failed."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import typer
from msgspec.structs import replace
from pydantic import SecretStr
from typer.testing import CliRunner

from hub.commands import redrive as command
from hub.commands.redrive import redrive_parked
from hub.composition import Core, opened
from hub.errors import Unavailable
from hub.ports.books import Wanted
from hub.settings import Settings
from tests.postgres_fixture import PostgresServer
from tests.redriving.test_records import lying, stay

APP = typer.Typer()
APP.command()(redrive_parked)


@pytest.mark.parametrize("group", ["carre", "Care", "dashboards", ""])
def test_a_group_that_nobody_is_in_is_refused(group: str) -> None:
    """A mistyped group would have the record appended for nobody: the names are said, and no part is opened."""
    done = CliRunner().invoke(APP, ["some-id", "--only-for", group])
    assert (done.exit_code, done.stdout) == (2, "")
    assert "--only-for: one of care" in done.stderr


@pytest.fixture
def settings(postgres_server: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Give the settings of a fresh hub, for this test and for what it types."""
    url = postgres_server.fresh_database()
    monkeypatch.setenv("HUB_DATA", str(tmp_path))
    monkeypatch.setenv("HUB_DATABASE_URL", url)
    return Settings(data=tmp_path, database_url=SecretStr(url))


async def three_parked(settings: Settings) -> list[str]:
    """Park three records by one rule, of which the log does not hold the second."""
    async with opened(settings) as core:
        rows = [await lying(core, event) for event in (*stay(), stay()[0])]
        ids = ["a-first", "b-gone", "c-last"]
        await core.quarantine.remove([row.id for row in rows])
        for at, (id_, row) in enumerate(zip(ids, rows, strict=True)):
            position = 10_000 if id_ == "b-gone" else row.position
            await core.quarantine.park([replace(row, id=id_, parked_at=at, position=position)])
    return ids


async def states(settings: Settings) -> dict[str, str]:
    """Give the state of every parked row."""
    async with opened(settings) as core:
        return {
            row.id: row.state for state in ("parked", "redriven") for row in await core.quarantine.parked(Wanted(state))
        }


def test_a_row_that_fails_keeps_no_other_back(settings: Settings) -> None:
    """All are tried, oldest first, each has its outcome, and the exit code says that not all were taken."""
    asyncio.run(three_parked(settings))
    done = CliRunner().invoke(APP, ["--feed", "log", "--rule", "unknown_schema", "--json"])
    answer = json.loads(done.stdout)
    assert [(one["id"], one["outcome"]) for one in answer] == [
        ("a-first", "accepted"),
        ("b-gone", "failed"),
        ("c-last", "accepted"),
    ]
    assert answer[1]["why"] == "the log holds this record no longer"
    assert (done.exit_code, "1 of 3 could not be taken" in done.stderr) == (1, True)
    assert asyncio.run(states(settings)) == {"a-first": "redriven", "b-gone": "parked", "c-last": "redriven"}


def test_what_was_done_before_a_part_went_away_is_told(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The log goes away at the second row: the first one's outcome is shown all the same, with the code for that."""
    asyncio.run(three_parked(settings))
    taken: Iterator[Any] = iter([{"id": "a-first", "outcome": "accepted"}])

    async def once(_: Core, __: str, ___: str | None) -> Any:
        answer = next(taken, None)
        if answer is None:
            raise Unavailable("the log")
        return answer

    monkeypatch.setattr(command, "redrive", once)
    done = CliRunner().invoke(APP, ["--rule", "unknown_schema", "--json"])
    assert (done.exit_code, [one["id"] for one in json.loads(done.stdout)]) == (3, ["a-first"])


@pytest.mark.parametrize(
    ("words", "about"),
    [
        (["--rule", "unknown_schema", "--preview"], "preview, rule unknown_schema, rows 3"),
        (["--feed", "log", "--only-for", "care"], "taken again, feed log, only for care, rows 3"),
        (["a-first", "c-last"], "taken again, ids a-first c-last, rows 2"),
    ],
)
def test_the_access_log_says_what_was_taken_again(settings: Settings, words: list[str], about: str) -> None:
    """Whoever reads it later tells a look from the act, and knows which rows, for whom and how many."""
    asyncio.run(three_parked(settings))
    CliRunner().invoke(APP, [*words, "--json"])
    assert settings.database_url is not None
    with psycopg.connect(settings.database_url.get_secret_value()) as connection:
        ((reason,),) = connection.execute("SELECT reason FROM access_line WHERE view = 'redrive'").fetchall()
    assert reason.endswith(f"; {about}")
