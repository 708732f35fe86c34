"""What councils' files differ in, as data: headings, words, dates, delimiter and character set."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from connectors.client_level_data.fields import fields
from connectors.profile_source import profile_named, shipped_profiles

PACKAGE: Final = "connectors.client_level_data"
SHIPPED: Final = "council_file"
_SEPARATORS: Final = re.compile(r"[\W_]+")
_FIRST_YEAR, _LAST_YEAR = 1880, 2200
_MEGABYTE: Final = 1024 * 1024


class CouncilProfile(BaseModel):
    """How one council's file is read.

    `headings` maps a heading as sent to a column of the specification; the columns' own names always work, in any
    punctuation.  `values` maps, for a column, a council's own word to that of the specification.  `conversation_words`
    mark, in the description of a request of release 1, a first conversation of the three-conversations model.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    version: str
    encoding: Literal["utf-8", "cp1252"] = "utf-8"
    delimiter: str = Field(default=",", min_length=1, max_length=1)
    date_formats: tuple[str, ...] = ("%Y-%m-%d",)
    headings: Mapping[str, str] = {}
    values: Mapping[str, Mapping[str, str]] = {}
    conversation_words: tuple[str, ...] = ("conversation",)
    longest_row: int = _MEGABYTE
    """Bytes; a quote that is never closed is found out here at the latest."""

    @model_validator(mode="after")
    def _known_columns(self) -> "CouncilProfile":
        unknown = (set(self.headings.values()) | set(self.values)) - set(fields())
        if unknown:
            raise ValueError(f"unknown columns: {', '.join(sorted(unknown))}")
        return self

    def columns(self) -> Mapping[str, str]:
        """Give the column of each heading, by the heading's letters and digits."""
        own = {squeezed(name): name for name in fields()}
        return own | {squeezed(sent): column for sent, column in self.headings.items()}


def squeezed(heading: str) -> str:
    """Give the letters and digits of a heading alone, in small letters."""
    return _SEPARATORS.sub("", heading).casefold()


def profile(name_or_path: str) -> CouncilProfile:
    """Give a shipped profile by name, or one from a TOML file of your own.  Raises `Rejected`."""
    return profile_named(PACKAGE, name_or_path, CouncilProfile)


def profiles() -> Mapping[str, CouncilProfile]:
    """Give the shipped profiles by name."""
    return shipped_profiles(PACKAGE, CouncilProfile)


@lru_cache(maxsize=65_536)
def day(sent: str, formats: tuple[str, ...]) -> date | None:
    """Read a date in one of the forms; none when it is in none of them, or no date that can be."""
    for form in formats:
        try:
            found = datetime.strptime(sent, form)  # noqa: DTZ007 - a date has no offset
        except ValueError:
            continue
        if _FIRST_YEAR <= found.year <= _LAST_YEAR:
            return found.date()
    return None
