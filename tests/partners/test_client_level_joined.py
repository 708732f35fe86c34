"""Drawn files of several quarters against the published steps done row by row, in the plainest way."""

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from connectors.client_level_data.files import FileRead, together
from connectors.client_level_data.waits import waiting_times
from hub.domain.unique_events import OUTCOMES, Event
from tests.partners.council_files import file_of, read_of, row

Row = dict[str, str]
QUARTERS: Final = [
    (f"{year}-{first}", f"{year}-{last}")
    for year in (2024, 2025)
    for first, last in (("01-01", "03-31"), ("04-01", "06-30"), ("07-01", "09-30"), ("10-01", "12-31"))
]
DAYS: Final = [date.fromisoformat(first) + timedelta(days=shift) for first, _ in QUARTERS for shift in (-1, 0, 9)]
TYPES: Final[dict[str, list[Row]]] = {
    "Request": [{"Request: Route of Access": one} for one in ("Community / Other route", "Discharge from Hospital")],
    "Assessment": [{"Assessment Type": one} for one in ("Long term assessment", "Short term assessment")],
    "Service": [{"Service Type": f"Long term support: {one}"} for one in ("Community", "Nursing care")],
    "Review": [{}],
}
FEW: Final = ("Progress to assessment, review or reassessment", "Continuation of support or services", "NFA: Other")


@st.composite
def an_event(draw: st.DrawFn) -> Row:
    """Draw an event of one of two people, with the days on which it may end."""
    kind = draw(st.sampled_from([*TYPES, "Request", "Service"]))
    started = draw(st.sampled_from(DAYS))
    ended = started + timedelta(days=draw(st.sampled_from([0, 8, 80, 200])))
    died = [(started + timedelta(days=days)).isoformat() for days in (-5, 0, 60, 150)]
    return row(
        kind,
        started.isoformat(),
        NHS_Number="",
        LA_Person_Unique_Identifier=draw(st.sampled_from("ab")),
        Event_End_Date=ended.isoformat(),
        Date_of_Death=draw(st.sampled_from(["", "", "", *died])),
        Date_of_Birth=draw(st.sampled_from(["1950-03-01", "1960-04-02", ""])),
    ) | draw(st.sampled_from(TYPES[kind]))


@st.composite
def some_files(draw: st.DrawFn) -> list[list[Row]]:
    """Draw files of some quarters each, the oldest first, which tell of the same events more or less alike."""
    events = draw(st.lists(an_event(), min_size=2, max_size=9))
    files = []
    for last in sorted(draw(st.sets(st.integers(0, len(QUARTERS) - 1), min_size=2, max_size=4))):
        first = QUARTERS[max(0, last - draw(st.integers(0, 3)))][0]
        claims = {"Reporting Period Start Date": first, "Reporting Period End Date": QUARTERS[last][1]}
        told = draw(st.lists(st.sampled_from(events), min_size=1, max_size=9))
        files.append([_as_told(draw, event) | claims for event in told])
    return files


def _as_told(draw: st.DrawFn, event: Row) -> Row:
    open_still = event["Event Type"] == "Service" and draw(st.booleans())
    outcome = {"Event Outcome": draw(st.sampled_from(FEW))}
    talked = {"Event Description": draw(st.sampled_from(["", "conversation"]))}
    return event | outcome | talked | ({"Event End Date": ""} if open_still else {})


def as_published(files: Iterable[list[Row]]) -> list[Row]:
    """Join files, the oldest first, as the published code does: select, filter, close, keep one row of each event."""
    rows = [one for file in _selected(list(files)) for one in file]
    rows = [one for one in rows if _in_period(one)]
    starts = {one["ref_first"] for one in rows}
    ends = [_closed(one, rows, max(starts)) for one in rows]
    rows = [one | {"Event End Date": end, "Date of Death": ""} for one, end in zip(rows, ends, strict=True)]
    kept: list[Row] = []
    for place, one in enumerate(rows):
        same = [(_wanted(other, at), at) for at, other in enumerate(rows) if _identity(other) == _identity(one)]
        if max(same)[1] == place:
            kept.append(one | {"Reporting Period End Date": one["ref_last"]})
    return kept


