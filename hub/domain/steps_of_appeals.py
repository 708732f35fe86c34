"""What waits of an appeal: that its receipt is confirmed, and its decision, each by the last day of its clock."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from hub.domain.appeal_clocks import ACKNOWLEDGEMENT, DECISION, AppealPolicy, clocks, running
from hub.domain.appeal_codes import CONTINUING_HEALTHCARE
from hub.domain.appeals import Appeal, by_day, course
from hub.domain.rules import Rule
from hub.domain.step import COUNCIL, ICS, NextStep
from hub.events.appeals import AppealLodged

_STEPS: Final = {ACKNOWLEDGEMENT: Rule.STEP_ACKNOWLEDGE_APPEAL, DECISION: Rule.STEP_DECIDE_APPEAL}


class Answering(NamedTuple):
    """Codes of the council and the integrated care system that answer for a person on a day."""

    council: str | None = None
    ics: str | None = None


NOBODY: Final = Answering()


def is_of_board(lodged: AppealLodged) -> bool:
    """Say whether the integrated care board hears an appeal: about NHS Continuing Healthcare, and no council is named.

    Source: National Framework for NHS Continuing Healthcare 2022; SI 2012/2996.
    """
    return lodged.council is None and lodged.about == CONTINUING_HEALTHCARE


def appeal_steps(
    appeals: Sequence[Appeal], policy: AppealPolicy, on: date, answering: Answering = NOBODY, *, hidden: bool
) -> Iterator[NextStep]:
    """Give what waits of every appeal on a day; the council that it was lodged with holds it, unless it is `hidden`.

    Where nobody said with which one, it is the council that answers for the person on the day (rule of this product);
    of NHS Continuing Healthcare it is the integrated care board, which decided (National Framework for NHS Continuing
    Healthcare 2022; SI 2012/2996).
    Nothing is reckoned with that is not known to be lodged.  The person's death ends no appeal (proposal for a National
    Care Service, 4.3).
    """
    for appeal in by_day(tuple(appeals), on):
        lodged = appeal.lodged
        if lodged is None:
            continue
        council = None if hidden else lodged.value.council or answering.council
        holder = (ICS, answering.ics) if is_of_board(lodged.value) else (COUNCIL, council)
        for clock, due in running(course(appeal), clocks(lodged.value.lodged_on, policy)).items():
            yield NextStep(_STEPS[clock], *holder, lodged.by, due, appeal.appeal_id)


def appeal_days(appeals: Sequence[Appeal], today: date) -> list[date]:
    """Return the days after one on which an appeal, or a step of one, is dated that is told already."""
    lodged = [appeal.lodged.value.lodged_on for appeal in appeals if appeal.lodged is not None]
    return [day for day in (*lodged, *(done.on for each in appeals for done in each.done)) if day > today]
