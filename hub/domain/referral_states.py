"""Where a hospital's referral stands as a whole, by what became of its notices.

REQUESTED, ACCEPTED, REJECTED, CANCELLED are the states of a referral request in the notices of SCCI2075; which of them
follows from several notices is a rule of this product.
"""

from typing import Final

from hub.domain.notice_courses import ACCEPTED, REJECTED, WITHDRAWN, Courses
from hub.domain.notices import Referral, first_said
from hub.domain.rules import Rule
from hub.domain.said import Said

REQUESTED: Final = "REQUESTED"
CANCELLED: Final = "CANCELLED"


def state_of(referral: Referral, met: Courses) -> Said[str]:
    """Return the state of a referral.

    CANCELLED when every notice was withdrawn, ACCEPTED when the council accepted one that stands, REJECTED when it
    accepted none that stand, REQUESTED while there is none or one waits.  Rule of this product.
    """
    standing = [course.state for course in met.notices if course.state.value != WITHDRAWN]
    if met.notices and not standing:
        return Said(CANCELLED, max(course.state.by for course in met.notices), Rule.NOTICE_TAKEN_BACK)
    accepted = [said.by for said in standing if said.value == ACCEPTED]
    if accepted:
        return Said(ACCEPTED, min(accepted), Rule.NOTICE_ACCEPTED)
    if standing and all(said.value == REJECTED for said in standing):
        return Said(REJECTED, max(said.by for said in standing), Rule.NOTICE_REJECTED)
    return Said(REQUESTED, _first(referral), Rule.HOSPITAL_REFERRED if referral.made else Rule.REFERRAL_NOT_SEEN)


def _first(referral: Referral) -> int:
    """Give the ordinal of the referral itself, else of the first that was said under its id."""
    if referral.made is not None:
        return referral.made.by
    return first_said(referral)
