"""Homes that a postcode alone shows to be outside England.

Source: the postcode areas of Great Britain, Northern Ireland and the islands (Royal Mail; Ordnance Survey Code-Point
Open 2025.4.0 has no English postcode in any of them), and the codes of the countries (ONS Geography Coding).  Areas on
a border (CA, CH, DG, HR, LD, LL, NP, SY, TD) are decided by sector or by a full directory, never by their letters.
"""

from typing import Final

_SCOTTISH: Final = ("AB", "DD", "EH", "FK", "G", "HS", "IV", "KA", "KW", "KY", "ML", "PA", "PH", "ZE")
_COUNTRIES: Final = {
    **dict.fromkeys(_SCOTTISH, "S92000003"),
    **dict.fromkeys(("CF", "SA"), "W92000004"),
    "BT": "N92000002",
    **dict.fromkeys(("GY", "JE"), "L93000001"),
    "IM": "M83000003",
}


def country_of(postcode: str) -> str | None:
    """Return the code of the country of a normalised postcode whose whole area lies outside England; else none."""
    letters = postcode[:2] if postcode[1].isalpha() else postcode[0]
    return _COUNTRIES.get(letters)
