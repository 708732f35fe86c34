"""From one move between councils to what is told of it so that it can be counted.

Nothing here depends on the day on which it is told: a day ahead is told as it will be if nothing happens.
"""

from datetime import date

from hub.domain.council_area import areas_of_council
from hub.domain.council_codes import is_outside
from hub.domain.days import day_of
from hub.domain.duty_by_day import Course
from hub.domain.figures_of_moves import MoveFigures
from hub.domain.homes import AreaLookup
from hub.domain.portability_duty import gap_days, move_day, stays, takes_over


def move_figures(course: Course, areas: AreaLookup, died_on: date | None, *, hidden: bool) -> MoveFigures | None:
    """Return what is told of a move; none while no day of it is known, where no duty moves, and out of England.

    With `hidden` neither council nor system is told: it is that of the home.
    """
    case, interim = course.case, course.interim
    if move_day(case) is None or stays(case) is not None or is_outside(case.second):
        return None
    told = next((word for word in case.words if word.event == "MoveNotified"), case.words[0])
    notified = day_of(told.at.at)
    first, second = (None, None) if hidden else (case.first, case.second)
    papers = (day_of(word.at.at) for word in case.words if word.event == "PlanTransferred")
    moves_on = takes_over(case, died_on)
    return MoveFigures(
        areas=areas_of_council(areas, second, notified),
        areas_left=areas_of_council(areas, first, notified),
        ended_on=course.over,
        gap_days=0 if moves_on is None else _gap_days(course, moves_on),
        interim_on=interim[0].first if interim else None,
        moves_on=moves_on,
        notified_on=notified,
        papers_on=next(papers, None),
    )


def _gap_days(course: Course, day: date) -> int:
    """Count days without a council from the move to the last day on which anything about the duty changes."""
    changes = [change for duty in course.duties for change in (duty.first, duty.last) if change is not None]
    return gap_days(course.duties, day, max([day, *changes]))
