"""What is kept of moves between councils: each one's words in canonical order, notices, documents, and who pays."""

from collections.abc import Iterable
from datetime import date

import msgspec

from hub.domain.deaths import Deaths
from hub.domain.homes import Homes
from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.domain.whereabouts import Hiding
from hub.events.values import Moment


class Word(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One thing told of a move: the event's type, when it happened, which one it was, and what is kept of it.

    `name` is the id of an assessment, a determination or a document; `council` who said so.
    """

    event: str
    at: Moment
    by: int
    council: str | None = None
    name: str | None = None
    differs: bool | None = None
    reasons_given: bool | None = None


class Notice(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a notice of the move says."""

    intended_on: date
    from_council: str | None
    to_council: str | None
    placed: bool | None


class Document(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A document that came: its id, the hash and signature sent with it, and when."""

    document_id: str
    sha256: str
    signed_by: str | None
    signature: str | None
    received: Said[Moment]


class Funding(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """That a council decided who pays for support from a day on."""

    council: str | None
    from_on: date
    at: Moment


class Passed(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A notice whose day came and that another one changed after it: until which day it was believed.

    `by` is the notice that took its place.  What was told while it held is not rewritten.
    """

    notice: Said[Notice]
    until: date
    by: int


class Case(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One move: its words in canonical order, the newest notice, the documents, and the day on which they moved.

    `passed` are earlier notices under which the second council had the duty; `before` the notices and the ends that a
    notice after a cancel took the place of.
    """

    move_id: str
    words: tuple[Word, ...] = ()
    notice: Said[Notice] | None = None
    documents: tuple[Document, ...] = ()
    moved_on: Said[date] | None = None
    notes: tuple[tuple[Rule, int], ...] = ()
    passed: tuple[Passed, ...] = ()
    before: tuple[Word, ...] = ()

    @property
    def first(self) -> str | None:
        """The council that the person leaves, where a notice named it."""
        return None if self.notice is None else self.notice.value.from_council

    @property
    def second(self) -> str | None:
        """The council that the person moves to, where a notice named it."""
        return None if self.notice is None else self.notice.value.to_council


class PortabilityState(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Every move of one person, in the order in which they came to be known, and what decides beside them."""

    moves: tuple[Case, ...] = ()
    funded: tuple[Funding, ...] = ()
    deaths: Deaths = ()
    hiding: Hiding = ()
    forgotten: Said[Moment] | None = None
    """When the person's keys were destroyed: what was told until then stays for the count, and nothing else happens."""
    homes: Homes = ()
    """Where they live: which council they leave, where no notice says it (`hub.domain.council_left`)."""


def not_cancelled(moves: Iterable[Case]) -> list[Case]:
    """Return the moves of a person of which nobody said that they do not happen."""
    return [case for case in moves if not any(word.event == "MoveCancelled" for word in case.words)]
