"""Under which policy somebody moves between councils: data with a date, so that another rule can be replayed.

`CARE_ACT_2014` is the law of today (sections 37 and 38): the second council assesses anew and meets the needs from
the day of the move until it has.  `NCS_PORTABLE` is the proposal for a National Care Service (6.3): the first
council's decision about eligibility comes along with the person.
"""

from datetime import date
from typing import Final, NamedTuple

CARE_ACT_2014, NCS_PORTABLE = "CARE_ACT_2014", "NCS_PORTABLE"
POLICIES: Final = frozenset({CARE_ACT_2014, NCS_PORTABLE})


class MovePolicy(NamedTuple):
    """Which policy holds for moves on or after a day; the newest entry not after the day decides."""

    entries: tuple[tuple[date, str], ...] = ((date.min, CARE_ACT_2014),)

    def on(self, day: date) -> str:
        """Return the policy for a move on a day; the law of today where no entry reaches back so far."""
        return max((entry for entry in self.entries if entry[0] <= day), default=(day, CARE_ACT_2014))[1]
