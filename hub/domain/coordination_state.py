"""What is kept of a person's coordination: who coordinates, who is in the team, concerns, outcomes, carers told."""

from datetime import date

import msgspec


class Term(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A time in which one post is the named coordinator (milliseconds); `until` is none while it goes on.

    `ended_by` is the event that ended it: a standing down, or the naming of another.
    """

    post_id: str
    organisation: str
    role: str | None
    since: int
    by: int
    until: int | None = None
    ended_by: int | None = None

    def is_of(self, post_id: str, organisation: str) -> bool:
        """Say whether this is the time of a post."""
        return self.post_id == post_id and self.organisation == organisation

    def covers(self, at: int) -> bool:
        """Say whether the post coordinates at a moment."""
        return self.since <= at and (self.until is None or at < self.until)


class Member(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A time in which somebody is in the person's team (milliseconds); `until` is none while it goes on."""

    member_id: str
    organisation: str
    role: str | None
    purpose: str | None
    since: int
    by: int
    until: int | None = None

    def is_of(self, member_id: str, organisation: str) -> bool:
        """Say whether this is the time of a member."""
        return self.member_id == member_id and self.organisation == organisation

    def covers(self, at: int) -> bool:
        """Say whether the membership holds at a moment: no longer from the one at which somebody left."""
        return self.since <= at and (self.until is None or at < self.until)


class Concern(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A worry about the person's safety, since when and until when (milliseconds)."""

    concern_id: str
    organisation: str | None
    since: int
    by: int
    until: int | None = None
    closed_by: int | None = None


class Outcome(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """How six weeks ended, as people say; of which stay, where that was said."""

    code: str
    recorded_on: date
    said_by: str | None
    by: int
    trust: str | None = None
    number: str | None = None


class Told(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """That the carer was told of a visit that did not take place: which one, and when (milliseconds)."""

    provider: str
    line_id: str
    planned: int
    at: int
    by: int


class Coordination(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Everything of it, each in canonical order."""

    terms: tuple[Term, ...] = ()
    members: tuple[Member, ...] = ()
    concerns: tuple[Concern, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    told: tuple[Told, ...] = ()
