"""What a connector gives the intake: the pure result of reading one message with one profile."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

import msgspec

from hub.events.values import Moment


class Finding(msgspec.Struct, frozen=True):
    """Something about a message that its sender should know; never holds a value that was sent.

    `path` names the segment, field or column (`PV1-45`, `date_of_birth`), `rule` is a stable snake-case name,
    `words` a sentence, `severity` `error`, `warning` or `information`.
    """

    path: str
    rule: str
    words: str
    severity: str = "warning"


class Proposed(msgspec.Struct, frozen=True):
    """An event that a message asks for, before the person is known and personal fields are sealed.

    `person` and `other` are `hub.people.claims` values: a `PersonClaim`, or a `KnownPerson` for one whose record was
    open when it was written; `other` is the second person of a merge or a move.  The body's `*_ref` fields are 16 zero
    bytes until the intake fills them.  `personal` is what gets sealed: plain JSON-able values under the names of
    `hub/people/card.py`; `has_card` says it holds a name.
    """

    body: msgspec.Struct
    occurred: Moment
    recorded: Moment
    person: Any
    personal: Mapping[str, Any]
    has_card: bool = False
    other: Any = None
    author: str | None = None
    performer: str | None = None
    record_uid: str = ""
    record_version: int = 1
    retention: str = "care_record"
    purpose: str = "CARE_DELIVERY"
    lawful_basis: str = "UK_GDPR_6_1_E"
    register: bool = True
    """Whether its sender tells the hub who people are.  A provider's row only speaks of people whom others told of."""


class Translation(msgspec.Struct, frozen=True):
    """What one message becomes.  `outcome` is `accepted`, `ignored` or `rejected`.

    A rejected translation has no events, and its first `error` finding is the reason; only an entry by hand has more.
    `message_id` is the sender's own id (may be empty), `source_organisation` and `source_system` are codes.

    `telling` are names and numbers of its people that no claim holds (former names, numbers nobody is matched by).
    `read_at` says where the clear texts of the events stood (`spell.number` to `PV1-19`), for findings; a text that it
    does not name is called by its own field.  `place_words` are words that the sender's places are known to bear.
    `private` is filled by `hub/people/screening.py`: ids that name the person, of which a keyed digest is kept.
    """

    outcome: str
    events: tuple[Proposed, ...]
    findings: tuple[Finding, ...]
    message_id: str = ""
    source_organisation: str = ""
    source_system: str = ""
    trigger: str = ""
    profile: str = ""
    telling: frozenset[str] = frozenset()
    read_at: Mapping[str, str] = {}
    place_words: frozenset[str] = frozenset()
    private: frozenset[str] = frozenset()


class Received(NamedTuple):
    """One message as it arrived."""

    feed: str
    raw: bytes
    received_at: int
    translation: Translation


class Receipt(NamedTuple):
    """What the intake did with one message.

    `outcome` is `accepted`, `duplicate`, `ignored` or `rejected`; `overtaken` is a correction of what another one has
    corrected meanwhile, of which nothing is kept.
    """

    outcome: str
    event_ids: tuple[bytes, ...]
    findings: tuple[Finding, ...]
    parked_id: str | None = None


class Intake(Protocol):
    """Resolve, seal, append: returns only when what it accepted is durable."""

    async def take(self, received: Sequence[Received]) -> Sequence[Receipt]:
        """Take messages in order; raises `Unavailable` when nothing of them was kept."""
        ...


class Connector(Protocol):
    """One kind of partner: pure translation, and transports that call the intake."""

    kind: str

    def profiles(self) -> Mapping[str, Any]:
        """Give the shipped profiles by name."""
        ...

    def profile(self, name_or_path: str) -> Any:
        """Give a shipped profile by name, or one from a TOML file."""
        ...

    def inspect(self, raw: bytes, profile: Any) -> Sequence[Translation]:
        """Read bytes with a profile and write nothing."""
        ...
