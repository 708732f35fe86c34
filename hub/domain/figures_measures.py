"""The measures of the dashboards by name, whether each is a stock or a flow, and their categories.

A *stock* is how many there are at the end of a day, a *flow* how many that day had.
"""

from typing import Final

IN_HOSPITAL: Final = "in_hospital"
IN_SIX_WEEKS: Final = "in_six_weeks"
READY_NOT_LEFT: Final = "ready_not_left"
DISCHARGES: Final = "discharges"
DISCHARGES_BY_PATHWAY: Final = "discharges_by_pathway"
DISCHARGE_DELAY: Final = "discharge_delay"
DELAY_DAYS: Final = "delay_days"
SIX_WEEKS_DUE: Final = "six_weeks_due"
SIX_WEEKS_DONE: Final = "six_weeks_done"
SIX_WEEKS_OUTCOME: Final = "six_weeks_outcome"
READMITTED_30_DAYS: Final = "readmitted_30_days"
FIRST_VISIT: Final = "first_visit"
QUALITY: Final = "quality"
DELAY_REASON: Final = "delay_reason"
DELAY_GROUP: Final = "delay_group"
SITREP_DAYS: Final = "sitrep_days"
DEFINITIONS: Final = "delay_definitions"
DIFFERS_BECAUSE: Final = "delay_differs_because"
DIFFERS_DAYS: Final = "delay_differs_days"
REASON_PEOPLE: Final = "delay_reason_people"
REASON_DAYS: Final = "delay_reason_days"
EARLY_HELP_RECEIVED: Final = "early_help_received"
EARLY_HELP_CONTACTED_14: Final = "early_help_contacted_14"
EARLY_HELP_CONTACTED_28: Final = "early_help_contacted_28"
EARLY_HELP_SCREENED: Final = "early_help_screened"
EARLY_HELP_REFERRED: Final = "early_help_referred"
EARLY_HELP_DECLINED: Final = "early_help_declined"
EARLY_HELP_WITHDRAWN: Final = "early_help_withdrawn"
CARERS_BY_SOURCE: Final = "carers_by_source"
CARERS_ASSESSED: Final = "carers_assessed"
CARERS_CONTACTED: Final = "carers_contacted"
CARERS_SUPPORTED: Final = "carers_supported"
SHORT_BREAKS_ASKED: Final = "short_breaks_asked"
SHORT_BREAKS_DECIDED: Final = "short_breaks_decided"
SHORT_BREAKS_OVERDUE: Final = "short_breaks_overdue"
REFERRAL_TO_ANSWER_DAYS: Final = "referral_to_answer_days"
NOTICES_ISSUED: Final = "notices_issued"
NOTICES_REJECTED: Final = "notices_rejected"
NOTICES_WITHDRAWN: Final = "notices_withdrawn"
APPEALS_LODGED: Final = "appeals_lodged"
APPEALS_DECIDED: Final = "appeals_decided"
APPEALS_OVERDUE: Final = "appeals_overdue"
SUPPORTED: Final = "supported"
SUPPORT_HOURS: Final = "support_hours"
JOINT_FUNDED: Final = "joint_funded"
JOINT_COST: Final = "joint_cost"
WAITING_FOR_START: Final = "waiting_for_start"
NOTICE_TO_START: Final = "notice_to_start"
MOVES_UNDER_WAY: Final = "moves_under_way"
MOVES_LEAVING: Final = "moves_leaving"
MOVE_DAYS: Final = "move_days"
MOVES_WITHOUT_PAPERS: Final = "moves_without_papers"
INTERIM_DUTIES: Final = "interim_duties"
MOVES_WITH_GAP: Final = "moves_with_gap"
GAP_DAYS: Final = "gap_days"

