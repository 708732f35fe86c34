"""Waiting times from a file: rows to events, one of each event, and the national method for each person and council."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from sys import intern
from typing import Any, BinaryIO, Final

from connectors.client_level_data.profile import CouncilProfile
from connectors.client_level_data.row import Row
from connectors.client_level_data.status import ASSOCIATION, CLIENTS, KINDS
from connectors.client_level_data.table import Table
from connectors.client_level_data.value_lists import to_release_2
from connectors.nhs_number import fault_of, plain
from hub.domain.unique_events import ASSESSMENT, REQUEST, REVIEW, SERVICE, Event, heard, unique
from hub.domain.waiting_medians import medians
from hub.domain.waiting_times import NOT_MAPPED, Assessment, Request, Service, Wait, waits
from hub.domain.years import age_on
from hub.errors import Rejected

_TYPES: Final = {
    REQUEST: ("Request: Route of Access",),
    ASSESSMENT: ("Assessment Type",),
    SERVICE: ("Service Type", "Service Component"),
    REVIEW: (),
}
"""What else tells two events of one person, kind and day apart."""
_NO_AGE: Final = -1
"""Who has no date of birth that can be read is of no age that counts, as in the national tables."""
_DAY: Final = date(1, 1, 1)


class Events:
    """Events from rows, and how many rows there are none of, by reason."""

    def __init__(self, is_council: Callable[[str], bool]) -> None:
        self._is_council = is_council
        self.left_out: Counter[str] = Counter()
        self.rows = 0
        self.ageless = 0

    def of(self, rows: Iterable[Row], tell: Callable[[int], None]) -> Iterator[Event]:
        """Give the events of rows, reviews among them."""
        for row in rows:
            if row.empty:
                continue
            self.rows += 1
            tell(self.rows)
            try:
                event = self._event(row)
            except Rejected as why:
                self.left_out[why.rule] += 1
                continue
            self.ageless += event.age == _NO_AGE
            yield event

    def _event(self, row: Row) -> Event:
        if not row.whole:
            raise Rejected("row", "row_width", "this row has another number of cells than the heading")
        kind, client = row.cell("Event Type"), row.cell("Client Type")
        if CLIENTS.get(client) == ASSOCIATION:
            raise Rejected("Client Type", "carer_known_by_association", "a carer known by association has no events")
        if kind not in KINDS:
            raise Rejected("Event Type", "event_type_unknown", "this cell is none of the four types of event")
        council = intern(row.cell("LA Code"))
        if not self._is_council(council):
            raise Rejected("LA Code", "council_unknown", "this cell is no code of a council with adult social care")
        started, ended = _lasted(row, kind)
        born, period = row.day("Date of Birth"), row.day("Reporting Period End Date")
        return Event(
            council=council,
            person=_person(row, council),
            kind=intern(kind),
            client=_newer("Client Type", client),
            started=started,
            ended=ended,
            types=tuple(_newer(column, row.cell(column)) for column in _TYPES[kind]),
            outcome=_newer("Event Outcome", row.cell("Event Outcome")),
            conversation=row.has_conversation(),
            age=_age(born, started),
            latest_age=_age(born, ended or period or started),
            period_ended=period or _DAY,
            place=row.line,
        )


def waiting_times(
    file: BinaryIO, profile: CouncilProfile, is_council: Callable[[str], bool], tell: Callable[[int], None]
) -> dict[str, Any]:
    """Give medians of waiting times by council, quarter and age band, and what was left out and why.

    `tell` is told the rows so far.  Raises `Rejected` where the file cannot be cut into rows.
    """
    events = Events(is_council)
    kept = unique(events.of(Table(file, profile), tell))
    found = list(_waits(kept))
    left_out = [{"rule": rule, "rows": rows} for rule, rows in sorted(events.left_out.items())]
    return {
        "rows": events.rows,
        "left_out": left_out,
        "rows_without_an_age": events.ageless,
        "rows_of_the_same_event": events.rows - events.left_out.total() - len(kept),
        "events": dict(sorted(Counter(event.kind for event in kept).items())),
        "requests_counted": len(found),
        "medians": _medians(found),
    }


def _waits(events: Sequence[Event]) -> Iterator[tuple[str, Wait]]:
    people: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for event in events:
        people[event.council, event.person].append(event)
    for (council, _), theirs in people.items():
        # Of events of one kind and day the last loaded comes first, as in the published code.
        said = [heard(event) for event in sorted(theirs, key=lambda event: -event.place)]
        asked = [one for one in said if isinstance(one, Request)]
        assessed = [one for one in said if isinstance(one, Assessment)]
        served = [one for one in said if isinstance(one, Service)]
        yield from ((council, wait) for wait in waits(asked, assessed, served))


def _medians(found: Iterable[tuple[str, Wait]]) -> list[dict[str, Any]]:
    by_group = sorted(medians(found).items())
    return [
        {**group._asdict(), "quarter": group.quarter.isoformat(), "days": middle.days, "waits": middle.waits}
        for group, middle in by_group
    ]


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


def _age(born: date | None, day: date) -> int:
    return _NO_AGE if born is None or born > day else age_on(born, day)
