"""What a cell of a list may say in each release, and how sure that is: `cld_value_lists.csv`.

A list that nobody has published, or of which not all is known, is permissive: every word is taken, and counted as not
verified.
"""

from collections import defaultdict
from collections.abc import Mapping
from enum import Enum
from functools import cache
from typing import Final, NamedTuple

from connectors.client_level_data.fields import rows_of
from hub.domain.waiting_times import NOT_MAPPED

RELEASE_1, RELEASE_2 = "release-1", "release-2"
RELEASES: Final = (RELEASE_1, RELEASE_2)
OUTCOME: Final = "Event Outcome"
_COLUMNS: Final = {"R1": (RELEASE_1,), "R2": (RELEASE_2,), "R1+R2": RELEASES}
_INCOMPLETE: Final = "other values"
"""What the evidence of a value says where its list has more that nobody has found."""


class ValueList(NamedTuple):
    """The values of a field in one release by their place in the list; `verified` are those that a source has."""

    by_place: Mapping[int, str]
    values: frozenset[str]
    verified: frozenset[str]
    complete: bool


class Found(Enum):
    """What a word is in a release."""

    LISTED = "listed"
    UNVERIFIED = "unverified"
    OTHER_RELEASE = "other release"
    UNKNOWN = "unknown"


def found(field: str, value: str, release: str) -> Found:
    """Say what a word is; capitals count."""
    own = value_lists(release).get(field)
    if own is not None and value in own.values:
        return Found.LISTED if value in own.verified else Found.UNVERIFIED
    if own is None or not own.complete:
        return Found.UNVERIFIED
    other = value_lists(RELEASE_1 if release == RELEASE_2 else RELEASE_2).get(field)
    return Found.OTHER_RELEASE if other is not None and value in other.values else Found.UNKNOWN


@cache
def value_lists(release: str) -> Mapping[str, ValueList]:
    """Give the lists of a release by field."""
    rows = defaultdict(list)
    for row in rows_of("cld_value_lists.csv"):
        if release in _COLUMNS[row["release"]]:
            rows[row["field_name"]].append(row)
    return {field: _list_of(some) for field, some in rows.items()}


def _list_of(rows: list[Mapping[str, str]]) -> ValueList:
    sure = [row for row in rows if not row["evidence"].startswith("not confirmed")]
    complete = bool(sure) and not any(_INCOMPLETE in row["evidence"] for row in rows)
    return ValueList(
        {int(row["order"]): row["value"] for row in sure},
        frozenset(row["value"] for row in rows),
        frozenset(row["value"] for row in sure),
        complete,
    )


@cache
def to_release_2(field: str) -> Mapping[str, str | None]:
    """Give what each word of release 1 is in release 2; none where it has no place there, or none that is sure.

    Outcomes go as the published mapping says.  Other lists are the same list in other words, in the same order.
    """
    if field == OUTCOME:
        pairs = {row["r1_value"]: row["r2_value"] for row in rows_of("cld_event_outcome_r1_to_r2.csv")}
        return {old: None if new == NOT_MAPPED else new for old, new in pairs.items()}
    old, new = value_lists(RELEASE_1).get(field), value_lists(RELEASE_2).get(field)
    if old is None or new is None or not (old.complete and new.complete):
        return {}
    return {value: new.by_place.get(place) for place, value in old.by_place.items()}


def why_not(field: str) -> str:
    """Say why a word of release 1 is not brought forward: release 2 has none, or one that no source confirms."""
    new = value_lists(RELEASE_2)[field]
    return "wording_not_confirmed" if new.values - new.verified else "release_1_only"
