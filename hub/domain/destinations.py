"""What a discharge destination and method say about the six weeks.

Source: NHS Data Model and Dictionary, DISCHARGE DESTINATION CODE and DISCHARGE METHOD CODE (both generations).
"""

from typing import Final

TO_ANOTHER_HOSPITAL: Final = frozenset({"48", "49", "50", "51", "52", "53", "84", "87"})
"""Beds of another hospital: a transfer, not a discharge.

By the dictionary's words 48 is a high-security psychiatric hospital in Scotland; of other NHS hospital providers 49 is
high-security psychiatric accommodation, 50 a medium-secure unit, 51 a ward for general patients, 52 one for maternity
patients or neonates, 53 one for people who are mentally ill or have learning disabilities; of hospitals that the NHS
does not run 84 is a medium-secure unit and 87 any other.  Not among them: 30 (repatriation, which names no ward), 54
(a care home that the NHS runs), 88 (a hospice: pathway 2 or 3 of the discharge guidance, annex B).
"""

DIED_DESTINATION: Final = "79"
DIED_METHODS: Final = frozenset({"4", "5"})
"""Died, still birth."""
LIVING_METHODS: Final = frozenset({"1", "2", "3", "6", "7"})
"""Ways of leaving alive; not among them are 8 (not applicable) and 9 (not known)."""
NOWHERE_ALIVE: Final = frozenset({None, DIED_DESTINATION, "98", "99"})
"""Destinations that name no place where somebody alive went: died, not applicable, not known."""

INPATIENT = "I"
UNKNOWN_CLASSES: Final = frozenset({None, "U"})
"""No class was ever stated, or a word that no profile maps, or `unknown` in as many words."""
INPATIENT_CLASSES: Final = frozenset({INPATIENT, *UNKNOWN_CLASSES})
"""Classes whose discharge opens the six weeks: inpatient, or not known to be anything else."""
NO_CLASS_OF_A_BED: Final = frozenset({"N", "O", "P", "W"})
"""Not applicable, outpatient, pre-admit, waiting list: nobody leaves a bed as one of these (HL7 table 0004)."""


def goes_to_another_hospital(destination: str | None) -> bool:
    """Say whether a destination code is another hospital."""
    return destination in TO_ANOTHER_HOSPITAL
