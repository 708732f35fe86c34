"""What people decided about who pays for support.  The hub decides nothing; the newest decision for a day holds.

Source: Care Act 2014 sections 14 and 17; the joint six weeks of the National Care Service proposal (6.5).
"""

from collections.abc import Iterable
from datetime import date

import msgspec

from hub.domain.shares import Shares
from hub.events.determination import FundingDetermined


class Determination(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Who pays from a day on: for one line, or where it names none for all of the provider that it names, or of all."""

    determination_id: str
    first: date
    council: int
    icb: int
    person: int
    by: int
    provider: str | None = None
    line_id: str | None = None
    decided_by: str | None = None

    @property
    def shares(self) -> Shares:
        """Who pays which part."""
        return Shares(self.council, self.icb, self.person)

    def is_for(self, provider: str, line_id: str) -> bool:
        """Say whether it is about a line."""
        return self.line_id in {None, line_id} and self.provider in {None, provider}


def determined(body: FundingDetermined, by: int) -> Determination:
    """Return what is kept of a decision."""
    return Determination(
        body.determination_id, body.from_on, body.council_share, body.icb_share, body.person_share, by,
        body.provider, body.line_id, body.council,
    )  # fmt: skip


def holding(known: Iterable[Determination], provider: str, line_id: str, day: date) -> Determination | None:
    """Return the decision that holds for a line on a day: the newest one, and of one day that of the line itself."""
    fitting = [each for each in known if each.first <= day and each.shares.is_whole and each.is_for(provider, line_id)]
    return max(fitting, key=lambda each: (each.first, each.line_id is not None, each.by), default=None)
