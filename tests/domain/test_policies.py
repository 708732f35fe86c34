"""The table of times: what is shipped, an operator's own, what the processors do with it, and rows that are refused."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hub.adapters.policy_file import POLICIES, load_policies
from hub.adapters.reference_files import SHIPPED, folders, known_files, load_areas
from hub.care_group import group_under
from hub.domain.policies import Policies
from hub.domain.policy_names import NAMES
from hub.domain.record import SIX_WEEKS
from hub.errors import Rejected
from hub.events.carers import ShortBreakRequested
from hub.runtime.apply import Group
from hub.settings import Settings
from tests.domain.stories import Story
from tests.processors.notices_told import referred
from tests.processors.people import fold
from tests.processors.standing import home
from tests.processors.test_appeals import lodged, told

ON = date(2026, 12, 1)
FROM = "2026-04-01"
HEAD = "policy,from,value"
OWN = (
    f"window_days,{FROM},28", f"answer_notice_working_days,{FROM},2", f"acknowledge_appeal_working_days,{FROM},5",
    f"decide_appeal_days,{FROM},30", f"decide_short_break_working_days,{FROM},10",
)  # fmt: skip


def table(folder: Path, *rows: str, head: str = "policy,from,days") -> Path:
    """Write a table and return its folder."""
    folder.mkdir(exist_ok=True)
    (folder / POLICIES).write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return folder


def seen(group: Group, name: str, story: Story) -> dict[str, Any]:
    """Fold a story by the processor of a name and view it."""
    processor: Any = next(each for each in group.processors if each.name == name)
    return dict(processor.view(fold(story, processor), ON))


def times(*own: Path) -> dict[str, Any]:
    """Return what somebody sees of each time: joint six weeks, the record, a notice of 5 November, an appeal of it.

    The hub is put together with reference data of an operator's own.
    """
    read = folders(live=False, own=own)
    group = group_under(Settings(), read, load_areas(read))
    joint, record = seen(group, "joint", home()), seen(group, "record", home())
    weeks = next(part for part in record["headings"] if part["heading"] == SIX_WEEKS)
    notice = seen(group, "referrals", referred())["referrals"][0]["notices"][0]
    appeal = seen(group, "appeals", told(lodged(on="2026-11-05")))["appeals"][0]
    asked = Story()
    asked.tell("2026-11-05T10:00", ShortBreakRequested("B1", "DAY", date(2026, 11, 5)))
    rest = seen(group, "carers", asked)["carer"]["short_breaks"][0]
    return {
        "covered": joint["episodes"][0]["last_covered_day"],
        "in the record": weeks["items"][0]["values"]["last_covered_day"],
        "answer": notice["answer_due"],
        "acknowledge": appeal["acknowledgement_due"],
        "decide": appeal["decision_due"],
        "break": rest["decide_by"],
    }


def test_what_is_shipped_is_the_rule_of_the_product() -> None:
    """Six weeks, one working day, three working days, 42 days, 45 working days: the same as without any table."""
    assert load_policies(folders(live=True)) == Policies()


def test_an_operators_table_sets_every_time_from_its_day_on(tmp_path: Path) -> None:
    """Four weeks from a discharge on 13 November; two working days, five, thirty days, ten, from Thursday the 5th."""
    usual, own = times(), times(table(tmp_path / "own", *OWN))
    assert (usual["covered"], own["covered"]) == ("2026-12-24", "2026-12-10")
    assert (usual["in the record"], own["in the record"]) == ("2026-12-24", "2026-12-10")
    assert (usual["answer"], own["answer"]) == ("2026-11-06", "2026-11-09")
    assert (usual["acknowledge"], own["acknowledge"]) == ("2026-11-10", "2026-11-12")
    assert (usual["decide"], own["decide"]) == ("2026-12-17", "2026-12-05")
    assert (usual["break"], own["break"]) == ("2027-01-12", "2026-11-19")
    assert known_files(tmp_path / "own") == (POLICIES,)


def test_before_its_day_the_older_row_holds(tmp_path: Path) -> None:
    """A row of another day changes nothing before it; one of the same day takes the place of what is shipped."""
    own = table(tmp_path / "own", "window_days,2027-01-01,28", "window_days,2015-04-01,56")
    known = load_policies((*folders(live=True), own)).six_weeks
    days = (date(2014, 1, 1), date(2015, 4, 1), date(2026, 12, 31), date(2027, 1, 1))
    assert [known.length_on(day) for day in days] == [42, 56, 56, 28]


@pytest.mark.parametrize(
    ("row", "column", "rule"),
    [
        ("windowdays,2026-04-01,28", "policy", "policy_unknown"),
        ("window_days,1 April,28", "from", "day_malformed"),
        ("window_days,2026-04-01,four weeks", "days", "days_malformed"),
        ("window_days,2026-04-01,0", "days", "days_malformed"),
        ("window_days,2026-04-01,366", "days", "days_malformed"),
        ("window_days,2026-04-01,-28", "days", "days_malformed"),
        ("window_days,2026-04-01,²", "days", "days_malformed"),
        ("window_days,2026-04-01", "days", "days_malformed"),
    ],
)
def test_a_bad_row_is_refused_with_its_column_and_line(tmp_path: Path, row: str, column: str, rule: str) -> None:
    """Who loads the table is told where it is wrong, and nothing of it is used."""
    with pytest.raises(Rejected) as refused:
        load_policies((table(tmp_path / "own", "window_days,2015-04-01,42", row),))
    assert (refused.value.path, refused.value.rule) == (f"{POLICIES}/{column}", rule)
    assert "Line 3" in str(refused.value)


@pytest.mark.parametrize(
    ("row", "rule", "allowed"),
    [
        ("safety_net_hours,2026-04-01,0", "hours_malformed", "1 to 8760"),
        ("safety_net_hours,2026-04-01,8761", "hours_malformed", "1 to 8760"),
        ("free_adaptation_pounds,2026-04-01,-1", "pounds_malformed", "1 to 100000"),
        ("free_adaptation_pounds,2026-04-01,999.99", "pounds_malformed", "1 to 100000"),
        ("free_adaptation_pounds,2026-04-01,100001", "pounds_malformed", "1 to 100000"),
        ("name_coordinator_working_days,2026-04-01,one", "days_malformed", "1 to 365"),
        ("decide_chc_days,2026-04-01,", "days_malformed", "1 to 365"),
        ("visit_late_after_minutes,2026-04-01,1441", "minutes_malformed", "1 to 1440"),
        ("look_at_plan_again_months,2026-04-01,13", "months_malformed", "1 to 12"),
        ("consent_lasts_months,2026-04-01,0", "months_malformed", "1 to 12"),
    ],
)
def test_a_number_is_refused_in_its_own_unit(tmp_path: Path, row: str, rule: str, allowed: str) -> None:
    """Hours, pounds, days, minutes and months have limits of their own, and the words say them with the line."""
    with pytest.raises(Rejected) as refused:
        load_policies((table(tmp_path / "own", "window_days,2015-04-01,42", row, head=HEAD),))
    assert (refused.value.path, refused.value.rule) == (f"{POLICIES}/value", rule)
    assert "Line 3" in str(refused.value)
    assert allowed in str(refused.value)


def test_the_longest_that_may_be_written_is_read(tmp_path: Path) -> None:
    """A year of hours, and as many pounds as there may be."""
    rows = "safety_net_hours,2026-04-01,8760", "free_adaptation_pounds,2026-04-01,100000"
    known = load_policies((table(tmp_path / "own", *rows, head=HEAD),))
    assert known.six_weeks.times_on(ON).safety_hours == 8760
    assert known.law.is_minor(10_000_000, ON)
    assert not known.law.is_minor(10_000_001, ON)


def test_the_heading_of_before_is_read_and_the_new_one_goes_before_it(tmp_path: Path) -> None:
    """A folder from before the amount was a policy has `days`; one that has both columns means `value`."""
    old = table(tmp_path / "old", "window_days,2027-01-01,28")
    both = table(tmp_path / "both", "window_days,2027-01-01,7,35", head="policy,from,days,value")
    assert [load_policies((each,)).six_weeks.length_on(date(2027, 1, 1)) for each in (old, both)] == [28, 35]
    together = load_policies((old, table(tmp_path / "new", f"window_days,{FROM},56", head=HEAD))).six_weeks
    assert [together.length_on(day) for day in (ON, date(2027, 1, 1))] == [56, 28]


def test_every_name_is_shipped_with_the_number_that_holds_without_a_table() -> None:
    """Who opens the table sees all that may be set, and what it is today."""
    rows = (SHIPPED / POLICIES).read_text(encoding="utf-8").splitlines()
    assert rows[0] == HEAD
    assert {row.split(",")[0]: row.split(",")[2] for row in rows[1:]} == {
        "window_days": "42", "early_milestone_day": "14", "review_day": "28", "decide_before_end_days": "7",
        "name_coordinator_working_days": "1", "safety_net_hours": "72", "decide_chc_days": "28",
        "free_programme_days": "42", "programme_pause_days": "42", "free_adaptation_pounds": "1000",
        "look_at_plan_days": "42", "look_at_plan_by_days": "56", "papers_before_move_days": "7",
        "answer_notice_working_days": "1", "acknowledge_appeal_working_days": "3", "decide_appeal_days": "42",
        "decide_short_break_working_days": "45", "look_at_plan_again_months": "12", "visit_late_after_minutes": "30",
        "consent_lasts_months": "12",
    }  # fmt: skip
    assert {row.split(",")[0] for row in rows[1:]} == NAMES


def test_a_table_without_its_columns_is_refused(tmp_path: Path) -> None:
    """The header row names what is missing."""
    with pytest.raises(Rejected) as refused:
        load_policies((table(tmp_path / "own", head="policy,from"),))
    assert refused.value.path == f"{POLICIES}/value"
