"""Reading one record's fields: each refusal names the field and the rule, never the value."""

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from hub.errors import Rejected

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_LONGEST: Final = 60
_MOST_IN_LIST: Final = 50
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2200


class RecordFields:
    """A record as a map of names to what was sent; empty text counts as absent."""

    def __init__(self, values: Mapping[str, Any], where: str = "") -> None:
        self._values = values
        self._where = where

    def path(self, name: str) -> str:
        """Say where a field is."""
        return f"{self._where}.{name}" if self._where else name

    def text(self, name: str, longest: int = _LONGEST) -> str | None:
        """Give text with its outer blanks off; none when absent or empty."""
        value = self._values.get(name)
        if value is None:
            return None
        if not isinstance(value, str):
            raise Rejected(self.path(name), "not_text", "this field is text")
        if len(value) > longest:
            raise Rejected(self.path(name), "too_long", f"this field has at most {longest} characters")
        if any(letter < " " or "\ud800" <= letter <= "\udfff" for letter in value):
            raise Rejected(self.path(name), "control_character", "this field holds no control characters")
        return value.strip() or None

    def required(self, name: str, longest: int = _LONGEST) -> str:
        """Give text that must be there."""
        value = self.text(name, longest)
        if value is None:
            raise Rejected(self.path(name), "missing", "this field is required")
        return value

    def one_of(self, name: str, allowed: Collection[str]) -> str | None:
        """Give a code out of a closed list."""
        value = self.text(name)
        if value is not None and value not in allowed:
            raise Rejected(self.path(name), "not_in_list", f"this field is one of {', '.join(sorted(allowed))}")
        return value

    def required_one_of(self, name: str, allowed: Collection[str]) -> str:
        """Give a code out of a closed list that must be there."""
        self.required(name)
        return self.one_of(name, allowed) or ""

    def some_of(self, name: str, allowed: Collection[str]) -> tuple[str, ...]:
        """Give a list of codes, each out of a closed list, in the order sent and without repeats."""
        values = self.items(name)
        if any(not isinstance(value, str) or value not in allowed for value in values):
            raise Rejected(self.path(name), "not_in_list", f"each entry is one of {', '.join(sorted(allowed))}")
        return tuple(dict.fromkeys(values))

    def items(self, name: str) -> list[Any]:
        """Give a list; an absent one is empty."""
        value = self._values.get(name)
        if value is None:
            return []
        if not isinstance(value, list) or len(value) > _MOST_IN_LIST:
            raise Rejected(self.path(name), "not_a_list", f"this field is a list of at most {_MOST_IN_LIST}")
        return value

    def inner(self, name: str) -> "RecordFields | None":
        """Give an object inside this one."""
        value = self._values.get(name)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise Rejected(self.path(name), "not_an_object", "this field is an object")
        return RecordFields(value, self.path(name)) if value else None

    def holds_more_than(self, names: Collection[str]) -> int:
        """Say how many fields were filled in beside these names."""
        return sum(value not in (None, "") for name, value in self._values.items() if name not in names)

    def only(self, names: Collection[str]) -> Mapping[str, Any]:
        """Give the fields of these names as they were sent."""
        return {name: value for name, value in self._values.items() if name in names}

    def flag(self, name: str) -> bool | None:
        """Give yes or no."""
        value = self._values.get(name)
        if value is None or isinstance(value, bool):
            return value
        raise Rejected(self.path(name), "not_yes_or_no", "this field is true or false")

    def uuid(self, name: str) -> str | None:
        """Give a UUID in lower case."""
        value = self.text(name)
        if value is None:
            return None
        try:
            return str(UUID(value))
        except ValueError:
            raise Rejected(self.path(name), "not_a_uuid", "this field is a UUID") from None

    def day(self, name: str) -> date | None:
        """Give a date written YYYY-MM-DD."""
        value = self.text(name)
        if value is None:
            return None
        try:
            return date.fromisoformat(value) if _DAY.fullmatch(value) else self._no_day(name)
        except ValueError:
            return self._no_day(name)

    def required_day(self, name: str) -> date:
        """Give a date that must be there."""
        self.required(name)
        day = self.day(name)
        return day if day is not None else self._no_day(name)

    def time(self, name: str) -> datetime | None:
        """Give an RFC 3339 time; one without an offset comes back without one."""
        value = self.text(name)
        if value is None:
            return None
        try:
            time = datetime.fromisoformat(value)
        except ValueError:
            raise Rejected(self.path(name), "not_a_time", "this field is a time, YYYY-MM-DDThh:mm:ssZ") from None
        if not _FIRST_YEAR <= time.year <= _LAST_YEAR:
            raise Rejected(self.path(name), "year_out_of_range", "this time is outside the years a record can speak of")
        return time

    def _no_day(self, name: str) -> date:
        raise Rejected(self.path(name), "not_a_date", "this field is a date that exists, YYYY-MM-DD")
