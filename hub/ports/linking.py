"""Linking a carer and the person they care for, by hand: what is agreed, and the door that tells both records."""

from typing import NamedTuple, Protocol

from hub.ports.recording import Recorder
from hub.ports.store import SubjectRef


class Agreed(NamedTuple):
    """That two people agreed to be known to belong together, since a moment (milliseconds).

    `relationship` is what the carer is to the other, as a code of the carers' list.
    """

    carer: SubjectRef
    cared_for: SubjectRef
    relationship: str | None
    at: int


class Linked(NamedTuple):
    """What was told: the link, the events of both sides, and whether it had been told before."""

    link_id: str
    event_ids: tuple[bytes, ...]
    again: bool = False


class CarerLinking(Protocol):
    """The door for links.  Whoever calls it has passed the access gate for the people concerned.

    Each method raises `NotFound` for somebody who is not known or was forgotten, `Unavailable` when a part is away.
    """

    async def link(self, agreed: Agreed, who: Recorder) -> Linked:
        """Link two people; raises `Rejected` for a link with oneself, or where something newer is known of it."""
        ...

    async def end(self, subject: SubjectRef, link_id: str, at: int, who: Recorder) -> Linked:
        """End a link that one of its sides has.

        Raises `NotFound` when there is none of that id, `Rejected` where something newer is known of it.
        """
        ...
