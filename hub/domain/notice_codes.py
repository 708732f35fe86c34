"""The codes of hospital referrals and notices, and what each reason for a withdrawal means and changes.

Source: PRSB Hospital referral for assessment for community care and support v1.1; information standard SCCI2075.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

ADMISSION, ASSESSMENT, DISCHARGE = "ADMISSION", "ASSESSMENT", "DISCHARGE"
BOTH, WITHDRAWAL = "BOTH", "WITHDRAWAL"

KINDS: Final = frozenset({ADMISSION, ASSESSMENT, DISCHARGE})
WITHDRAWN_KINDS: Final[Mapping[str, frozenset[str]]] = {
    ASSESSMENT: frozenset({ASSESSMENT}),
    DISCHARGE: frozenset({DISCHARGE}),
    BOTH: frozenset({ASSESSMENT, DISCHARGE}),
}
"""Which notices a withdrawal of a type takes back where it names none."""
ANSWERED_KINDS: Final = KINDS | {WITHDRAWAL}
ANSWER_DUE: Final = frozenset({ASSESSMENT, DISCHARGE})
"""Notices that a council must answer; a withdrawal it should answer, and nothing waits for that."""

YES_NO: Final = frozenset({"Y", "N"})
CARER: Final = frozenset({"Y", "N", "NKC"})
CONSENT: Final = frozenset({"Y", "N", "L"})
THIRD_PARTY: Final = frozenset({"C", "O", "B", "N/A"})
DIED, OTHER_AUTHORITY = "08", "06"


class Reason(NamedTuple):
    """Why a notice was withdrawn: in words, and what follows from it and what does not."""

    words: str
    effect: str


REASONS: Final[Mapping[str, Reason]] = {
    "01": Reason("Safe to discharge without an assessment", "No assessment is asked for before the discharge."),
    "02": Reason("Eligible for NHS Continuing Healthcare", "Eligibility counts only when its own decision comes."),
    "03": Reason("Proposed package inadequate", "The council is shown it; what it offers next is its own decision."),
    "04": Reason("Treatment cancelled or postponed", "The stay changes only when the hospital's own word of it comes."),
    "05": Reason("Refused assessment", "The council is shown it; it may offer an assessment all the same."),
    "06": Reason("Resident of another council", "Both are shown it; the home stays as its own word says."),
    "07": Reason("Condition deteriorated", "Readiness changes only when the hospital's own word of it comes."),
    "08": Reason("Died", "The council is shown it; the death counts only when a record of it comes."),
    "09": Reason("Moved to intermediate care", "The move counts only when its own word comes."),
    "10": Reason("Discharged themselves", "The discharge counts only when the hospital's own word of it comes."),
    "11": Reason("Making own arrangements", "The council is shown it; no support is ended by it."),
    "12": Reason("Sent in error", "The notice counts as withdrawn and is kept."),
    "13": Reason("Other", "The hospital says more where it answers."),
}
"""The reasons 01 to 13.  None does anything but withdraw: what it tells of counts when it comes as an event."""
