"""Support lines to the tables that providers hand over each night."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from connectors.provider_table.profile import COLUMNS
from connectors.simulator.area import Provider
from connectors.simulator.people import Person
from connectors.simulator.sendable import Sendable, milliseconds
from connectors.simulator.support import Line, visits


class Supported(NamedTuple):
    """Somebody with a line of support."""

    who: Person
    line: Line


def file_of(provider: Provider, day: date, supported: Iterable[Supported], feed: str) -> Sendable | None:
    """Write the table about a day, sent the next morning; none when nothing happened."""
    rows = [row for one in supported for row in rows_of(one, day)]
    if not rows:
        return None
    sent = datetime.combine(day + timedelta(days=1), time(6, 30))
    name = f"{provider.location}_{day:%Y%m%d}.csv"
    return Sendable(milliseconds(sent), "drop", feed, table_of(rows), name)


def table_of(rows: Iterable[Mapping[str, str]]) -> bytes:
    """Write rows under their heading."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def rows_of(one: Supported, day: date) -> Iterator[Mapping[str, str]]:
    """Give the rows about one line and one day."""
    line = one.line
    if line.started_on == day:
        yield {**_head(one, "LINE_STARTED", day), **_terms(line), "started_on": str(line.started_on)}
    if line.changed is not None and line.changed[0] == day:
        hours = f"{line.changed[1]}.00"
        yield {**_head(one, "LINE_CHANGED", day), "started_on": str(day), "hours_per_week": hours}
    for visit in visits(line, day):
        planned = {"visit_planned_at": f"{visit.planned_at:%Y-%m-%dT%H:%M}"}
        if visit.done_at is None:
            yield {**_head(one, "VISIT_MISSED", day), **planned, "visit_outcome": "NO_CARER"}
        else:
            yield {**_head(one, "VISIT_CONFIRMED", day), **planned, "visit_done_at": f"{visit.done_at:%Y-%m-%dT%H:%M}"}
    if line.ended_on == day:
        yield {**_head(one, "LINE_ENDED", day), "ended_on": str(day)}


def _head(one: Supported, record: str, day: date) -> Mapping[str, str]:
    return {
        "record": record,
        "person_nhs_number": one.who.nhs_number,
        "person_family_name": one.who.family,
        "person_date_of_birth": one.who.born.isoformat(),
        "provider_location": one.line.provider.location,
        "line_id": one.line.line_id,
        "recorded_at": f"{day}T20:00:00",
    }


def _terms(line: Line) -> Mapping[str, str]:
    terms = {"service": line.provider.service, "origin": line.origin or ""}
    if line.hours is not None:
        terms |= {"hours_per_week": f"{line.hours}.00", "price_per_hour": f"{line.provider.pence / 100:.2f}"}
    return terms
