"""Provenance of what the hub itself says: ticks, derived facts, merges that follow from one message."""

from hub.events.envelope import Provenance

OWN = "care-hub"
"""The source of what the hub itself says."""


def own_provenance(event_id: bytes, feed: str, causation_id: bytes | None = None) -> Provenance:
    """Give the provenance of an event that the hub derived, under the public task of running it."""
    name = event_id.hex()
    return Provenance(
        source_organisation=OWN,
        source_system=OWN,
        feed=feed,
        message_id=name,
        profile="care-hub@1",
        author=OWN,
        performer=None,
        record_uid=name,
        record_version=1,
        correlation_id=causation_id or event_id,
        causation_id=causation_id,
        purpose="DISCHARGE_COORDINATION",
        lawful_basis="UK_GDPR_6_1_E",
        legal_hold=False,
    )
