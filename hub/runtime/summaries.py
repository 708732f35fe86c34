"""What a reader may see of an event without opening anything, and of who said it while whereabouts are hidden."""

from typing import Any, Final

import msgspec

from hub.domain.days import day_of, rfc3339
from hub.events.envelope import Event
from hub.events.values import Precision
from hub.processors.joint_coordination import shown_anyway
from hub.runtime.provenance import OWN
from hub.runtime.stories import Story

WITHHELD: Final = "source_withheld"
"""In a summary: that who said it is known, and kept hidden."""
_SOURCE: Final = ("source_organisation", "source_system", "feed", "message_id", "profile", "author")


def happened_at(event: Event) -> str:
    """Write when an event happened: the date alone when the sender knew no time of day."""
    return rfc3339(event.occurred_at) if event.precision > Precision.DAY else day_of(event.occurred_at).isoformat()


def sources_shown(story: Story) -> frozenset[str] | None:
    """Give the organisations that may be named as having said something of a person; none where all may be.

    While whereabouts are hidden those are the trusts and providers that the state shows anyway, and the hub itself:
    a council that writes about somebody says where they live.
    """
    return shown_anyway(story.person.states["joint"]) | {OWN} if story.hidden else None


def event_summary(event: Event, shown: frozenset[str] | None = None) -> dict[str, Any]:
    """Give what a reader may see of an event; where `shown` are organisations, no other one is named."""
    summary: dict[str, Any] = {
        "id": event.event_id.hex(),
        "type": event.type,
        "occurred_at": happened_at(event),
        "recorded_at": rfc3339(event.recorded_at),
        "received_at": rfc3339(event.received_at),
    }
    if event.provenance is None:
        return summary
    if shown is not None and event.provenance.source_organisation not in shown:
        return summary | dict.fromkeys(_SOURCE) | {WITHHELD: True}
    told = msgspec.structs.asdict(event.provenance)
    return summary | {name: told[name] for name in _SOURCE}
