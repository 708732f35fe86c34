"""Schemas in words: how two differ, and what is released."""

import pytest

from hub.codec.compatibility import diff, listing
from hub.codec.folder import SCHEMAS
from hub.codec.registry import Registry
from hub.errors import NotFound
from tests.codec.planting import DISCHARGED, FILE, NULLABLE, Planted

NEWEST = f"SpellDischarged@{Registry.load().newest(DISCHARGED).version}"


def test_a_difference_is_said_in_words(planted: Planted) -> None:
    """Who reviews a change reads sentences, not two files side by side."""
    planted.edit(FILE, "ward_round", NULLABLE)
    planted.edit(FILE, "spell", None)
    planted.edit(FILE, "pathway", {"type": ["null", "int"]})
    planted.edit(FILE, "place", {"doc": "Where."})
    schema = planted.read(FILE)
    schema["doc"] = "Another sentence."
    planted.fields(schema).reverse()
    del planted.fields(schema)[-1]["type"]
    planted.fields(schema)[-1] |= {"type": {"type": "array", "items": "uk.care.hub.SubjectRef"}, "default": []}
    planted.write(FILE, schema)
    assert sorted(diff(NEWEST, DISCHARGED, planted.folder)) == [
        "body.discharged_at: Moment became array of SubjectRef (16 bytes)",
        "body.discharged_at: without default became with a default",
        "body.pathway: null or string became null or int",
        "body.place: says something else of what it means",
        "body.spell: removed",
        "body.ward_round: added, null or string, with a default",
        "body: its fields stand in another order",
        "schema: says something else of what it means",
    ]


def test_equal_schemas_have_no_difference() -> None:
    """A version and the file that it was released from mean the same."""
    *_, row = [row for row in listing() if row.name == DISCHARGED]
    assert diff(str(row.id), "SpellDischarged") == []
    assert diff("DwpReferralReceived", "uk.care.hub.referral.DwpReferralReceived@2") == []
    assert diff("SupportLineEnded", "SupportLineStarted") == ["schema: SupportLineEnded became SupportLineStarted"]


@pytest.mark.parametrize("name", ["SpellImagined", "SpellDischarged@9", "4711", ""])
def test_a_schema_that_is_not_there_is_not_found(name: str) -> None:
    """A mistyped name is told, not compared with nothing."""
    with pytest.raises(NotFound):
        diff(name, "SpellDischarged")


def test_the_list_shows_every_released_version() -> None:
    """An operator sees what each id on the wire stands for."""
    rows = listing()
    assert [row.id for row in rows] == list(range(1, len(rows) + 1))
    assert all((SCHEMAS / row.file).exists() for row in rows)
