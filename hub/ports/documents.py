"""The assessment that moves with a person: handed over by the council that they leave, read by the one they come to."""

from typing import NamedTuple, Protocol

from hub.ports.recording import Recorder
from hub.ports.store import SubjectRef


class HandedOver(NamedTuple):
    """A document that was taken: of which move, its id and hash, and whether it had been taken before."""

    move_id: str
    document_id: str
    sha256: str
    event_ids: tuple[bytes, ...]
    again: bool = False


class Documents(Protocol):
    """The door for documents.  Whoever calls it has passed the access gate for this very person.

    Each method raises `NotFound` for somebody who is not known or was forgotten, `Unavailable` when a part is away.
    """

    async def send(self, subject: SubjectRef, raw: bytes, who: Recorder, move_id: str | None = None) -> HandedOver:
        """Take a signed document of the recorder's council, whole, or raise `hub.ports.recording.Faulty`.

        Without a move it goes with the one that was told of last, from that council.
        """
        ...

    async def read(self, subject: SubjectRef, sha256: str) -> bytes:
        """Give a document as it was sent, by its hash; raises `NotFound` when it did not come this way."""
        ...
