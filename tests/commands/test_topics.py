"""`hub topics`: what an operator is told of topics and rights, and the exit codes that scripts rely on."""

import json
from pathlib import Path
from uuid import uuid4

import pytest
from typer.testing import CliRunner, Result

from hub.commands.topics import app

LIVE = {
    "HUB_MODE": "live",
    "HUB_MASTER_KEY_FILE": "master.key",
    "HUB_TOKEN_KEY_FILE": "token.pem",
    "HUB_DATABASE_URL": "postgresql://127.0.0.1/hub",
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Give a topics file with one topic of a name of its own, and a principal that may read it."""
    name = f"test.{uuid4().hex[:8]}"
    file = tmp_path / "topics.yaml"
    file.write_text(
        f"topics: [{{name: {name}, comment: a test, partitions: 2}}]\n"
        f"access: [{{principal: 'User:reader', comment: a test, read: [{name}]}}]\n"
    )
    return file


def _typed(*words: str, **variables: str | None) -> Result:
    return CliRunner().invoke(app, words, env=variables)


@pytest.mark.broker
def test_what_would_be_done_is_told_and_then_done(file: Path, kafka_bootstrap: str) -> None:
    """The plan names what is missing and changes nothing; applying makes it, and the next plan is empty."""
    (name,) = [line.split()[2].rstrip(",") for line in file.read_text().splitlines() if line.startswith("topics")]
    told = [
        json.loads(_typed(command, "--declared", str(file), "--json", HUB_KAFKA=kafka_bootstrap).stdout)
        for command in ("plan", "plan", "apply", "plan")
    ]
    assert [each["create"] for each in told] == [[name], [name], [name], []]
    assert told[3] == {
        "create": [], "configure": [], "settings": {}, "refused": [],
        "access": {"guarded": False, "grant": [], "revoke": [], "others": []},
    }  # fmt: skip


@pytest.mark.broker
def test_live_mode_wants_a_broker_that_asks_who_comes(file: Path, kafka_bootstrap: str) -> None:
    """On a desk anybody may come; in live mode that is an answer of no, with words."""
    assert _typed("plan", "--declared", str(file), HUB_KAFKA=kafka_bootstrap).exit_code == 0
    live = _typed("plan", "--declared", str(file), HUB_KAFKA=kafka_bootstrap, **LIVE)
    assert live.exit_code == 1
    assert "authorizer" in live.stderr


@pytest.mark.broker
def test_another_number_of_partitions_is_an_answer_of_no(file: Path, kafka_bootstrap: str) -> None:
    """A script that plans before it applies is stopped before people would move to other lanes."""
    assert _typed("apply", "--declared", str(file), HUB_KAFKA=kafka_bootstrap).exit_code == 0
    file.write_text(file.read_text().replace("partitions: 2", "partitions: 3"))
    planned = _typed("plan", "--declared", str(file), "--json", HUB_KAFKA=kafka_bootstrap)
    assert planned.exit_code == 1
    assert "declared with 3 partitions, has 2" in json.loads(planned.stdout)["refused"][0]


def test_without_a_broker_it_is_wrong_usage() -> None:
    """Nobody has to guess what HUB_KAFKA is for."""
    told = _typed("plan", HUB_KAFKA=None)
    assert told.exit_code == 2
    assert "HUB_KAFKA" in told.stderr
