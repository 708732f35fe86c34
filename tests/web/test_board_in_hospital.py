"""What the board says of somebody who has not left hospital: whose they are, and what was decided of the way home."""

from datetime import date
from typing import Any

from hub.ports.reading import BoardRow
from hub.web.board_view import RowView, row_of
from tests.api.desk import NAMES
from tests.api.invented import PEOPLE, TODAY, joint_of

INSIDE, HOME = PEOPLE[6], PEOPLE[0]
"""In hospital, with no six weeks; at home in them."""


def shown(joint: dict[str, Any], council: str | None = None, ics: str | None = None) -> RowView:
    """Give the row of somebody as a page has it."""
    row = BoardRow(INSIDE.subject, None, joint, council=council, ics=ics)
    return row_of(row, NAMES, date.fromisoformat(str(TODAY)), show_names=False)


def with_pathways(joint: dict[str, Any], *pathways: str) -> dict[str, Any]:
    """Give the state with what was decided in the stay, in turn."""
    stay = joint["spells"][0] | {"pathways": [{"pathway": each} for each in pathways]}
    return joint | {"spells": [stay]}


def test_before_the_six_weeks_a_row_names_council_and_system() -> None:
    """Who plans a discharge sees whose it is: the codes by which the board's own filters find the person."""
    row = shown(joint_of(INSIDE, "x"), "E08000025", "QHL")
    assert (row.council, row.ics) == ("Testborough", "Test and Vale")


def test_nobody_is_named_where_nobody_is_known() -> None:
    """Somebody without a known home, or whose whereabouts are hidden, is listed under no code."""
    row = shown(joint_of(INSIDE, "x"))
    assert (row.council, row.ics) == ("Not known", "Not known")


def test_before_the_six_weeks_a_row_has_the_pathway_decided_last() -> None:
    """A pathway that was decided in the bed is not "not decided", and of two the newer counts."""
    joint = joint_of(INSIDE, "x")
    assert shown(joint).pathway is None
    row = shown(with_pathways(joint, "P1", "P2"))
    assert (row.pathway, row.pathway_words) == ("P2", "Bedded rehabilitation")


def test_in_the_six_weeks_the_row_stays_as_these_say() -> None:
    """Council, system and pathway of the six weeks, whatever the board lists the person under."""
    joint = joint_of(HOME, "x")
    row = shown(with_pathways(joint, "P3"), "E08000029", "QGH")
    assert (row.council, row.pathway) == ("Testborough", joint["episodes"][0]["pathway"])


def test_somebody_in_a_bed_again_is_not_shown_under_earlier_weeks() -> None:
    """Six weeks that were over before this stay decide neither its council nor its pathway."""
    joint = joint_of(HOME, "x") | {"status": "in_hospital"}
    row = shown(with_pathways(joint), "E08000029", "QGH")
    assert (row.council, row.ics, row.pathway) == ("Northvale", "Westmere", None)
