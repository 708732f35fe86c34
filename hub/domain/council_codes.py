"""What the form of a council's code says of where the council is.  Source: ONS Geography Coding, nine characters."""

import re
from typing import Final

_COUNCIL: Final = re.compile(r"[EWSNLM]\d{8}")
_ELSEWHERE: Final = re.compile(r"[WSNLM]\d{8}")
"""Codes of councils in Wales, Scotland and Northern Ireland, and of the islands, as the ONS gives them."""


def is_council(code: str) -> bool:
    """Say whether something has the form of a council's code, in England or elsewhere (ONS Geography Coding)."""
    return _COUNCIL.fullmatch(code) is not None


def is_outside(council: str | None) -> bool:
    """Say whether a council is one outside England, by the form of its code."""
    return council is not None and council[:1] != "E" and _ELSEWHERE.fullmatch(council) is not None
