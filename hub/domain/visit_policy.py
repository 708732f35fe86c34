"""How late a visit may be before it is late, as data with dates.

30 minutes: rule of this product, after the metric "missed/late visit rate" by which services that visit people at home
are compared.  The day for which the visit was planned decides which entry holds.
"""

from typing import Final, NamedTuple

from hub.domain.by_date import Entries, always, on_day
from hub.domain.days import day_of

_MINUTES: Final = 30
_MINUTE: Final = 60 * 1000


class VisitPolicy(NamedTuple):
    """Minutes after its planned time from which a visit is late, for visits that are planned from a day on."""

    late_after: Entries = always(_MINUTES)

    def is_late(self, planned: int, done: int) -> bool:
        """Say whether a visit came too late; both moments in milliseconds."""
        if len(self.late_after) == 1:  # asked of every visit: where one number holds always, no day is worked out
            return done - planned > self.late_after[0][1] * _MINUTE
        return done - planned > on_day(self.late_after, day_of(planned), _MINUTES) * _MINUTE


VISITS: Final = VisitPolicy()
"""What holds where no table says otherwise."""
