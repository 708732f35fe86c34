"""`hub client-level-data`: what a council's analyst types and reads, and the exit codes that scripts rely on."""

import json
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hub.commands.client_level_data import app
from tests.partners.council_files import SAMPLES, row, text_of

GOOD, BAD = SAMPLES / "good", SAMPLES / "bad"
RELEASE_1, RELEASE_2 = str(GOOD / "release_1.csv"), str(GOOD / "release_2.csv")


@pytest.fixture(autouse=True)
def _own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep data of the machine's own hub out: a folder with nothing in it."""
    monkeypatch.setenv("HUB_DATA", str(tmp_path / "var"))


def typed(*words: str, **more: object) -> Result:
    """Type a command."""
    return CliRunner().invoke(app, words, **more)  # type: ignore[arg-type]


def test_a_good_file_passes() -> None:
    """Exit code 0, the counts by result, and how many cells nobody can verify."""
    told = typed("check", RELEASE_2)
    assert told.exit_code == 0
    assert "Failed: Invalid: 0" in told.stdout
    assert told.stdout.endswith("rows: 10, failing cells: 0\n")
    assert "nobody has published, taken as they are: 29" in told.stdout


def test_a_bad_file_fails_with_lines_and_rules() -> None:
    """Exit code 1; for a machine one line of JSON, with as many failing cells as were asked for."""
    path = str(BAD / "one_fault_each.csv")
    told = typed("check", path)
    assert told.exit_code == 1
    assert "line 3: NHS Number: Failed: Invalid (nhs_number_check_failed)" in told.stdout
    assert "  Event End Date: ends_after_death: 1" in told.stdout
    machine = typed("check", path, "--json", "--limit", "2")
    assert machine.exit_code == 1
    assert machine.stdout.count("\n") == 1
    data = json.loads(machine.stdout)
    assert (len(data["failures"]), data["failures_left_out"], data["failed_cells"]) == (2, 10, 12)
    assert "and 10 failing cells more" in typed("check", path, "--limit", "2").stdout


def test_words_on_no_list_are_shown_where_they_are_asked_for(tmp_path: Path) -> None:
    """A word of few rows is hidden with its lines told; `--rare-words` shows it."""
    path = tmp_path / "own.csv"
    path.write_text(text_of([row("Request", Event_Outcome="Passed to the duty desk")] * 6), encoding="utf-8")
    assert "not shown" in typed("check", str(path)).stdout
    assert "lines 2, 3, 4, 5, 6 and 1 more" in typed("check", str(path)).stdout
    assert "Passed to the duty desk: 6 cells" in typed("check", str(path), "--rare-words").stdout
    out = tmp_path / "out.csv"
    shown = typed("convert", str(path), "--to", "release-2", "--out", str(out), "--rare-words")
    assert "Passed to the duty desk: 6 cells" in shown.stdout


def test_rows_of_another_width_and_missing_columns_are_told(tmp_path: Path) -> None:
    """A row with a comma too many fails the file; columns that are not there and others are named or counted."""
    wide = typed("check", str(BAD / "one_comma_too_many.csv"))
    assert wide.exit_code == 1
    assert "line 2: row: not looked at (row_width)" in wide.stdout
    assert "rows with another number of cells, not looked at: 1" in wide.stdout
    path = tmp_path / "few.csv"
    path.write_text("LA Code,Ward,Client Type,Event Type\nX01,North,,\n", encoding="utf-8")
    few = typed("check", str(path))
    assert "columns that the file does not have: Reporting Period Start Date, " in few.stdout
    assert "columns that were not read: 1" in few.stdout


def test_a_file_of_release_1_is_checked_by_its_own_release() -> None:
    """By release 2 its words fail as release 1; by its own they do not."""
    assert "Failed: Release 1: 0" not in typed("check", RELEASE_1).stdout
    assert "Failed: Release 1: 0" in typed("check", RELEASE_1, "--release", "release-1").stdout


