"""What differs between providers' tables, as data: headings, words, dates, character sets."""

from collections.abc import Mapping
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, model_validator

from hub.domain.line_words import HOURS_AT_MOST

COLUMNS: Final = (
    "record",
    "person_nhs_number",
    "person_family_name",
    "person_date_of_birth",
    "provider_location",
    "line_id",
    "service",
    "origin",
    "started_on",
    "ended_on",
    "hours_per_week",
    "price_per_hour",
    "price_framework",
    "programme",
    "visit_planned_at",
    "visit_done_at",
    "visit_outcome",
    "recorded_at",
)
REQUIRED: Final = COLUMNS[:6]
_MEGABYTE: Final = 1024 * 1024


class TableProfile(BaseModel):
    """How one provider's table is read.

    `headings` maps a heading as sent (compared without case, blanks and underscores) to a column; the columns'
    own names always work.  `values` maps, for a column, a word as sent to the word of the contract.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    version: str
    system: str
    encodings: tuple[str, ...] = ("utf-8-sig",)
    delimiter: str = Field(default=",", min_length=1, max_length=1)
    date_formats: tuple[str, ...] = ("%Y-%m-%d",)
    time_formats: tuple[str, ...] = ()
    """Tried after RFC 3339."""
    headings: Mapping[str, str] = {}
    values: Mapping[str, Mapping[str, str]] = {}
    hours_in_a_week: int = 168
    """More than this is possible only with two carers at a time, and is remarked on."""
    hours_at_most: int = HOURS_AT_MOST // 100
    price_at_most: int = 500
    """Pounds an hour above which a price is remarked on."""
    longest_file: int = 32 * _MEGABYTE

    @model_validator(mode="after")
    def _known_columns(self) -> "TableProfile":
        unknown = (set(self.headings.values()) | set(self.values)) - set(COLUMNS)
        if unknown:
            raise ValueError(f"unknown columns: {', '.join(sorted(unknown))}")
        return self

    @property
    def label(self) -> str:
        """Name and version as provenance writes it."""
        return f"{self.name}@{self.version}"
