"""What a command that fails answers, also when several of its tasks ended with it."""

import pytest
import typer
from typer.testing import CliRunner

from hub.commands.output import guarded
from hub.commands.topics import app
from hub.errors import Defect, NotKept, OtherPartitions, OtherVersion, Unavailable


def _failing(failure: Exception) -> None:
    raise failure


def test_a_failure_of_a_task_counts_as_if_it_were_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """A role whose broker is away ends with code 3 and one line, however many tasks it ran."""
    inner = ExceptionGroup("tasks", [Unavailable("the broker is away"), Unavailable("another")])
    with pytest.raises(typer.Exit) as left:
        guarded(lambda: _failing(ExceptionGroup("roles", [inner])))
    assert left.value.exit_code == 3
    assert capsys.readouterr().err == "not available: the broker is away\n"


def test_a_defect_is_one_line_with_a_code_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    """A script tells it from an answer that is no, and a person reads its words and no trace, also of a task's."""
    with pytest.raises(typer.Exit) as left:
        guarded(lambda: _failing(ExceptionGroup("roles", [Defect("topics file: line 3\n  is not\n  closed")])))
    assert left.value.exit_code == 4
    assert capsys.readouterr().err == "defect: topics file: line 3 is not closed\n"


def test_a_command_whose_settings_contradict_each_other_says_so_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """The operator reads what is missing, of a broker that asks for a password and got none."""
    monkeypatch.setenv("HUB_KAFKA", "127.0.0.1:9")
    monkeypatch.setenv("HUB_KAFKA_SECURITY__PROTOCOL", "SASL_SSL")
    asked = CliRunner().invoke(app, ["plan"])
    assert asked.exit_code == 4
    assert asked.stderr == "defect: kafka: SASL needs a user name and a password\n"


def test_what_is_no_failure_of_the_hub_keeps_its_trace() -> None:
    """A mistake that nobody foresaw goes up as it is: where it happened is all that is known of it."""
    with pytest.raises(KeyError, match="lane 3"):
        guarded(lambda: _failing(ExceptionGroup("roles", [KeyError("lane 3")])))


def test_a_log_that_keeps_nothing_is_said_with_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever reads the last words of the role that ended finds what to type, and no trace of the program."""
    with pytest.raises(typer.Exit) as ended:
        guarded(lambda: _failing(ExceptionGroup("roles", [NotKept("the log throws away: `hub topics apply` first")])))
    assert ended.value.exit_code == 1
    assert capsys.readouterr().err == "the log throws away: `hub topics apply` first\n"


def test_a_log_of_other_partitions_is_said_with_topic_and_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever reads the last words of the role that ended finds which topic to ask about, and no trace."""
    with pytest.raises(typer.Exit) as ended:
        guarded(lambda: _failing(ExceptionGroup("roles", [OtherPartitions(8, {"hub.discharge.v1": 9})])))
    assert ended.value.exit_code == 1
    said = capsys.readouterr().err
    assert said.startswith("another number of partitions than the hub's 8 lanes (hub.discharge.v1 has 9): ")


def test_a_state_of_another_release_is_said_with_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever asks after an upgrade reads that a rebuild is wanted, and no trace of the program."""
    with pytest.raises(typer.Exit) as ended:
        guarded(lambda: _failing(OtherVersion("joint: kept by version 4; `hub rebuild` folds the log again")))
    assert ended.value.exit_code == 1
    assert "hub rebuild" in capsys.readouterr().err