def test_a_conversion_writes_a_file_for_its_owner_and_says_what_has_no_place(tmp_path: Path) -> None:
    """Exit code 1, the file is there; converting it again changes nothing."""
    out, again = tmp_path / "r2.csv", tmp_path / "again.csv"
    told = typed("convert", RELEASE_1, "--to", "release-2", "--out", str(out))
    assert told.exit_code == 1
    assert "Client Type: Service User -> Service user: 20" in told.stdout
    assert "not brought forward (release_1_only): Event Outcome: Progress to End of Life Care: 1 cells, lines 6" in (
        told.stdout
    )
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    machine = typed("convert", str(out), "--to", "release-2", "--out", str(again), "--json")
    assert json.loads(machine.stdout)["changed"] == []
    assert again.read_bytes() == out.read_bytes()
    assert typed("convert", RELEASE_2, "--to", "release-2", "--out", str(tmp_path / "same.csv")).exit_code == 0
    assert sorted(one.name for one in tmp_path.iterdir()) == ["again.csv", "r2.csv", "same.csv"]


def test_a_conversion_writes_over_nothing_without_being_told(tmp_path: Path) -> None:
    """Exit code 2 and the file stays; `--overwrite` takes its place; a refused input leaves nothing behind."""
    out = tmp_path / "mine.csv"
    out.write_text("mine", encoding="utf-8")
    words = ("convert", RELEASE_2, "--to", "release-2", "--out", str(out))
    refused = typed(*words)
    assert refused.exit_code == 2
    assert "--overwrite" in refused.stderr
    assert out.read_text(encoding="utf-8") == "mine"
    broken = typed("convert", str(BAD / "quote_never_closed.csv"), *words[2:], "--overwrite")
    assert broken.exit_code == 1
    assert "line 4" in broken.stderr
    assert out.read_text(encoding="utf-8") == "mine"
    assert typed(*words, "--overwrite").exit_code == 0
    assert out.read_bytes() == Path(RELEASE_2).read_bytes()
    assert [one.name for one in tmp_path.iterdir()] == ["mine.csv"]
    nowhere = typed("convert", RELEASE_2, "--to", "release-2", "--out", str(tmp_path / "nowhere" / "a.csv"))
    assert nowhere.exit_code == 2
    assert "No such file" in nowhere.stderr


def test_waits_are_a_table_with_a_warning() -> None:
    """Medians by council, quarter and band, and that they are not to be published."""
    told = typed("waits", RELEASE_2)
    assert told.exit_code == 0
    assert "first response  X01      2025-07-01    65 and over           10       1" in told.stdout
    assert "Do not publish them." in told.stdout
    data = json.loads(typed("waits", RELEASE_2, "--json").stdout)
    assert data["medians"][0] == {
        "measure": "first_response", "council": "X01", "quarter": "2025-07-01", "band": "65 and over",
        "days": 10, "waits": 1,
    }  # fmt: skip
    assert "rows left out (carer_known_by_association): 1" in told.stdout


def test_what_waits_left_out_is_told(tmp_path: Path) -> None:
    """Rows without an age that counts are said to be there."""
    path = tmp_path / "ageless.csv"
    path.write_text(text_of([row("Request", Date_of_Birth="")]), encoding="utf-8")
    assert "of no age that counts: 1" in typed("waits", str(path)).stdout


def test_waits_of_several_files_are_joined_in_any_order(tmp_path: Path) -> None:
    """What each file counts for is told; the answer is the same in both orders, and for a machine names the files."""
    older, newer = tmp_path / "older.csv", tmp_path / "newer.csv"
    claims = {"Reporting_Period_Start_Date": "2025-01-01", "Reporting_Period_End_Date": "2025-12-31"}
    older.write_text(text_of([row("Request", "2025-03-10", Event_End_Date="2025-03-11", **claims)]), encoding="utf-8")
    newer.write_text(text_of([row("Service", "2025-07-08")]), encoding="utf-8")
    told = typed("waits", str(newer), str(older))
    assert told.exit_code == 0, told.stderr
    assert f"{older}: 1 rows, for 2025-01-01 to 2025-12-31: counts for 2025-01-01 to 2025-06-30" in told.stdout
    assert "first service   X01      2025-07-01    65 and over          120       1" in told.stdout
    assert typed("waits", str(older), str(newer)).stdout == told.stdout
    data = json.loads(typed("waits", str(newer), str(older), "--json").stdout)
    assert [one["file"] for one in data["files"]] == [str(older), str(newer)]


