"""`hub what-if` as it is typed: what is refused, what it says, and who may ask in live mode."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
import typer
from typer.testing import CliRunner, Result

from hub.api.purposes import Purpose, Role
from hub.commands.what_if import what_if
from hub.commands.what_if_report import in_words, report
from hub.domain.what_if_rules import changes_of
from hub.runtime.what_if import Answer, Asked
from tests.commands.live_mode import live_settings, token
from tests.postgres_fixture import PostgresServer
from tests.processors.under_rules import asked, home

APP = typer.Typer()
APP.command()(what_if)
Typing = Callable[..., Result]
AREA = ("--ics", "QOX", "--rule", "window_days=28")


@pytest.fixture
def database(postgres_server: PostgresServer) -> str:
    """The database of one empty hub."""
    return postgres_server.fresh_database()


@pytest.fixture
def typing(database: str, tmp_path: Path) -> Typing:
    """Give a way to type `hub what-if` in live mode."""
    live = live_settings(tmp_path, database)

    def typed(*words: str, role: Role | None = None, purpose: str = "AUDIT") -> Result:
        if role is None:
            return CliRunner().invoke(APP, list(words), env=live)
        named = {"HUB_TOKEN": token("ida", role, *Purpose)}
        return CliRunner().invoke(APP, [*words, "--purpose", purpose], env=live | named)

    return typed


def written(database: str) -> list[tuple[Any, ...]]:
    """Give who asked, what was answered and what it was about, in the order of the access log."""
    with psycopg.connect(database) as connection:
        found = connection.execute(
            "SELECT username, decision, reason FROM access_line WHERE view = 'what_if' ORDER BY seq"
        )
        return found.fetchall()


def test_one_person_asks_in_live_mode_and_is_written_down(typing: Typing, database: str) -> None:
    """Nobody in particular is refused; one engineer is enough, and the log says which area and which rules."""
    nobody = typing(*AREA, "--json")
    assert (nobody.exit_code, nobody.stdout) == (1, ""), nobody.output
    assert "live mode shows nothing without both" in nobody.stderr
    assert written(database) == []
    done = typing(*AREA, "--people", "--json", role=Role.INTEGRATION_ENGINEER)
    assert done.exit_code == 0, done.output
    (line,) = written(database)
    assert line[:2] == ("ida", "PERMIT")
    assert line[2].endswith("; QOX, window_days=28, with references")


@pytest.mark.parametrize(
    ("role", "purpose"),
    [(Role.ANALYST, "SERVICE_PLANNING"), (Role.CARE_STAFF, "CARE_DELIVERY"), (Role.INTEGRATION_ENGINEER, "CHARGING")],
)
def test_who_may_not_ask_is_told_no_and_written_down(typing: Typing, database: str, role: Role, purpose: str) -> None:
    """The numbers are true ones: who sees small ones hidden elsewhere is refused here, before anything is read."""
    no = typing(*AREA, role=role, purpose=purpose)
    assert (no.exit_code, no.stdout) == (1, "")
    assert [line[1] for line in written(database)] == ["DENY"]


def test_an_area_of_nobody_is_answered_with_nothing(typing: Typing) -> None:
    """A hub that knows nobody has an answer in every number, and one line of JSON."""
    done = typing(*AREA, "--on", "2026-11-26", "--json", role=Role.INTEGRATION_ENGINEER)
    assert done.stdout.count("\n") == 1
    made = json.loads(done.stdout)
    assert (made["ics"], made["on"], made["rules"]) == ("QOX", "2026-11-26", ["window_days=28"])
    assert set(made["people"].values()) == {0}
    assert made["pounds_in_all"] == {"today": "0.00", "changed": "0.00", "difference": "0.00"}
    assert "people_concerned" not in made


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--ics", "QOX", "--rule", "weeks=4"), "one of window_days, split"),
        (("--ics", "QOX", "--rule", "window_days=0"), "window_days: a whole number of days from 1 to 365"),
        (("--ics", "QOX", "--rule", "split=60:50"), "makes 100 per cent together"),
        (("--ics", "QOX", "--rule", "split=60:40", "--rule", "split=50:50"), "twice"),
        (("--ics", "QOX"), "--rule"),
        (("--rule", "window_days=28"), "--ics"),
        ((*AREA, "--on", "tomorrow"), "YYYY-MM-DD"),
        ((*AREA, "--people"), "needs --json"),
    ],
)
def test_what_cannot_be_asked_is_wrong_usage(words: tuple[str, ...], said: str) -> None:
    """Refused before any part is opened, with what is allowed."""
    done = CliRunner().invoke(APP, list(words), env={"COLUMNS": "200"})
    assert done.exit_code == 2
    assert said in done.output


def test_an_area_that_is_none_is_wrong_usage(typing: Typing) -> None:
    """A code of no board, and that of a council."""
    for code in ("QQQ", "E08000025", ""):
        done = typing("--ics", code, "--rule", "window_days=28", role=Role.INTEGRATION_ENGINEER)
        assert (done.exit_code, done.stdout) == (2, "")
        assert "no integrated care board" in done.stderr


def test_a_person_is_told_in_words() -> None:
    """Four weeks for one person with an hour of support a day: each number stands in a line of its own kind."""
    rules = "window_days=28"
    asking = Asked("QF7", changes_of([rules]), date(2026, 12, 15))
    said = list(in_words(report(asking, Answer(4, asked(home(), rules, on=asking.on), {}))))
    assert said == [
        "QF7 up to 2026-12-15, if window_days=28 held",
        "  people of the area: 1 (of 4 read)",
        "  six weeks of theirs: 1",
        "  people whose six weeks would change: 1",
        "  six weeks that would be ended instead of open: 1",
        "  covered days: 28 instead of 33 (0 more, 5 fewer)",
        "  people who would lose free days: 1 (5 days of support)",
        "  people who would gain free days: 0 (0 days of support)",
        "  people who would pay more themselves: 0; less: 0",
        "  pounds of councils: 370.00 instead of 320.00 (+50.00)",
        "  pounds of the board: 270.00 instead of 320.00 (-50.00)",
        "  pounds of people: 0.00 instead of 0.00 (+0.00)",
        "  pounds in all: 640.00 instead of 640.00 (+0.00)",
        "  charges that would become refundable: 0",
        "  charges that would be no longer: 0",
        "  pounds to pay back: 0.00 instead of 0.00 (+0.00)",
    ]
