"""`hub rebuild` beside a running hub: proved equal, a change told in care terms, switched without a stop, and back."""

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from typer.testing import CliRunner

from hub.__main__ import app
from tests.end_to_end.conftest import Starting
from tests.end_to_end.lives import Invented, hard_life, person
from tests.end_to_end.running_hub import RunningHub, eventually
from tests.end_to_end.typed import NO, WRONG, YES
from tests.kafka_fixture import LocalKafka
from tests.postgres_fixture import PostgresServer

PEOPLE = 5
INTERRUPTED = 130
BOARDS = "ods_code,ons_code,name,nhs_region_code,nhs_region_name,valid_from,valid_to,successor_ods_codes,note\n"
SLOW = """
CREATE OR REPLACE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN PERFORM pg_sleep(0.2); RETURN NEW; END';
CREATE TRIGGER slow BEFORE INSERT OR UPDATE ON state
    FOR EACH ROW WHEN (NEW.processor LIKE '%~shadow') EXECUTE FUNCTION slow();
"""
CLOSED = "QZZ,E54999999,Exampleshire,Y99,Demonstration,2022-07-01,2026-10-31,QOX,invented\n"
"""The demonstration's board as if it had been merged into another before anybody here was discharged."""


@pytest.fixture(scope="module")
def kept(postgres_server: PostgresServer) -> Iterator[RunningHub]:
    """Give the hub of this file, on two databases: its tests add people, never switch, and leave no fold beside."""
    one, other = postgres_server.fresh_database(), postgres_server.fresh_database()
    with RunningHub(HUB_DATABASE_URL=one, HUB_MORE_DATABASE_URLS=json.dumps([other])) as running:
        yield running


def lives(first: int, count: int = PEOPLE) -> dict[Invented, list[bytes]]:
    """Give people with hard stays."""
    return {(who := person(place)): hard_life(who, f"REBUILD{place}") for place in range(first, first + count)}


def sent(hub: RunningHub, people: dict[Invented, list[bytes]]) -> None:
    """Send everything and wait until it can be read."""
    for messages in people.values():
        assert set(hub.send(messages)) == {"AA"}
    for who in people:
        eventually(lambda who=who: hub.state(hub.person(who.nhs_number))["episodes"])  # type: ignore[misc]


def databases(hub: RunningHub) -> list[str]:
    """Give where all servers of a hub answer."""
    return [hub.environment["HUB_DATABASE_URL"], *json.loads(hub.environment.get("HUB_MORE_DATABASE_URLS", "[]"))]


def slowed(hub: RunningHub, *, again: bool = True) -> None:
    """Let a rebuild take a fifth of a second for each row, so that it is met in the middle; or no longer."""
    for url in databases(hub):
        with psycopg.connect(url) as connection:
            connection.execute("DROP TRIGGER IF EXISTS slow ON state")
            if again:
                connection.execute(SLOW)


def rows(hub: RunningHub, condition: str) -> int:
    """Count state rows, on all servers."""
    asked = f"SELECT count(*) FROM state WHERE {condition}"  # noqa: S608 - conditions of this file
    count = 0
    for url in databases(hub):
        with psycopg.connect(url) as connection:
            ((more,),) = connection.execute(asked.encode()).fetchall()
        count += more
    return count


def rebuilt(hub: RunningHub, *words: str, code: int = YES) -> dict[str, Any]:
    """Type `hub rebuild` and give its one line of JSON."""
    done = hub.command("rebuild", *words, "--json")
    assert done.returncode == code, done.stderr + done.stdout
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def boards(hub: RunningHub) -> set[str]:
    """Give the integrated care systems of everybody who is listed."""
    with psycopg.connect(hub.environment["HUB_DATABASE_URL"]) as connection:
        found = connection.execute("SELECT DISTINCT ics FROM state WHERE processor = 'joint' AND ics IS NOT NULL")
        return {ics for (ics,) in found.fetchall()}


def merge_boards(hub: RunningHub, folder: Path) -> None:
    """Load reference data in which a board went into another, and let the roles start with it."""
    (folder / "icb_2022_2026.csv").write_text(BOARDS + CLOSED)
    assert hub.command("reference", "load", folder).returncode == YES
    former = {role: hub.pid(role) for role in ("process", "web")}
    for role in former:
        hub.kill(role)
    eventually(lambda: all(hub.pid(role) != former[role] for role in former))


