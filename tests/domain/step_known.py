"""What had been told of a person by a day, put in order: the six weeks, the lines of support, who answers.

It shares no code with the product: stays and six weeks are those of `tests.domain.oracle` and
`tests.domain.oracle_weeks`.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from hub.events.envelope import Event
from tests.domain.day_oracle import deaths_by_hand
from tests.domain.oracle import london, stays_by_hand
from tests.domain.oracle_councils import Answer, answers
from tests.domain.oracle_weeks import episodes_by_hand

DAY = timedelta(days=1)


class Weeks(NamedTuple):
    """The last six weeks that stand: their stay, first day, status, why they ended, and who answers.

    `ended_on` is the day of an end that came early.
    """

    stay: Any
    first: date
    status: str
    because: str | None
    ended_on: date | None
    who: Answer

    @property
    def last(self) -> date:
        """The last covered day."""
        return self.first + 41 * DAY


class Line(NamedTuple):
    """A line of support as told by then, with the planned times of visits that were missed and that took place.

    `first` is none where nobody told of a start.
    """

    name: str
    provider: str
    first: date | None
    last: date | None
    missed: set[int]
    confirmed: set[int]

    def has_begun(self, day: date) -> bool:
        """Whether it has given support by a day."""
        return self.first is not None and self.first <= day

    def is_over(self, day: date) -> bool:
        """Whether it gives no support any more on a day."""
        return self.last is not None and self.last < day


class Known(NamedTuple):
    """What was told by a day."""

    events: Sequence[Event]
    """In order of time."""
    on: date
    weeks: Weeks | None
    lines: list[Line]

    @property
    def who(self) -> Answer:
        """Who answers for the last six weeks, or for somebody without any on the day."""
        return answers(self.events, self.on, self.on) if self.weeks is None else self.weeks.who

    @property
    def stays(self) -> list[Event]:
        """What was told of stays and deaths; the outcome that is said of a stay begins none."""
        return [event for event in self.events if event.type != "SixWeeksOutcomeRecorded"]

    def bodies(self, *names: str) -> list[Any]:
        """The bodies of events of some types."""
        return [event.body for event in self.events if event.type in names]


def known_by(events: Sequence[Event], on: date, early_end: tuple[str, date] | None) -> Known:
    """Read what had been told by a day; `early_end` is why and since when money or a move ended the last six weeks."""
    told = sorted(
        (event for event in events if london(event.occurred_at) <= on),
        key=lambda event: (event.occurred_at, event.recorded_at, event.event_id),
    )
    known = Known(told, on, None, _lines(told))
    return known._replace(weeks=_weeks(known, early_end))


def _weeks(known: Known, early_end: tuple[str, date] | None) -> Weeks | None:
    told, on = known.stays, known.on
    found = [one for one in episodes_by_hand(told, on) if one[1] <= on]
    if not found:
        return None
    number, first, status, because = found[-1]
    last, ended_on = first + 41 * DAY, None
    if status == "ended" and because == "death":
        ended_on = max(first, min(london(at) for at in deaths_by_hand(told)))
    if early_end is not None and first <= early_end[1] <= min(on, last):
        status, because, ended_on = "ended", *early_end
    stay = next(one for one in stays_by_hand(told) if one["key"].number == number)
    return Weeks(stay, first, status, because, ended_on, answers(told, first, min(on, ended_on or last)))


def _lines(told: Sequence[Event]) -> list[Line]:
    words: dict[str, list[Any]] = {}
    for event in told:
        if event.type in {"SupportLineStarted", "SupportLineEnded", "VisitMissed", "VisitConfirmed"}:
            words.setdefault(event.body.line_id, []).append(event)  # type: ignore[attr-defined]
    return [_line(name, mine) for name, mine in words.items()]


def _line(name: str, mine: Sequence[Any]) -> Line:
    def bodies(kind: str) -> list[Any]:
        return [event.body for event in mine if event.type == kind]

    starts, ends = bodies("SupportLineStarted"), [body.ended_on for body in bodies("SupportLineEnded")]
    confirmed = {body.planned_at for body in bodies("VisitConfirmed")}
    missed = {body.planned_at for body in bodies("VisitMissed")} - confirmed
    last = [*(body.ended_on for body in starts), *ends][-1:]
    first = starts[0].started_on if starts else None
    return Line(name, mine[0].body.provider, first, last[0] if last else None, missed, confirmed)
