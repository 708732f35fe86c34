"""A document that moves with a person through the whole hub: checked, sealed, told by its hash, read back."""

import json
from datetime import date
from typing import Any

import pytest

from connectors.simulator.sendable import Sendable
from hub.errors import NotFound
from hub.events.identity import PersonUpdated
from hub.events.portability import MoveCancelled, MoveNotified
from hub.events.values import Moment, Precision, Zone
from hub.people.claims import Identifier, KnownPerson, PersonClaim
from hub.portable.seal import CouncilKeys, signed
from hub.ports.connector import Proposed, Received, Translation
from hub.ports.documents import HandedOver
from hub.ports.reading import Ties
from hub.ports.recording import Faulty, Recorder
from hub.runtime.document_door import DocumentDoor, DoorParts
from tests.hand.person import HOSPITAL, NOW
from tests.portable.papers import HERE, KEY, OTHER_KEY, THERE, changed
from tests.simulator.whole_hub import WholeHub

WHO = Recorder(HERE, "social_worker", "PORTABILITY")
NHS = "9990000018"


def sealed(content: dict[str, Any] | None = None, key: Any = KEY, council: str = HERE) -> bytes:
    """Return the bytes of a document under a council's seal."""
    return json.dumps(signed(content or changed("personID.value", NHS), council, key), indent=1).encode()


class Moving:
    """The whole hub, somebody who moves from HERE to THERE, and the door for documents."""

    def __init__(self, hub: WholeHub, subject: bytes) -> None:
        self.hub, self.subject = hub, subject
        keys = CouncilKeys({HERE: (KEY.public_key(),), THERE: (OTHER_KEY.public_key(),)})
        self.door = DocumentDoor(DoorParts(hub.intake, hub.reader, keys, hub.clock))

    async def tell(self, body: Any, at: int = NOW) -> None:
        """Take a word about a move, and fold."""
        moment = Moment(at, Precision.MILLISECOND, Zone.STATED)
        said = Proposed(body, moment, moment, KnownPerson(self.subject), {}, register=False)
        told = Translation("accepted", (said,), ())
        await self.hub.intake.take([Received("council", repr(body).encode(), at, told)])
        await self.hub.settle()

    async def send(self, raw: bytes, who: Recorder = WHO, move: str | None = None) -> HandedOver:
        """Send a document, and fold."""
        done = await self.door.send(self.subject, raw, who, move)
        await self.hub.settle()
        return done

    async def refused(self, raw: bytes, who: Recorder = WHO, move: str | None = None) -> list[tuple[str, str]]:
        """Give path and rule of everything for which a document is refused."""
        with pytest.raises(Faulty) as faulty:
            await self.send(raw, who, move)
        return [(fault.path, fault.rule) for fault in faulty.value.faults]

    async def move(self) -> dict[str, Any]:
        """Give the move as shown on the day before it."""
        shown = await self.hub.reader.joint_state(self.subject, date(2026, 12, 19), None)
        return dict(shown["moves"][0])


@pytest.fixture
async def moving() -> Moving:
    """Mrs Ashworth was told to move on 20 December."""
    hub = WholeHub()
    name = "a01_emergency_admission"
    await hub.take(Sendable(NOW, "mllp", "rzz", (HOSPITAL / f"{name}.hl7").read_bytes(), name))
    await hub.settle()
    made = Moving(hub, await hub.subject(NHS))
    await made.tell(MoveNotified("M1", date(2026, 12, 20), HERE, THERE))
    return made


