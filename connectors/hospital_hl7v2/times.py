"""Times as hospitals write them (HL7 TS): precision kept, the zone flagged, Europe/London where none is stated."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

from hub.domain.days import LONDON
from hub.events.values import Moment, Precision, Zone

_TS: Final = re.compile(
    r"(?P<year>\d{4})(?:(?P<month>\d{2})(?:(?P<day>\d{2})(?:(?P<hour>\d{2})(?:(?P<minute>\d{2})"
    r"(?:(?P<second>\d{2})(?P<part>\.\d{1,6})?)?)?)?)?)?(?P<zone>[+-]\d{4})?",
    re.ASCII,
)
_PARTS: Final = ("year", "month", "day", "hour", "minute", "second", "part")
_EARLIEST, _LATEST = 1880, 2200
_FURTHEST = timedelta(hours=14)


def moment_of(text: str, formats: Sequence[str] = ()) -> Moment | None:
    """Read a moment, or give none when the text cannot mean one.

    `formats` are a profile's extra `strptime` formats, tried after the standard one and read as London time.
    Years outside 1880 to 2200 are no moments of a hospital feed.
    """
    found = _TS.fullmatch(text)
    if found:
        return _standard(found)
    for form in formats:
        wall = _by_format(text, form)
        if wall is not None:
            return _in_london(wall, precision_of(form))
    return None


def day_of_text(text: str, formats: Sequence[str] = ()) -> date | None:
    """Read a calendar date, ignoring any time behind it: a birth date with midnight stays that date."""
    found = _TS.fullmatch(text)
    if found and found["day"]:
        wall = _wall(int(found["year"]), int(found["month"]), int(found["day"]))
        return wall.date() if wall else None
    for form in formats:
        wall = _by_format(text, form)
        if wall is not None:
            return wall.date()
    return None


def precision_of(form: str) -> Precision:
    """Say how exact a `strptime` format is."""
    named = {"%S": Precision.SECOND, "%M": Precision.MINUTE, "%H": Precision.HOUR}
    return next((precision for mark, precision in named.items() if mark in form), Precision.DAY)


def _standard(found: re.Match[str]) -> Moment | None:
    parts = found.groupdict()
    given = sum(1 for name in _PARTS if parts[name] is not None)
    numbers = [int(parts[name] or lowest) for name, lowest in zip(_PARTS[:6], (0, 1, 1, 0, 0, 0), strict=True)]
    wall = _wall(*numbers, micro=round(float(parts["part"] or 0) * 1_000_000))
    if wall is None:
        return None
    precision = Precision(given - 1)
    if parts["zone"] is None or precision <= Precision.DAY:
        return _in_london(wall, precision)
    offset = _offset(parts["zone"])
    if offset is None:
        return None
    return Moment(_millis(wall.replace(tzinfo=timezone(offset))), int(precision), int(Zone.STATED))


def _wall(*parts: int, micro: int = 0) -> datetime | None:
    """Make a London wall time of year, month, day and any of hour, minute, second; none when it cannot exist."""
    year, month, day, hour, minute, second = (*parts, 0, 0, 0)[:6]
    if not _EARLIEST <= year <= _LATEST:
        return None
    try:
        return datetime(year, month, day, hour, minute, second, min(micro, 999_999), tzinfo=LONDON)
    except ValueError:
        return None


def _by_format(text: str, form: str) -> datetime | None:
    try:
        wall = datetime.strptime(text, form).replace(tzinfo=LONDON)
    except ValueError:
        return None
    return wall if _EARLIEST <= wall.year <= _LATEST else None


def _in_london(wall: datetime, precision: Precision) -> Moment:
    if precision <= Precision.DAY:
        return Moment(_millis(wall), int(precision), int(Zone.ASSUMED))
    return Moment(_millis(wall), int(precision), int(_zone(wall)))


def _zone(wall: datetime) -> Zone:
    """Say whether a London wall time happens once, twice (first pass taken) or never (moved one hour on)."""
    if wall.utcoffset() == wall.replace(fold=1).utcoffset():
        return Zone.ASSUMED
    back = wall.astimezone(UTC).astimezone(LONDON)
    return Zone.AMBIGUOUS if back.replace(tzinfo=None) == wall.replace(tzinfo=None) else Zone.NONEXISTENT


def _offset(text: str) -> timedelta | None:
    hours, minutes = int(text[1:3]), int(text[3:])
    size = timedelta(hours=hours, minutes=minutes)
    if minutes > 59 or size > _FURTHEST:  # noqa: PLR2004 -- minutes of an hour
        return None
    return -size if text[0] == "-" else size


def _millis(moment: datetime) -> int:
    whole = moment.replace(microsecond=0)
    return int(whole.timestamp()) * 1000 + moment.microsecond // 1000
