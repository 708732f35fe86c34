"""Postcodes: one way of writing them, the sector, and the ones that are no place.

Source: BS 7666 address form as the NHS Data Dictionary quotes it ("POSTCODE"), and the NHS pseudo-postcodes.
"""

import re
from typing import Final

_FORM: Final = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")
_PSEUDO: Final = "ZZ99"


def normalise(raw: str) -> str | None:
    """Return a postcode in capitals with one blank before the last three characters; none when it has no such form."""
    found = _FORM.fullmatch(re.sub(r"\s", "", raw).upper())
    return f"{found[1]} {found[2]}" if found else None


def pseudo(postcode: str) -> bool:
    """Say whether a normalised postcode stands for no address (no fixed abode, not known, abroad)."""
    return postcode.startswith(_PSEUDO)


def sector(raw: str) -> str | None:
    """Return the sector (all but the last two letters); none for no postcode and for a pseudo-postcode."""
    postcode = normalise(raw)
    return None if postcode is None or pseudo(postcode) else postcode[:-2]
