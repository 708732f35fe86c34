"""What happens to some people and not to others, beyond stays and support: drawn, or said for a curated person."""

from random import Random
from typing import Final, NamedTuple

# Shares below are planning assumptions: nothing published gives them for this cohort.
_SHARES: Final = {
    "nobody_coordinates": 0.05,
    "hands_over": 0.06,
    "is_assessed": 0.6,
    "asks_for_chc": 0.06,
    "chc_is_decided": 0.8,
    "moves": 0.02,
    "is_charged": 0.02,
    "is_paid_back": 0.7,
    "appeals": 0.03,
    "has_carer_passed_on": 0.3,
    "outcome_is_said": 0.9,
}
_MORE: Final = {"gets_equipment": 0.25, "is_fast_tracked": 0.03, "asks_for_break": 0.2}


class Plot(NamedTuple):
    """Which of it happens to somebody."""

    nobody_coordinates: bool = False
    hands_over: bool = False
    is_assessed: bool = False
    asks_for_chc: bool = False
    chc_is_decided: bool = True
    moves: bool = False
    """To another council, in the six weeks."""
    is_charged: bool = False
    """For days that are free, by mistake."""
    is_paid_back: bool = False
    appeals: bool = False
    has_carer_passed_on: bool = False
    """Somebody cares for the person, and a GP passes the carer on."""
    outcome_is_said: bool = True
    """How the six weeks ended."""
    gets_equipment: bool = False
    is_fast_tracked: bool = False
    """To NHS Continuing Healthcare, days after they left."""
    asks_for_break: bool = False
    """Their carer does, where one was passed on."""


def drawn(rng: Random) -> Plot:
    """Draw what happens to somebody."""
    return Plot(**{name: rng.random() < share for name, share in _SHARES.items()})


def with_more(plot: Plot, rng: Random) -> Plot:
    """Draw what somebody gets besides."""
    return plot._replace(**{name: rng.random() < share for name, share in _MORE.items()})
