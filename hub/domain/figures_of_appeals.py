"""What one appeal counts in the dashboards, measure by measure.

Source of appeals: proposal for a National Care Service, 4.3; the measures are rules of this product.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

import msgspec

from hub.domain.appeal_codes import ABOUT, OUTCOMES
from hub.domain.figures_bodies import Areas
from hub.domain.figures_cells import Addend, Counting
from hub.domain.figures_measures import (
    ACKNOWLEDGEMENT,
    APPEALS_DECIDED,
    APPEALS_LODGED,
    APPEALS_OVERDUE,
    DECISION,
    UNKNOWN,
)

APPEAL_FIGURES: Final = "AppealFigures"


class AppealFigures(msgspec.Struct, frozen=True, gc=False):
    """One appeal: codes and days alone, in the order of names.

    `acknowledgement_late_from` and `decision_late_from` are the days from which they are overdue if nothing happens;
    `withdrawn_on` is none where the appeal was not taken back.  `days` are those from lodging to the decision.
    """

    about: str
    acknowledged_on: date | None
    acknowledgement_late_from: date
    areas: Areas
    days: int | None
    decided_on: date | None
    decision_late_from: date
    lodged_on: date
    outcome: str | None
    withdrawn_on: date | None


def of_appeal_figures(appeal: AppealFigures) -> list[Addend]:
    """Return every addend of an appeal; a hospital has no part in it."""
    counting = Counting(appeal.areas, "")
    return [*lodged_and_decided(appeal, counting), *overdue(appeal, counting)]


def lodged_and_decided(appeal: AppealFigures, counting: Counting) -> Iterator[Addend]:
    """Flows: appeals by what they are about on the day of lodging, by outcome on the day of the decision."""
    yield counting.flow(APPEALS_LODGED, appeal.about if appeal.about in ABOUT else UNKNOWN, appeal.lodged_on)
    if appeal.decided_on is not None:
        outcome = appeal.outcome if appeal.outcome in OUTCOMES else UNKNOWN
        yield counting.flow(APPEALS_DECIDED, outcome, appeal.decided_on)


def overdue(appeal: AppealFigures, counting: Counting) -> Iterable[Addend]:
    """Stock by clock: appeals that wait for their acknowledgement, or for their decision, longer than the policy says.

    Once the decision is overdue an appeal counts under that alone, so that it is never there twice.
    """
    over = [day for day in (appeal.decided_on, appeal.withdrawn_on) if day is not None]
    until = min(over, default=None)
    heard = min([*over, appeal.decision_late_from, *([appeal.acknowledged_on] if appeal.acknowledged_on else [])])
    yield from counting.stock(APPEALS_OVERDUE, ACKNOWLEDGEMENT, appeal.acknowledgement_late_from, heard)
    yield from counting.stock(APPEALS_OVERDUE, DECISION, appeal.decision_late_from, until)
