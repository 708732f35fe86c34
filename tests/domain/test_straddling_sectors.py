"""Postcode sectors that lie in more than one council or board."""

from datetime import date

from hub.adapters.reference_files import folders, load_areas
from hub.domain.homes import is_sure

AFTER = date(2026, 4, 1)


def test_a_sector_that_straddles_boards_names_none() -> None:
    """B45 9 lies half in Birmingham and half in Worcestershire, whose boards differ: the board is not guessed apart."""
    areas = load_areas(folders(live=False))
    home = areas.home_of("B45 9ZZ", AFTER)
    assert home is not None
    assert (home.council, home.icb, home.share, home.decided_by) == ("E08000025", None, 0.5, "sector")
    assert not is_sure(home)
    assert areas.ics_of(None, home, None, AFTER) is None


def test_a_sector_of_two_councils_inside_one_board_names_the_board() -> None:
    """QX2 9 lies in two councils of one system: who is responsible for the system is sure, and only the council not."""
    home = load_areas(folders(live=False)).home_of("QX2 9ZZ", AFTER)
    assert home is not None
    assert (home.icb, is_sure(home)) == ("QZZ", False)
