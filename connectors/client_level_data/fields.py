"""The columns of client level data, as `cld_fields.csv` has them: kind of value, whom they are about, when needed."""

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Final, NamedTuple

PERSONAL: Final = frozenset(
    {
        "NHS Number",
        "LA Person Unique Identifier",
        "First Name",
        "Last Name",
        "Date of Birth",
        "Date of Death",
        "Postcode",
        "Event Reference",
        "Event Description",
        "Adult 1 Linked Person_ID",
        "Adult 2 Linked Person_ID",
        "Adult 3 Linked Person_ID",
    }
)
"""Columns whose cells never stand in a report: they name somebody, or are free text in which anything may stand."""


class Field(NamedTuple):
    """One column; `applies_to` and `mandatory_when` are words that `status.py` knows."""

    name: str
    module: str
    data_type: str
    applies_to: str
    mandatory_when: str


@cache
def fields() -> Mapping[str, Field]:
    """Give the columns by name, in the order of the specification."""
    found = rows_of("cld_fields.csv")
    return {row["field_name"]: Field(row["field_name"], *(row[name] for name in Field._fields[1:])) for row in found}


def rows_of(name: str) -> Iterator[Mapping[str, str]]:
    """Give the rows of a table that ships in this folder."""
    text = (resources.files(__package__) / name).read_text("utf-8")
    yield from csv.DictReader(text.splitlines())
