"""A partner's message that was refused: opened, translated with today's profile, and taken or foreseen."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from connectors import inspection
from connectors.kinds import kinds
from hub.composition import Core
from hub.errors import NotFound
from hub.events.envelope import Event
from hub.events.values import Precision, Zone
from hub.people.screening import screened
from hub.ports.connector import Finding, Proposed, Received, Translation
from hub.ports.store import Parked
from hub.redriving.foreseeing import foreseen
from hub.runtime.planning import Planner, event_id_of, kept
from hub.runtime.private_texts import Shown, private_texts

PIECES: Final = frozenset({"frame_not_ended", "frame_timeout", "frame_too_long", "frame_truncated"})
"""Why something was parked that is no whole message; what is left of one may look like a whole one."""


async def redrive(core: Core, parked: Parked) -> dict[str, Any]:
    """Take one parked message again, whole or not at all; it stays parked when it is still refused.

    A piece of a message is never taken: its sender was told to send it again.  Raises `NotFound`.
    """
    raw = core.vault.open_quarantine(parked.sealed, parked.id)
    translations = _translate(core, parked, raw)
    now = core.clock.now()
    refused = _refused(translations)
    received = [] if refused else [Received(parked.feed, raw, now, one) for one in translations]
    receipts = await core.intake.take(received) if received else []
    if not refused:
        await core.quarantine.mark(parked.id, "redriven")
    ids = [event_id.hex() for receipt in receipts for event_id in receipt.event_ids]
    return {
        "id": parked.id,
        "outcome": "rejected" if refused else "accepted",
        "events": ids,
        "messages": _told(translations),
    }


async def preview(core: Core, parked: Parked) -> dict[str, Any]:
    """Say what taking one parked message again would do to whose state; changes nothing.  Raises `NotFound`."""
    raw = core.vault.open_quarantine(parked.sealed, parked.id)
    translations = _translate(core, parked, raw)
    refused = _refused(translations)
    changes = []
    for translation in () if refused else translations:
        item = Received(parked.feed, raw, core.clock.now(), screened(translation))
        (shown,) = await private_texts(core.people, [item.translation])
        proposals = [_kept(core, proposed, shown) for proposed in item.translation.events]
        changes += [await _changed(core, item, place, proposed) for place, proposed in enumerate(proposals)]
    return {
        "id": parked.id,
        "outcome": "rejected" if refused else "accepted",
        "messages": _told(translations),
        "changes": [change for change in changes if change],
    }


def _refused(translations: Sequence[Translation]) -> bool:
    return not translations or any(one.outcome == "rejected" for one in translations)


def _translate(core: Core, parked: Parked, raw: bytes) -> Sequence[Translation]:
    if parked.rule in PIECES:
        return [Translation("rejected", (), (Finding(parked.path, parked.rule, parked.words, "error"),))]
    feed = core.settings.all_feeds().get(parked.feed)
    if feed is None:
        raise NotFound("the feed of this message is not configured any more")
    connector = kinds(core.areas, core.clock, core.bases)[feed.kind]
    return list(connector.inspect(raw, connector.profile(feed.profile)))


def _told(translations: Sequence[Translation]) -> list[dict[str, Any]]:
    return [inspection.translation_json(one) for one in translations]


def _kept(core: Core, proposed: Proposed, shown: Shown) -> Proposed:
    """Give a proposal with digests where the log would have them."""
    return kept(msgspec.structs.replace(proposed, body=Planner(core.people).numbered(proposed)), shown.texts)


async def _changed(core: Core, item: Received, place: int, proposed: Proposed) -> dict[str, Any] | None:
    """Fold one proposed event onto the person it would be filed under, and compare the joint views."""
    subject = None
    for identifier in proposed.person.identifiers:
        subject = subject or await core.reading.find(identifier)
    if subject is None:
        return {"subject_ref": None, "type": type(proposed.body).__name__, "paths": ["a new person would be recorded"]}
    moments = (proposed.occurred.at, proposed.recorded.at, item.received_at)
    event = Event(
        event_id_of(item, place), subject, type(proposed.body).__name__, *moments,
        Precision(proposed.occurred.precision), Zone(proposed.occurred.zone), False, proposed.body,
    )  # fmt: skip
    return await foreseen(core, event, subject)
