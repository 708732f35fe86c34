"""Who is ready and has not left, as the row of the board says it: by the figures that the dashboards count.

The board lists by the end of today, as far as that is known now; of somebody who waits in two hospitals at once, which
the dashboards count twice, the row says the stay that was heard of last.  Its council and system are those of the row,
which decide who may see it: of somebody who came back and moved only when the six weeks were over, not those of today.
"""

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from hub.domain.figures_bodies import StayFigures
from hub.domain.figures_of_delay import reasons_of_days, waits_for
from hub.ports.listing import Listing

Stays = Sequence[tuple[str, StayFigures]]
"""The stays of a person that count, by name, in the order in which they were heard of."""


def with_wait(row: Listing | None, waiting: Sequence[StayFigures], today: date) -> Listing | None:
    """Return the row with what somebody waits for and in which hospital; as it is of whoever does not wait."""
    if row is not None:
        for stay in reversed(waiting):
            reason = waits_for(stay, today)
            if reason is not None:
                return replace(row, waits_for=reason, waits_at=stay.trust)
    return row


def wait_days(waiting: Sequence[StayFigures], today: date) -> list[date]:
    """Return the days after one on which somebody begins to wait, waits no more, or for something else."""
    ends = [day for stay in waiting for run in reasons_of_days(stay) for day in (run.since, run.until)]
    return [day for day in ends if day is not None and day > today]


def may_wait(stays: Stays, today: date) -> list[StayFigures]:
    """Return the stays that have any day of waiting from today on: asked after every batch of everybody."""
    going_on = [stay for _, stay in stays if stay.left_on is None or stay.left_on > today]
    return [stay for stay in going_on if stay.ready_on is not None or stay.voided]
