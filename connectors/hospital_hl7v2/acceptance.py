"""Who sends what, and whether this listener takes it at all."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from connectors.hospital_hl7v2.header import Header
from connectors.hospital_hl7v2.identifiers import trust_of
from connectors.hospital_hl7v2.parse import Message
from connectors.hospital_hl7v2.profile import Profile
from hub.errors import Rejected
from hub.ports.connector import Finding

_TRIGGER: Final = re.compile(r"[A-Z0-9]{3}")
_SYSTEM, _FACILITY, _TYPE, _CONTROL_ID, _PROCESSING, _VERSION = 3, 4, 9, 10, 11, 12


class Origin(NamedTuple):
    """Where a message comes from: the trust, its system, and the sender's own id of the message."""

    organisation: str = ""
    system: str = ""
    control_id: str = ""


def origin(header: Header, profile: Profile) -> Origin:
    """Read the sender; the trust comes from MSH-4, else from the profile."""
    facility = header.part(_FACILITY) or profile.sender.fallback
    organisation = profile.sender.trusts.get(facility) or trust_of(facility)
    return Origin(organisation, header.part(_SYSTEM), header.part(_CONTROL_ID))


def check(header: Header, profile: Profile) -> Iterator[Finding]:
    """Refuse what will never be taken (`Rejected`): other types, versions, processing ids and senders."""
    accept = profile.accept
    version, facility = header.part(_VERSION), header.part(_FACILITY)
    if header.part(_TYPE).upper() != "ADT":
        raise Rejected("MSH-9", "message_type_unsupported", "Only ADT messages are taken here.")
    if version and accept.versions and version not in accept.versions:
        raise Rejected("MSH-12", "version_unsupported", "This version of HL7 v2 is not taken here.")
    if accept.processing_ids and header.part(_PROCESSING) not in accept.processing_ids:
        raise Rejected("MSH-11", "processing_id_not_allowed", "This listener does not take this processing id.")
    if accept.sending_facilities and facility not in accept.sending_facilities:
        raise Rejected("MSH-4", "sending_facility_not_accepted", "This listener does not take this sending facility.")
    if not (facility or profile.sender.fallback):
        raise Rejected("MSH-4", "sending_facility_missing", "The sending facility is missing.")
    for field, rule in ((_CONTROL_ID, "control_id_missing"), (_VERSION, "version_missing")):
        if not header.part(field):
            yield Finding(f"MSH-{field}", rule, "This field is required and empty.")


def trigger_of(message: Message, findings: list[Finding]) -> str:
    """Give the trigger of MSH-9.2, else of EVN-1, which older feeds fill instead; `Rejected` without one."""
    event = message.opening.get("EVN")
    sent, older = message.header.part(_TYPE, 2).upper(), event.part(1).upper() if event else ""
    found = sent or older
    if not _TRIGGER.fullmatch(found):
        raise Rejected("MSH-9", "trigger_missing", "The trigger event is missing or no trigger.")
    if older and older != found:
        findings.append(Finding("EVN-1", "trigger_differs", "EVN-1 and MSH-9 name different triggers; MSH-9 counts."))
    return found