def test_several_files_that_cannot_be_joined_are_refused(tmp_path: Path) -> None:
    """A file named twice, by whatever path, is wrong usage; a copy and a file that is none are named; no trace."""
    twice = typed("waits", RELEASE_2, str(GOOD / ".." / "good" / "release_2.csv"))
    assert (twice.exit_code, "named twice" in twice.stderr) == (2, True)
    mine, copy = tmp_path / "mine.csv", tmp_path / "copy.csv"
    for path in (mine, copy):
        path.write_text(text_of([row("Request")]), encoding="utf-8")
    same = typed("waits", str(mine), str(copy))
    assert same.exit_code == 1
    assert same.stderr.startswith(f"{copy}: it is for the same time as {mine}: ")
    none = typed("waits", RELEASE_2, str(BAD / "column_missing.csv"))
    assert none.exit_code == 1
    assert none.stderr.startswith(f"{BAD / 'column_missing.csv'}: Client Type: ")
    words = typed("waits", "-", input="nothing\n")
    assert words.stderr.startswith("standard input: LA Code: ")


def test_reablement_is_a_table_that_says_what_it_is_not(tmp_path: Path) -> None:
    """Who remained, by year, and that it is no published share and not to be published; the same for a machine."""
    path, more = tmp_path / "cld.csv", {"Service_Type": "Short term support: ST-Max", "Service_Component": "Reablement"}
    path.write_text(text_of([row("Service", "2025-09-01", **more)]), encoding="utf-8")
    told = typed("reablement", str(path))
    assert told.exit_code == 0, told.stderr
    assert "X01      2025-04-01  all                    1         1     100.0      0               0" in told.stdout
    assert "Not to be compared with the published ASCOF 2D" in told.stdout
    assert "Do not publish them." in told.stdout
    data = json.loads(typed("reablement", str(path), "--json").stdout)
    assert (data["outcomes"][0]["reablement"], data["outcomes"][0]["whole_year"]) == (1, False)


@pytest.mark.parametrize("command", ["check", "waits", "reablement"])
def test_a_file_that_is_none_is_refused_with_a_word(command: str, tmp_path: Path) -> None:
    """Not there is wrong usage; no table is an answer of no; a profile that does not ship is one too."""
    assert typed(command, str(tmp_path / "none.csv")).exit_code == 2
    missing = typed(command, str(BAD / "column_missing.csv"))
    assert missing.exit_code == 1
    assert "Client Type" in missing.stderr
    unknown = typed(command, RELEASE_2, "--profile", "none")
    assert unknown.exit_code == 1
    assert "council_file" in unknown.stderr


def test_a_profile_of_ones_own_and_standard_input(tmp_path: Path) -> None:
    """A council's own words and headings are a file of its own; `-` reads what another program writes."""
    own = tmp_path / "own.toml"
    own.write_text(
        'name = "own"\nversion = "1"\n[headings]\n"Sex" = "Gender"\n[values."Event Outcome"]\n"Desk" = "NFA: Other"\n',
        encoding="utf-8",
    )
    content = text_of([row("Request", Event_Outcome="Desk")]).replace(",Gender,", ",Sex,").encode()
    runner = typed("check", "-", "--profile", str(own), input=content)
    assert runner.exit_code == 0, runner.output


def test_a_long_file_is_told_of_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On standard error, so that the answer stays alone on standard output."""
    monkeypatch.setattr("hub.commands.client_level_data._TELL_EVERY", 2)
    path = tmp_path / "long.csv"
    path.write_text(text_of([row("Request")] * 5), encoding="utf-8")
    told = typed("check", str(path), "--json")
    assert told.stderr.splitlines() == ["2 rows read", "4 rows read"]
    assert json.loads(told.stdout)["rows"] == 5
