"""Reading one row's cells: exact amounts, days and times; each refusal names the column and the rule."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from connectors.provider_table.profile import TableProfile
from connectors.wall_time import moment_of
from hub.errors import Rejected
from hub.events.values import Moment, Precision
from hub.ports.connector import Finding

_DECIMAL: Final = re.compile(r"-?(\d{1,9}|\d{1,3}(,\d{3}){1,2})(\.\d{1,9})?", re.ASCII)
_WITH_SECONDS: Final = re.compile(r":\d{2}:\d{2}")
_LONGEST: Final = 120
_LARGEST: Final = 2**31 - 1
"""What an event holds at most, in hundredths."""
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2200


class Cells:
    """The cells of a row with a profile; remarks collect in `findings`."""

    def __init__(self, cells: Mapping[str, str], profile: TableProfile) -> None:
        self._cells = cells
        self._profile = profile
        self.findings: list[Finding] = []

    def remark(self, column: str, rule: str, words: str, severity: str = "warning") -> None:
        """Note something that the sender should know."""
        self.findings.append(Finding(column, rule, words, severity))

    def text(self, column: str) -> str | None:
        """Give a cell, its words mapped by the profile; none when empty or absent."""
        sent = self._cells.get(column, "")
        if len(sent) > _LONGEST:
            raise Rejected(column, "too_long", f"this cell has at most {_LONGEST} characters")
        if any(ord(letter) < ord(" ") for letter in sent):
            raise Rejected(column, "control_character", "this cell holds no control characters")
        words = {word.casefold(): value for word, value in self._profile.values.get(column, {}).items()}
        return words.get(sent.casefold(), sent) or None

    def required(self, column: str) -> str:
        """Give a cell that must be filled."""
        value = self.text(column)
        if value is None:
            raise Rejected(column, "missing", "this cell is required for this kind of record")
        return value

    def day(self, column: str) -> date | None:
        """Give a date in one of the profile's forms."""
        sent = self.text(column)
        if sent is None:
            return None
        for form in self._profile.date_formats:
            found = _parsed(sent, form)
            if found is not None and _FIRST_YEAR <= found.year <= _LAST_YEAR:
                return found.date()
        raise Rejected(column, "not_a_date", "this cell is a date that exists, in the form agreed")

    def required_day(self, column: str) -> date:
        """Give a date that must be there."""
        self.required(column)
        day = self.day(column)
        if day is None:
            raise Rejected(column, "missing", "this cell is required for this kind of record")
        return day

    def time(self, column: str) -> Moment | None:
        """Give a time; one without an offset is Europe/London wall time."""
        sent = self.text(column)
        if sent is None:
            return None
        written = _iso(sent) or next(filter(None, (_parsed(sent, form) for form in self._profile.time_formats)), None)
        if written is None or not _FIRST_YEAR <= written.year <= _LAST_YEAR:
            raise Rejected(column, "not_a_time", "this cell is a day with a time of day, in the form agreed")
        return moment_of(written, Precision.SECOND if _WITH_SECONDS.search(sent) else Precision.MINUTE)

    def hundredths(self, column: str) -> int | None:
        """Give a decimal as hundredths (hours to hundredths of an hour, pounds to pence), exactly.

        One below nought can be read: it is kept, remarked on, and a finding on the person's page.
        """
        sent = self.text(column)
        if sent is None:
            return None
        plain = sent.removeprefix("£").strip()
        if not _DECIMAL.fullmatch(plain):
            raise Rejected(column, "not_a_decimal", "this cell is a plain decimal number")
        exact = Decimal(plain.replace(",", "")) * 100
        if abs(exact) > _LARGEST:
            raise Rejected(column, "too_large", "no event can hold a number as large as this")
        if exact < 0:
            self.remark(column, "negative", "an amount below nought: kept as sent, shown as a finding, added to no sum")
        rounded = exact.to_integral_value(ROUND_HALF_EVEN)
        if rounded != exact:
            self.remark(column, "rounded", "this cell had more than two decimal places and was rounded")
        return int(rounded)


def _parsed(sent: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(sent, form)  # noqa: DTZ007 -- a form without an offset is wall time, settled by moment_of
    except ValueError:
        return None


def _iso(sent: str) -> datetime | None:
    if len(sent) <= len("2026-11-20"):
        return None  # a day is not a time of day
    try:
        return datetime.fromisoformat(sent)
    except ValueError:
        return None
