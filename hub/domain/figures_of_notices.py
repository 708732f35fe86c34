"""What one notice of a hospital to a council counts in the dashboards, measure by measure.

Source of the notices: information standard SCCI2075; the measures are rules of this product.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

import msgspec

from hub.domain.figures_bodies import Areas
from hub.domain.figures_cells import Addend, Counting
from hub.domain.figures_measures import (
    COUNT,
    DAYS,
    NOTICES_ISSUED,
    NOTICES_REJECTED,
    NOTICES_WITHDRAWN,
    REFERRAL_TO_ANSWER_DAYS,
    UNKNOWN,
)
from hub.domain.notice_codes import KINDS, REASONS

NOTICE_FIGURES: Final = "NoticeFigures"


class NoticeFigures(msgspec.Struct, frozen=True, gc=False):
    """One notice: codes and days alone, in the order of names.

    `rejected_on` and `withdrawn_on` are none where that did not happen.  `referred_on` is the day of the referral, on
    the one notice whose answer was the first under the referral, so that each referral counts once.  `waited` are the
    days from the notice to its first answer.
    """

    answered_on: date | None
    areas: Areas
    issued_on: date
    kind: str
    referred_on: date | None
    rejected_on: date | None
    trust: str
    waited: int | None
    withdrawn_because: str | None
    withdrawn_on: date | None


def of_notice_figures(notice: NoticeFigures) -> list[Addend]:
    """Return every addend of a notice."""
    counting = Counting(notice.areas, notice.trust)
    return [*notices(notice, counting), *referral_to_answer(notice, counting)]


def notices(notice: NoticeFigures, counting: Counting) -> Iterator[Addend]:
    """Flows: notices by kind on the day of issue, those not accepted by kind, those withdrawn by reason, on their day.

    An answer that was changed counts as it stands now.  Rule of this product.
    """
    kind = notice.kind if notice.kind in KINDS else UNKNOWN
    yield counting.flow(NOTICES_ISSUED, kind, notice.issued_on)
    if notice.rejected_on is not None:
        yield counting.flow(NOTICES_REJECTED, kind, notice.rejected_on)
    if notice.withdrawn_on is not None:
        reason = notice.withdrawn_because or UNKNOWN
        yield counting.flow(NOTICES_WITHDRAWN, reason if reason in REASONS else UNKNOWN, notice.withdrawn_on)


def referral_to_answer(notice: NoticeFigures, counting: Counting) -> Iterator[Addend]:
    """Flows on the day of the first answer under a referral: one (`count`), and the days since the referral (`days`).

    An answer dated before its referral, which clocks that differ may send, waited no days.  Rule of this product.
    """
    answered, referred = notice.answered_on, notice.referred_on
    if answered is None or referred is None:
        return
    yield counting.flow(REFERRAL_TO_ANSWER_DAYS, COUNT, answered)
    days = max(0, (answered - referred).days)
    if days:
        yield counting.flow(REFERRAL_TO_ANSWER_DAYS, DAYS, answered, days)
