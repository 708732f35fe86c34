"""Times as files write them: with an offset, or as the clock on an English wall shows."""

from datetime import UTC, date, datetime, timedelta

from hub.domain.days import LONDON, start_of
from hub.events.values import Moment, Precision, Zone


def moment_of(written: datetime, precision: Precision) -> Moment:
    """Give the moment of a time; one without an offset is Europe/London wall time, and says so.

    In the hour that happens twice (October) the first pass is taken; a time in the hour that is skipped (March)
    moves one hour on.
    """
    if written.tzinfo is not None:
        return Moment(_milliseconds(written), precision, Zone.STATED)
    first = written.replace(tzinfo=LONDON, fold=0)
    second = written.replace(tzinfo=LONDON, fold=1)
    if first.utcoffset() == second.utcoffset():
        return Moment(_milliseconds(first), precision, Zone.ASSUMED)
    if first.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) == written:
        return Moment(_milliseconds(first), precision, Zone.AMBIGUOUS)
    return Moment(_milliseconds(first), precision, Zone.NONEXISTENT)


def moment_of_day(day: date) -> Moment:
    """Give the moment of a whole day: its midnight in Europe/London."""
    return Moment(start_of(day), Precision.DAY, Zone.ASSUMED)


def _milliseconds(moment: datetime) -> int:
    return (moment.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
