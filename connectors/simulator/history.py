"""The half year before the demonstration: people whose six weeks are over, so that charts have a past.

They are few, about as many as the curated people of today, and none of them is on the board.  The same day always has
the same people, whenever it is told of: a hub that is fed again on another day knows those that it has.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from connectors.simulator import provider_writer
from connectors.simulator.area import EXAMPLESHIRE
from connectors.simulator.by_hand import entries_of
from connectors.simulator.chronicle import notes
from connectors.simulator.hl7_writer import control_id, hl7
from connectors.simulator.lives import Life
from connectors.simulator.people import PAST
from connectors.simulator.sendable import Sendable, milliseconds
from connectors.simulator.stream import PROVIDER_FEED, Period, lives_of

WEEKS: Final = 26
_OVER: Final = timedelta(days=43)
_AREA: Final = EXAMPLESHIRE.scaled(0.05)
_SEED: Final = 29
_ONE_IN: Final = 4
_DAYS_OF_VISITS: Final = 10


def history(today: date) -> list[Sendable]:
    """Give every message, table and entry by hand of the half year before a day, in the order of sending."""
    lives = history_lives(today)
    midnight = datetime.combine(today, time())
    by_hand = [entry for life in lives for entry in entries_of(_AREA, life, midnight)]
    return sorted([*_messages(lives), *_tables(lives, today), *by_hand], key=lambda sendable: sendable.at)


def history_lives(today: date) -> list[Life]:
    """Give the people themselves: a few of each week, whose last six weeks ended before the day."""
    return [life for day in _days(today) for life in _of_day(day) if life.stays[-1].left_at.date() + _OVER < today]


def _days(today: date) -> Iterator[date]:
    return (today - timedelta(days=ago) for ago in range(7 * WEEKS, 0, -1))


def _of_day(day: date) -> Iterator[Life]:
    """Give one in four of the patients of a day."""
    period = Period(_AREA, 1, _SEED, day, PAST)
    patients = [life for life in lives_of(period, day) if life.stays]
    return (life for place, life in enumerate(patients) if (day.toordinal() + place) % _ONE_IN == 0)


def _messages(lives: Sequence[Life]) -> Iterator[Sendable]:
    for life in lives:
        for note in notes(life):
            at, feed = milliseconds(note.written_at) + note.order, note.stay.trust.code.lower()
            yield Sendable(at, "mllp", feed, hl7(note, life.person), control_id(note))


def _tables(lives: Sequence[Life], today: date) -> Iterator[Sendable]:
    """One table a provider and week: starts, changes and ends, and the visits of a line's first days."""
    days = list(_days(today))
    for provider in EXAMPLESHIRE.providers:
        mine = [
            provider_writer.Supported(life.person, line)
            for life in lives
            for line in life.lines
            if line.provider == provider
        ]
        for week in (days[at : at + 7] for at in range(0, len(days), 7)):
            rows = [row for day in week for one in mine for row in _rows(one, day)]
            if rows:
                yield _table(provider.location, week[-1], rows)


def _table(location: str, last: date, rows: Sequence[Mapping[str, str]]) -> Sendable:
    sent = milliseconds(datetime.combine(last + timedelta(days=1), time(6, 30)))
    name = f"{location}_{last:%Y%m%d}_past.csv"
    return Sendable(sent, "drop", PROVIDER_FEED, provider_writer.table_of(rows), name)


def _rows(one: provider_writer.Supported, day: date) -> Iterator[dict[str, str]]:
    for row in provider_writer.rows_of(one, day):
        if row["record"].startswith("LINE") or (day - one.line.started_on).days <= _DAYS_OF_VISITS:
            yield dict(row)
