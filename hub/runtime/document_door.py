"""The door through which the assessment that moves with a person travels: checked, sealed, told by its hash alone.

What is wrong is refused whole with field and rule, and nothing of it is kept: its form, the council that sends it, the
move that it goes with, the person that it names, and the seal.  Care Act 2014 section 37; the portable assessment of
the National Care Service proposal (6.3).
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from hub.domain.moves_of_person import moves_of
from hub.domain.portability_documents import Seals
from hub.domain.portability_state import Case, PortabilityState, not_cancelled
from hub.errors import NotFound
from hub.events.envelope import Event
from hub.events.portability import PlanTransferred
from hub.events.values import Moment, Precision, Zone
from hub.people.claims import KnownPerson
from hub.people.vault import Opened
from hub.portable import reading
from hub.portable.document import PortableDocument, Seal
from hub.portable.reading import Read
from hub.portable.seal import ANOTHER, doubt_of_seal
from hub.ports.clock import Clock
from hub.ports.connector import Intake, Proposed, Received, Translation
from hub.ports.documents import HandedOver
from hub.ports.recording import Fault, Faulty, Recorder
from hub.runtime.document_person import OpenRecord, fault_of_person
from hub.runtime.reading_people import PeopleReading
from hub.runtime.stories import Story

FEED: Final = "documents"
"""The feed of every document that came this way."""
_PROFILE: Final = "portable_document@1"
_WORDS: Final[Mapping[str, str]] = {
    "unsigned": "The document has no seal.",
    "no_key_of_council": "The key of the council that signed it is not known here.",
    "signature_malformed": "The signature is not written in base64.",
    "signature_wrong": "The signature was not made with a key of this council.",
    "changed_since_signed": "The document was changed since it was signed, or its hash is another's.",
    ANOTHER: "The document was signed by another council than the one that decided.",
}


class DoorParts(NamedTuple):
    """What the door works with; `seals` knows the councils' public keys."""

    intake: Intake
    reading: PeopleReading
    seals: Seals
    clock: Clock


class DocumentDoor:
    """`Documents` over the intake and the reader."""

    def __init__(self, parts: DoorParts) -> None:
        self._parts = parts

    async def send(self, subject: bytes, raw: bytes, who: Recorder, move_id: str | None = None) -> HandedOver:
        """Take a document, or raise `Faulty` with everything that is wrong with it."""
        story, found = await self._story(subject), reading.read(raw)
        if found.document is None or found.faults:
            raise Faulty([Fault(*fault) for fault in found.faults])
        card = await self._parts.reading.card(subject)
        case = move_of(story.person.states["portability"], who.organisation, move_id)
        named = await self._of_person(story, found.document, who, card)
        wrong = [*_of_council(found.document, who), *named, *_of_move(case), *self._of_seal(found, found.document)]
        if wrong or case is None:
            raise Faulty(wrong)
        return await self._take(story, case, found, Sending(raw, who, frozenset(_names(card))))

    async def read(self, subject: bytes, sha256: str) -> bytes:
        """Give a document as it was sent."""
        story = await self._story(subject)
        events = [event for event, told in sent(story) if told.sha256 == sha256]
        for opened in await self._parts.reading.parts.vault.open(events[:1], originals=True):
            if isinstance(opened, Opened) and opened.original is not None:
                return opened.original
        raise NotFound("no document of this hash came through this door")

    async def _story(self, subject: bytes) -> Story:
        story = await self._parts.reading.story(subject, None, None, whole=True)
        if self._parts.reading.forgotten_at(story) is not None:
            raise NotFound("no document is kept of a person who was forgotten")
        return story

    async def _of_person(
        self, story: Story, document: PortableDocument, who: Recorder, card: Mapping[str, Any] | None
    ) -> list[Fault]:
        record = OpenRecord(story.subject, _number(card), self._parts.reading.find_all)
        fault = await fault_of_person(document.person_id, who.organisation, record)
        return [] if fault is None else [fault]

    def _of_seal(self, found: Read, document: PortableDocument) -> list[Fault]:
        doubt = doubt_of_seal(found.content, document.determination.council, self._parts.seals)
        return [] if doubt is None else [Fault("seal", doubt, _WORDS[doubt])]

    async def _take(self, story: Story, case: Case, found: Read, sending: "Sending") -> HandedOver:
        document = found.document
        if document is None or document.seal is None:
            raise Faulty([Fault("seal", "unsigned", _WORDS["unsigned"])])
        done = HandedOver(case.move_id, document.identifier.value, document.seal.sha256, ())
        same = (done.move_id, done.sha256)
        before = [event.event_id for event, told in sent(story) if (told.move_id, told.sha256) == same]
        if before:
            return done._replace(event_ids=(before[0],), again=True)
        now = self._parts.clock.now()
        told = _translation(story.subject, done, document.seal, sending, now)
        (receipt,) = await self._parts.intake.take([Received(FEED, sending.raw, now, told)])
        return done._replace(event_ids=receipt.event_ids, again=receipt.outcome == "duplicate")


class Sending(NamedTuple):
    """A document on its way in: its bytes, who sends it, and names that must not stand in the clear."""

    raw: bytes
    who: Recorder
    names: frozenset[str]


def move_of(state: PortabilityState, council: str, move_id: str | None) -> Case | None:
    """Return the move from a council that a document goes with: the one that is named, else the newest; none of it."""
    moves = [case for case in not_cancelled(moves_of(state)) if case.first == council]
    if move_id is not None:
        return next((case for case in moves if case.move_id == move_id), None)
    return max(moves, key=lambda case: case.words[-1].by, default=None)


def sent(story: Story) -> list[tuple[Event, PlanTransferred]]:
    """Give what was told of documents that came through this door."""
    return [
        (event, event.body)
        for event in story.told
        if isinstance(event.body, PlanTransferred) and event.provenance is not None and event.provenance.feed == FEED
    ]


def _of_move(case: Case | None) -> list[Fault]:
    words = "This person has no move from the sending council that was not cancelled."
    return [Fault("move", "no_such_move", words)] if case is None else []


def _of_council(document: PortableDocument, who: Recorder) -> list[Fault]:
    if document.determination.council == who.organisation:
        return []
    return [Fault("determination.council", ANOTHER, "A council sends its own documents alone.")]


def _number(card: Mapping[str, Any] | None) -> str | None:
    """Give the NHS number that is held of who a card names."""
    held: str | None = ((card or {}).get("nhs_number") or {}).get("value")
    return held


def _names(card: Mapping[str, Any] | None) -> Iterator[str]:
    held = card or {}
    name = held.get("name") or {}
    parts = (*(name.get(part) for part in ("family", "given", "preferred")), _number(card))
    yield from (str(text) for text in parts if text)


def _translation(subject: bytes, done: HandedOver, seal: Seal, sending: Sending, now: int) -> Translation:
    at = Moment(now, Precision.MILLISECOND, Zone.STATED)
    event = Proposed(
        body=PlanTransferred(done.move_id, done.document_id, seal.sha256, seal.signed_by, seal.signature),
        occurred=at,
        recorded=at,
        person=KnownPerson(subject),
        personal={},
        author=sending.who.role,
        record_uid=seal.sha256,
        purpose=sending.who.purpose,
        register=False,
    )
    return Translation(
        outcome="accepted",
        events=(event,),
        findings=(),
        message_id=f"{seal.sha256}.{done.move_id}",
        source_organisation=sending.who.organisation,
        source_system="DOCUMENTS",
        trigger="PlanTransferred",
        profile=_PROFILE,
        telling=sending.names,
    )
