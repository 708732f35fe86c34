"""Who each event of a message is about, and its id: what only the person index knows is filled in here."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import msgspec

from hub.domain.days import day_of
from hub.events.discharge import Spell, SpellAdmitted
from hub.people.claims import Identifier, KnownPerson, PersonClaim
from hub.people.index import PersonIndex
from hub.people.matching import Resolution
from hub.people.screening import replaced
from hub.ports.connector import Finding, Proposed, Received
from hub.ports.store import SubjectRef
from hub.runtime.private_texts import private_texts, stand_in

_IDS: Final = ("record_uid", "author", "performer")
_TWO_PEOPLE: Final = ("from_ref", "to_ref"), ("retired_ref", "surviving_ref")
ADMITTED_ON: Final = "admitted-on:"
"""How a connector names the day of admission (`record_uid`) of a stay that came without a number."""

_NOT_KNOWN_YET: Final = (
    "nobody has told the hub of this person; what is said here is kept, and shown as soon as a hospital does"
)


class Plan(NamedTuple):
    """One event of a message with the people it is about; `place` counts the message's events from 0."""

    item: Received
    place: int
    proposed: Proposed
    event_id: bytes
    subject: Resolution
    other: Resolution | None
    shown: Mapping[str, str]
    """What is kept in the place of which text that names the person; the proposal holds it already."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What there is to say about whom this event is about."""
        if self.proposed.register or self.subject.named:
            return self.subject.findings
        where = self.item.translation.read_at.get("person", "person")
        return (*self.subject.findings, Finding(where, "person_not_known_yet", _NOT_KNOWN_YET))

    @property
    def proved(self) -> list[tuple[bytes, bytes]]:
        """Pairs (survivor, other record) that the identifiers of this message prove to be one person."""
        people = (self.subject,) if self.other is None else (self.subject, self.other)
        return [(one.subject, extra) for one in people for extra in one.same_as]

    @property
    def links(self) -> list[tuple[bytes, bytes]]:
        """Every pair that is linked once this message is durable, so that later ones do not link it again."""
        joined = [] if self.other is None else [(self.subject.subject, self.other.subject)]
        return [*self.proved, *joined]


def message_key(item: Received) -> str:
    """Give the sender's message id, or the digest of the bytes where the sender gave none."""
    return item.translation.message_id or hashlib.sha256(item.raw).hexdigest()


def event_id_of(item: Received, place: int | str) -> bytes:
    """Give the id of one event of a message: the same message gives the same ids in every hub."""
    body = hashlib.sha256(item.raw).digest()
    text = f"{item.feed}\0{message_key(item)}\0".encode()
    return hashlib.sha256(text + body + f"\0{place}".encode()).digest()[:16]


