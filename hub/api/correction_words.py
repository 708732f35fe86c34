"""Who reads the words in which somebody said why they corrected an entry.

The reason of the list is for everybody who sees the entry.  Words of one's own may name anybody: they are for whoever
records for the joint team or the council, and for the organisation that wrote them.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from hub.ports.reading import Json

GROUP: Final = "coordination"
"""Who may record entries of this group reads every word."""


def chain_for(chain: Json, organisation: str, groups: frozenset[str]) -> dict[str, Any]:
    """Return the chain behind a value for a reader who may record these groups of entries."""
    told = chain.get("correction")
    return dict(chain) if told is None else {**chain, "correction": _shown(told, organisation, groups)}


def rows_for(rows: Iterable[Json], organisation: str, groups: frozenset[str]) -> list[dict[str, Any]]:
    """Return the lines of a timeline for a reader who may record these groups of entries."""
    return [
        {**row, "corrected": _shown(row["corrected"], organisation, groups)} if row.get("corrected") else dict(row)
        for row in rows
    ]


def _shown(told: Mapping[str, Any], organisation: str, groups: frozenset[str]) -> dict[str, Any]:
    may = GROUP in groups or told["word"].get("source_organisation") == organisation
    return dict(told) if may else {**told, "words": None}
