"""The table of the statutory duty: nothing shipped, an operator's day, both sides of it, and rows that are refused."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from connectors.kinds import kinds
from hub.adapters.duty_file import DUTY, load_duty
from hub.adapters.policy_file import POLICIES
from hub.adapters.reference_files import folders, known_files, load_areas
from hub.care_group import group_under, policies_under
from hub.domain.lawful_bases import LawfulBases, StatutoryDuty
from hub.errors import Rejected
from hub.settings import Settings
from tests.domain.stories import Story
from tests.partners.memory_intake import StillClock
from tests.partners.referrals import NOW
from tests.processors.helped import notice, referred
from tests.processors.people import fold

DAY = date(2026, 11, 10)


def table(folder: Path, *rows: str, head: str = "from,in_force") -> Path:
    """Write a table and return its folder."""
    folder.mkdir(exist_ok=True)
    (folder / DUTY).write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return folder


def held(read: tuple[Path, ...], on: date) -> tuple[bool, bool]:
    """Say whether a referral and a carer's notice under the duty are held on a day, by the processors of the hub."""
    group = group_under(Settings(), read, load_areas(read))
    by_name: dict[str, Any] = {each.name: each for each in group.processors}
    told = Story()
    referred(told, "2026-11-02T09:15", basis="NCS_STATUTORY_DUTY")
    told.tell("2026-11-02T09:20", notice(basis="NCS_STATUTORY_DUTY"))
    helping, caring = by_name["early_help"], by_name["carers"]
    case = helping.view(fold(told, helping), on)["cases"][0]
    return case["held"], caring.view(fold(told, caring), on)["carer"]["notices"][0]["held"]


def test_nothing_is_a_duty_until_an_operator_names_a_day() -> None:
    """No Act is in force, so that the shipped table has no row."""
    shipped = folders(live=False)
    assert load_duty(shipped) == StatutoryDuty()
    assert held(shipped, date(2099, 1, 1)) == (True, True)


def test_one_row_switches_doors_and_fold_from_its_day_on(tmp_path: Path) -> None:
    """The connectors read the same table as the processors; the day before everything is held."""
    own = table(tmp_path / "own", "2026-11-10,yes", "2027-11-10,no")
    read = folders(live=False, own=(own,))
    assert known_files(own) == (DUTY,)
    connectors: Any = kinds(load_areas(read), StillClock(NOW), LawfulBases(load_duty(read)))
    for kind in ("dwp", "carer_notices"):
        assert [connectors[kind].bases.duty.in_force(on) for on in (date(2026, 11, 9), DAY)] == [False, True]
    assert held(read, date(2026, 11, 9)) == (True, True)
    assert held(read, DAY) == (False, False)
    assert held(read, date(2027, 11, 10)) == (True, True)


def test_how_long_a_consent_lasts_reaches_the_connectors_with_the_duty(tmp_path: Path) -> None:
    """Both tables of an operator's are what a hub is put together with, doors and fold alike."""
    own = table(tmp_path / "own", "2026-11-10,yes")
    (own / POLICIES).write_text("policy,from,value\nconsent_lasts_months,2026-11-10,3\n", encoding="utf-8")
    bases = policies_under(folders(live=False, own=(own,))).bases
    assert bases.duty.begun(date(2026, 11, 1)) == DAY
    assert [bases.consent.last_day(None, on) for on in (date(2026, 11, 9), DAY)] == [
        date(2027, 11, 9),
        date(2027, 2, 10),
    ]
    assert bases.consent.last_day(date(2030, 1, 1), DAY) == date(2030, 1, 1)


def test_an_operators_row_takes_the_place_of_one_of_the_same_day(tmp_path: Path) -> None:
    """The last folder wins."""
    first, second = table(tmp_path / "a", "2026-11-10,yes"), table(tmp_path / "b", "2026-11-10,no")
    assert load_duty((first, second)).begun(date.min) is None


@pytest.mark.parametrize(
    ("row", "column", "rule"),
    [
        ("10 November,yes", "from", "day_malformed"),
        ("2026-11-10,true", "in_force", "not_yes_or_no"),
        ("2026-11-10", "in_force", "not_yes_or_no"),
    ],
)
def test_a_bad_row_is_refused_with_its_column_and_line(tmp_path: Path, row: str, column: str, rule: str) -> None:
    """Nobody is passed on under a duty by a slip of the pen."""
    with pytest.raises(Rejected) as refused:
        load_duty((table(tmp_path / "own", "2026-01-01,no", row),))
    assert (refused.value.path, refused.value.rule) == (f"{DUTY}/{column}", rule)
    assert "Line 3" in str(refused.value)


def test_a_table_without_its_columns_is_refused(tmp_path: Path) -> None:
    """The header row names what is missing."""
    with pytest.raises(Rejected) as refused:
        load_duty((table(tmp_path / "own", head="from"),))
    assert refused.value.path == f"{DUTY}/in_force"
