"""What the pages show in the place of council and system of somebody whose whereabouts are hidden, and of the dead."""

from datetime import date
from typing import Any

import pytest

from hub.api.refs import ref_of
from hub.ports.reading import BoardRow
from hub.web.board_view import row_of, status_of
from hub.web.weeks_view import weeks_of
from tests.api.desk import NAMES
from tests.api.invented import PEOPLE, joint_of

WHO = PEOPLE[0]


def joint(**more: Any) -> dict[str, Any]:
    """The joint state of somebody in their six weeks, with more said of the episode."""
    shown = joint_of(WHO, ref_of(WHO.subject))
    shown["episodes"][0] |= more
    return shown


def on_the_board(shown: dict[str, Any]) -> tuple[str, str]:
    """Council and system on the board."""
    row = row_of(BoardRow(WHO.subject, None, shown, None), NAMES, date(2026, 11, 20), show_names=True)
    return row.council, row.ics


def on_the_page(shown: dict[str, Any]) -> list[str]:
    """Council and system on the person's page."""
    weeks = weeks_of(shown, NAMES)
    assert weeks
    return [value.text for value in weeks.values if value.label in {"Council", "Integrated care system"}]


def test_what_is_hidden_is_said_to_be_hidden() -> None:
    """Nobody takes a hidden council for one that is not known and looks for it."""
    hidden = joint(whereabouts_hidden=True, council=None, ics=None)
    assert on_the_board(hidden) == ("Kept hidden", "Kept hidden")
    assert on_the_page(hidden) == ["Kept hidden", "Kept hidden"]


@pytest.mark.parametrize("said", [{}, {"whereabouts_hidden": False}])
def test_what_is_not_hidden_is_shown(said: dict[str, Any]) -> None:
    """Council and system by name."""
    assert "Kept hidden" not in (*on_the_board(joint(**said)), *on_the_page(joint(**said)))


def test_a_death_that_no_stay_and_no_six_weeks_show_is_shown() -> None:
    """Page and board say the same of somebody who died long after the six weeks: what the hub says."""
    assert status_of(joint() | {"status": "died", "died_at": "2027-05-01"}) == "died"
    assert status_of(joint()) == "open"
