"""`hub quarantine drop`: what needs nothing more is listed as waiting no longer, by two people and with a reason."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
import typer
from msgspec.structs import replace
from pydantic import SecretStr
from typer.testing import CliRunner, Result

from hub.commands.quarantine_drop import drop_parked
from hub.composition import opened
from hub.ports.books import Wanted
from hub.settings import Settings
from tests.commands.live_mode import live_settings, token
from tests.postgres_fixture import PostgresServer
from tests.store_rows import parked

APP = typer.Typer()
APP.command()(drop_parked)
Typing = Callable[..., Result]
WHY = ("--reason", "the clock was wrong")


@pytest.fixture
def database(postgres_server: PostgresServer) -> str:
    """The database of one fresh hub."""
    return postgres_server.fresh_database()


@pytest.fixture
def rows(database: str, tmp_path: Path) -> list[str]:
    """Park three messages, two of them by one rule; give their ids."""

    async def park() -> list[str]:
        rules = "day_not_begun", "day_not_begun", "not_avro"
        found = [replace(parked(at, at), rule=rule) for at, rule in enumerate(rules)]
        async with opened(_settings(database, tmp_path)) as core:
            await core.quarantine.park([replace(row, sealed=b"sealed") for row in found])
        return [row.id for row in found]

    return asyncio.run(park())


def _settings(database: str, folder: Path) -> Settings:
    return Settings(data=folder / "desk", database_url=SecretStr(database))


@pytest.fixture
def typing(database: str, tmp_path: Path) -> Typing:
    """Give a way to type the command on a desk."""
    desk = {"HUB_DATA": str(tmp_path / "desk"), "HUB_DATABASE_URL": database}
    return lambda *words: CliRunner().invoke(APP, [*words, "--json"], env=desk)


def states(database: str) -> dict[str, tuple[str, bytes]]:
    """Give the state and what is kept of every row."""
    with psycopg.connect(database) as connection:
        found = connection.execute("SELECT id, state, sealed FROM quarantine").fetchall()
    return {id_: (state, sealed) for id_, state, sealed in found}


def written(database: str) -> list[tuple[str, str]]:
    """Give who was let do what, in the order of the access log."""
    with psycopg.connect(database) as connection:
        return connection.execute(
            "SELECT username, reason FROM access_line WHERE view = 'redrive' ORDER BY seq"
        ).fetchall()


def test_what_one_rule_parked_is_dropped_and_stays_sealed(typing: Typing, database: str, rows: list[str]) -> None:
    """A preview changes nothing; then those rows wait for nobody, are kept as they were, and the log says why."""
    first, second, other = rows
    seen = typing("--rule", "day_not_begun", "--preview")
    assert (seen.exit_code, {state for state, _ in states(database).values()}) == (0, {"parked"})
    assert seen.stdout.count("would be dropped") == 2
    done = typing("--rule", "day_not_begun", *WHY)
    assert (done.exit_code, done.stdout.count('"dropped"')) == (0, 2)
    kept = {first: ("dropped", b"sealed"), second: ("dropped", b"sealed"), other: ("parked", b"sealed")}
    assert states(database) == kept
    assert written(database)[-1][1].endswith("; dropped, rule day_not_begun, rows 2, because: the clock was wrong")


def test_one_id_that_is_of_nothing_parked_keeps_all_as_they_are(typing: Typing, database: str, rows: list[str]) -> None:
    """Whoever types a wrong id, or one that was dealt with, drops nothing by it."""
    typing(rows[0], *WHY)
    before = states(database)
    for words in ((rows[0], rows[1]), (rows[1], "no-such-id")):
        done = typing(*words, *WHY)
        assert (done.exit_code, "still parked" in done.stderr) == (1, True)
    assert states(database) == before


@pytest.mark.parametrize(
    "words",
    [
        WHY,
        ("ID", "--rule", "day_not_begun", *WHY),
        ("ID",),
        ("ID", "--reason", "x"),
        ("ID", "--reason", "of 999 000 0018"),
        ("ID", "--reason", "a\nb c"),
    ],
)
def test_what_is_not_said_clearly_changes_nothing(
    typing: Typing, database: str, rows: list[str], words: tuple[str, ...]
) -> None:
    """Nobody drops everything by a slip, nobody without a reason, and no reason tells of a person."""
    done = typing(*(rows[0] if word == "ID" else word for word in words))
    assert (done.exit_code, done.stdout) == (2, "")
    assert {state for state, _ in states(database).values()} == {"parked"}


def test_in_live_mode_two_people_decide(database: str, tmp_path: Path, rows: list[str]) -> None:
    """One person alone is refused; both are written down, with the reason."""
    live = live_settings(tmp_path, database) | {"HUB_TOKEN": token("ida")}
    (tmp_path / "second.token").write_text(token("otto"))
    words = [rows[0], *WHY, "--purpose", "AUDIT"]
    alone = CliRunner().invoke(APP, words, env=live)
    assert (alone.exit_code, states(database)[rows[0]][0]) == (1, "parked")
    done = CliRunner().invoke(APP, [*words, "--approved-by", str(tmp_path / "second.token")], env=live)
    assert (done.exit_code, states(database)[rows[0]][0]) == (0, "dropped"), done.output
    assert [who for who, reason in written(database) if "because: the clock was wrong" in reason][-2:] == [
        "ida",
        "otto",
    ]


def test_what_was_dropped_is_listed_as_that_alone(
    typing: Typing, database: str, tmp_path: Path, rows: list[str]
) -> None:
    """It is neither waiting nor counted as unattended."""
    typing(rows[2], *WHY)

    async def look() -> tuple[list[str], list[str]]:
        async with opened(_settings(database, tmp_path)) as core:
            waiting, dropped = await core.quarantine.parked(), await core.quarantine.parked(Wanted("dropped"))
        return [row.id for row in waiting], [row.id for row in dropped]

    assert asyncio.run(look()) == ([rows[1], rows[0]], [rows[2]])
