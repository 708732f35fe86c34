"""Which council a referral is for: the council of the current postcode, and which rule decided."""

import re
from collections.abc import Callable
from datetime import date
from typing import Final, NamedTuple

from connectors.file_profile import FileProfile
from hub.domain.council_codes import is_outside
from hub.errors import Rejected
from hub.events.values import HomeArea
from hub.ports.connector import Finding

HomeOf = Callable[[str, date], HomeArea | None]
"""A postcode on a day to its home area, whose `share` is how sure the council is."""
CouncilCode = Callable[[str, date], str | None]
"""A CASSR code, or an ONS code of any year, to the ONS code in force on a day."""

_POSTCODE: Final = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}")


class Places(NamedTuple):
    """What routing knows of places: pure look-ups handed in."""

    home_of: HomeOf
    council_code: CouncilCode


class Home(NamedTuple):
    """What a record says about where somebody lives, and whom it was addressed to."""

    postcode: str
    destination_cassr: str | None
    recipient: str | None


class Route(NamedTuple):
    """The decision.  `here` is false when the referral belongs to another council or country."""

    home: HomeArea
    routed_by: str
    here: bool
    findings: tuple[Finding, ...] = ()


def plain_postcode(written: str) -> str:
    """Write a postcode with one blank before the last three; raises `Rejected` for what is not one."""
    squeezed = "".join(written.split()).upper()
    plain = f"{squeezed[:-3]} {squeezed[-3:]}"
    if not plain.isascii() or not _POSTCODE.fullmatch(plain):
        raise Rejected("postcode", "postcode_shape", "this field is a full United Kingdom postcode")
    return plain


def route(home: Home, on: date, profile: FileProfile, places: Places) -> Route:
    """Decide the council on a day.

    A postcode that is sure decides.  One that straddles councils or is too new to be known gives way to the
    destination that DWP named, then to the council that the file was sent to.  Without either no council is named: a
    guess would hand the case to people who have nothing to do with it.
    """
    found = places.home_of(home.postcode, on)
    if found is not None and is_outside(found.council):
        note = Finding("postcode", "home_outside_england", "the home is outside England")
        return Route(_NOWHERE, "postcode", here=False, findings=(note,))
    decided = _decide(found, home, on, profile, places)
    here = home.recipient is None or decided.home.council in {None, home.recipient}
    if here:
        return decided
    note = Finding("postcode", "not_this_council", "the home is in another council than the one this file was sent to")
    return decided._replace(here=False, findings=(*decided.findings, note))


def _decide(found: HomeArea | None, home: Home, on: date, profile: FileProfile, places: Places) -> Route:
    named = None if home.destination_cassr is None else places.council_code(home.destination_cassr, on)
    if found is not None and found.share >= profile.sure_from:
        differs = named is not None and named != found.council
        return Route(found, "postcode", here=True, findings=_DIFFERS if differs else ())
    unsure = _STRADDLES if found is not None else _NOT_KNOWN
    area = found if found is not None else _NOWHERE
    if named is not None:
        return Route(_in(area, named), "destination_cassr", here=True, findings=unsure)
    if home.recipient is not None:
        return Route(_in(area, home.recipient), "recipient", here=True, findings=unsure)
    return Route(HomeArea(None, area.icb, area.share, area.decided_by), "postcode", here=True, findings=unsure)


def _in(area: HomeArea, council: str) -> HomeArea:
    """Give the area with the council that was named; the board is kept only where the council agrees."""
    return area if area.council == council else HomeArea(council, None, 0.0, area.decided_by)


_NOWHERE: Final = HomeArea(None, None, 0.0, "sector")
_DIFFERS: Final = (
    Finding("destination_cassr", "destination_differs", "the postcode is in another council, and the postcode decides"),
)
_STRADDLES: Final = (Finding("postcode", "postcode_straddles", "this postcode's sector lies in more than one council"),)
_NOT_KNOWN: Final = (Finding("postcode", "postcode_not_known", "this postcode is not in the directory of the hub"),)
