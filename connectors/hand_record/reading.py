"""Reading one field of an entry by its type; each refusal names a rule and never what was typed."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple

from connectors.hand_record.amounts import read_amount, read_hours, read_pounds, read_share
from connectors.hand_record.profile import NO, YES
from connectors.hand_record.wrong import CONTROL_CHARACTER, Wrong, holds_control_character
from connectors.nhs_number import fault_of, plain
from connectors.wall_time import moment_of
from hub.domain.days import day_of
from hub.events.values import Code, Moment, Precision, Zone
from hub.ports.recording import EntryField, Thing

_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:\-]{0,39}", re.ASCII)
COUNCIL_CODE: Final = re.compile(r"[ENSW]\d{8}", re.ASCII)
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?", re.ASCII)
_LABEL: Final = re.compile(r"[A-Za-z][A-Za-z0-9 &/(),.'\u2019\u2013-]{1,79}")
_MANY_DIGITS: Final = re.compile(r"\d([ /.\u2013-]*\d){4}")
"""As a number of a person, a birth date or a telephone number has them, and no reason in words."""
_SECONDS: Final = re.compile(r"T\d{2}:\d{2}:\d{2}")
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_DAYS_OF_A_YEAR: Final = 366
LONGEST_TEXT: Final = 2000
LONGEST: Final = 200
Things = Mapping[str, Mapping[str, Thing]]
CouncilNow = Callable[[str], str | None]
"""Gives the code that a council has today by any of its codes; none where no council has that code."""


def newest(code: Any, council_now: CouncilNow | None) -> Any:
    """Give the code that a council has today, where this is one of a council; anything else stays as it is."""
    now = council_now(code) if council_now and isinstance(code, str) else None
    return code if now is None else now


class Around(NamedTuple):
    """What a value is read against: the time (milliseconds), the person's things by kind and reference, the councils.

    Without a list of councils a code is taken as it is.
    """

    now: int
    things: Things
    council_now: CouncilNow | None = None


def read(field: EntryField, sent: object, around: Around) -> Any:
    """Give the value of a field, or none when it was left empty; raises `Wrong`."""
    written = _written(field, sent)
    if not written:
        if field.required:
            raise Wrong("missing", _MISSING.get(field.type, f"Enter {_small(field.label)}"))
        return None
    return _READERS[field.type](field, written, around)


_MISSING: Final = {
    "choice": "Choose one of the list",
    "yes_no": "Choose yes or no",
    "choices": "Choose at least one of the list",
    "known": "Choose what this is about",
    "council": "Choose a council",
    "day": "Enter a day",
    "time": "Enter a day and a time of day",
}


def _small(label: str) -> str:
    return label[:1].lower() + label[1:]


def _written(field: EntryField, sent: object) -> Any:
    """Give what was sent without blanks around it: text, or several texts for a field of several choices."""
    if isinstance(sent, bool) and field.type == "yes_no":
        return YES if sent else NO
    if field.type == "choices" and isinstance(sent, list) and all(isinstance(one, str) for one in sent):
        return [one for one in sent if one]
    if sent is None:
        return ""
    if not isinstance(sent, str) or field.type == "choices":
        raise Wrong("not_text", "This is not in the form that is described")
    longest = LONGEST_TEXT if field.type == "text" else LONGEST
    if len(sent) > longest:
        raise Wrong("too_long", f"Use at most {longest} characters")
    if holds_control_character(sent):
        raise Wrong(*CONTROL_CHARACTER)
    return sent.strip()


def _code(_: EntryField, written: str, __: Around) -> str:
    if not _CODE.fullmatch(written):
        raise Wrong("not_a_code", "Use letters, digits, dots and dashes, at most 40, without blanks")
    if fault_of(plain(written)) is None:
        raise Wrong("person_number", "This reads like the NHS number of a person; use the id of a post or thing")
    return written


def _text(_: EntryField, written: str, __: Around) -> str:
    return written


def _label(field: EntryField, written: str, _: Around) -> str | Code:
    """Take words of one's own that stay in the clear: few, on one line, and without a number that tells of a person."""
    if not _LABEL.fullmatch(written):
        raise Wrong("not_a_label", "Use letters, digits and common signs, at most 80, and begin with a letter")
    if _MANY_DIGITS.search(written):
        raise Wrong("person_number", "This reads like a number of a person; say it in words")
    return Code(field.system, written) if field.system else written


