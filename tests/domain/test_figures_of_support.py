"""What the support of six weeks counts, by hand: origins, hours, payers, and the days at their edges."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from hub.domain.figures import contributions
from hub.domain.figures_joined import groups_of, together
from hub.errors import Rejected
from tests.domain.test_figures import EPISODE, on

LINE: dict[str, Any] = {
    "amount": "63.00", "charging": "FREE", "council": "E9", "episode_id": "EP", "from": on(13),
    "hours_per_week": "7.50", "ics": "Q9", "line_id": "L1", "origin": "NEW",
    "payers": [
        {"amount": "31.50", "payer": "COUNCIL", "share": "50.00"}, {"amount": "31.51", "payer": "ICB", "share": "50.00"}
    ],
    "price_framework": None, "provider": "1-100", "rule": "joint_pays", "to": on(54),
}  # fmt: skip
Rows = list[tuple[Any, ...]]


def text(body: dict[str, Any]) -> bytes:
    """Give a body as it is told."""
    return json.dumps(body, default=date.isoformat).encode()


def support(measure: str, lines: Sequence[dict[str, Any]], provider: str = "", /, **more: Any) -> Rows:
    """Give what lines and six weeks count in one measure: area where it is another, category, day and amount."""
    facts = [("EpisodeFigures", "EP", text(EPISODE | more))]
    facts += [("FundingAllocated", f"EP:{place}", text(LINE | line)) for place, line in enumerate(lines)]
    (group,) = groups_of("FundingAllocated", "EP:0", {"FundingAllocated"})
    found: Rows = []
    for (what, ics, council, trust, its, category, day), amount in together(group, facts):
        assert trust == "RZZ"
        if (what, its) == (measure, provider):
            found.append((*(() if (ics, council) == ("QA", "E1") else (ics, council)), category, day, amount))
    return found


def test_who_has_support_of_an_origin_counts_once_under_it_from_its_first_day_to_the_last() -> None:
    """Two new lines that overlap are one person; resumed support beside them is the same person once more."""
    lines: list[dict[str, Any]] = [{"to": on(20)}, {"from": on(18), "to": on(30)}, {"origin": "RESUMED", "to": None}]
    assert support("supported", lines) == [
        ("RESUMED", on(13), 1), ("RESUMED", on(55), -1), ("NEW", on(13), 1), ("NEW", on(31), -1)
    ]  # fmt: skip


def test_lines_with_a_day_between_them_are_two_stretches_and_without_one_a_single_one() -> None:
    """On the day between nobody is supported: 20 is the last day of one line, 22 the first of the other."""
    apart = [{"to": on(20)}, {"from": on(22), "to": on(30)}]
    assert support("supported", apart) == [
        ("NEW", on(13), 1), ("NEW", on(21), -1), ("NEW", on(22), 1), ("NEW", on(31), -1)
    ]  # fmt: skip
    assert support("supported", [{"to": on(20)}, {"from": on(21), "to": on(30)}]) == [
        ("NEW", on(13), 1), ("NEW", on(31), -1)
    ]  # fmt: skip


@pytest.mark.parametrize("stopped", ["ended_on", "readmitted_on"])
def test_support_counts_as_long_as_the_six_weeks_go_on(stopped: str) -> None:
    """Who died or is in hospital again is in neither stock, whatever was planned; nor is support of later days."""
    assert support("supported", [{}], **{stopped: on(20)}) == [("NEW", on(13), 1), ("NEW", on(20), -1)]
    assert support("support_hours", [{}], **{stopped: on(20)}) == [("NEW", on(13), 750), ("NEW", on(20), -750)]
    assert support("supported", [{"from": on(55), "to": None, "rule": "assessment_overdue"}]) == []
    assert support("supported", [{"from": on(2), "to": on(12)}]) == []


def test_planned_hours_are_added_up_in_hundredths_and_lines_without_them_add_none() -> None:
    """7.50 and 2.25 hours a week; a line of which nobody said how many is a person all the same."""
    lines: list[dict[str, Any]] = [{}, {"hours_per_week": "2.25", "origin": "INCREASE"}, {"hours_per_week": None}]
    assert support("support_hours", lines) == [
        ("NEW", on(13), 750), ("NEW", on(55), -750), ("INCREASE", on(13), 225), ("INCREASE", on(55), -225)
    ]  # fmt: skip
    assert support("supported", lines[2:]) == [("NEW", on(13), 1), ("NEW", on(55), -1)]


@pytest.mark.parametrize(("hours", "counted"), [("336.00", 33_600), ("336.01", None), ("-1.00", None)])
def test_hours_that_cannot_be_are_added_to_no_sum(hours: str, counted: int | None) -> None:
    """Two carers at once are possible; what is beyond is kept and shown beside the line, and its person counts."""
    lines: list[dict[str, Any]] = [{"hours_per_week": hours}]
    expected = [] if counted is None else [("NEW", on(13), counted), ("NEW", on(55), -counted)]
    assert support("support_hours", lines) == expected
    assert len(support("supported", lines)) == 2


def test_an_origin_that_is_no_known_word_is_new_as_it_is_for_who_pays() -> None:
    """Nobody's support is lost because of a word."""
    assert support("supported", [{"origin": "odd"}]) == support("supported", [{}])