def test_a_running_hub_is_proved_by_one_worker_or_two(kept: RunningHub) -> None:
    """Beside a hub on two servers: both folds are the same, with the same hashes each time, and nothing is left."""
    sent(kept, lives(600, 3))
    one, two = rebuilt(kept, "--verify"), rebuilt(kept, "--verify", "--workers", "2")
    assert (one["outcome"], two["outcome"]) == ("equal", "equal")
    assert one["people"] >= len(lives(600, 3))
    assert [lane["hash"] for lane in one["lanes"]] == [lane["live_hash"] for lane in two["lanes"]]
    assert [lane["positions"] for lane in one["lanes"]] == [lane["positions"] for lane in two["lanes"]]
    assert one["events"] == two["events"] > 0
    shadows = kept.answer("rebuild", "--discard")
    assert shadows == {"outcome": "discarded", "rows": 0}


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_merged_boards_are_told_switched_beside_live_traffic_and_taken_back(
    fresh_hub: RunningHub, tmp_path: Path
) -> None:
    """The run of an operator after boards were merged.  Slow because roles start again and many commands are typed."""
    hub = fresh_hub
    sent(hub, lives(620))
    merge_boards(hub, tmp_path)
    told = hub.command("rebuild")
    assert told.returncode == NO, told.stderr
    assert f"{PEOPLE} people's integrated care system changes" in told.stdout
    assert boards(hub) == {"QZZ"}
    traffic = threading.Thread(target=sent, args=(hub, lives(700)))
    traffic.start()
    switched = rebuilt(hub, "--switch", "--people")
    traffic.join(100)
    assert not traffic.is_alive()
    assert (switched["outcome"], switched["differing"]) == ("switched", PEOPLE)
    assert {what: len(refs) for what, refs in switched["people_differing"].items()} == {"ics": PEOPLE}
    assert boards(hub) == {"QOX"}
    assert rebuilt(hub, "--back")["outcome"] == "went back"
    assert boards(hub) == {"QZZ", "QOX"}
    assert rebuilt(hub, "--switch")["outcome"] == "switched"
    assert hub.command("rebuild", "--discard").returncode == YES
    proof = rebuilt(hub)
    assert (proof["outcome"], proof["people"]) == ("equal", 2 * PEOPLE)
    assert "lane_stopped" not in hub.log()
    assert rows(hub, "processor LIKE '%~shadow'") == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--verify", "--switch"), "give one of"),
        (("--back", "--discard"), "give one of"),
        (("--workers", "0"), "workers"),
        (("--people",), "needs --json"),
    ],
)
def test_what_cannot_be_done_together_is_wrong_usage(
    monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    """Two ways at once, nobody to fold, and people without the form that may name them."""
    monkeypatch.setattr(sys, "argv", ["hub", "rebuild", *words])
    done = CliRunner().invoke(app, ["rebuild", *words])
    assert done.exit_code == WRONG
    assert said in done.output


def test_a_processor_that_is_none_is_wrong_usage(kept: RunningHub) -> None:
    """The words name those that there are."""
    done = kept.command("rebuild", "--processor", "kitchen")
    assert done.returncode == WRONG, done.stderr
    assert "one of joint, record, early_help" in done.stderr


def test_nothing_to_go_back_to_is_no(kept: RunningHub) -> None:
    """Going back without a switch answers no, with words."""
    done = kept.command("rebuild", "--back")
    assert done.returncode == NO
    assert "no switch has been made" in done.stderr


def test_who_differs_is_told_to_nobody_whose_look_is_not_written_down(kept: RunningHub) -> None:
    """Comparing is an access, with `--people` or without: it is in the access log before anything is shown."""
    before = looks(kept)
    kept.answer("rebuild", "--verify", "--people")
    assert looks(kept) == before + 1


def looks(kept: RunningHub) -> int:
    """Count the lines of the access log about a rebuild."""
    with psycopg.connect(kept.environment["HUB_DATABASE_URL"]) as connection:
        asked = "SELECT count(*) FROM access_line WHERE view = 'rebuild'"
        ((count,),) = connection.execute(asked.encode()).fetchall()
    return int(count)


@pytest.mark.parametrize(
    ("name", "workers"), [(signal.SIGINT, ()), (signal.SIGTERM, ("--workers", "2"))], ids=["Ctrl-C", "two workers"]
)
def test_a_rebuild_that_is_broken_off_goes_on_where_it_was(
    kept: RunningHub, name: signal.Signals, workers: tuple[str, ...]
) -> None:
    """Ctrl-C in the middle: words, its own exit code, nothing lost, and the next run folds only the rest."""
    sent(kept, lives(800, 3))
    slowed(kept)
    slow = subprocess.Popen(
        [sys.executable, "-m", "hub", "rebuild", "--verify", *workers],
        cwd=kept.folder, env={**kept.environment, "HUB_BATCH": "1"}, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    eventually(lambda: rows(kept, "processor = 'joint~shadow'") > 1 or slow.poll() is not None, 60)
    slow.send_signal(name)
    said = slow.communicate(timeout=30)[1]
    assert slow.returncode == INTERRUPTED, said
    assert "the same command goes on from here" in said
    assert rows(kept, "processor = 'joint~shadow'") > 0
    slowed(kept, again=False)
    rest = rebuilt(kept, "--verify")
    whole = rebuilt(kept, "--verify")
    assert (rest["outcome"], whole["outcome"]) == ("equal", "equal")
    assert 0 < rest["events"] < whole["events"]


@pytest.mark.broker
def test_a_log_in_kafka_is_folded_again_by_two_workers(starting: Starting, own_kafka: LocalKafka) -> None:
    """The same proof over the broker's log, beside a running hub."""
    hub = starting(HUB_KAFKA=own_kafka.bootstrap)
    applied = hub.command("topics", "apply")
    assert applied.returncode == YES, applied.stderr
    sent(hub, lives(900, 2))
    proof = rebuilt(hub, "--verify", "--workers", "2")
    assert (proof["outcome"], proof["people"]) == ("equal", 2)
    assert proof["events"] > len(lives(900, 2))
