"""The waiting of one stay as a drawing over time and in words: ready, each reason with whose it is, the national code.

Drawn wide and narrow, so that its letters are readable on a telephone too.  What a bar is stands in words above it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final, NamedTuple

from hub.domain.days import LONDON
from hub.web.board_view import short
from hub.web.dates import clinical
from hub.web.dates import short as axis_day
from hub.web.delay_view import NOBODY_SAID, chain_words, label_words
from hub.web.person_view import Value
from hub.web.words import Names, organisation

_LANE, _BAR, _ABOVE, _BELOW = 38, 12, 18, 24
_EDGE: Final = 6
_LEAST: Final = 3.0
"""No bar is thinner than this, however short the time."""
_TICKS_APART: Final = 64


class Size(NamedTuple):
    """A width to draw for, and how many letters a name above a bar may have there."""

    name: str
    width: int
    letters: int


SIZES: Final = (Size("wide", 600, 84), Size("narrow", 280, 36))


class Bar(NamedTuple):
    """A stretch of time; `goes_on` draws an arrow at its end."""

    x: float
    width: float
    goes_on: bool


class Lane(NamedTuple):
    """One line of the drawing: its name above, its bars, and of which kind it is: `ready`, `reason` or `national`."""

    kind: str
    name: str
    y: int
    bars: Sequence[Bar]


class Tick(NamedTuple):
    """A day below the drawing."""

    x: float
    text: str


class Drawing(NamedTuple):
    """One drawing; everything is in user units."""

    size: Size
    height: int
    lanes: Sequence[Lane]
    ticks: Sequence[Tick]


class Chain(NamedTuple):
    """The chain of one stay: drawings, what they are called, and the same in words, each of which can say why."""

    id: str
    title: str
    drawings: Sequence[Drawing]
    told: Sequence[Value]


class _Stretch(NamedTuple):
    """From a moment until another; none while it goes on."""

    first: datetime
    until: datetime | None


class _Span(NamedTuple):
    """The whole time that is drawn."""

    first: datetime
    until: datetime


class _Row(NamedTuple):
    kind: str
    name: str
    stretches: Sequence[_Stretch]


def chain_of(state: Mapping[str, Any], place: int, names: Names, today: date) -> Chain | None:
    """Return the chain of a stay of the joint state; none of somebody who never waited, and gave no reason.

    The drawing ends with leaving: what was told of later days is in the words alone.
    """
    spell = state["spells"][place]
    delay = spell.get("delay") or {}
    if not delay.get("ready") and not delay.get("reasons"):
        return None
    left = _moment(spell.get("discharged_at") or spell.get("died_at"))
    rows = _rows(delay, names, left)
    held = [one for row in rows for one in row.stretches]
    if not held:
        return None
    first = min(one.first for one in held).astimezone(LONDON).date()
    ends = [first, *(_last_day(one.until) for one in held if one.until)]
    ends.append(today if left is None else left.astimezone(LONDON).date())
    title = f"Waiting from {clinical(first)} to {clinical(max(ends))}"
    span = _Span(_midnight(first), _midnight(max(ends) + timedelta(days=1)))
    told = [Value(*each) for each in chain_words(f"spells.{place}.delay", delay, names, left)]
    return Chain(f"chain-{place}", title, [_drawn(size, rows, span) for size in SIZES], told)


def _rows(delay: Mapping[str, Any], names: Names, left: datetime | None) -> list[_Row]:
    """Return what is drawn, from top to bottom; what nobody ended is over when the person left."""
    rows = [_row("ready", "Ready to leave", list(_times_ready(delay["ready"], left)))]
    for one in delay["reasons"]:
        name = f"{one['code']}, {short(organisation(names, one['said_by']))}: {label_words(one)}"
        rows.append(_row("reason", name, [_stretch(one["from"], one["to"], left)]))
    by_code: dict[str, list[_Stretch | None]] = {}
    for one in delay.get("national_codes") or ():
        over = None if one["to"] is None else str(date.fromisoformat(one["to"]) + timedelta(days=1))
        by_code.setdefault(one["code"] or NOBODY_SAID, []).append(_stretch(one["from"], over, left))
    rows += [_row("national", f"National code: {code}", held) for code, held in by_code.items()]
    return [row for row in rows if row.stretches]


def _row(kind: str, name: str, stretches: Sequence[_Stretch | None]) -> _Row:
    return _Row(kind, name, [one for one in stretches if one is not None])


def _times_ready(told: Sequence[Mapping[str, Any]], left: datetime | None) -> Iterator[_Stretch | None]:
    """Give each time of being ready as it counts: none begins before the last taking back that came before it."""
    void = _midnight(date.min)
    for one in told:
        first, over = _moment(one["set_at"]), _moment(one["voided_at"])
        if first is not None:
            yield _stretch(max(first, void).isoformat(), one["voided_at"], left)
        if over is not None and (left is None or over <= left):
            void = over


def _stretch(first: str, until: str | None, left: datetime | None) -> _Stretch | None:
    """Return the part of a stretch that lies before the person left; none of one that begins later."""
    begins, ends = _moment(first) or _midnight(date.min), _moment(until)
    if left is not None:
        if begins >= left:
            return None
        ends = left if ends is None else min(ends, left)
    return _Stretch(begins, None if ends is None else max(begins, ends))


def _drawn(size: Size, rows: Sequence[_Row], span: _Span) -> Drawing:
    room = size.width - 2 * _EDGE

    def across(at: datetime) -> float:
        return round(_EDGE + room * (at - span.first) / (span.until - span.first), 1)

    def bar(one: _Stretch) -> Bar:
        ends = across(one.until or span.until)
        return Bar(across(one.first), round(max(_LEAST, ends - across(one.first)), 1), one.until is None)

    lanes = [
        Lane(row.kind, _cut(row.name, size.letters), number * _LANE + _ABOVE, [bar(one) for one in row.stretches])
        for number, row in enumerate(rows)
    ]
    days = (span.until.date() - span.first.date()).days
    shown = range(0, days, max(1, -(-days * _TICKS_APART // room)))
    ticks = [span.first.date() + timedelta(days=number) for number in shown]
    return Drawing(size, len(rows) * _LANE + _BELOW, lanes, [Tick(across(_midnight(d)), axis_day(d)) for d in ticks])


def _moment(value: str | None) -> datetime | None:
    """Read a moment or a day; a day begins at its midnight in Europe/London."""
    if value is None:
        return None
    read = datetime.fromisoformat(value)
    return read if read.tzinfo is not None else _midnight(read.date())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON)


def _last_day(until: datetime) -> date:
    """Return the last day of a stretch: what ends at midnight ends with the day before."""
    return (until - timedelta(seconds=1)).astimezone(LONDON).date()


def _cut(name: str, letters: int) -> str:
    return name if len(name) <= letters else f"{name[: letters - 1].rstrip()}…"
