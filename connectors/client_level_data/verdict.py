"""What is to be said of each cell of a row: status, result and the rule that it breaks, as DHSC's check gives them."""

import re
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from connectors.client_level_data.across import across, remarks
from connectors.client_level_data.fields import Field, fields
from connectors.client_level_data.row import Row
from connectors.client_level_data.status import Status, about, status
from connectors.client_level_data.value_lists import RELEASE_2, Found, found
from connectors.nhs_number import fault_of, plain
from hub.domain.postcode import normalise

_DECIMAL: Final = re.compile(r"[+-]?(?:0*(\d{1,16})(?:\.\d*)?|\.\d+)", re.ASCII)
"""What casts to decimal(18,2)."""
_WHOLE: Final = re.compile(r"\d{1,9}", re.ASCII)
_PRACTICE: Final = re.compile(r"[A-Za-z0-9]{6}", re.ASCII)
_LOCATION: Final = re.compile(r"1-[0-9]{5,}", re.ASCII)
"""Care Quality Commission: a location's id."""
NOT_IN_LIST, UNVERIFIED = "not_in_list", "value_unverified"
ONLY_CARERS: Final = "only_for_carers"


class Result(StrEnum):
    """What DHSC's check calls the result of a cell."""

    VALID = "Passed: Valid"
    BLANK = "Passed: Blank (Not Mandatory)"
    MISSING = "Failed: Blank (Mandatory)"
    INVALID = "Failed: Invalid"
    RELEASE_1 = "Failed: Release 1"


FAILED: Final = (Result.MISSING, Result.INVALID, Result.RELEASE_1)
"""The results of cells that fail."""


class Verdict(NamedTuple):
    """What is said of one cell; `rule` is what it breaks, or of a cell that passes, what is remarked on."""

    field: str
    status: Status
    result: Result
    rule: str | None


class Check:
    """The check of a file by one release; `is_council` knows the codes of councils."""

    def __init__(self, release: str, is_council: Callable[[str], bool]) -> None:
        self._release = release
        self._is_council = is_council
        self._fields = tuple(fields().values())

    def verdicts(self, row: Row) -> Iterator[Verdict]:
        """Give a verdict on each column of the specification; a column that the file does not have is blank."""
        told, broken, noted = about(row), across(row), remarks(row)
        for field in self._fields:
            standing = status(field, told)
            result, rule = self._judged(field, row.cell(field.name), standing)
            if field.name in broken and result not in FAILED:
                result, rule = Result.INVALID, broken[field.name]
            yield Verdict(field.name, standing, result, rule or noted.get(field.name))

    def _judged(self, field: Field, cell: str, standing: Status) -> tuple[Result, str | None]:
        if not cell:
            return (Result.MISSING, "blank") if standing is Status.MANDATORY else (Result.BLANK, None)
        if field.applies_to == "carers" and standing is Status.NOT_APPLICABLE:
            return Result.INVALID, ONLY_CARERS
        if field.data_type == "list":
            return self._listed(field.name, cell)
        rule = self._fault(field, cell)
        return (Result.INVALID, rule) if rule else (Result.VALID, None)

    def _listed(self, name: str, cell: str) -> tuple[Result, str | None]:
        known = found(name, cell, self._release)
        if known is Found.OTHER_RELEASE:
            newer = self._release == RELEASE_2
            return (Result.RELEASE_1, "release_1_value") if newer else (Result.INVALID, "release_2_value")
        if known is Found.UNKNOWN:
            return Result.INVALID, NOT_IN_LIST
        return Result.VALID, UNVERIFIED if known is Found.UNVERIFIED else None

    def _fault(self, field: Field, cell: str) -> str | None:
        if field.name == "LA Code":
            return None if self._is_council(cell) else "council_unknown"
        wrong = _FAULTS.get(field.name)
        return wrong(cell) if wrong else None


def _unlike(pattern: re.Pattern[str], rule: str) -> Callable[[str], str | None]:
    return lambda cell: None if pattern.fullmatch(cell) else rule


_FAULTS: Final[Mapping[str, Callable[[str], str | None]]] = {
    "NHS Number": lambda cell: fault_of(plain(cell)),
    "GP Practice Code": _unlike(_PRACTICE, "practice_code_shape"),
    "Postcode": lambda cell: None if normalise(cell) else "postcode_shape",
    "No. of adults being cared for": _unlike(_WHOLE, "not_a_whole_number"),
    "Provider CQC Location ID": _unlike(_LOCATION, "location_id_shape"),
    "Unit Cost": _unlike(_DECIMAL, "not_a_decimal"),
    "Planned units per week": _unlike(_DECIMAL, "not_a_decimal"),
}
