"""The reader: a person as of a day and as known at a time.

It reads the store and opens what is sealed; nobody calls it but the API and the command line, after the access
decision.  A person who was merged away is followed to who they are now.
"""

import hashlib
from collections.abc import AsyncIterator, Sequence
from datetime import date
from typing import Any, NamedTuple, cast
from uuid import UUID

from hub.codec.events import EventCodec
from hub.domain.access_after import councils_of_moves, keeps_access
from hub.domain.days import day_of, rfc3339
from hub.domain.joint_state import JointState
from hub.domain.team import PURPOSES, team_at
from hub.events.envelope import Event
from hub.people.claims import Identifier
from hub.people.index import PersonIndex
from hub.people.vault import Vault
from hub.ports.board import DIED, PRESENT, UNFINISHED, status_on
from hub.ports.clock import Clock
from hub.ports.reading import Membership, Ties
from hub.ports.store import Store
from hub.processors.joint import JointProcessor
from hub.runtime.apply import Group
from hub.runtime.beside import beside
from hub.runtime.changes import Changes
from hub.runtime.folding import AnyProcessor
from hub.runtime.opening import Opening
from hub.runtime.rows import unpack
from hub.runtime.stories import Story, Telling

_HERE_NOW = frozenset({*PRESENT, UNFINISHED})


class ReadingParts(NamedTuple):
    """What the reader works with."""

    store: Store
    codec: EventCodec
    group: Group
    people: PersonIndex
    vault: Vault
    clock: Clock
    changes: Changes


class HubReading:
    """Answers about people; see the module's docstring."""

    def __init__(self, parts: ReadingParts) -> None:
        self._parts = parts
        self._processors = {processor.name: processor for processor in parts.group.processors}
        self._telling = Telling(parts.store, parts.codec, parts.group.processors, parts.clock)

    @property
    def parts(self) -> ReadingParts:
        """What this reader works with."""
        return self._parts

    @property
    def opening(self) -> Opening:
        """What opens records and cards without failing at one of them."""
        return Opening(self._parts.codec, self._parts.vault)

    def processor(self, name: str) -> AnyProcessor:
        """Give a processor of the group by its name."""
        return self._processors[name]

    def processor_for(self, name: str, story: Story) -> AnyProcessor:
        """Give a processor to view a story with: one that withholds, where the whereabouts are hidden now."""
        processor = self._processors[name]
        return (processor.withholding() if story.hidden else processor).seeing(story.steps[: story.happened])

    async def find(self, identifier: Identifier) -> bytes | None:
        """Give the person who held an identifier first, followed through merges."""
        subject = await self._parts.people.find(identifier)
        return None if subject is None else await self.now(subject)

    async def find_all(self, identifier: Identifier) -> Sequence[bytes]:
        """Give all who hold an identifier, each as who they are now, in the order of their references."""
        held = await self._parts.people.find_all(identifier)
        return sorted({await self.now(subject) for subject in held})

    async def now(self, subject: bytes) -> bytes:
        """Follow a person who was merged away to who they are now."""
        return await self._telling.now(subject)

    async def story(self, subject: bytes, on: date | None, known_at: int | None, *, whole: bool = False) -> Story:
        """Fold one person's history; see `hub.runtime.stories`.  Raises `NotFound`."""
        return await self._telling.story(subject, on, known_at, whole=whole)

    async def told(self, subject: bytes) -> Sequence[Event]:
        """Give every event of a person that counts, whole, with what is sealed still sealed.  Raises `NotFound`."""
        return (await self.story(subject, None, None, whole=True)).told

    async def ties(self, subject: bytes) -> Ties:
        """Give the council and the providers that a person has to do with now, as the board lists them, and others.

        The council keeps them for a time after the six weeks, and that of a move has them from its notice on
        (`hub.domain.access_after`).  Who is in the team is in it whether the person is on a board or not, and no longer
        from the moment they left.
        """
        row = await self._parts.store.state("joint", await self.now(subject))
        if row is None:
            return Ties()
        now, listing = self._parts.clock.now(), row.listing
        joint = cast("JointProcessor", self._processors["joint"])
        state = joint.decode(unpack(row.value).state)
        known = Ties(team=members(state, now), moving=councils_of_moves(state, now))
        if listing is None:
            return known
        status, on = status_on(listing, day_of(now)), day_of(now)
        here, last = status in _HERE_NOW, listing.last_covered_day
        owing = status == DIED and last is not None  # of who lives the row itself says what waits (`UNFINISHED`)
        if not here and not keeps_access(last, on, waits=owing and joint.waits(state, on)):
            return known
        councils = frozenset[str]() if listing.council is None else frozenset((listing.council,))
        return known._replace(councils=councils, providers=frozenset(listing.providers if here else ()))

    async def joint_state(self, subject: bytes, on: date | None, known_at: int | None) -> dict[str, Any]:
        """Give the joint six-week state, as `docs/commands.md` shows it, and what stands beside it."""
        return self.joint(await self.story(subject, on, known_at))

    def joint(self, story: Story) -> dict[str, Any]:
        """Give the joint six-week state of a story, and what stands beside it."""
        return self.view("joint", story) | beside(self.processor_for, story)

    async def ledger(self, subject: bytes, on: date | None, known_at: int | None) -> dict[str, Any]:
        """Give what each payer owes by day and line, up to a day."""
        story = await self.story(subject, on, known_at)
        joint = cast("JointProcessor", self.processor_for("joint", story))
        return self.head("joint", story) | joint.ledger(story.person.states["joint"], story.on)

    def view(self, name: str, story: Story) -> dict[str, Any]:
        """Give one processor's view of a story, with who it is about, the day, the time and the hash."""
        processor, state = self.processor_for(name, story), story.person.states[name]
        return self.head(name, story) | dict(processor.view(state, story.on))

    def head(self, name: str, story: Story) -> dict[str, Any]:
        """Give what stands above every answer: who it is about, the day, the time and the hash of the state."""
        processor, state = self.processor_for(name, story), story.person.states[name]
        head: dict[str, Any] = {
            "subject_ref": str(UUID(bytes=story.subject)),
            "on": story.on.isoformat(),
            "known_at": rfc3339(story.known_at),
            "hash": state_hash(processor, state),
        }
        if story.subject != story.asked:
            head |= {"asked_for": str(UUID(bytes=story.asked)), "now": str(UUID(bytes=story.subject))}
        return head

    def forgotten_at(self, story: Story) -> str | None:
        """Give when the keys of whoever answers were destroyed, as `joint_state` has it; none while they are held."""
        if not any(step.event.type == "SubjectKeyDestroyed" for step in story.steps):
            return None
        at: str | None = self.view("joint", story)["forgotten_at"]
        return at

    def changes(self) -> AsyncIterator[int]:
        """Tick when something readable changed; ticks may be folded together, never lost for good."""
        return self._parts.changes.watch()


def members(state: JointState, now: int) -> frozenset[Membership]:
    """Give who is in a person's team at a moment, with the purpose for which; nobody of somebody who is forgotten."""
    if state.forgotten is not None:
        return frozenset()
    return frozenset(
        (member.organisation, member.member_id, member.purpose)
        for member in team_at(state.coordination, now)
        if member.purpose in PURPOSES
    )


def state_hash(processor: AnyProcessor, state: Any) -> str:
    """Give the hash of a state: the same for every order of arrival."""
    return "sha256:" + hashlib.sha256(processor.encode(state)).hexdigest()