def test_support_goes_over_to_the_council_that_answers_next_with_all_its_hours() -> None:
    """The areas are those of the six weeks, not the one that the allocation began in."""
    areas = [{"council": "E1", "ics": "QA", "since": on(2)}, {"council": "E2", "ics": "QB", "since": on(20)}]
    assert support("support_hours", [{}], areas=areas) == [
        ("NEW", on(13), 750), ("NEW", on(20), -750), ("QB", "E2", "NEW", on(20), 750), ("QB", "E2", "NEW", on(55), -750)
    ]  # fmt: skip


def test_each_provider_counts_its_own_people_and_hours() -> None:
    """Somebody with two providers counts once under none, and under both."""
    lines: list[dict[str, Any]] = [{}, {"provider": "1-200", "hours_per_week": "1.00"}]
    assert support("supported", lines) == support("supported", lines, "1-200") == support("supported", lines, "1-100")
    assert support("support_hours", lines, "1-200") == [("NEW", on(13), 100), ("NEW", on(55), -100)]


def test_joint_support_costs_each_payer_its_pence_on_the_day_of_discharge() -> None:
    """Of what is shared alone: what a council pays of resumed support, or after the six weeks, is not in it."""
    lines: list[dict[str, Any]] = [{}, {"from": on(20)}, {"rule": "council_pays"}, {"rule": "chc_pays"}]
    assert support("joint_cost", lines) == [("COUNCIL", on(13), 6300), ("ICB", on(13), 6302)]
    assert support("joint_funded", lines) == [("COUNCIL", on(13), 1), ("ICB", on(13), 1)]
    unpriced = [{"payers": [{"amount": None, "payer": "ICB", "share": "50.00"}]}]
    assert support("joint_cost", unpriced) == support("joint_funded", unpriced) == []


def test_lines_wait_for_their_own_six_weeks() -> None:
    """An allocation of other six weeks, or one whose six weeks were taken back, counts nowhere."""
    (group,) = groups_of("FundingAllocated", "EP:0", {"FundingAllocated"})
    line, weeks = ("FundingAllocated", "EP:0", text(LINE)), ("EpisodeFigures", "EP", text(EPISODE))
    assert together(group, [line]) == together(group, [weeks]) == ()
    assert together(group, [("FundingAllocated", "OTHER:0", text(LINE)), weeks]) == ()
    assert together(group, [line, ("EpisodeFigures", "EP", b"")]) == ()
    assert together(group, [line, weeks]) != ()


@pytest.mark.parametrize(
    "wrong", [{"hours_per_week": "NaN"}, {"hours_per_week": "1,5"}, {"from": "soon"}, {"payers": 1}]
)
def test_an_allocation_that_is_none_is_refused_before_it_is_kept(wrong: dict[str, Any]) -> None:
    """It counts nothing by itself, but what cannot be read must not stop the lane later on."""
    assert contributions("FundingAllocated", text(LINE)) == ()
    with pytest.raises(Rejected):
        contributions("FundingAllocated", text(LINE | wrong))
