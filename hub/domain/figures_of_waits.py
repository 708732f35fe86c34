"""What waiting for support counts in the dashboards: from a hospital's assessment notice to the first day of support.

Three facts of a person say it together: `NoticeFigures` when the hospital asked, `EpisodeFigures` when support began,
`StayFigures` that somebody died in hospital.
Sources: information standard SCCI2075 (the assessment notice asks the council to act) and the method of the Department
of Health and Social Care for waiting times (days from the request to the first service; a request that comes while an
earlier one is followed up is not counted).  It is no more than near that method: facts have no ages, so nobody is left
out below 25, and who had support before the stay is counted, from the notice to the day on which it goes on.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Final, NamedTuple

from hub.domain.figures_bodies import DIED, EpisodeFigures, StayFigures
from hub.domain.figures_cells import Addend, Counting
from hub.domain.figures_measures import DELAY_BANDS, LONGEST_WAIT, NOTICE_TO_START, WAITING_FOR_START
from hub.domain.figures_of_episodes import until
from hub.domain.figures_of_notices import NoticeFigures
from hub.domain.notice_codes import ASSESSMENT
from hub.domain.six_weeks import plus

_BANDS: Final = sorted(DELAY_BANDS)


class Wait(NamedTuple):
    """One notice, the first day of support after it, and the day on which waiting is over; none where there is none."""

    notice: NoticeFigures
    started: date | None
    over: date | None


def of_waits(
    notices: Sequence[NoticeFigures], episodes: Sequence[EpisodeFigures], stays: Sequence[StayFigures]
) -> Iterator[Addend]:
    """Give every addend of the waits of one person; they are of the council and the trust of their notice."""
    for wait in waits(notices, episodes, stays):
        counting = Counting(wait.notice.areas, wait.notice.trust)
        yield from waiting_for_start(wait, counting)
        yield from notice_to_start(wait, counting)


def waits(
    notices: Sequence[NoticeFigures], episodes: Sequence[EpisodeFigures], stays: Sequence[StayFigures]
) -> Iterator[Wait]:
    """Give the waits of one person.

    A notice asks for the support of the first six weeks that are not over when it is given; of the notices before one
    such start the first that was neither withdrawn nor rejected waits for it, and any other until it was withdrawn or
    rejected.  Six weeks without support end a wait with their last day, and so does a death in hospital on its own.
    """
    order = sorted(episodes, key=lambda each: (each.discharged_on, each.trust))
    died = sorted(stay.left_on for stay in stays if stay.ended == DIED and stay.left_on is not None)
    answered: set[int] = set()
    for notice in sorted((each for each in notices if each.kind == ASSESSMENT), key=_in_turn):
        refused = min((day for day in (notice.withdrawn_on, notice.rejected_on) if day is not None), default=None)
        place = next((at for at, each in enumerate(order) if until(each) > notice.issued_on), None)
        if refused is not None:
            yield Wait(notice, None, refused)
        elif place is None:
            yield Wait(notice, None, next((day for day in died if day >= notice.issued_on), None))
        elif place not in answered:
            answered.add(place)
            episode = order[place]
            begun = min((visit.due_on for visit in episode.visits), default=None)
            started = None if begun is None else max(begun, notice.issued_on)
            yield Wait(notice, started, until(episode) if started is None else started)


def _in_turn(notice: NoticeFigures) -> tuple[date, str, tuple[str, ...]]:
    area = notice.areas[0]
    return notice.issued_on, notice.trust, (area.council or "", area.ics or "")


def waiting_for_start(wait: Wait, counting: Counting) -> Iterator[Addend]:
    """Stock by days waited so far (those of `DELAY_BANDS`): people who wait at the end of the day.

    Somebody of whom no discharge is known waits on; support that is planned for a later day has not begun.
    """
    issued = wait.notice.issued_on
    for (least, band), (following, _) in pairwise([*_BANDS, (None, "")]):
        first = plus(issued, least or 0)
        stops = None if following is None else plus(issued, following)
        if wait.over is not None:
            stops = wait.over if stops is None else min(stops, wait.over)
        yield from counting.stock(WAITING_FOR_START, band, first, stops)


def notice_to_start(wait: Wait, counting: Counting) -> Iterator[Addend]:
    """Flow on the first day of support by the number of days since the notice, from 0 to `LONGEST_WAIT` and more."""
    if wait.started is not None:
        days = min((wait.started - wait.notice.issued_on).days, LONGEST_WAIT)
        yield counting.flow(NOTICE_TO_START, str(days), wait.started)
