"""The names of the times and the amount that rules set, each with its unit and the most that it may be.

An operator writes them in `policies.csv`, and some of them behind `hub what-if --rule`.  The limits are rules of this
product: no time is longer than a year, a visit is late on its day or not at all, and none is nothing.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple


class Unit(NamedTuple):
    """What a number counts, and the most that may be written."""

    name: str
    most: int

    def read(self, text: str) -> int | None:
        """Return a whole number from 1 to the most, written in ASCII digits; none for anything else."""
        fits = text.isascii() and text.isdecimal() and len(text) <= len(str(self.most))
        return int(text) if fits and 1 <= int(text) <= self.most else None

    @property
    def allowed(self) -> str:
        """What may be written, in words."""
        return f"whole number of {self.name} from 1 to {self.most}"


DAYS: Final = Unit("days", 365)
HOURS: Final = Unit("hours", 8_760)
MINUTES: Final = Unit("minutes", 1_440)
MONTHS: Final = Unit("months", 12)
POUNDS: Final = Unit("pounds", 100_000)

WINDOW_DAYS: Final = "window_days"
MILESTONE_DAY: Final = "early_milestone_day"
REVIEW_DAY: Final = "review_day"
DECIDE_BEFORE_END: Final = "decide_before_end_days"
NAME_COORDINATOR: Final = "name_coordinator_working_days"
SAFETY_NET: Final = "safety_net_hours"
DECIDE_CHC: Final = "decide_chc_days"
FREE_PROGRAMME: Final = "free_programme_days"
PROGRAMME_PAUSE: Final = "programme_pause_days"
FREE_ADAPTATION: Final = "free_adaptation_pounds"
LOOK_FROM: Final = "look_at_plan_days"
LOOK_BY: Final = "look_at_plan_by_days"
LOOK_AGAIN: Final = "look_at_plan_again_months"
PAPERS: Final = "papers_before_move_days"
ANSWER_NOTICE: Final = "answer_notice_working_days"
ACKNOWLEDGE_APPEAL: Final = "acknowledge_appeal_working_days"
DECIDE_APPEAL: Final = "decide_appeal_days"
DECIDE_BREAK: Final = "decide_short_break_working_days"
VISIT_LATE: Final = "visit_late_after_minutes"
CONSENT_LASTS: Final = "consent_lasts_months"

UNITS: Final[Mapping[str, Unit]] = {
    WINDOW_DAYS: DAYS,
    MILESTONE_DAY: DAYS,
    REVIEW_DAY: DAYS,
    DECIDE_BEFORE_END: DAYS,
    NAME_COORDINATOR: DAYS,
    SAFETY_NET: HOURS,
    DECIDE_CHC: DAYS,
    FREE_PROGRAMME: DAYS,
    PROGRAMME_PAUSE: DAYS,
    FREE_ADAPTATION: POUNDS,
    LOOK_FROM: DAYS,
    LOOK_BY: DAYS,
    LOOK_AGAIN: MONTHS,
    PAPERS: DAYS,
    ANSWER_NOTICE: DAYS,
    ACKNOWLEDGE_APPEAL: DAYS,
    DECIDE_APPEAL: DAYS,
    DECIDE_BREAK: DAYS,
    VISIT_LATE: MINUTES,
    CONSENT_LASTS: MONTHS,
}
"""By name what is counted; working days are days as well."""
NAMES: Final = frozenset(UNITS)