class Planner:
    """Resolves the people of a batch of messages."""

    def __init__(self, index: PersonIndex) -> None:
        self._index = index

    async def plan(self, received: Sequence[Received]) -> list[Plan]:
        """Resolve everybody in a batch of messages in one question, and put digests in the place of private ids.

        Such an id is remembered before anything is appended, so that no later message of its stay goes another way.
        Raises `Unavailable` when the index is away.
        """
        shown = await private_texts(self._index, [item.translation for item in received])
        plans = await self._resolved(received, [each.texts for each in shown])
        subjects = {id(plan.item): plan.subject.subject for plan in plans}
        pairs = [
            (mark, subjects.get(id(item))) for item, each in zip(received, shown, strict=True) for mark in each.fresh
        ]
        await self._index.remember({mark: subject for mark, subject in pairs if subject is not None})
        return plans

    async def again(self, item: Received, subject: SubjectRef) -> tuple[list[Plan], tuple[bytes, ...]]:
        """Plan a message that was taken before, about whom it was filed under; nobody is looked for, nothing is kept.

        Gives also the digests that `plan` would have remembered.  Raises `Unavailable` when the index is away.
        """
        (shown,) = await private_texts(self._index, [item.translation])
        whose = Resolution(subject, created=False)
        proposals = enumerate(item.translation.events)
        return [self._planned(item, n, each, shown.texts, iter([whose])) for n, each in proposals], shown.fresh

    async def _resolved(self, received: Sequence[Received], shown: Sequence[Mapping[str, str]]) -> list[Plan]:
        whole = zip(received, shown, strict=True)
        asked = [(i, n, p, texts) for i, texts in whole for n, p in enumerate(i.translation.events)]
        claims: list[PersonClaim | KnownPerson] = []
        for item, _, proposed, _ in asked:
            claims.append(_traceable(proposed.person, item, "person"))
            if proposed.other is not None:
                claims.append(_traceable(proposed.other, item, "other"))
        answers = await self._answers(claims)
        return [self._planned(*each, answers) for each in asked]

    async def _answers(self, claims: Sequence[PersonClaim | KnownPerson]) -> Iterator[Resolution]:
        """Say whose record each claim belongs to; the index is asked for nobody who is known already."""
        described = [claim for claim in claims if isinstance(claim, PersonClaim)]
        found = iter(await self._index.resolve(described) if described else ())
        return iter(
            [
                Resolution(claim.subject, created=False, named=True) if isinstance(claim, KnownPerson) else next(found)
                for claim in claims
            ]
        )

    def _planned(
        self, item: Received, place: int, proposed: Proposed, shown: Mapping[str, str], answers: Iterator[Resolution]
    ) -> Plan:
        subject = next(answers)
        other = next(answers) if proposed.other is not None else None
        whole = msgspec.structs.replace(proposed, body=self._complete(proposed, subject, other))
        return Plan(item, place, kept(whole, shown), event_id_of(item, place), subject, other, shown)

    def _complete(self, proposed: Proposed, subject: Resolution, other: Resolution | None) -> msgspec.Struct:
        """Fill what only the index knows: the refs of two people, and the key of a stay without a number."""
        changes: dict[str, Any] = {}
        for loser, keeper in _TWO_PEOPLE:
            if hasattr(proposed.body, loser):
                changes[keeper] = subject.subject
                changes[loser] = subject.subject if other is None else other.subject
        body: msgspec.Struct = self.numbered(proposed)
        return msgspec.structs.replace(body, **changes) if changes else body

    def numbered(self, proposed: Proposed) -> Any:
        """Give the body with a key for a stay that came without a number."""
        spell = getattr(proposed.body, "spell", None)
        if not isinstance(spell, Spell) or spell.number:
            return proposed.body
        return msgspec.structs.replace(proposed.body, spell=Spell(spell.trust, self._stand_in(proposed, spell.trust)))

    def _stand_in(self, proposed: Proposed, trust: str) -> str:
        """Key a stay that came without a number by trust, hospital number and admission day, as a keyed digest."""
        claim: PersonClaim = proposed.person
        number = next((i.value for i in claim.identifiers if i.kind == "HOSPITAL"), "")
        day = proposed.record_uid.removeprefix(ADMITTED_ON) if proposed.record_uid.startswith(ADMITTED_ON) else ""
        if not day and isinstance(proposed.body, SpellAdmitted):
            day = day_of(proposed.body.admitted_at.at).isoformat()
        return stand_in(self._index.digest("SPELL", trust, f"{number}|{day}"))


def kept(proposed: Proposed, shown: Mapping[str, str]) -> Proposed:
    """Give a proposal as it is kept: digests in the place of ids that name the person."""
    if not shown:
        return proposed
    ids = {name: shown.get(value, value) for name in _IDS if isinstance(value := getattr(proposed, name), str)}
    return msgspec.structs.replace(proposed, body=replaced(proposed.body, shown), **ids)


def _traceable(claim: PersonClaim | KnownPerson, item: Received, role: str) -> PersonClaim | KnownPerson:
    """Add the message's own record to a claim, so that a resend finds the same person where nothing else matches."""
    if isinstance(claim, KnownPerson):
        return claim
    own = Identifier("RECORD", item.feed, f"{message_key(item)}/{role}")
    return msgspec.structs.replace(claim, identifiers=(*claim.identifiers, own))
