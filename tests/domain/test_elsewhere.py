"""Homes outside England: known by the letters of a postcode, or by a full directory."""

from datetime import date
from pathlib import Path

import pytest

from hub.adapters.reference_files import folders, load_areas
from hub.domain.council_codes import is_outside
from hub.domain.elsewhere import country_of
from hub.events.values import HomeArea

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("postcode", "country"),
    [
        ("CF10 1EP", "W92000004"),
        ("EH1 1YZ", "S92000003"),
        ("G1 1AA", "S92000003"),
        ("BT1 5GS", "N92000002"),
        ("JE2 3AB", "L93000001"),
        ("IM1 1AA", "M83000003"),
        ("GL1 1AA", None),
        ("L1 1AA", None),
        ("NP20 1AA", None),
        ("TD1 1AA", None),
    ],
)
def test_an_area_wholly_outside_england_names_its_country(postcode: str, country: str | None) -> None:
    """Its letters decide; an English area and one on a border say nothing."""
    assert country_of(postcode) == country
    assert country is None or is_outside(country)


def test_no_area_that_is_taken_for_another_country_has_an_english_sector() -> None:
    """The shipped sectors are those with English postcodes: none of them begins with such letters."""
    sectors = Path("hub/reference/postcode_sectors.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    assert len(sectors) > 9000
    assert not [row for row in sectors if country_of(row.split(",", 1)[0])]


def test_a_home_in_another_country_is_a_home_outside_england(tmp_path: Path) -> None:
    """By its letters the country, by a full directory its council there; no English board belongs to either."""
    assert load_areas(folders(live=True)).home_of("cf101ep", TODAY) == HomeArea("W92000004", None, 1.0, "sector")
    rows = "postcode,ons_code,icb_code,icb_code_2026\nCF10 1EP,W06000015,W1,W1\nNP20 1AA,W06000022,,\n"
    (tmp_path / "postcode_directory.csv").write_text(rows)
    areas = load_areas(folders(live=True, own=(tmp_path,)))
    assert areas.home_of("CF10 1EP", TODAY) == HomeArea("W06000015", None, 1.0, "directory")
    assert areas.home_of("NP20 1AA", TODAY) == HomeArea("W06000022", None, 1.0, "directory")
