"""Under which policy somebody moves between councils: data with a date, so that another rule can be replayed.

`CARE_ACT_2014` is the law of today (sections 37 and 38): the second council assesses anew and meets the needs from
the day of the move until it has.  `NCS_PORTABLE` is the proposal for a National Care Service (6.3): the first
council's decision about eligibility comes along with the person.
"""

from datetime import date, timedelta
from typing import Final, NamedTuple

from hub.domain.by_date import Entries, always, on_day

CARE_ACT_2014, NCS_PORTABLE = "CARE_ACT_2014", "NCS_PORTABLE"
POLICIES: Final = frozenset({CARE_ACT_2014, NCS_PORTABLE})
_PAPERS: Final = 7
USUAL_PAPERS: Final = always(_PAPERS)
"""Days before a move by which its papers have come: rule of this product, since the Act gives no number of days."""


class MovePolicy(NamedTuple):
    """Which policy holds for moves on or after a day, and how many days before one its papers have come.

    The newest entry not after the day of the move decides.
    """

    entries: tuple[tuple[date, str], ...] = ((date.min, CARE_ACT_2014),)
    papers: Entries = USUAL_PAPERS

    def on(self, day: date) -> str:
        """Return the policy for a move on a day; the law of today where no entry reaches back so far."""
        return max((entry for entry in self.entries if entry[0] <= day), default=(day, CARE_ACT_2014))[1]

    def papers_by(self, day: date) -> date:
        """Return the day from which papers of a move on a day are late, at the earliest the first day that there is."""
        before = on_day(self.papers, day, _PAPERS)
        return day - timedelta(days=min(before, (day - date.min).days))
