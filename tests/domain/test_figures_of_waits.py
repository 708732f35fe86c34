"""Waiting for support, by hand: which notice waits for which support, for how long, and when it no longer does."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from hub.domain.figures_joined import groups_of, together
from tests.domain.test_figures import EPISODE, STAY, VISIT, on

NOTICE: dict[str, Any] = {
    "answered_on": None, "areas": [{"council": "E1", "ics": "QA", "since": on(2)}], "issued_on": on(5),
    "kind": "ASSESSMENT", "referred_on": None, "rejected_on": None, "trust": "RZZ", "waited": None,
    "withdrawn_because": None, "withdrawn_on": None,
}  # fmt: skip
SUPPORTED: dict[str, Any] = {"visits": [VISIT | {"due_on": on(14)}]}
Rows = list[tuple[Any, ...]]
Bodies = Sequence[dict[str, Any]]


def waits(measure: str, notices: Bodies = ({},), episodes: Bodies = (), stays: Bodies = ()) -> Rows:
    """Give what facts of one person count in one measure: category, day and amount."""
    kinds = (("NoticeFigures", NOTICE, notices), ("EpisodeFigures", EPISODE, episodes), ("StayFigures", STAY, stays))
    facts = [
        (kind, str(place), json.dumps(whole | body, default=date.isoformat).encode())
        for kind, whole, bodies in kinds
        for place, body in enumerate(bodies)
    ]
    (group,) = groups_of("NoticeFigures", "0", {"NoticeFigures"})
    found = together(group, facts)
    assert {what[1:5] for what, _ in found} <= {("QA", "E1", "RZZ", "")}
    return [(*what[5:], amount) for what, amount in found if what[0] == measure]


def last_day(rows: Rows) -> date | None:
    """Give the day on which nobody waits any more, or none; every day before it somebody does."""
    level, over = 0, None
    for day in sorted({row[1] for row in rows}):
        level += sum(amount for _, its, amount in rows if its == day)
        assert level in {0, 1}
        over = day if level == 0 else None
    return over


def test_who_waits_goes_from_band_to_band_until_support_begins() -> None:
    """Notice on the 5th, support on the 14th: nine days, the last two of them in the band of a week."""
    assert waits("waiting_for_start", episodes=[SUPPORTED]) == [
        ("0", on(5), 1), ("0", on(6), -1), ("1", on(6), 1), ("1", on(7), -1), ("2-3", on(7), 1), ("2-3", on(9), -1),
        ("4-6", on(9), 1), ("4-6", on(12), -1), ("7-13", on(12), 1), ("7-13", on(14), -1),
    ]  # fmt: skip
    assert waits("notice_to_start", episodes=[SUPPORTED]) == [("9", on(14), 1)]


def test_somebody_of_whom_no_discharge_is_known_waits_on() -> None:
    """They stay in the last band until something is told."""
    rows = waits("waiting_for_start")
    assert last_day(rows) is None
    assert rows[-1] == ("21+", on(26), 1)
    assert waits("notice_to_start") == []


@pytest.mark.parametrize("refused", ["withdrawn_on", "rejected_on"])
def test_a_notice_that_is_taken_back_or_not_accepted_waits_until_then_and_starts_nothing(refused: str) -> None:
    """Support that comes all the same is not counted as its start."""
    assert last_day(waits("waiting_for_start", [{refused: on(8)}], [SUPPORTED])) == on(8)
    assert waits("notice_to_start", [{refused: on(8)}], [SUPPORTED]) == []


def test_another_notice_takes_the_place_of_one_that_was_not_accepted() -> None:
    """The second council is the one that is waited for, from its own notice on."""
    assert waits("notice_to_start", [{"rejected_on": on(6)}, {"issued_on": on(7)}], [SUPPORTED]) == [("7", on(14), 1)]


def test_of_two_notices_before_one_start_the_first_counts() -> None:
    """A notice that is sent again waits no second time."""
    twice = [{"issued_on": on(8)}, {}]
    assert waits("notice_to_start", twice, [SUPPORTED]) == [("9", on(14), 1)]
    assert waits("waiting_for_start", twice, [SUPPORTED]) == waits("waiting_for_start", episodes=[SUPPORTED])


@pytest.mark.parametrize(("more", "over"), [({}, 55), ({"ended_on": on(30)}, 30), ({"readmitted_on": on(20)}, 20)])
def test_six_weeks_without_support_end_the_wait(more: dict[str, Any], over: int) -> None:
    """Nobody waits after the last covered day, a death, or another admission."""
    assert last_day(waits("waiting_for_start", episodes=[more])) == on(over)
    assert waits("notice_to_start", episodes=[more]) == []


def test_a_death_in_hospital_ends_the_wait() -> None:
    """A death of an earlier stay cannot be, and one that is not of the person's stay is not known here."""
    died = STAY | {"ended": "died", "left_on": on(9)}
    assert last_day(waits("waiting_for_start", stays=[died])) == on(9)
    assert last_day(waits("waiting_for_start", stays=[died | {"ended": "left"}])) is None
    assert last_day(waits("waiting_for_start", stays=[died | {"left_on": on(4)}])) is None


def test_a_notice_asks_for_the_six_weeks_that_run_or_come_next() -> None:
    """After a readmission the second notice waits for the second six weeks, the first one's stay as they were."""
    first: dict[str, Any] = SUPPORTED | {"readmitted_on": on(20)}
    second: dict[str, Any] = {
        "discharged_on": on(25), "last_covered_day": on(66), "visits": [VISIT | {"due_on": on(28)}]
    }  # fmt: skip
    found = waits("notice_to_start", [{}, {"issued_on": on(21)}], [second, first])
    assert found == [("9", on(14), 1), ("7", on(28), 1)]


def test_support_that_ran_before_a_late_notice_waited_no_day() -> None:
    """A notice that comes after the start, as clocks that differ may send it, is answered on its own day."""
    assert waits("notice_to_start", [{"issued_on": on(20)}], [SUPPORTED]) == [("0", on(20), 1)]
    assert waits("waiting_for_start", [{"issued_on": on(20)}], [SUPPORTED]) == []


def test_a_very_long_wait_is_under_the_last_number_of_days() -> None:
    """Categories have an end; the stock says that somebody waits three weeks or more."""
    late = SUPPORTED | {"visits": [VISIT | {"due_on": on(250)}], "last_covered_day": on(290)}
    assert waits("notice_to_start", episodes=[late]) == [("180", on(250), 1)]


def test_other_kinds_of_notices_ask_for_no_assessment() -> None:
    """A notice of an admission or of a discharge is not waited on here."""
    for kind in ("ADMISSION", "DISCHARGE", ""):
        assert waits("waiting_for_start", [{"kind": kind}], [SUPPORTED]) == []
        assert waits("notice_to_start", [{"kind": kind}], [SUPPORTED]) == []
