"""The policy under which people move between councils is data: read, laid over, refused."""

from datetime import date
from pathlib import Path

import pytest

from hub.adapters.reference_files import SHIPPED, folders, known_files, load_move_policy
from hub.domain.portability_policy import CARE_ACT_2014, NCS_PORTABLE, MovePolicy
from hub.errors import Rejected


def test_the_law_of_today_is_what_is_shipped() -> None:
    """Since 1 April 2015, and before it for want of another."""
    policy = load_move_policy(folders(live=True))
    assert policy == MovePolicy(((date(2015, 4, 1), CARE_ACT_2014),))
    assert [policy.on(day) for day in (date(2014, 1, 1), date(2026, 1, 1))] == [CARE_ACT_2014] * 2


def test_an_operator_adds_another_policy_from_a_day_on(tmp_path: Path) -> None:
    """Laid over what is shipped; only the file of this name is looked for."""
    (tmp_path / "move_policies.csv").write_text("from,policy\n2028-04-01,NCS_PORTABLE\n", encoding="utf-8")
    policy = load_move_policy((SHIPPED, tmp_path))
    assert [policy.on(day) for day in (date(2028, 3, 31), date(2028, 4, 1))] == [CARE_ACT_2014, NCS_PORTABLE]
    assert known_files(tmp_path) == ("move_policies.csv",)


@pytest.mark.parametrize(
    ("row", "rule"), [("2028-04-01,WHATEVER", "policy_unknown"), ("soon,NCS_PORTABLE", "day_malformed")]
)
def test_a_row_that_is_none_is_refused_with_its_column(tmp_path: Path, row: str, rule: str) -> None:
    """Before anything is used."""
    (tmp_path / "move_policies.csv").write_text(f"from,policy\n{row}\n", encoding="utf-8")
    with pytest.raises(Rejected) as refused:
        load_move_policy((tmp_path,))
    assert refused.value.rule == rule
