"""The criteria to reside: at least one holds for everybody who needs an acute bed.

Source: Hospital discharge and community support guidance (DHSC), annex D.  The codes are the hub's own.
"""

from collections.abc import Iterable, Mapping
from typing import Final

CRITERIA: Final[Mapping[str, str]] = {
    "INTENSIVE_CARE": "Intensive or high-dependency care",
    "OXYGEN": "Oxygen therapy or non-invasive ventilation",
    "INTRAVENOUS_FLUIDS": "Intravenous fluids",
    "NEWS2_ABOVE_3": "NEWS2 above 3, with judgement",
    "REDUCED_CONSCIOUSNESS": "Reduced consciousness from which recovery is realistic",
    "FUNCTIONAL_LOSS": "Acute loss of function beyond what home or community can provide for",
    "LAST_HOURS": "Last hours of life",
    "INTRAVENOUS_MEDICATION": "Intravenous medication more than twice a day",
    "LOWER_LIMB_SURGERY": "Within 48 hours of lower-limb surgery",
    "TRUNK_SURGERY": "Within 72 hours of chest, abdominal or pelvic surgery",
    "INVASIVE_PROCEDURE": "Within 24 hours of an invasive procedure with risk of sudden decline",
    "OTHER": "A clinical exception",
}
"""The eleven of annex D, and the exception that it allows."""


def unknown(criteria: Iterable[str]) -> bool:
    """Say whether any criterion is none of annex D."""
    return any(one not in CRITERIA for one in criteria)
