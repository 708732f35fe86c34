"""One file of a council or several, to one row of each event; and what was read of each, and what of it counts."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any, BinaryIO, NamedTuple

from connectors.client_level_data.events import Events, IsCouncil
from connectors.client_level_data.period import Claimed, days
from connectors.client_level_data.profile import CouncilProfile
from connectors.client_level_data.row import Row
from connectors.client_level_data.table import Table
from hub.domain.joined_submissions import Part, counted_for, is_of, joined, quarters_missing
from hub.domain.reporting_period import Period
from hub.domain.unique_events import Event, unique
from hub.errors import Rejected


class Reading(NamedTuple):
    """How files are read; `in_order` leaves out what ends before it starts."""

    profile: CouncilProfile
    is_council: IsCouncil
    in_order: bool = False


class FileRead(NamedTuple):
    """What stands in a file; `councils` have the first line each, periods are none where nothing says one."""

    name: str
    events: Sequence[Event]
    rows: int
    ageless: int
    left_out: Sequence[Mapping[str, Any]]
    councils: Mapping[str, int]
    claimed: Period | None
    shown: Period | None

    @property
    def period(self) -> Period | None:
        """The period that its events show; that which it claims where they are too few to show one."""
        return self.shown or self.claimed


class Together(NamedTuple):
    """One row of each event, what was read of each file, and the days that the files tell of."""

    events: Sequence[Event]
    files: Sequence[FileRead]
    counted_for: Sequence[Period | None]
    """What each file counts for; none where every row of it does, because it is alone, or none."""
    missing: Sequence[Period]

    @property
    def time(self) -> Period | None:
        """The days that the files tell of: what they count for, or the period of one alone; none where it says none."""
        if len(self.files) == 1:
            return self.files[0].period
        counted = [one for one in self.counted_for if one is not None]
        return Period(min(one.first for one in counted), max(one.last for one in counted))


def read(name: str, file: BinaryIO, how: Reading, tell: Callable[[int], None]) -> FileRead:
    """Read a file; `tell` is told the rows so far.

    Raises `Rejected`, with the name that it was given, where it is no client level data or cannot be cut into rows.
    """
    events, claimed = Events(how.is_council, in_order=how.in_order), Claimed()

    def noted(row: Row) -> Row:
        if row.whole:
            claimed.add(row)
        return row

    try:
        found = tuple(events.of((noted(row) for row in Table(file, how.profile) if not row.empty), tell))
    except Rejected as why:
        raise Rejected(f"{name}: {why.path}", why.rule, why.words) from None
    return FileRead(
        name,
        found,
        events.rows,
        events.ageless,
        events.left_out.told(),
        events.councils,
        claimed.most(),
        claimed.shown(),
    )


def together(files: Sequence[FileRead]) -> Together:
    """Put files of one council together, in whatever order they come; of one file alone every row counts.

    Raises `Rejected` where they are of several councils, or nobody can tell which is the newest.
    """
    if len(files) == 1:
        return Together(unique(files[0].events), files, (None,), ())
    _refuse_councils(files)
    dated = sorted((_dated(file) for file in files), key=_newest_last)
    for earlier, later in pairwise(dated):
        if _newest_last(earlier) == _newest_last(later):
            words = f"it is for the same time as {earlier[0].name}: name the newer of the two alone"
            raise Rejected(later[0].name, "same_period", words)
    covered = [period for _, period in dated]
    counted = counted_for(covered)
    parts = [Part(period, file.events) for (file, _), period in zip(dated, counted, strict=True) if period is not None]
    if not parts:
        raise Rejected("Reporting Period", "no_quarter", "none of the files covers a whole quarter of a year")
    return Together(joined(parts), [file for file, _ in dated], counted, quarters_missing(covered))


_Dated = tuple[FileRead, Period]


def _dated(file: FileRead) -> _Dated:
    if file.period is None:
        words = "neither its events nor its reporting period say which time it is for"
        raise Rejected(file.name, "no_period", words)
    return file, file.period


def _newest_last(dated: _Dated) -> tuple[object, ...]:
    """Order by the last day that a file says it is for, then by that up to which it has events."""
    file, period = dated
    return ((file.claimed or period).last, period.last)


def _refuse_councils(files: Sequence[FileRead]) -> None:
    found = [(file.name, line, council) for file in files for council, line in file.councils.items()]
    for name, line, council in found[1:]:
        first, at, other = found[0]
        if council != other:
            words = (
                f"line {line} is of council {council}, line {at} of {first} of {other}: files of one council are joined"
            )
            raise Rejected(name, "different_councils", words)


def told(all_of: Together) -> dict[str, Any]:
    """Give what was read and what of it counts, as plain data: every row is in one of the numbers."""
    files, counted = all_of.files, all_of.counted_for
    outside = [_outside(file, period, alone=len(files) == 1) for file, period in zip(files, counted, strict=True)]
    left_out = [{"file": file.name} | dict(one) for file in files for one in file.left_out]
    events = sum(len(file.events) for file in files)
    return {
        "rows": sum(file.rows for file in files),
        "left_out": left_out,
        "rows_without_an_age": sum(file.ageless for file in files),
        "rows_outside_what_their_file_counts_for": sum(outside),
        "rows_of_the_same_event": events - sum(outside) - len(all_of.events),
        "events": dict(sorted(Counter(event.kind for event in all_of.events).items())),
        "files": [
            {
                "file": file.name,
                "rows": file.rows,
                "period": days(file.period),
                "counts_for": days(period),
                "rows_outside": rows,
            }
            for file, period, rows in zip(files, counted, outside, strict=True)
        ],
        "quarters_missing": [days(one) for one in all_of.missing],
    }


def _outside(file: FileRead, period: Period | None, *, alone: bool) -> int:
    if alone:
        return 0
    return sum(period is None or not is_of(event, period) for event in file.events)