JOINED: Final = frozenset({SUPPORTED, SUPPORT_HOURS, JOINT_FUNDED, JOINT_COST, WAITING_FOR_START, NOTICE_TO_START})
"""Measures of several facts of one person together."""
STOCKS: Final = frozenset(
    {
        IN_HOSPITAL,
        IN_SIX_WEEKS,
        READY_NOT_LEFT,
        DELAY_REASON,
        DELAY_GROUP,
        APPEALS_OVERDUE,
        SHORT_BREAKS_OVERDUE,
        SUPPORTED,
        SUPPORT_HOURS,
        WAITING_FOR_START,
        MOVES_UNDER_WAY,
        MOVES_LEAVING,
    }
)
MEASURES: Final = STOCKS | {
    DISCHARGES,
    DISCHARGES_BY_PATHWAY,
    DISCHARGE_DELAY,
    DELAY_DAYS,
    SIX_WEEKS_DUE,
    SIX_WEEKS_DONE,
    SIX_WEEKS_OUTCOME,
    READMITTED_30_DAYS,
    FIRST_VISIT,
    QUALITY,
    SITREP_DAYS,
    DEFINITIONS,
    DIFFERS_BECAUSE,
    DIFFERS_DAYS,
    REASON_PEOPLE,
    REASON_DAYS,
    EARLY_HELP_RECEIVED,
    EARLY_HELP_CONTACTED_14,
    EARLY_HELP_CONTACTED_28,
    EARLY_HELP_SCREENED,
    EARLY_HELP_REFERRED,
    EARLY_HELP_DECLINED,
    EARLY_HELP_WITHDRAWN,
    CARERS_BY_SOURCE,
    CARERS_ASSESSED,
    CARERS_CONTACTED,
    CARERS_SUPPORTED,
    SHORT_BREAKS_ASKED,
    SHORT_BREAKS_DECIDED,
    REFERRAL_TO_ANSWER_DAYS,
    NOTICES_ISSUED,
    NOTICES_REJECTED,
    NOTICES_WITHDRAWN,
    APPEALS_LODGED,
    APPEALS_DECIDED,
    JOINT_FUNDED,
    JOINT_COST,
    NOTICE_TO_START,
    MOVE_DAYS,
    MOVES_WITHOUT_PAPERS,
    INTERIM_DUTIES,
    MOVES_WITH_GAP,
    GAP_DAYS,
}

DIFFER, SAME, NO_WAIT = "differ", "same", "no_wait"
"""Of somebody who left: whether the two national definitions count other days, the same, or none."""

ANY: Final = "any"
"""The category that has everybody once, where somebody may be in several others."""
IN_TIME, LATE = "in_time", "late"
"""Of a decision: whether it came by its last day."""

UNKNOWN: Final = "unknown"
"""The category of a code that nobody has sent."""
COUNT, DAYS = "count", "days"
"""The categories of a wait: how many waited, and how many days they waited together."""
ACKNOWLEDGEMENT, DECISION = "acknowledgement", "decision"
"""The categories of an appeal that is overdue: what it waits for."""
NOT_DONE: Final = "none"
"""The category of a first visit that has not taken place."""
LONGEST_WAIT: Final = 180
"""Who waited so many days for support, or more, is under this number of days: so that categories have an end."""

_Bands = tuple[tuple[int, str], ...]
DELAY_BANDS: Final[_Bands] = ((21, "21+"), (14, "14-20"), (7, "7-13"), (4, "4-6"), (2, "2-3"), (1, "1"), (0, "0"))
VISIT_BANDS: Final[_Bands] = ((7, "7+"), (3, "3-6"), (2, "2"), (1, "1"), (0, "0"))
_MANY_DAYS: Final = frozenset(name for _, name in (*DELAY_BANDS, *VISIT_BANDS) if not name.isdigit())


def band_of(days: int, bands: _Bands) -> str:
    """Return the band that holds a number of days; `bands` come with the longest first."""
    return next(name for least, name in bands if days >= least)


def band_code(category: str) -> str:
    """Return the code by which a band is given: words, because spreadsheets take `2-3` for a day in March.

    Figures are kept under the band itself, those of years among them; any other category is its own code.
    """
    first, dash, last = category.partition("-")
    if category not in _MANY_DAYS:
        return category
    return f"{first}_to_{last}_days" if dash else f"{category.removesuffix('+')}_days_or_more"
