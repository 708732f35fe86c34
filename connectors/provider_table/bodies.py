"""The five kinds of row, each to its event body and the moment at which it happened."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final, NamedTuple

import msgspec

from connectors.provider_table.cells import Cells
from connectors.provider_table.profile import TableProfile
from connectors.wall_time import moment_of_day
from hub.domain.days import day_of
from hub.domain.origin_codes import ORIGINS, origin_code
from hub.domain.services import listed
from hub.errors import Rejected
from hub.events.care_record import (
    SupportLineChanged,
    SupportLineEnded,
    SupportLineStarted,
    VisitConfirmed,
    VisitMissed,
)
from hub.events.values import Moment

_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/\-]{0,39}", re.ASCII)
_CODE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_\-]{0,39}")
_HUNDRED: Final = 100
_LATE_BY_A_DAY: Final = 24 * 3600 * 1000


class Read(NamedTuple):
    """What a row says happened, and when."""

    body: msgspec.Struct
    occurred: Moment


class Terms(NamedTuple):
    """What a line consists of; hours in hundredths a week, price in pence an hour and by which price framework."""

    origin: str | None
    hours: int | None
    price: int | None
    framework: str | None


def read_body(cells: Cells, profile: TableProfile, recorded: Moment | None) -> Read:
    """Read the row by its kind; raises `Rejected` with the column and rule that forbid it."""
    kind = cells.required("record").upper()
    if kind not in _KINDS:
        raise Rejected("record", "not_in_list", f"this cell is one of {', '.join(sorted(_KINDS))}")
    return _KINDS[kind](cells, profile, recorded)


def _started(cells: Cells, profile: TableProfile, _: Moment | None) -> Read:
    started, ended, terms = cells.required_day("started_on"), cells.day("ended_on"), _terms(cells, profile)
    _in_order(cells, started, ended)
    body = SupportLineStarted(
        line_id=cells.required("line_id"),
        provider=cells.required("provider_location"),
        service=_service(cells, cells.required("service")),
        started_on=started,
        origin=terms.origin,
        ended_on=ended,
        hours_per_week=terms.hours,
        price_per_hour=terms.price,
        programme_id=_id(cells, "programme"),
        price_framework=terms.framework,
    )
    return Read(body, moment_of_day(started))


def _changed(cells: Cells, profile: TableProfile, recorded: Moment | None) -> Read:
    day, terms, service = cells.day("started_on"), _terms(cells, profile), cells.text("service")
    if day is None and recorded is not None:
        day = day_of(recorded.at)
        cells.remark("started_on", "change_day_assumed", "the change is taken to begin on the day it was recorded")
    if day is None:
        raise Rejected("started_on", "missing", "a change needs the day from which it holds")
    if service is None and terms == Terms(None, None, None, None):
        raise Rejected("record", "nothing_changed", "a change names a service, an origin, hours or a price")
    body = SupportLineChanged(
        line_id=cells.required("line_id"),
        provider=cells.required("provider_location"),
        changed_on=day,
        service=None if service is None else _service(cells, service),
        origin=terms.origin,
        hours_per_week=terms.hours,
        price_per_hour=terms.price,
        price_framework=terms.framework,
    )
    return Read(body, moment_of_day(day))


def _ended(cells: Cells, _profile: TableProfile, _: Moment | None) -> Read:
    started, ended = cells.day("started_on"), cells.required_day("ended_on")
    _in_order(cells, started, ended)
    body = SupportLineEnded(cells.required("line_id"), cells.required("provider_location"), ended)
    return Read(body, moment_of_day(ended))


def _called_off(cells: Cells, _profile: TableProfile, recorded: Moment | None) -> Read:
    day = cells.required_day("started_on")
    body = SupportLineEnded(cells.required("line_id"), cells.required("provider_location"), day, called_off=True)
    return Read(body, recorded or moment_of_day(day))


def _confirmed(cells: Cells, _profile: TableProfile, recorded: Moment | None) -> Read:
    planned, done = cells.time("visit_planned_at"), cells.time("visit_done_at")
    if done is None:
        raise Rejected("visit_done_at", "missing", "a visit that took place needs its time")
    if planned is not None and abs(done.at - planned.at) > _LATE_BY_A_DAY:
        cells.remark("visit_done_at", "far_from_plan", "the visit lies more than a day from its planned time")
    if recorded is not None and recorded.at < done.at:
        cells.remark("recorded_at", "recorded_before_it_happened", "the row was recorded before the visit took place")
    body = VisitConfirmed(
        line_id=cells.required("line_id"),
        provider=cells.required("provider_location"),
        planned_at=planned.at if planned else None,
        done_at=done.at,
        outcome=_outcome(cells),
    )
    return Read(body, done)


def _missed(cells: Cells, _profile: TableProfile, _: Moment | None) -> Read:
    planned = cells.time("visit_planned_at")
    if planned is None:
        raise Rejected("visit_planned_at", "missing", "a missed visit needs the time for which it was planned")
    if cells.text("visit_done_at") is not None:
        raise Rejected("visit_done_at", "missed_and_done", "a visit is either missed or done")
    line, provider = cells.required("line_id"), cells.required("provider_location")
    return Read(VisitMissed(line, provider, planned.at, _outcome(cells)), planned)


def _id(cells: Cells, column: str) -> str | None:
    """Give an id that the sender's own system made; it travels in the clear, so it is no words."""
    sent = cells.text(column)
    if sent is not None and not _ID.fullmatch(sent):
        raise Rejected(column, "not_a_code", "this cell is one code without blanks, at most 40 characters")
    return sent