def _council(_: EntryField, written: str, around: Around) -> str:
    """Take today's code of a council of England; of councils elsewhere no list is here, and the form alone decides."""
    now = around.council_now(written) if around.council_now else None
    if now is not None and now != written:
        raise Wrong("superseded_council", "The council has another code today; choose it from the list")
    if now is None and not (COUNCIL_CODE.fullmatch(written) and _is_elsewhere(written, around)):
        raise Wrong("not_a_council", "This is not the code of a council")
    return written


def _is_elsewhere(written: str, around: Around) -> bool:
    return around.council_now is None or not written.startswith("E")


def _choice(field: EntryField, written: str, _: Around) -> str | Code:
    found = next((choice for choice in field.choices if choice.code == written), None)
    if found is None:
        raise Wrong("not_in_list", "Choose one of the list")
    return Code(field.system, found.code, found.words) if field.system else found.code


def _choices(field: EntryField, written: list[str], _: Around) -> tuple[str, ...]:
    if not {choice.code for choice in field.choices} >= set(written):
        raise Wrong("not_in_list", "Choose from the list alone")
    return tuple(choice.code for choice in field.choices if choice.code in written)


def _yes_no(_: EntryField, written: str, __: Around) -> bool:
    if written not in {YES, NO}:
        raise Wrong("not_in_list", "Choose yes or no")
    return written == YES


def _day(field: EntryField, written: str, around: Around) -> date:
    day: date | None = _existing(date.fromisoformat, written) if _DAY.fullmatch(written) else None
    if day is None or not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise Wrong("not_a_date", "Enter a day that exists, for example 27 11 2026")
    if not field.ahead and day > day_of(around.now):
        raise Wrong("in_future", "This day has not come yet")
    if field.years is not None and abs(day - day_of(around.now)) > timedelta(days=field.years * _DAYS_OF_A_YEAR):
        raise Wrong("far_away", f"This day is more than {field.years} years away; look at the year")
    if field.days is not None and day - day_of(around.now) > timedelta(days=field.days):
        raise Wrong("far_away", f"This day is more than {field.days} days ahead; write it down later")
    if day.year < (field.since or _FIRST_YEAR):
        raise Wrong("far_away", f"This day is before {field.since}; look at the year")
    return day


def _time(field: EntryField, written: str, around: Around) -> Moment:
    time: datetime | None = _existing(datetime.fromisoformat, written) if _TIME.fullmatch(written) else None
    if time is None or not _FIRST_YEAR <= time.year <= _LAST_YEAR:
        raise Wrong("not_a_time", "Enter a day that exists and a time of day, for example 14:30")
    moment = moment_of(time, Precision.SECOND if _SECONDS.search(written) else Precision.MINUTE)
    if moment.zone is Zone.NONEXISTENT:
        raise Wrong("not_a_time", "The clocks went forward over this time, and it was not there")
    if not field.ahead and moment.at > around.now:
        raise Wrong("in_future", "This time has not come yet")
    return moment


def _existing(reader: Callable[[str], Any], written: str) -> Any:
    try:
        return reader(written)
    except ValueError:
        return None


def _known(field: EntryField, written: str, around: Around) -> Thing:
    found = around.things.get(field.of or "", {}).get(written)
    if found is None:
        raise Wrong("not_known_here", "Choose one that is known of this person")
    return found


_READERS: Final[Mapping[str, Callable[[EntryField, Any, Around], Any]]] = {
    "code": _code,
    "text": _text,
    "label": _label,
    "council": _council,
    "choice": _choice,
    "choices": _choices,
    "yes_no": _yes_no,
    "day": _day,
    "time": _time,
    "hours": lambda _, written, __: read_hours(written),
    "pounds": lambda _, written, __: read_pounds(written),
    "amount": lambda _, written, __: read_amount(written),
    "share": lambda _, written, __: read_share(written),
    "known": _known,
}
TYPES: Final = frozenset(_READERS)
