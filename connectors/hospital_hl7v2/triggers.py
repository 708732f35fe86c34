"""Which trigger becomes which events: one table (ITK HL7 v2 message specifications; HL7 v2.4 chapter 3)."""

from collections.abc import Callable, Mapping
from typing import Final

from connectors.hospital_hl7v2 import stays
from connectors.hospital_hl7v2.people import PEOPLE
from connectors.hospital_hl7v2.stays import Bodies, Stay
from hub.events import discharge

STAYS: Final[Mapping[str, Callable[[Stay], Bodies]]] = {
    "A01": stays.admitted,
    "A02": stays.transferred,
    "A03": stays.discharged,
    "A04": stays.admitted,
    "A05": stays.admission_planned,
    "A06": stays.admitted,
    "A07": stays.bare(discharge.AdmissionCancelled),
    "A08": stays.corrected,
    "A11": stays.bare(discharge.AdmissionCancelled),
    "A12": stays.bare(discharge.TransferCancelled),
    "A13": stays.bare(discharge.DischargeCancelled),
    "A14": stays.admission_planned,
    "A15": stays.transfer_planned,
    "A16": stays.discharge_expected,
    "A17": stays.transferred,
    "A21": stays.bare(discharge.LeaveStarted),
    "A22": stays.bare(discharge.LeaveEnded),
    "A25": stays.bare(discharge.DischargeExpectationCancelled),
    "A26": stays.bare(discharge.TransferPlanCancelled),
    "A27": stays.unplanned,
    "A38": stays.unplanned,
    "A52": stays.bare(discharge.LeaveStartCancelled),
    "A53": stays.bare(discharge.LeaveEndCancelled),
}
"""Triggers about one person's stay; they need PID and PV1."""

REGISTRATION: Final = "A04"
"""An attender is registered: a stay only when the class is inpatient already."""

ADMITTING: Final = frozenset({"A01", "A05", "A06", "A07", "A11", "A14", "A27", "A38"})
"""Triggers that say by themselves that this is, was or will be a stay, whatever the class says."""

SWAP: Final = "A17"
DISCHARGE: Final = "A03"
DISCHARGE_CANCELLED: Final = "A13"
UPDATE: Final = "A08"

SEVERAL_PEOPLE: Final = frozenset({SWAP, "A34", "A37", "A40", "A42", "A45", "A47"})
"""Triggers whose message may hold more than one PID."""

KNOWN: Final = frozenset(STAYS) | frozenset(PEOPLE)
