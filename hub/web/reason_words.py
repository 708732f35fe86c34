"""Why people who are ready have not left, as the board offers it: published groups, their reasons, and not known."""

from collections.abc import Collection
from typing import Final

from hub.domain.delay_codes import BY_CODE, GROUPS
from hub.domain.figures_measures import UNKNOWN

NOT_KNOWN: Final = "No national reason known"
"""The words of the dashboards for the same people."""


def reasons_offered(codes: Collection[str], chosen: str | None) -> list[tuple[str, str]]:
    """Return what a filter by reason offers of the codes that occur, and the one that was chosen, with words.

    Each published group with a reason of its own comes as a whole and then by reason, in the order of the publication.
    """
    asked = {*codes, chosen}
    found: list[tuple[str, str]] = []
    for group, name in GROUPS.items():
        mine = [one for one in BY_CODE.values() if one.group == group and one.code in asked]
        if mine or group == chosen:
            found.append((group, f"{name}: all"))
        found += [(one.code, f"{name}: {one.label}") for one in mine]
    return [*found, (UNKNOWN, NOT_KNOWN)] if UNKNOWN in asked else found