async def test_a_document_travels_and_closes_the_alert_that_none_has_come(moving: Moving) -> None:
    """Told by id, hash and signature alone; the receiving council gets the very bytes; sent again it is the same."""
    assert [(one["kind"], one["closed_at"]) for one in (await moving.move())["alerts"]] == [
        ("documents_not_received", None)
    ]
    raw = sealed()
    done = await moving.send(raw)
    assert (done.move_id, done.document_id, done.again) == ("M1", "A1", False)
    move = await moving.move()
    assert (move["state"], move["alerts"]) == ("DOCUMENTS_RECEIVED", [])
    (document,) = move["documents"]
    assert (document["document_id"], document["sha256"], document["signed_by"]) == ("A1", done.sha256, HERE)
    assert await moving.door.read(moving.subject, done.sha256) == raw
    again = await moving.send(raw)
    assert (again.again, again.event_ids) == (True, done.event_ids)
    (event,) = [one for one in await moving.hub.reader.told(moving.subject) if one.type == "PlanTransferred"]
    assert event.provenance is not None
    assert (event.provenance.feed, event.provenance.source_organisation) == ("documents", HERE)
    assert b"out of reach" not in moving.hub.reader.parts.codec.encode(event)


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        (b"no document", [("", "not_json")]),
        (json.dumps(changed("personID.value", NHS)).encode(), [("seal", "unsigned")]),
        (sealed(key=OTHER_KEY), [("seal", "signature_wrong")]),
        (sealed(council=THERE), [("seal", "not_the_sending_council")]),
        (sealed().replace(b"W1", b"W2"), [("seal", "changed_since_signed")]),
        (sealed(changed("personID.value", "9990000034")), [("personID.value", "another_person")]),
        (sealed(changed("determination.outcome", "Perhaps")), [("determination.outcome", "literal_error")]),
    ],
)
async def test_what_is_wrong_is_refused_with_field_and_rule(
    moving: Moving, raw: bytes, wanted: list[tuple[str, str]]
) -> None:
    """No seal, another's, one of other content, somebody else's paper: nothing of it is kept."""
    assert await moving.refused(raw) == wanted
    assert (await moving.move())["documents"] == []
    assert await moving.hub.quarantine.parked() == []


async def test_a_document_names_the_person_whose_record_is_open(moving: Moving) -> None:
    """By the number that is held, however it is written; a number of the council's own that leads nowhere shows nobody.

    What the sending council made known of the person leads to them, from that council alone.
    """
    for named in ("NHS 999 000 0018", "999.000.0018", "nhs no: 999-000-0018"):
        await moving.send(sealed(changed("personID", {"value": named})))
    own = sealed(changed("personID", {"value": "LAS-4711", "system": "urn:invented:las"}))
    assert await moving.refused(own) == [("personID.value", "person_not_shown")]
    moment = Moment(NOW, Precision.MILLISECOND, Zone.STATED)
    born = date.fromisoformat((await moving.hub.reader.card(moving.subject) or {})["born"])
    numbers = (Identifier("NHS", "NHS", NHS, "01"), Identifier("COUNCIL", HERE, "LAS-4711"))
    known = PersonClaim(numbers, born=born)
    said = Proposed(PersonUpdated(), moment, moment, known, {}, register=False)
    await moving.hub.intake.take([Received("council", b"known", NOW, Translation("accepted", (said,), ()))])
    await moving.hub.settle()
    assert (await moving.send(own)).again is False


async def test_a_council_sends_its_own_documents_with_its_own_moves(moving: Moving) -> None:
    """Not those of another, not with a move from another, not with one that does not happen or is not there."""
    content = changed("determination.council", THERE) | {"personID": {"value": NHS}}
    other = sealed(content, OTHER_KEY, THERE)
    assert await moving.refused(sealed(), WHO._replace(organisation=THERE)) == [
        ("determination.council", "not_the_sending_council"), ("move", "no_such_move"),
    ]  # fmt: skip
    assert await moving.refused(other, WHO._replace(organisation=THERE)) == [("move", "no_such_move")]
    assert await moving.refused(sealed(), move="M9") == [("move", "no_such_move")]
    assert (await moving.hub.reader.move_ties(moving.subject)) == Ties(frozenset((HERE, THERE)))
    await moving.tell(MoveCancelled("M1"))
    assert await moving.refused(sealed()) == [("move", "no_such_move")]
    assert await moving.hub.reader.move_ties(moving.subject) == Ties()
    assert await moving.hub.reader.move_ties(b"n" * 16) == Ties()


async def test_with_several_moves_the_newest_or_the_named_one_is_meant(moving: Moving) -> None:
    """A person who moves back and away again: the paper goes with the move that it is sent for."""
    await moving.tell(MoveNotified("M2", date(2027, 1, 20), HERE, THERE), NOW + 1)
    assert (await moving.send(sealed())).move_id == "M2"
    assert (await moving.send(sealed(), move="M1")).move_id == "M1"


async def test_nothing_is_sent_about_or_read_of_somebody_forgotten(moving: Moving) -> None:
    """The keys are gone, and the paper with them; one that never came this way is not there either."""
    done = await moving.send(sealed())
    with pytest.raises(NotFound):
        await moving.door.read(moving.subject, "ab" * 32)
    await moving.hub.forgetting.forget(moving.subject, "retention")
    await moving.hub.settle()
    with pytest.raises(NotFound):
        await moving.door.read(moving.subject, done.sha256)
    with pytest.raises(NotFound):
        await moving.send(sealed())
