"""Whom one identifier of a claim leads to, where two people may share the identifier."""

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from hub.ports.connector import Finding
from hub.ports.store import SubjectRef

Owners = Mapping[bytes, SubjectRef]
"""Who holds each key, as far as anybody does."""


class Lead(NamedTuple):
    """What an identifier says of the person."""

    people: tuple[SubjectRef, ...] = ()
    keeps: tuple[bytes, ...] = ()
    """Keys that lead to the claim's person from now on, where nobody holds them yet."""
    apart_from: SubjectRef | None = None
    """Who holds the identifier and is somebody else, unless another identifier says otherwise."""
    finding: Finding | None = None


class Clue(Protocol):
    """An identifier that may lead to people, and what tells those who share it apart."""

    @property
    def shared(self) -> bytes:
        """Marks that two people hold it."""
        ...

    def digests(self) -> tuple[bytes, ...]:
        """Every key to ask the book for."""
        ...

    def lead(self, owners: Owners) -> Lead:
        """Say whom it leads to."""
        ...


def owners_of(keys: tuple[bytes, ...], owners: Owners) -> tuple[SubjectRef, ...]:
    """Return who holds these keys, each once."""
    return tuple(dict.fromkeys(owners[key] for key in keys if key in owners))
