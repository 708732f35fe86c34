"""One person of a message, ready to make proposals of."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

import msgspec

from connectors.hospital_hl7v2.clocking import clocking
from connectors.hospital_hl7v2.demographics import card, claim
from connectors.hospital_hl7v2.parse import Group, Message
from connectors.hospital_hl7v2.profile import Profile
from connectors.hospital_hl7v2.reading import HomeOf, Reading
from hub.errors import Rejected
from hub.events.values import Source
from hub.people.claims import PersonClaim
from hub.ports.connector import Finding, Proposed

_NUMBERS: Final = frozenset({"identifiers", "nhs_number"})


class Work(NamedTuple):
    """One message under way: what it is read with, and the findings so far."""

    message: Message
    profile: Profile
    source: Source
    trigger: str
    received_at: int
    home_of: HomeOf
    findings: list[Finding]

    def reading(self, group: Group) -> Reading:
        """Begin to read one person's part."""
        return Reading(
            self.message,
            group,
            self.profile,
            source=self.source,
            received_at=self.received_at,
            home_of=self.home_of,
            findings=self.findings,
        )


class Person:
    """Times, claim and card of one PID group, shared by all its events."""

    def __init__(self, work: Work, group: Group, *, discharge: bool = False) -> None:
        self.reading = work.reading(group)
        self.when = clocking(self.reading, discharge=discharge)
        self.who: PersonClaim = claim(self.reading)
        self.trust = work.source.organisation

    def needed(self) -> "Person":
        """Refuse a person without any identifier: nobody could be told apart."""
        if not self.who.identifiers:
            raise Rejected("PID-3", "identifier_missing", "The patient has no identifier.")
        return self

    def proposals(self, bodies: Iterable[msgspec.Struct], record_uid: str = "") -> Iterator[Proposed]:
        """Make proposals; the first one carries the personal card for all of them."""
        personal = card(self.reading, self.who)
        for body in bodies:
            yield self._proposed(body, personal, record_uid=record_uid)
            personal = {}

    def link(self, body: msgspec.Struct, other: PersonClaim | None) -> Proposed:
        """Make a proposal about two records; it changes no demographics, so it carries numbers alone."""
        personal = card(self.reading, self.who)
        numbers = {name: value for name, value in personal.items() if name in _NUMBERS}
        return self._proposed(body, numbers, other=other)

    def kept(self, body: msgspec.Struct) -> Proposed:
        """Make a proposal that says nothing about the person."""
        return self._proposed(body, {})

    def _proposed(
        self,
        body: msgspec.Struct,
        personal: Mapping[str, Any],
        *,
        record_uid: str = "",
        other: PersonClaim | None = None,
    ) -> Proposed:
        return Proposed(
            body,
            self.when.occurred,
            self.when.recorded,
            self.who,
            personal,
            has_card="name" in personal,
            other=other,
            author=self.trust,
            record_uid=record_uid,
        )
