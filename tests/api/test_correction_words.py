"""Who reads the words in which somebody said why they corrected an entry."""

from typing import Any

import pytest

from hub.api.correction_words import chain_for, rows_for

TOLD = {"word": {"source_organisation": "QHL"}, "instead": None, "reason": "WRONG_PERSON", "words": "It was Mr B."}


@pytest.mark.parametrize(
    ("organisation", "groups", "words"),
    [
        ("E08000025", {"coordination", "visits"}, "It was Mr B."),
        ("QHL", {"visits"}, "It was Mr B."),
        ("1-101", {"visits"}, None),
        ("1-101", set(), None),
    ],
)
def test_words_are_for_who_coordinates_and_for_who_wrote_them(
    organisation: str, groups: set[str], words: str | None
) -> None:
    """They may name anybody, so a provider and the person see the reason of the list alone; the rest stays."""
    reach = frozenset(groups)
    (row, other) = rows_for([{"id": "a", "corrected": TOLD}, {"id": "b", "corrected": None}], organisation, reach)
    chain = chain_for({"value": 1, "correction": TOLD}, organisation, reach)
    for told in (row["corrected"], chain["correction"]):
        assert told == TOLD | {"words": words}
    assert (row["id"], other, chain["value"]) == ("a", {"id": "b", "corrected": None}, 1)


def test_what_was_not_corrected_stays_as_it_is() -> None:
    """Most values were corrected by nobody."""
    chain: dict[str, Any] = {"value": 1, "correction": None}
    assert chain_for(chain, "QHL", frozenset()) == chain
