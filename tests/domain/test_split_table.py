"""The table of shares: which row holds on which day, and rows that are refused with their column and line."""

from datetime import date
from pathlib import Path

import pytest

from hub.adapters.reference_files import folders, known_files
from hub.adapters.split_file import SPLITS, load_splits
from hub.domain.shares import EVEN, Shares
from hub.domain.splits import Splits
from hub.errors import Rejected


def table(folder: Path, *rows: str, head: str = "ics,from,council_per_cent") -> Path:
    """Write a table and return its folder."""
    folder.mkdir(exist_ok=True)
    (folder / SPLITS).write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return folder


def test_what_is_shipped_is_half_each() -> None:
    """No agreed share is public: every system, every day, half each."""
    shipped = load_splits(folders(live=True))
    assert {shipped.on(ics, date(year, 6, 1)) for ics in ("QF7", None) for year in (2014, 2026)} == {EVEN}
    assert Splits().on("QF7", date(2026, 6, 1)) == EVEN


def test_the_newest_row_of_the_system_holds(tmp_path: Path) -> None:
    """From its day on; another system keeps that of all; an operator's row takes the place of the same day's."""
    own = table(tmp_path / "own", "QF7,2026-04-01,60.5", "QF7,2027-04-01,0", "*,2015-04-01,40")
    known = load_splits((*folders(live=True), own))
    assert known.on("QF7", date(2026, 3, 31)) == Shares(4_000, 6_000, 0)
    assert known.on("QF7", date(2026, 4, 1)) == Shares(6_050, 3_950, 0)
    assert known.on("QF7", date(2028, 1, 1)) == Shares(0, 10_000, 0)
    assert known.on("QZZ", date(2028, 1, 1)) == Shares(4_000, 6_000, 0)
    assert known.on("QZZ", date(2014, 1, 1)) == EVEN
    assert known.changes(date(2026, 1, 1), date(2027, 4, 1)) == [date(2026, 4, 1), date(2027, 4, 1)]
    assert known_files(own) == (SPLITS,)


@pytest.mark.parametrize(
    ("row", "column", "rule"),
    [
        (",2026-04-01,50", "ics", "ics_missing"),
        ("QF7,1 April,50", "from", "day_malformed"),
        ("QF7,2026-04-01,half", "council_per_cent", "share_malformed"),
        ("QF7,2026-04-01,50.001", "council_per_cent", "share_malformed"),
        ("QF7,2026-04-01,101", "council_per_cent", "share_malformed"),
        ("QF7,2026-04-01,-1", "council_per_cent", "share_malformed"),
        ("QF7,2026-04-01,NaN", "council_per_cent", "share_malformed"),
        ("QF7,2026-04-01,Infinity", "council_per_cent", "share_malformed"),
        ("QF7,2026-04-01", "council_per_cent", "share_malformed"),
    ],
)
def test_a_bad_row_is_refused_with_its_column_and_line(tmp_path: Path, row: str, column: str, rule: str) -> None:
    """Who loads the table is told where it is wrong, and nothing of it is used."""
    with pytest.raises(Rejected) as refused:
        load_splits((table(tmp_path / "own", "*,2015-04-01,50", row),))
    assert (refused.value.path, refused.value.rule) == (f"{SPLITS}/{column}", rule)
    assert "Line 3" in str(refused.value)


def test_a_table_without_its_columns_is_refused(tmp_path: Path) -> None:
    """The header row names what is missing."""
    with pytest.raises(Rejected) as refused:
        load_splits((table(tmp_path / "own", head="ics,from"),))
    assert refused.value.path == f"{SPLITS}/council_per_cent"
