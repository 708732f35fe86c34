"""Whose a document is: by the number that is held, or by the sending council's own, and by nothing else."""

from collections.abc import Sequence

import pytest

from hub.people.claims import Identifier as Known
from hub.portable.document import Identifier
from hub.runtime.document_person import OpenRecord, fault_of_person

COUNCIL = "E06000001"
HELD = "9990000018"
NHS = "https://fhir.nhs.uk/Id/nhs-number"
SUBJECT, OTHER = b"s" * 16, b"o" * 16


async def found(known: Known) -> Sequence[bytes]:
    """Lead from what the council made known: one person, two who share a number, somebody else."""
    leads = {"LAS-1": [SUBJECT], "LAS-2": [SUBJECT, OTHER], "LAS-3": [OTHER]}
    return leads.get(known.value, []) if (known.kind, known.authority) == ("COUNCIL", COUNCIL) else []


async def rule(value: str, system: str | None = None, held: str | None = HELD, council: str = COUNCIL) -> str | None:
    """Give the rule by which a document with this personID is refused; none when it is taken."""
    fault = await fault_of_person(Identifier(value=value, system=system), council, OpenRecord(SUBJECT, held, found))
    return None if fault is None else fault.rule


@pytest.mark.parametrize("value", [HELD, "999 000 0018", "NHS 999 000 0018", "999.000.0018", "NHS No. 999-000-0018"])
@pytest.mark.parametrize("system", [None, NHS, "NHS", "urn:oid:2.16.840.1.113883.2.1.4.1", "urn:invented:las"])
async def test_the_number_that_is_held_shows_the_person(value: str, system: str | None) -> None:
    """However a sender writes it, and whatever it calls its system."""
    assert await rule(value, system) is None


@pytest.mark.parametrize("value", ["9990000026", "NHS 999 000 0026", "999.000.0026", "nhs number: 999 000 0026"])
@pytest.mark.parametrize("system", [None, NHS])
async def test_the_number_of_another_person_is_refused_however_it_is_written(value: str, system: str | None) -> None:
    """Blanks, dots and a prefix hide nothing."""
    assert await rule(value, system) == "another_person"


@pytest.mark.parametrize(
    ("value", "system", "wanted"),
    [
        ("LAS-1", None, None),
        ("LAS-1", "urn:invented:las", None),
        ("LAS-1", NHS, "person_not_shown"),
        ("LAS-2", None, "person_not_shown"),
        ("LAS-3", None, "person_not_shown"),
        ("LAS-4711", None, "person_not_shown"),
        ("9990000027", None, "person_not_shown"),
        ("9990000026", "urn:invented:las", "person_not_shown"),
        ("NHS", None, "person_not_shown"),
    ],
)
async def test_a_number_of_the_councils_own_must_lead_to_this_very_person(
    value: str, system: str | None, wanted: str | None
) -> None:
    """Unknown, shared by two people, of somebody else, or said to be an NHS number: nobody is shown by it."""
    assert await rule(value, system) == wanted


async def test_of_whom_no_number_is_held_no_number_shows_anything() -> None:
    """The council's own number still does, and only that council's."""
    assert await rule(HELD, held=None) == "person_not_shown"
    assert await rule("LAS-1", held=None) is None
    assert await rule("LAS-1", council="E08000016") == "person_not_shown"
