"""`hub rebuild` in live mode: one person compares, two people change what is shown or kept, and all is written down."""

import json
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
import typer
from typer.testing import CliRunner, Result

from hub.commands import rebuild as command
from tests.commands.live_mode import live_settings, token
from tests.postgres_fixture import PostgresServer

APP = typer.Typer()
APP.command()(command.rebuild)
Typing = Callable[..., Result]


@pytest.fixture
def database(postgres_server: PostgresServer) -> str:
    """The database of one empty hub: what one test switched would be kept beside the next one's."""
    return postgres_server.fresh_database()


@pytest.fixture
def typing(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Typing:
    """Give a way to type `hub rebuild` in live mode."""
    monkeypatch.setattr(command, "configure", lambda _: None)
    (tmp_path / "second.token").write_text(token("otto"))
    live = live_settings(tmp_path, database)

    def typed(*words: str, who: str | None = None, second: bool = False) -> Result:
        named = {} if who is None else {"HUB_TOKEN": token(who)}
        purpose = () if who is None else ("--purpose", "AUDIT")
        agreed = ("--approved-by", str(tmp_path / "second.token")) if second else ()
        return CliRunner().invoke(APP, [*words, *purpose, *agreed, "--json"], env=live | named)

    return typed


def written(database: str) -> list[tuple[str, ...]]:
    """Give who asked for what and what was answered, in the order of the access log."""
    with psycopg.connect(database) as connection:
        found = connection.execute(
            "SELECT username, action, decision FROM access_line WHERE view = 'rebuild' ORDER BY seq"
        )
        return found.fetchall()


@pytest.mark.parametrize(
    "way",
    [
        (),
        ("--switch",),
        ("--back",),
        ("--discard",),
        ("--people",),
        ("--processor", "joint"),
        ("--processor", "dashboards"),
    ],
    ids=" ".join,
)
def test_what_changes_a_fold_takes_two_people(typing: Typing, database: str, way: tuple[str, ...]) -> None:
    """Nobody in particular and one person alone are refused; with a second it is done, and all of it is written."""
    nobody = typing(*way)
    assert (nobody.exit_code, nobody.stdout) == (1, ""), nobody.output
    assert "live mode shows nothing without both" in nobody.stderr
    before = written(database)
    alone = typing(*way, who="ida")
    assert (alone.exit_code, alone.stdout) == (1, "")
    assert "second person" in alone.stderr
    done = typing(*way, who="ida", second=True)
    assert done.exit_code == 0 or "kept" in done.stderr or "before" in done.stderr, done.output
    lines = [("ida", "command", "DENY"), ("ida", "command", "PERMIT"), ("otto", "approve", "PERMIT")]
    assert written(database)[len(before) :] == lines


@pytest.mark.parametrize("way", [(), ("--people",), ("--processor", "dashboards")], ids=" ".join)
def test_one_person_compares_and_is_written_down(typing: Typing, database: str, way: tuple[str, ...]) -> None:
    """A comparison changes nothing, so one engineer is enough; nobody in particular is refused all the same."""
    nobody = typing("--verify", *way)
    assert nobody.exit_code == 1, nobody.output
    before = written(database)
    done = typing("--verify", *way, who="ida")
    assert done.exit_code == 0, done.output
    assert written(database)[len(before) :] == [("ida", "command", "PERMIT")]


@pytest.mark.parametrize("way", ["--verify", ""])
def test_a_lane_that_stands_still_keeps_a_comparison_from_being_a_yes(typing: Typing, database: str, way: str) -> None:
    """It is named with its place in the log, the exit code is that of "no", and a lane of other consumers is none."""
    assert typing("--verify", who="ida").exit_code == 0
    with psycopg.connect(database) as connection:
        connection.execute(
            "INSERT INTO stopped_lane (group_name, lane, stopped_at, kinds, topics, positions) VALUES "
            "('care', 3, 5, '{Defect: the store}', '{hub.discharge.v1}', '{17}'), "
            "('dashboards', 2, 5, '{KeyError}', '{}', '{}')"
        )
    done = typing(*way.split(), who="ida", second=not way)
    assert done.exit_code == 1, done.output
    made = json.loads(done.stdout)
    assert (made["outcome"], made["kept"]) == ("live stopped", False)
    assert made["live_stopped"] == [{"lane": 3, "why": ["Defect: the store"], "positions": {"hub.discharge.v1": 17}}]
