"""The directory of whole postcodes that an operator loads: it decides before the sector does."""

from datetime import date
from pathlib import Path

from hub.adapters import reference_files
from hub.adapters.reference_files import folders, load_areas
from hub.domain.area_values import Place
from hub.domain.areas import Areas
from hub.domain.postcode_directory import PostcodeDirectory
from hub.events.values import HomeArea

BEFORE, AFTER = date(2026, 3, 31), date(2026, 4, 1)


def test_a_whole_postcode_decides_before_its_sector(tmp_path: Path) -> None:
    """An operator's directory overrules the sector for the postcodes it holds, on the day in question."""
    (tmp_path / "postcode_directory.csv").write_text(
        "postcode,ons_code,icb_code,icb_code_2026\nqx29za,E10999003,QM7,S1Y5D\nS70 2AA,E08000016,QF7,QF7\n"
    )
    own = load_areas(folders(live=False, own=(tmp_path,)))
    assert own.home_of("QX2 9ZA", BEFORE) == HomeArea("E10999003", "QM7", 1.0, "directory")
    assert own.home_of("QX2 9ZA", AFTER) == HomeArea("E10999003", "S1Y5D", 1.0, "directory")
    assert own.home_of("QX2 9ZB", AFTER) == HomeArea("E10999002", "QZZ", 0.8, "sector")
    assert reference_files.known_files(tmp_path) == ("postcode_directory.csv",)


def test_a_council_that_reference_data_lacks_leaves_the_home_area_without_one() -> None:
    """A directory that names an unknown council still says the board, and a sector that is missing says nothing."""
    areas = Areas(
        councils=(),
        boards=(),
        sectors={},
        practices={},
        council_boards=(),
        trusts={},
        directory=PostcodeDirectory([("QX1 1ZZ", Place("E1", "QM7", "S1Y5D", 1.0))]),
    )
    assert areas.home_of("QX1 1ZZ", AFTER) == HomeArea(None, "S1Y5D", 1.0, "directory")
    assert areas.home_of("QX1 1ZY", AFTER) is None


def test_a_directory_finds_every_postcode_and_no_other() -> None:
    """Sorted search over all rows, first and last included; a repeated postcode takes its last place."""
    places = [Place(str(number % 3), "a", "b", 1.0) for number in range(200)]
    rows = [(f"QX{number // 20} {number % 10}{'AB'[number // 10 % 2]}Z", place) for number, place in enumerate(places)]
    directory = PostcodeDirectory([*rows, (rows[0][0], places[1])])
    assert len(directory) == 200
    assert directory.find(rows[0][0]) == places[1]
    assert all(directory.find(postcode) == place for postcode, place in rows[1:])
    assert all(directory.find(other) is None for other in ("AA1 1AA", "ZZ9 9ZZ", "QX5 5CC"))