def _selected(files: list[list[Row]]) -> list[list[Row]]:
    chosen: dict[int, list[tuple[str, str]]] = {}
    for quarter in QUARTERS:
        covering = [
            at
            for at, file in enumerate(files)
            if file[0]["Reporting Period Start Date"] <= quarter[0]
            and file[0]["Reporting Period End Date"] >= quarter[1]
        ]
        if covering:
            chosen.setdefault(covering[-1], []).append(quarter)
    return [
        [one | {"ref_first": min(chosen[at])[0], "ref_last": max(chosen[at])[1]} for one in file]
        for at, file in enumerate(files)
        if at in chosen
    ]


def _end(one: Row) -> str:
    """Give the derived end date; nothing while it goes on."""
    ended, died = one["Event End Date"], one["Date of Death"]
    started = one["Event Start Date"]
    before = started <= died <= ended if ended else died > started
    return died if died and before else ended


def _in_period(one: Row) -> bool:
    first, last, ended, died = one["ref_first"], one["ref_last"], _end(one), one["Date of Death"]
    if died and (died < first or died < one["Event Start Date"]):
        return False
    if one["Event Start Date"] > last:
        return False
    if one["Event Type"] == "Service":
        return not ended or ended >= first
    return first <= ended <= last


def _closed(one: Row, rows: list[Row], latest: str) -> str:
    ended, last = _end(one), one["ref_last"]
    if one["ref_first"] == latest or one["Event Type"] != "Service" or (ended and ended <= last):
        return ended
    after = (date.fromisoformat(last) + timedelta(days=1)).isoformat()
    told = [other for other in rows if other["ref_first"] == after and _identity(other) == _identity(one)]
    return ended if told else last


def _identity(one: Row) -> tuple[str, ...]:
    ended = "" if one["Event Type"] == "Service" else _end(one)
    columns = ("LA Person Unique Identifier", "Event Type", "Event Start Date", *TYPES[one["Event Type"]][0])
    return (ended, *(one[column] for column in columns))


def _wanted(one: Row, place: int) -> tuple[Any, ...]:
    best = -OUTCOMES.index(one["Event Outcome"])
    return (one["ref_last"], _end(one) or "9999", best, one["Event Description"], place)


def read_in_any_order(files: list[list[Row]], seed: int) -> list[FileRead]:
    """Read files in an order that says nothing."""
    found = [read_of(file_of(*_plain(file)), f"{at}.csv") for at, file in enumerate(files)]
    Random(seed).shuffle(found)
    return found


def _plain(rows: list[Row]) -> list[Row]:
    return [{name: cell for name, cell in one.items() if not name.startswith("ref_")} for one in rows]


def _in_order(events: Iterable[Event]) -> list[Event]:
    """Give events in the order of their rows, without what says where that was, and whose death ended which."""
    return [one._replace(place=0, died=None) for one in sorted(events, key=lambda event: event.place)]


@settings(max_examples=300)
@given(some_files(), st.integers(0, 99))
def test_joined_files_are_those_of_the_published_steps(files: list[list[Row]], seed: int) -> None:
    """The rows that the plain steps keep, as one file, are the same events and waits as the files in any order.

    And every row is an event, of one, outside its file's time, or left out.
    """
    kept = as_published(files)
    assume(kept)
    both, one = together(read_in_any_order(files, seed)), together([read_of(file_of(*_plain(kept)))])
    assert _in_order(both.events) == _in_order(one.events)
    found, alone = waiting_times(both), waiting_times(one)
    for key in ("medians", "requests_counted", "events"):
        assert found[key] == alone[key]
    parts = ("rows_outside_what_their_file_counts_for", "rows_of_the_same_event")
    said = sum(found[part] for part in parts) + sum(found["events"].values())
    assert found["rows"] == sum(len(file) for file in files) == said + sum(one["rows"] for one in found["left_out"])
