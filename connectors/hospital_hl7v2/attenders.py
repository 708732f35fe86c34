"""Whether a message that calls the person an outpatient ends a stay in a bed all the same.

Some systems make an outpatient of whoever leaves, and the discharge carries the new class.  The event code wins over
such a field (HL7 v2 chapter 3; a message is a snapshot).  Leaving a clinic is no end of a stay: it has neither a
discharge method nor a destination, which the NHS Data Model and Dictionary defines for a hospital provider spell alone.
Attenders of other classes whom a profile names are left as the profile says.
"""

from typing import Final

from connectors.hospital_hl7v2 import triggers
from connectors.hospital_hl7v2.disposition import disposition
from connectors.hospital_hl7v2.reading import Reading
from hub.events.values import Code

OUTPATIENT: Final = "O"


def ends_a_stay(reading: Reading, trigger: str) -> bool:
    """Say whether a discharge tells how a stay ended; the cancel of one speaks of the same stay."""
    if trigger != triggers.DISCHARGE:
        return trigger == triggers.DISCHARGE_CANCELLED
    ended = disposition(reading)
    return isinstance(ended.method, Code) or isinstance(ended.destination, Code) or ended.said_dead
