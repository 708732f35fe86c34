"""Who counts among those who left hospital at 65 or older, for the measure of reablement (ASCOF 2D).

Source: Department of Health and Social Care, Adult Social Care Outcomes Framework 2024 to 2025, measure 2D, and its
published code.  Codes are those of the NHS Data Model and Dictionary.
"""

from collections.abc import Sequence
from datetime import date
from enum import Enum
from typing import Final, NamedTuple

RESIDENTIAL: Final = frozenset({"Long term support: Nursing care", "Long term support: Residential care"})
PRISON, COMMUNITY = "Long term support: Prison", "Long term support: Community"
_METHODS_OF_ADMISSION: Final = frozenset({"31", "32", "82", "83"})
_METHODS_OF_DISCHARGE: Final = frozenset({"4", "5"})
_DESTINATIONS: Final = frozenset({"49", "50", "51", "52", "79", "87", "88"})
_MATERNITY: Final = frozenset({"499", "501", "504", "560"})
_WELL_BABIES: Final = "424"
_OTHER_FUNCTIONS: Final = frozenset(
    "199 223 290 291 331 344 345 346 660 661 662 840 920".split()  # noqa: SIM905 - a list of codes as published
)
_OTHER_BEGINNINGS: Final = ("65", "7")
"""Allied health professions, and mental health and learning disability."""
OLDEST_BAND: Final = 65


class Stay(NamedTuple):
    """A stay in hospital that ended; `council` is that of the home; `last_episode` says that it ends the whole stay."""

    admitted: date
    discharged: date
    age: int
    council: str
    admission_method: str = "21"
    discharge_method: str = "1"
    destination: str = "19"
    treatment_function: str = "300"
    last_episode: bool = True


class Support(NamedTuple):
    """A service of the council: its type, its component, and its days; an end that is none is open."""

    started: date
    ended: date | None
    type: str
    component: str = ""

    def runs_on(self, day: date) -> bool:
        """Say whether it was given on a day."""
        return self.started <= day and (self.ended is None or self.ended >= day)


class Excluded(Enum):
    """Why a stay is left out."""

    UNDER_65 = "younger than 65 on the day of discharge"
    ADMITTED_LATER = "not admitted before the day of discharge"
    NOT_LAST_EPISODE = "not the last episode of the stay"
    DIED_OR_STILLBORN = "died in hospital, or stillborn"
    ADMISSION_METHOD = "admitted to give birth, or born"
    DESTINATION = "left for another hospital, prison or as a death"
    TREATMENT_FUNCTION = "treated in maternity, mental health, learning disability or another function left out"
    IN_LONG_TERM_HOME = "in long-term nursing, residential or prison support on the day of admission"


def exclusion(stay: Stay, supports: Sequence[Support]) -> Excluded | None:
    """Return why a stay is left out of the cohort, by the first rule that says so; or none (ASCOF 2D, stage 2)."""
    in_home = any(one.type in RESIDENTIAL | {PRISON} and one.runs_on(stay.admitted) for one in supports)
    rules = (
        (stay.age < OLDEST_BAND, Excluded.UNDER_65),
        (stay.admitted >= stay.discharged, Excluded.ADMITTED_LATER),
        (not stay.last_episode, Excluded.NOT_LAST_EPISODE),
        (stay.discharge_method in _METHODS_OF_DISCHARGE, Excluded.DIED_OR_STILLBORN),
        (stay.admission_method in _METHODS_OF_ADMISSION, Excluded.ADMISSION_METHOD),
        (stay.destination in _DESTINATIONS, Excluded.DESTINATION),
        (_is_left_out(stay.treatment_function), Excluded.TREATMENT_FUNCTION),
        (in_home, Excluded.IN_LONG_TERM_HOME),
    )
    return next((why for holds, why in rules if holds), None)


def _is_left_out(function: str) -> bool:
    listed = _MATERNITY | _OTHER_FUNCTIONS | {_WELL_BABIES}
    return function in listed or function.startswith(_OTHER_BEGINNINGS)


def had_community_support(stay: Stay, supports: Sequence[Support]) -> bool:
    """Say whether the person had long-term support in the community when admitted: they are counted apart."""
    return any(one.type == COMMUNITY and one.runs_on(stay.admitted) for one in supports)
