"""What a command that fails answers, also when several of its tasks ended with it."""

import pytest
import typer

from hub.commands.output import guarded
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


def test_a_defect_of_a_task_goes_up_as_it_is() -> None:
    """What only a maintainer can put right ends the process with its own words and not those of a group."""
    with pytest.raises(Defect, match="lane 3"):
        guarded(lambda: _failing(ExceptionGroup("roles", [Defect("lane 3 stopped")])))


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