def outcome_words(cells: Cells) -> str | None:
    """Give a visit's outcome when it is words: they may speak of the person and are sealed."""
    sent = cells.text("visit_outcome")
    return sent if sent is not None and not _CODE.fullmatch(sent) else None


def _outcome(cells: Cells) -> str | None:
    """Give a visit's outcome when it is a code."""
    if outcome_words(cells) is None:
        return cells.text("visit_outcome")
    cells.remark("visit_outcome", "outcome_in_words", "words are kept sealed; an outcome to count by is one code")
    return None


def _service(cells: Cells, sent: str) -> str:
    """Give a kind of support by its code of the list; a code that is on none is kept, and remarked on."""
    code = listed(sent)
    if code is None:
        cells.remark("service", "unknown_service", "this code is on no list of services: it is kept as it is")
    return code or sent


def _in_order(cells: Cells, started: date | None, ended: date | None) -> None:
    """Remark on a line that ends before it starts: it is kept as sent, and the person's page shows both days."""
    if started is not None and ended is not None and ended < started:
        cells.remark("ended_on", "ends_before_it_starts", "the line ends before it starts: kept as sent and shown")


def _terms(cells: Cells, profile: TableProfile) -> Terms:
    hours, price = cells.hundredths("hours_per_week"), cells.hundredths("price_per_hour")
    if hours is not None and hours > profile.hours_at_most * _HUNDRED:
        most = f"at most {profile.hours_at_most} hours fit a week: kept as sent, shown as a finding, added to no sum"
        cells.remark("hours_per_week", "hours_impossible", most)
    elif hours is not None and hours > profile.hours_in_a_week * _HUNDRED:
        cells.remark("hours_per_week", "hours_over_a_week", "more than a week holds, possible with two carers at once")
    if price is not None and price > profile.price_at_most * _HUNDRED:
        cells.remark("price_per_hour", "price_unlikely", "this is an unlikely price for an hour")
    return Terms(_origin(cells), hours, price, _id(cells, "price_framework"))


def _origin(cells: Cells) -> str | None:
    """Give where support comes from by its word of the list; a code on none is kept, and words are not: both tell."""
    sent = cells.text("origin")
    code = origin_code(sent)
    if sent is None or code in ORIGINS:
        return code
    cells.remark("origin", "unknown_origin", "this is none of RESUMED, NEW, INCREASE: the line's own days decide")
    return code if _ID.fullmatch(sent) else None


_KINDS: Final[Mapping[str, Callable[[Cells, TableProfile, Moment | None], Read]]] = {
    "LINE_STARTED": _started,
    "LINE_CHANGED": _changed,
    "LINE_ENDED": _ended,
    "LINE_CALLED_OFF": _called_off,
    "VISIT_CONFIRMED": _confirmed,
    "VISIT_MISSED": _missed,
}
