"""`hub reference load`: every table of the operator's is checked before any is kept."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from hub.commands import reference
from hub.commands.output import WRONG_USAGE

APP = typer.Typer()
APP.add_typer(reference.app, name="reference")


def loaded(folder: Path, data: Path) -> Result:
    """Type the command with a data folder of its own."""
    return CliRunner().invoke(APP, ["reference", "load", str(folder), "--json"], env={"HUB_DATA": str(data)})


@pytest.mark.parametrize(
    ("name", "rows", "rule"),
    [
        ("policies.csv", "policy,from,days\nwindow_days,2027-04-01,none\n", "days_malformed"),
        ("funding_splits.csv", "ics,from,council_per_cent\nQF7,2027-04-01,half\n", "share_malformed"),
        ("move_policies.csv", "from,policy\n2027-04-01,ANY\n", "policy_unknown"),
        ("statutory_duty.csv", "from,in_force\n2027-04-01,1\n", "not_yes_or_no"),
        ("trusts.csv", "code,name\nRZZ,Exampleshire\n", "column_missing"),
    ],
)
def test_a_table_that_is_wrong_is_refused_and_not_kept(tmp_path: Path, name: str, rows: str, rule: str) -> None:
    """Words that name the file and the rule, and the next start reads what it read before."""
    own, data = tmp_path / "own", tmp_path / "var"
    own.mkdir()
    (own / name).write_text(rows, encoding="utf-8")
    done = loaded(own, data)
    assert done.exit_code != 0
    assert name in done.output
    assert rule in done.output
    assert not (data / "reference").exists()


def test_tables_of_times_and_shares_are_kept_together(tmp_path: Path) -> None:
    """Both go where the next start reads them, and nothing else of the folder does."""
    own, data = tmp_path / "own", tmp_path / "var"
    own.mkdir()
    (own / "policies.csv").write_text("policy,from,days\nwindow_days,2027-04-01,28\n", encoding="utf-8")
    (own / "funding_splits.csv").write_text("ics,from,council_per_cent\nQF7,2027-04-01,60\n", encoding="utf-8")
    (own / "notes.txt").write_text("agreed in March", encoding="utf-8")
    done = loaded(own, data)
    assert done.exit_code == 0, done.output
    assert set(json.loads(done.output)["loaded"]) == {"policies.csv", "funding_splits.csv"}
    assert {file.name for file in (data / "reference").iterdir()} == {"policies.csv", "funding_splits.csv"}
    assert loaded(tmp_path / "var" / "nothing", data).exit_code == WRONG_USAGE
