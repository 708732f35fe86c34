"""Which national reason for delay a sender means: by the hub's code, by a published label, or by an older numeral.

Local systems keep many labels of their own; one that is on neither national list is kept as it was sent, and counted.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from hub.domain.delay_codes import BY_CODE, GROUPS, DelayCode

_DASHES: Final = re.compile(r"[\u2010-\u2015\u2212\ufe58\ufe63\uff0d\u00ad]")
_PATHWAY: Final = re.compile(r"\(pathway[^)]*\)")
_AROUND: Final = re.compile(r"\s*([-/])\s*")


def normalised(label: str) -> str:
    """Return a label so that two ways of writing it are equal.

    NFKC, any dash as a hyphen, lower case, without "(Pathway …)", white space as one space and none beside a hyphen or
    a stroke.  Rule of this product: published labels of the Acute Discharge Situation Report mix no-break spaces,
    dashes and hyphens, and leave out spaces.
    """
    text = _DASHES.sub("-", unicodedata.normalize("NFKC", label)).lower()
    return " ".join(_AROUND.sub(r"\1", _PATHWAY.sub(" ", text)).split())


def _named() -> dict[str, DelayCode]:
    found: dict[str, DelayCode] = {}
    for one in BY_CODE.values():
        for name in (one.code, one.label, f"{GROUPS[one.group]} - {one.label}"):
            found[normalised(name)] = one
    return found


_BY_NAME: Final = _named()


@lru_cache(maxsize=1 << 10)
def national(code: str, label: str | None) -> DelayCode | None:
    """Return the value of a national list that a code or its words name, today's or an older one; none for others."""
    return _BY_NAME.get(normalised(code)) or (_BY_NAME.get(normalised(label)) if label else None)


def stand_in(known: DelayCode) -> tuple[DelayCode | None, bool]:
    """Return what stands for a reason on today's list, and whether that is a guess among several.

    Rule of this product: an older reason becomes the likeliest of today's; i and xviii become none.
    """
    if not known.stands_for:
        return (None if known.last is not None else known), False
    return BY_CODE[known.stands_for[0]], len(known.stands_for) > 1
