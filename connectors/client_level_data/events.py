"""Rows to events: whose they are, from when to when; and the rows that are none, by reason, column and line."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from sys import intern
from typing import Any, Final

from connectors.client_level_data.row import Row
from connectors.client_level_data.status import ASSOCIATION, CLIENTS, KINDS
from connectors.client_level_data.value_lists import to_release_2
from connectors.nhs_number import fault_of, plain
from hub.domain.unique_events import ASSESSMENT, NO_AGE, REQUEST, REVIEW, SERVICE, Event
from hub.domain.waiting_times import NOT_MAPPED
from hub.errors import Rejected

IsCouncil = Callable[[str], bool]
_TYPES: Final = {
    REQUEST: ("Request: Route of Access",),
    ASSESSMENT: ("Assessment Type",),
    SERVICE: ("Service Type", "Service Component"),
    REVIEW: (),
}
"""What else tells two events of one person, kind and day apart."""
_MOST_LINES: Final = 1_000


class LeftOut:
    """Rows of which there is no event: how many by rule and column, and the first lines."""

    def __init__(self) -> None:
        self._rows: Counter[tuple[str, str]] = Counter()
        self._lines: dict[tuple[str, str], array[int]] = {}

    def add(self, why: Rejected, line: int) -> None:
        """Count a row."""
        key = (why.rule, why.path)
        self._rows[key] += 1
        lines = self._lines.setdefault(key, array("Q"))
        if len(lines) < _MOST_LINES:
            lines.append(line)

    def told(self) -> list[dict[str, Any]]:
        """Give rule, column, number of rows and first lines; nothing that stands in a row."""
        return [
            {"rule": rule, "field": field, "rows": rows, "lines": self._lines[rule, field].tolist()}
            for (rule, field), rows in sorted(self._rows.items())
        ]


class Events:
    """Events from the rows of a file, and the rows that there are none of."""

    def __init__(self, is_council: IsCouncil, *, in_order: bool = False) -> None:
        self._is_council = is_council
        self._in_order = in_order
        self.left_out = LeftOut()
        self.rows = 0
        self.ageless = 0
        self.councils: dict[str, int] = {}
        """The councils that events are of, each with the first line."""

    def of(self, rows: Iterable[Row], tell: Callable[[int], None]) -> Iterator[Event]:
        """Give the events of rows, reviews among them; `place` is the line."""
        for row in rows:
            self.rows += 1
            tell(self.rows)
            try:
                event = self._event(row)
            except Rejected as why:
                self.left_out.add(why, row.line)
                continue
            self.ageless += event.age == NO_AGE
            self.councils.setdefault(event.council, row.line)
            yield event

    def _event(self, row: Row) -> Event:
        kind, council = _kind(row), self._council(row)
        started, ended = _lasted(row, kind)
        if self._in_order and ended is not None and ended < started:
            raise Rejected("Event End Date", "ends_before_it_starts", "an event ends on its first day or later")
        return Event(
            council=council,
            person=_person(row, council),
            kind=intern(kind),
            client=_newer("Client Type", row.cell("Client Type")),
            started=started,
            ended=ended,
            types=tuple(_newer(column, row.cell(column)) for column in _TYPES[kind]),
            outcome=_newer("Event Outcome", row.cell("Event Outcome")),
            conversation=row.has_conversation(),
            born=row.day("Date of Birth"),
            died=row.day("Date of Death"),
            period_ended=row.day("Reporting Period End Date"),
            place=row.line,
        )

    def _council(self, row: Row) -> str:
        council = intern(row.cell("LA Code"))
        if not self._is_council(council):
            raise Rejected("LA Code", "council_unknown", "this cell is no code of a council with adult social care")
        return council


def _kind(row: Row) -> str:
    if not row.whole:
        raise Rejected("row", "row_width", "this row has another number of cells than the heading")
    if CLIENTS.get(row.cell("Client Type")) == ASSOCIATION:
        raise Rejected("Client Type", "carer_known_by_association", "a carer known by association has no events")
    kind = row.cell("Event Type")
    if kind not in KINDS:
        raise Rejected("Event Type", "event_type_unknown", "this cell is none of the four types of event")
    return kind


def _lasted(row: Row, kind: str) -> tuple[date, date | None]:
    """Give the first and the last day: that of a death where it comes first, or where nobody ended the event."""
    started, ended, died = row.day("Event Start Date"), row.day("Event End Date"), row.day("Date of Death")
    if started is None:
        raise Rejected("Event Start Date", "no_start_date", "this cell is a date")
    if ended is None and row.cell("Event End Date"):
        raise Rejected("Event End Date", "end_date_unreadable", "this cell is a date")
    if died is not None:
        if died < started:
            raise Rejected("Event Start Date", "starts_after_death", "an event starts before a death")
        if (ended is None and died > started) or (ended is not None and died < ended):
            ended = died
    if ended is None and kind != SERVICE:
        raise Rejected("Event End Date", "no_end_date", "only services may be open")
    return started, ended


def _person(row: Row, council: str) -> str:
    """Give the key of a person: the NHS number, else the council's own number within the council."""
    number = plain(row.cell("NHS Number"))
    if fault_of(number) is None:
        return intern(number)
    own = row.cell("LA Person Unique Identifier")
    if not own:
        raise Rejected("NHS Number", "no_person_id", "a person has an NHS number that can be, or one of the council's")
    return intern(f"{council}_{own}")


def _newer(column: str, word: str) -> str:
    """Give a word in release 2; an outcome that has none there as the national tables name it."""
    words = to_release_2(column)
    found = words.get(word, word)
    return intern(NOT_MAPPED if found is None and column == "Event Outcome" else found or word)
