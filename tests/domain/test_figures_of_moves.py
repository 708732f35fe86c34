"""What one move between councils counts, by hand: under way, the day of the move, and the gap that there never is."""

import json
from datetime import date
from typing import Any

import pytest

from hub.domain.figures import contributions
from hub.errors import Rejected
from tests.domain.test_figures import on

HERE = [{"council": "E1", "ics": "QA", "since": on(2)}]
THERE = [{"council": "E2", "ics": "QB", "since": on(2)}]
MOVE: dict[str, Any] = {
    "areas": THERE, "areas_left": HERE, "ended_on": on(20), "gap_days": 0, "interim_on": on(9), "moves_on": on(9),
    "notified_on": on(3), "papers_on": on(5),
}  # fmt: skip


def counted(**more: Any) -> list[tuple[Any, ...]]:
    """Give what a move counts: measure, system, day and amount; no trust, provider or category."""
    found = contributions("MoveFigures", json.dumps(MOVE | more, default=date.isoformat).encode())
    assert {(*what[3:6],) for what, _ in found} <= {("", "", "")}
    assert {what[1:3] for what, _ in found} <= {("QA", "E1"), ("QB", "E2"), ("", "")}
    return [(what[0], what[1], what[6], amount) for what, amount in found]


def test_a_move_is_under_way_in_the_council_that_it_leads_to_and_leaving_in_the_other() -> None:
    """From the notice until it is over; its day and its duty are of the council that takes over."""
    assert counted() == [
        ("moves_under_way", "QB", on(3), 1), ("moves_under_way", "QB", on(20), -1),
        ("moves_leaving", "QA", on(3), 1), ("moves_leaving", "QA", on(20), -1),
        ("move_days", "QB", on(9), 1), ("interim_duties", "QB", on(9), 1),
    ]  # fmt: skip


def test_a_move_whose_day_never_comes_counts_on_no_day() -> None:
    """Cancelled before, or the person died: it was under way, and that is all."""
    assert {row[0] for row in counted(moves_on=None, interim_on=None, papers_on=None)} == {
        "moves_under_way", "moves_leaving"
    }  # fmt: skip


@pytest.mark.parametrize(("papers", "missing"), [(None, True), (on(10), True), (on(9), False), (on(2), False)])
def test_papers_are_there_when_they_came_by_the_end_of_the_day_of_the_move(papers: date | None, missing: bool) -> None:  # noqa: FBT001
    """Those that come on the day itself are in time."""
    assert (("moves_without_papers", "QB", on(9), 1) in counted(papers_on=papers)) is missing


def test_a_day_without_a_council_would_be_counted() -> None:
    """How many days, and of how many moves; of a move without one neither, so that 0 is what the dashboard shows."""
    assert counted(gap_days=3)[-3:-1] == [("moves_with_gap", "QB", on(9), 1), ("gap_days", "QB", on(9), 3)]
    assert {"gap_days", "moves_with_gap"}.isdisjoint(row[0] for row in counted())


def test_somebody_hidden_moves_in_no_council() -> None:
    """Neither where they come from nor where they go is in any place's number."""
    nowhere = [{"council": None, "ics": None, "since": on(2)}]
    assert {row[1] for row in counted(areas=nowhere, areas_left=nowhere)} == {""}


def test_what_is_no_move_is_refused() -> None:
    """A body with a field of another type is parked, not counted."""
    with pytest.raises(Rejected):
        counted(gap_days="none")
