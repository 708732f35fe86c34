"""Whether a document that travels names the very person whose record is open.

It is taken only where that is shown: by the NHS number that is held of them, or by a number under which the sending
council has made them known here.  A document that names nobody who can be recognised may be somebody else's.
The draft leaves open which number `personID` holds, and what its system is called.
"""

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, NamedTuple

from hub.people.claims import Identifier as Known
from hub.people.nhs_number import classify, standardise
from hub.portable.document import Identifier
from hub.ports.recording import Fault

_PATH: Final = "personID.value"
_PREFIX: Final = re.compile(r"nhs[\s.:#-]*(?:number|no)?[\s.:#-]*", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"[\s.\u2010-\u2015-]+")
_SYSTEM: Final = re.compile(r"nhs|2\.16\.840\.1\.113883\.2\.1\.4\.1$", re.IGNORECASE)
"""What the NHS number's system is called: `https://fhir.nhs.uk/Id/nhs-number`, its HL7 OID, or a sender's own word."""
_NO_NUMBER: Final = frozenset({"malformed", "checksum_failed", "placeholder"})


class OpenRecord(NamedTuple):
    """The record that is open: whose it is, the NHS number that is held of them, and how others are found."""

    subject: bytes
    held: str | None
    find_all: Callable[[Known], Awaitable[Sequence[bytes]]]


async def fault_of_person(named: Identifier, council: str, record: OpenRecord) -> Fault | None:
    """Say why a document of a council is not shown to be about the person of a record; none when it is."""
    number = read_number(named.value)
    if number is not None and number == record.held:
        return None
    of_nhs = named.system is not None and _SYSTEM.search(named.system) is not None
    if number is not None and record.held and (of_nhs or named.system is None):
        return Fault(_PATH, "another_person", "This is the number of another person.")
    if not of_nhs and list(await record.find_all(Known("COUNCIL", council, named.value))) == [record.subject]:
        return None
    words = "Neither the NHS number held here nor a number by which this council made the person known here."
    return Fault(_PATH, "person_not_shown", words)


def read_number(raw: str) -> str | None:
    """Read an NHS number as people write one (`NHS 999 000 0018`, `999.000.0018`); none for anything else."""
    plain = raw.strip()
    begun = _PREFIX.match(plain)
    digits = standardise(_BETWEEN.sub("", plain if begun is None else plain[begun.end() :]))
    return None if digits is None or classify(digits, live=False) in _NO_NUMBER else digits
