"""`hub what-if` beside a running hub that knows the demonstration's people."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from connectors.simulator.demonstration import demonstration_lives
from tests.end_to_end.conftest import Starting
from tests.end_to_end.running_hub import RunningHub, eventually
from tests.end_to_end.typed import WRONG, YES

AREA = "QZZ"
DAY = timedelta(days=1)
BUSY = ("open", "suspended")


@contextmanager
def demonstrated(hub: RunningHub) -> Iterator[None]:
    """Send the curated demonstration through the real sockets, and stop before the half year behind it."""
    sending = subprocess.Popen(
        [sys.executable, "-m", "hub.commands.demonstration"],
        cwd=hub.folder, env=hub.environment, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert sending.stderr is not None
        assert "the board is live" in sending.stderr.readline()
        yield
    finally:
        sending.terminate()
        sending.communicate(timeout=30)


@pytest.fixture
def hub(starting: Starting) -> RunningHub:
    """A hub that has taken and folded everything of the demonstration."""
    running = starting()
    with demonstrated(running):
        pass
    lives = len(demonstration_lives(date.fromisoformat(asked(running)["on"])))
    seen = [0]

    def settled() -> bool:
        seen.append(asked(running)["people"]["read"])
        return seen[-1] == seen[-2] >= lives

    eventually(settled, 60)
    return running


def asked(hub: RunningHub, *rules: str) -> Any:
    """Type the command and give its one line of JSON."""
    words = [word for rule in rules or ("window_days=42",) for word in ("--rule", rule)]
    return hub.answer("what-if", "--ics", AREA, *words, "--people")


def everybody(hub: RunningHub) -> list[str]:
    """Give the reference of every living record, from the database itself."""
    with psycopg.connect(hub.environment["HUB_DATABASE_URL"]) as connection:
        found = connection.execute(
            "SELECT encode(subject, 'hex') FROM state WHERE processor = 'joint' AND now_ref IS NULL"
        )
        return [ref for (ref,) in found.fetchall()]


def covered(episode: dict[str, Any], on: date, length: int) -> int:
    """Count covered days of one of the six weeks as the person's page shows them, had they been as long as that."""
    first = date.fromisoformat(episode["discharged_on"])
    last = min(on, first + (length - 1) * DAY)
    if episode["ended_because"] not in {None, "window_closed"}:
        last = min(last, date.fromisoformat(episode["ended_on"]) - DAY)
    return max(0, (last - first).days + 1)


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_four_weeks_in_the_demonstrations_area_are_what_its_peoples_pages_make(hub: RunningHub) -> None:
    """People, six weeks, statuses and days agree with everybody's own page.  Slow because it feeds a whole area."""
    before = looks(hub)
    made = asked(hub, "window_days=28")
    on = date.fromisoformat(made["on"])
    pages = [hub.state(ref) for ref in everybody(hub)]
    weeks = [
        [one for one in page["episodes"] if one["status"] != "void" and (one["ics"] or {}).get("code") == AREA]
        for page in pages
    ]
    every = [one for mine in weeks for one in mine]
    assert (made["people"]["read"], made["people"]["in_area"]) == (len(pages), sum(map(bool, weeks)))
    assert made["episodes"]["in_area"] == len(every) > 20
    assert {one["from"]: one["episodes"] for one in made["episodes"]["status_changes"]} == {
        status: number
        for status in BUSY
        if (number := sum(one["status"] == status and one["day"] > 28 for one in every))
    }
    assert made["days"]["today"] == sum(covered(one, on, 42) for one in every)
    assert made["days"]["changed"] == sum(covered(one, on, 28) for one in every)
    assert made["days"]["today"] - made["days"]["changed"] == made["days"]["fewer"] > 0
    assert made["pounds_in_all"]["today"] != "0.00"
    assert len(made["people_concerned"]["six_weeks_change"]) == made["people"]["six_weeks_change"] > 0
    same = asked(hub, "window_days=42", "split=50:50")
    assert (same["days"]["more"], same["days"]["fewer"], same["people"]["six_weeks_change"]) == (0, 0, 0)
    assert {pounds["difference"] for pounds in (*same["pounds"], same["pounds_in_all"])} == {"0.00"}
    assert same["people_concerned"] == {}
    assert looks(hub) == before + 2
    said = hub.command("what-if", "--ics", AREA.lower(), "--rule", "split=60:40")
    assert (said.returncode, "pounds of councils: " in said.stdout) == (YES, True), said.stderr
    assert hub.command("what-if", "--ics", AREA, "--rule", "weeks=4").returncode == WRONG


def looks(hub: RunningHub) -> int:
    """Count what the access log holds of such questions."""
    with psycopg.connect(hub.environment["HUB_DATABASE_URL"]) as connection:
        ((count,),) = connection.execute("SELECT count(*) FROM access_line WHERE view = 'what_if'").fetchall()
    return int(count)
