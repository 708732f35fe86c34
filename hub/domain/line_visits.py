"""Which visits of a support line are kept with their time: they show that support was given from a day on.

Of many thousand visits these are few: the first of all, the first after each discharge (`hub.domain.lines.awaiting`),
and the first from the day of each start or change on, by which a start that was planned is known to have come true; of
one that is told later than its visits the newest of them.
"""

from collections.abc import Iterable
from datetime import date

from hub.domain.days import day_of

Visited = tuple[int | None, ...]
"""When they took place (milliseconds); the last is none while the first visit after a discharge is awaited."""


def first_visits(visited: Visited, done: int, begins: Iterable[date]) -> Visited:
    """Return what is kept after a visit that took place at a time; `begins` are days from which words hold.

    They come in canonical order, so that the last one that is kept is the one that may stand for this one too.
    """
    last = visited[-1]
    if last is None:
        return (*visited[:-1], done)
    kept = day_of(last)
    later = [first for first in begins if first > kept]
    return (*visited, done) if later and min(later) <= day_of(done) else visited


def told_late(visited: Visited, newest: int, first: date) -> Visited:
    """Return what is kept once a start or change is told of a day that lies before visits, of which none is kept yet.

    `newest` is the time of the newest one, which shows as well as the first that support was given from that day on.
    """
    known = visited if visited[-1] is not None else visited[:-1]
    if day_of(newest) < first or any(at is not None and day_of(at) >= first for at in known[-1:]):
        return visited
    return (*known, newest, *visited[len(known) :])


def is_shown(visited: Visited, first: date, later: date) -> bool:
    """Say whether a visit took place from a day on and before another one."""
    return any(at is not None and first <= day_of(at) < later for at in visited)
