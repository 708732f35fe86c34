"""Where a notice lands in a council: rules with dates, not code.

A parent of a disabled child and a young carer are assessed by children's services (Children Act 1989 ss.17ZA to 17ZF);
Care Act 2014 s.10 is about people who care for adults.  What an adult service may do for a parent carer is information
and advice (ss.2 and 4), and near the eighteenth birthday the transition assessments of ss.60 to 62.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from hub.domain.carer_codes import NEAR_ADULTHOOD

DWP, GP, CHILDRENS_SERVICES = "DWP", "GP", "CHILDRENS_SERVICES"
SUPPORT_NEED, CARER = "SUPPORT_NEED", "CARER"
ADULT_EARLY_HELP: Final = "ADULT_EARLY_HELP"
CARERS_EARLY_HELP: Final = "ADULT_CARERS_EARLY_HELP"
TRANSITION: Final = "TRANSITION_PATHWAY"


class Route(NamedTuple):
    """Notices of a source and kind land here from a day on, until another day (not included)."""

    source: str
    kind: str
    lands: str
    since: date = date.min
    until: date = date.max
    near_adulthood: bool = False
    """Only where the child is 16 or older."""


Routes = tuple[Route, ...]

ROUTES: Final[Routes] = (
    Route(DWP, SUPPORT_NEED, ADULT_EARLY_HELP),
    Route(DWP, CARER, CARERS_EARLY_HELP),
    Route(GP, CARER, CARERS_EARLY_HELP),
    Route(CHILDRENS_SERVICES, CARER, CARERS_EARLY_HELP),
    Route(CHILDRENS_SERVICES, CARER, TRANSITION, near_adulthood=True),
)
"""The rules of today; a council that decides otherwise has a row with a date."""


def near_adulthood(age_band: str | None, transition_due: bool | None) -> bool:  # noqa: FBT001 -- as a notice has it
    """Say whether the child is 16 or older: by the age band, and by the sender's word where it gives none."""
    return bool(transition_due) if age_band is None else age_band in NEAR_ADULTHOOD


def contradicts(age_band: str | None, transition_due: bool | None) -> bool:  # noqa: FBT001 -- as a notice has it
    """Say whether a notice calls a transition due, or not due, against the age band that it gives."""
    return age_band is not None and transition_due is not None and transition_due != (age_band in NEAR_ADULTHOOD)


def landings(
    source: str, kind: str, *, near_adult: bool, on: date, routes: Sequence[Route] = ROUTES
) -> tuple[str, ...]:
    """Return every place where a notice of a day lands, in the order of the rules; none where no rule is in force."""
    return tuple(
        route.lands
        for route in routes
        if (route.source, route.kind) == (source, kind)
        and route.since <= on < route.until
        and (near_adult or not route.near_adulthood)
    )
