"""The commands, typed rightly, wrongly, for help and without a hub: answers, words and exit codes."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.end_to_end.running_hub import ROOT, S1, S2, S3, S4, SAMPLES, RunningHub
from tests.end_to_end.typed import AWAY, NO, NUMBER, PROVIDER, WRONG, YES, Stay


def test_shuffled_and_repeated_sending_changes_nothing(hub: RunningHub, stay: Stay) -> None:
    """`--shuffle` and `--repeat` send the same messages again: the state keeps its hash."""
    before = hub.state(stay.subject)["hash"]
    files = [SAMPLES / f"{name}.hl7" for name in (S1, S2, S3, S4)]
    done = hub.command("send", *files, "--shuffle", "5", "--repeat", "2", "--json")
    assert done.returncode == YES
    assert [json.loads(line)["code"] for line in done.stdout.splitlines()] == ["AA"] * 8
    assert hub.state(stay.subject)["hash"] == before


def test_an_invented_area_is_sent_through_the_real_doors(hub: RunningHub) -> None:
    """`hub simulate` sends two days of the area, and everything is taken."""
    sums = hub.answer("simulate", "exampleshire", "--days", "1", "--seed", "3")
    assert sums["sent"] > 0
    assert sums["taken"] == sums["sent"] - sums["refused"]


@pytest.mark.parametrize(
    "words",
    [
        ("state", "not-a-uuid"),
        ("state", str(UUID(int=1)), "--on", "soon"),
        ("state", str(UUID(int=1)), "--known-at", "2026-12-01"),
        ("find",),
        ("find", "--identifier", "no-slash"),
        ("find", "--nhs-number", "9990000019"),
        ("find", "--identifier", "NINO/QQ123456C"),
        ("send", "no-such-file.hl7"),
        ("send", str(SAMPLES / f"{S1}.hl7"), "--to", "nowhere"),
        ("simulate", "atlantis"),
        ("reference", "load", "no-such-folder"),
        ("log", "tail", "--topic", "no-such-topic"),
        ("no-such-command",),
        ("up", "--only", "kitchen"),
    ],
    ids=" ".join,
)
def test_wrong_usage_says_so(hub: RunningHub, words: tuple[str, ...]) -> None:
    """Exit code 2, and words about what is wrong instead of a traceback."""
    done = hub.command(*words)
    assert done.returncode == WRONG, done.stderr
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_nobody_is_no(hub: RunningHub) -> None:
    """A person of whom nothing is known: exit code 1 and words."""
    for command in ("state", "record"):
        done = hub.command(command, str(UUID(int=7)))
        assert (done.returncode, done.stdout) == (NO, "")
        assert "Traceback" not in done.stderr


def test_reference_data_of_the_operator_is_checked_and_kept(hub: RunningHub, tmp_path: Path) -> None:
    """`hub reference load` takes a folder with files of the shipped names."""
    shipped = ROOT / "hub" / "reference" / "trusts.csv"
    (tmp_path / "trusts.csv").write_bytes(shipped.read_bytes())
    elsewhere = {"HUB_DATA": str(tmp_path / "var")}
    done = hub.command("reference", "load", tmp_path, "--json", **elsewhere)
    assert done.returncode == YES, done.stderr
    assert json.loads(done.stdout)["loaded"] == ["trusts.csv"]


def test_schemas_are_checked_listed_and_compared(hub: RunningHub) -> None:
    """The released schemas read each other; the difference of two is said in words."""
    assert hub.answer("schemas", "check") == {"problems": []}
    rows: list[dict[str, Any]] = hub.answer("schemas", "list")
    assert rows
    assert isinstance(hub.answer("schemas", "diff", str(rows[0]["id"]), str(rows[-1]["id"]))["changes"], list)
    assert hub.command("schemas", "diff", "999999", "1").returncode in {NO, WRONG}


COMMANDS = (
    "up", "send", "drop", "inspect", "find", "state", "ledger", "why", "record", "access", "forget", "feeds",
    "simulate", "token", "bench", "doctor", "log topics", "log tail", "log show", "quarantine list", "quarantine show",
    "quarantine redrive", "schemas check", "schemas list", "schemas diff", "reference load",
)  # fmt: skip


@pytest.fixture(scope="module")
def helps(hub: RunningHub) -> Iterator[dict[str, str]]:
    """Ask every command for help, a few at a time."""
    with ThreadPoolExecutor(3) as pool:
        done = pool.map(lambda words: hub.command(*words.split(), "--help", COLUMNS="200", NO_COLOR="1"), COMMANDS)
        yield {words: each.stdout for words, each in zip(COMMANDS, done, strict=True) if each.returncode == YES}


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_shows_an_example(helps: dict[str, str], words: str) -> None:
    """A newcomer who asks for help gets a line to type."""
    assert "Example:" in helps[words]
    assert f"hub {words}" in helps[words]


def test_without_a_hub_the_commands_still_read(starting_folder: RunningHub) -> None:
    """Beside no running hub: reading works on the data folder, sending says what is away with 3."""
    alone = starting_folder
    assert alone.command("find", "--nhs-number", NUMBER).returncode == NO
    assert alone.command("feeds", "--json").returncode == YES
    assert alone.answer("log", "tail") == []
    sent = alone.command("send", SAMPLES / f"{S1}.hl7")
    assert (sent.returncode, sent.stdout) == (AWAY, "")
    assert "not available" in sent.stderr
    unwell = alone.command("doctor", "--json")
    assert unwell.returncode == AWAY
    assert {check["part"] for check in json.loads(unwell.stdout)["checks"] if check["state"] == "fails"} >= {"web"}
    dropped = alone.command("drop", "--feed", "provider-desk", PROVIDER / "good" / "rota_export.csv", "--json")
    assert dropped.returncode == YES, dropped.stderr
    assert len(alone.answer("log", "tail")) > 0
    away = alone.command("feeds", HUB_DATABASE_URL="postgresql://127.0.0.1:1/none")
    assert away.returncode == AWAY
    assert "Traceback" not in away.stderr


def test_the_module_itself_is_the_command(hub: RunningHub) -> None:
    """`hub` without words shows what there is."""
    done = hub.command("--help")
    assert done.returncode == YES
    for name in ("up", "send", "state", "why", "quarantine", "doctor"):
        assert name in done.stdout
