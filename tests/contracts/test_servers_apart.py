"""Several database servers: one that is named twice is refused, in the settings or when the databases are opened."""

import asyncio
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
import typer
from pydantic import SecretStr
from typer.testing import CliRunner

from hub.commands.doctor import doctor
from hub.composition import opened, ready
from hub.errors import Defect
from hub.ports.board_filter import BoardFilter
from hub.ports.missing import Missing
from hub.settings import Settings
from tests.postgres_fixture import PostgresServer


def _other_words(dsn: str) -> str:
    """The same database by an address that reads otherwise."""
    return dsn + ("&" if "?" in dsn else "?") + "application_name=another"


@pytest.fixture
def dsn(postgres_server: PostgresServer) -> str:
    """Give an empty database."""
    return postgres_server.fresh_database()


@pytest.mark.parametrize("more", [["postgresql://u:hush@a/x"], ["postgresql://b/x", "postgresql://b/x"]])
def test_the_settings_refuse_an_address_that_stands_twice(monkeypatch: pytest.MonkeyPatch, more: Sequence[str]) -> None:
    """The doctor, like every command, says which setting and never the password in it."""
    monkeypatch.setenv("HUB_DATABASE_URL", "postgresql://u:hush@a/x")
    monkeypatch.setenv("HUB_MORE_DATABASE_URLS", json.dumps(more))
    asked = CliRunner().invoke(_app(), [])
    assert asked.exit_code == 2
    assert "HUB_MORE_DATABASE_URLS names a server twice" in asked.stderr
    assert "hush" not in asked.output + asked.stderr


def test_the_doctor_fails_a_database_that_is_named_twice_in_other_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, dsn: str
) -> None:
    """Every count over all servers would count it twice; the line says which entry, and no address."""
    monkeypatch.setenv("HUB_DATA", str(tmp_path))
    monkeypatch.setenv("HUB_DATABASE_URL", dsn)
    monkeypatch.setenv("HUB_MORE_DATABASE_URLS", json.dumps([_other_words(dsn)]))
    asked = CliRunner().invoke(_app(), ["--only", "process", "--json"])
    assert asked.exit_code == 1, asked.output
    (line,) = [one for one in json.loads(asked.stdout)["checks"] if one["part"] == "database and log"]
    assert line["state"] == "fails"
    assert "entry 1 of HUB_MORE_DATABASE_URLS" in line["seen"]
    assert "postgresql:" not in line["seen"] + line["do"]


async def test_a_later_entry_is_held_against_those_before_it(
    postgres_server: PostgresServer, dsn: str, tmp_path: Path
) -> None:
    """Databases of one server are apart, and may be opened by two at once; the third is the second again."""
    other = postgres_server.fresh_database()
    two = Settings(data=tmp_path, database_url=SecretStr(dsn), more_database_urls=(SecretStr(other),))
    async with opened(two), opened(two):
        pass
    more = (SecretStr(other), SecretStr(_other_words(other)))
    with pytest.raises(Defect, match="entry 2 of"):
        async with opened(two.model_copy(update={"more_database_urls": more})):
            pass


@pytest.mark.parametrize("away", [0, 1])
def test_the_doctor_says_which_of_several_servers_is_away(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, dsn: str, away: int
) -> None:
    """Whoever is called at night starts that one; its address, which may hold a password, is not told."""
    both = [dsn, dsn]
    both[away] = "postgresql://u:hush@127.0.0.1:1/x"
    monkeypatch.setenv("HUB_DATA", str(tmp_path))
    monkeypatch.setenv("HUB_DATABASE_URL", both[0])
    monkeypatch.setenv("HUB_MORE_DATABASE_URLS", json.dumps(both[1:]))
    asked = CliRunner().invoke(_app(), ["--only", "process", "--json"])
    assert asked.exit_code == 3, asked.output
    (line,) = [one for one in json.loads(asked.stdout)["checks"] if one["part"] == "database and log"]
    name = "entry 1 of HUB_MORE_DATABASE_URLS" if away else "HUB_DATABASE_URL"
    assert line["seen"].startswith(f"{name}: the database does not answer")
    assert "hush" not in asked.output + asked.stderr


@pytest.mark.parametrize(
    ("away", "store"), [(1, "ok, but 1 of 2 database servers away"), (0, "1 of 2 database servers away")]
)
async def test_the_board_goes_on_without_a_further_server_and_is_ready(
    dsn: str, crashable_postgres: PostgresServer, tmp_path: Path, away: int, store: str
) -> None:
    """A cluster goes on sending people to the board of the others' people; without the first nobody is answered."""
    both = [dsn, dsn]
    both[away] = crashable_postgres.fresh_database()
    settings = Settings(data=tmp_path, database_url=SecretStr(both[0]), more_database_urls=(SecretStr(both[1]),))
    async with opened(settings) as core:
        assert (await ready(core))["store"] == "ok"
        crashable_postgres.crash()
        assert (await ready(core))["store"] == store
        missing = Missing()
        assert await core.store.board(BoardFilter(date(2026, 11, 28)), missing) == []
        assert missing.told == {"servers": 1, "of": 2}
        crashable_postgres.start()
        async with asyncio.timeout(30):
            while (await ready(core))["store"] != "ok":  # noqa: ASYNC110 - the server says nothing by itself
                await asyncio.sleep(0.2)


def _app() -> typer.Typer:
    app = typer.Typer()
    app.command()(doctor)
    return app
