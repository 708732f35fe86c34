"""From what a message asks for to records for the log: people resolved, ids given, personal fields sealed."""

from collections.abc import Sequence
from typing import NamedTuple

from hub.codec.events import EventCodec
from hub.events.catalogue import BY_TYPE
from hub.events.early_help import ConsentRecorded, ConsentWithdrawn
from hub.events.envelope import Event, Provenance, Sealed
from hub.events.identity import PersonMerged
from hub.events.values import Precision, Zone
from hub.people.index import PersonIndex
from hub.people.matching import Resolution
from hub.people.vault import ToSeal, Vault
from hub.ports.connector import Finding, Received
from hub.ports.log import Draft
from hub.runtime.carer_links import SideWord
from hub.runtime.planning import Plan, Planner, event_id_of, message_key
from hub.runtime.provenance import own_provenance


class Drafted(NamedTuple):
    """What one message becomes in the log."""

    drafts: tuple[Draft, ...]
    event_ids: tuple[bytes, ...]
    findings: tuple[Finding, ...]
    links: tuple[tuple[bytes, bytes], ...]
    """Pairs of records that this message proves to be one person, to be remembered once durable."""
    words: tuple[SideWord, ...] = ()
    """What people said about consent, which may end what both sides of a link are shown."""


class Drafter:
    """Resolves, seals and encodes batches of messages."""

    def __init__(self, codec: EventCodec, index: PersonIndex, vault: Vault) -> None:
        self._codec, self._index, self._vault = codec, index, vault
        self._planner = Planner(index)

    async def draft(self, received: Sequence[Received]) -> Sequence[Drafted]:
        """Make the drafts of messages, in order; raises `Unavailable` when index or keys are away."""
        plans = await self._planner.plan(received)
        seals = await self._vault.seal([_to_seal(plan) for plan in plans])
        parts: list[list[Draft]] = [[] for _ in received]
        ids: list[list[bytes]] = [[] for _ in received]
        findings: list[list[Finding]] = [[] for _ in received]
        links: list[list[tuple[bytes, bytes]]] = [[] for _ in received]
        words: list[list[SideWord]] = [[] for _ in received]
        places = {id(item): place for place, item in enumerate(received)}
        for plan, sealed in zip(plans, seals, strict=True):
            place = places[id(plan.item)]
            parts[place] += self._drafts(plan, sealed)
            ids[place].append(plan.event_id)
            links[place] += plan.links
            words[place] += side_words(plan)
            findings[place] += [f for f in plan.findings if f not in findings[place]]
        return [
            Drafted(tuple(d), tuple(i), tuple(f), tuple(k), tuple(w))
            for d, i, f, k, w in zip(parts, ids, findings, links, words, strict=True)
        ]

    async def linked(self, links: Sequence[tuple[bytes, bytes]]) -> None:
        """Remember links that are durable in the log."""
        if links:
            await self._index.linked(links)

    def _drafts(self, plan: Plan, sealed: Sealed) -> list[Draft]:
        event = event_of(plan, sealed)
        topic = BY_TYPE[event.type].topic
        value = self._codec.encode(event)
        people = [plan.subject] if plan.other is None else [plan.subject, plan.other]
        drafts = [Draft(topic, person.subject, value, headers_of(event)) for person in _once(people)]
        for survivor, extra in plan.proved:
            drafts += self._same_person(plan, survivor, extra)
        return drafts

    def _same_person(self, plan: Plan, survivor: bytes, other: bytes) -> list[Draft]:
        """Say that two records are one person, because one message carries the identifiers of both.

        Such evidence is as old as the records: it occurs at the beginning of time, so that a hospital's own un-merge
        is always later and wins.
        """
        event_id = event_id_of(plan.item, f"same-{survivor.hex()}-{other.hex()}")
        event = Event(
            event_id, survivor, "PersonMerged", 0, 0, plan.item.received_at, Precision.YEAR, Zone.ASSUMED, False,
            PersonMerged(other, survivor), own_provenance(event_id, plan.item.feed, plan.event_id),
            Sealed(b"", b"", b""),
        )  # fmt: skip
        value, topic = self._codec.encode(event), BY_TYPE["PersonMerged"].topic
        return [Draft(topic, key, value, headers_of(event)) for key in (survivor, other)]


def side_words(plan: Plan) -> list[SideWord]:
    """Give what an event says about consent, if it does."""
    body = plan.proposed.body
    if not isinstance(body, ConsentRecorded | ConsentWithdrawn):
        return []
    return [SideWord(plan.subject.subject, plan.proposed.occurred.at, body)]


def event_of(plan: Plan, sealed: Sealed) -> Event:
    """Make the event that a plan asks for."""
    proposed = plan.proposed
    return Event(
        event_id=plan.event_id,
        subject_ref=plan.subject.subject,
        type=type(proposed.body).__name__,
        occurred_at=proposed.occurred.at,
        recorded_at=proposed.recorded.at,
        received_at=plan.item.received_at,
        precision=proposed.occurred.precision,
        zone=proposed.occurred.zone,
        carries_card=proposed.has_card,
        body=proposed.body,
        provenance=_provenance(plan),
        sealed=sealed,
    )


def _once(people: Sequence[Resolution]) -> list[Resolution]:
    return list({person.subject: person for person in people}.values())


def headers_of(event: Event) -> tuple[tuple[str, bytes], ...]:
    """CloudEvents attributes, so that Kafka's tools can tell events apart without opening them."""
    return (
        ("ce_specversion", b"1.0"),
        ("ce_id", event.event_id.hex().encode()),
        ("ce_type", f"uk.care.hub.{event.type}".encode()),
        ("ce_source", (event.provenance.feed if event.provenance else "").encode()),
        ("content-type", b"application/avro"),
    )


def _to_seal(plan: Plan) -> ToSeal:
    first = plan.place == 0
    return ToSeal(
        subject=plan.subject.subject,
        retention=plan.proposed.retention,
        event_id=plan.event_id,
        type=type(plan.proposed.body).__name__,
        personal=plan.proposed.personal,
        original=plan.item.raw if first else None,
    )


def _provenance(plan: Plan) -> Provenance:
    translation, proposed, shown = plan.item.translation, plan.proposed, plan.shown
    first, message_id = event_id_of(plan.item, 0), message_key(plan.item)
    return Provenance(
        source_organisation=shown.get(translation.source_organisation, translation.source_organisation),
        source_system=shown.get(translation.source_system, translation.source_system),
        feed=plan.item.feed,
        message_id=shown.get(message_id, message_id),
        profile=translation.profile,
        author=proposed.author,
        performer=proposed.performer,
        record_uid=proposed.record_uid,
        record_version=proposed.record_version,
        correlation_id=first,
        causation_id=None if plan.place == 0 else first,
        purpose=proposed.purpose,
        lawful_basis=proposed.lawful_basis,
        legal_hold=False,
    )
