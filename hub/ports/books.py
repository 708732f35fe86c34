"""Small books beside the store: quarantine, feeds, access, identities and wrapped keys.

Each has a memory and a PostgreSQL adapter under one contract suite.  Every method raises `Unavailable` when the
part behind it does not answer.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple, Protocol

import msgspec

from hub.ports.store import Parked, SubjectRef

STATES: Final = ("parked", "redriven", "dropped")
"""What may have become of a parked message."""


class Wanted(msgspec.Struct, frozen=True):
    """Which parked messages are asked for: those of one state, one feed, one rule, parked in a span of time.

    `since` and `until` are milliseconds since the epoch, the first included and the last not.
    """

    state: str = "parked"
    feed: str | None = None
    rule: str | None = None
    since: int | None = None
    until: int | None = None
    limit: int = 100
    oldest_first: bool = False

    def wants(self, row: Parked) -> bool:
        """Say whether a row is among what is asked for."""
        here = row.state == self.state and self.feed in {None, row.feed} and self.rule in {None, row.rule}
        after = self.since is None or row.parked_at >= self.since
        return here and after and (self.until is None or row.parked_at < self.until)


NEWEST: Final = Wanted()


class Quarantine(Protocol):
    """Parked messages by cause; nothing is lost from it but what the law says must go (`erase`, `remove`)."""

    async def park(self, rows: Sequence[Parked]) -> None:
        """Keep rows; the same id again changes nothing."""
        ...

    async def parked(self, wanted: Wanted = NEWEST) -> Sequence[Parked]:
        """Give what is asked for, newest first unless the oldest are asked for."""
        ...

    async def one(self, id_: str) -> Parked | None:
        """Give one row whole."""
        ...

    async def mark(self, id_: str, state: str) -> None:
        """Set the state of a row: `redriven` or `dropped`."""
        ...

    async def sizes(self) -> Mapping[str, int]:
        """Give how many messages of each feed nobody has dealt with."""
        ...

    async def erase(self, rule: str, before: int) -> int:
        """Remove rows, in any state, that were parked by a rule before a moment (milliseconds); give how many."""
        ...

    async def remove(self, ids: Collection[str]) -> int:
        """Remove rows, in any state, because the person whom they are about is forgotten; give how many went."""
        ...


class FeedCount(msgspec.Struct, frozen=True):
    """What one feed has sent so far."""

    feed: str
    received: int = 0
    accepted: int = 0
    ignored: int = 0
    rejected: int = 0
    duplicates: int = 0
    findings: int = 0
    last_at: int | None = None
    """Milliseconds since the epoch, when the hub last took something from this feed."""
    last_sequence: int | None = None

    @property
    def is_feed(self) -> bool:
        """Whether this is a feed: `feed/recipient` only keeps the number of the last file of a sequence."""
        return "/" not in self.feed


class Sighting(NamedTuple):
    """A message as the feed book remembers it."""

    feed: str
    message_id: str
    digest: bytes


class FeedBook(Protocol):
    """Counts per feed, and which messages were already taken."""

    async def seen(self, sightings: Sequence[Sighting]) -> Sequence[str]:
        """For each: `new`, `same` (same id and content), or `other` (same id, other content)."""
        ...

    async def note(self, sightings: Sequence[Sighting], counts: Sequence[FeedCount], at: int) -> None:
        """Remember messages and add to the counts, after their append is durable."""
        ...

    async def claim(self, sighting: Sighting, at: int, stale: int) -> bool:
        """Say whether an id is this message's, before its append: of several that claim one at a time one has it.

        A message that has it keeps it, however often it asks; a claim made before the moment `stale` gives way.
        """
        ...

    async def counts(self) -> Sequence[FeedCount]:
        """Give every feed's counts."""
        ...

    async def forget(self, before: int, limit: int) -> int:
        """Forget at most `limit` messages noted before a moment (milliseconds); give how many.  Counts stay."""
        ...


class Access(msgspec.Struct, frozen=True):
    """One line of the access log: who looked at whose what, when, why, and what was decided.

    `seq`, `previous` and `digest` are set by the book: each line's SHA-256 covers the line before it.
    """

    at: int
    user: str
    role: str
    organisation: str
    action: str
    view: str
    subject: bytes | None
    purpose: str
    decision: str
    policy: str
    reason: str | None = None
    seq: int = 0
    previous: bytes = b""
    digest: bytes = b""


class AccessBook(Protocol):
    """Append-only and tamper-evident; written before data leaves."""

    async def write(self, line: Access) -> Access:
        """Append a line and give it back with its place in the chain."""
        ...

    async def of_subject(self, subject: SubjectRef, limit: int = 200) -> Sequence[Access]:
        """Who looked at this person, newest first."""
        ...

    async def verify(self) -> int | None:
        """Give the first broken `seq`, or none when the chain holds."""
        ...


class IdentityRow(msgspec.Struct, frozen=True):
    """What the index keeps of a person to match on: keyed digests only, never a value."""

    subject: SubjectRef
    born: bytes | None = None
    family: bytes | None = None
    given: bytes | None = None


class IdentityBook(Protocol):
    """Identifiers, as keyed digests, to people."""

    async def lookup(self, digests: Collection[bytes]) -> Mapping[bytes, SubjectRef]:
        """Which people hold these identifiers."""
        ...

    async def people(self, subjects: Collection[SubjectRef]) -> Mapping[SubjectRef, IdentityRow]:
        """Give the match digests of people."""
        ...

    async def known(
        self, digests: Collection[bytes]
    ) -> tuple[Mapping[bytes, SubjectRef], Mapping[SubjectRef, IdentityRow]]:
        """Give both in one question: who holds these identifiers, and what is known of those people."""
        ...

    async def write(
        self, identifiers: Mapping[bytes, SubjectRef], people: Sequence[IdentityRow]
    ) -> Mapping[bytes, SubjectRef]:
        """Add identifiers and people in one transaction.

        An identifier that somebody else added meanwhile keeps its first owner; the answer gives the owner of
        every identifier that was asked for, so that two writers agree.
        """
        ...

    async def forget(self, subject: SubjectRef) -> int:
        """Remove every row of a person; give how many went."""
        ...


class WrappedKey(msgspec.Struct, frozen=True):
    """A person's data key under the master key."""

    key_id: bytes
    subject: SubjectRef
    retention: str
    """The retention class: `referral`, `care_record`, `identity`."""
    wrapped: bytes
    master: str
    """Which master key wrapped it."""
    destroyed_at: int | None = None


class KeyBook(Protocol):
    """Wrapped data keys; a destroyed key opens nothing, ever, and says so."""

    async def of_subjects(self, subjects: Collection[SubjectRef], retention: str) -> Mapping[SubjectRef, WrappedKey]:
        """Give the keys of people in one retention class."""
        ...

    async def by_id(self, key_ids: Collection[bytes]) -> Mapping[bytes, WrappedKey]:
        """Give keys by id, destroyed ones included (with `wrapped` empty)."""
        ...

    async def add(self, keys: Sequence[WrappedKey]) -> Mapping[SubjectRef, WrappedKey]:
        """Add keys; a person who got one meanwhile keeps the first, and the answer says which holds."""
        ...

    async def destroy(self, subject: SubjectRef, at: int) -> int:
        """Overwrite every wrapped key of a person; give how many."""
        ...
