"""A carer's own record: notices, links, short breaks and assessments of the carer, never of whom they care for."""

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple, TypeVar

import msgspec

from hub.domain.break_policy import BreakPolicy
from hub.domain.consent import Claimed, Consents
from hub.domain.deaths import Deaths
from hub.domain.landing import DWP
from hub.domain.lawful_bases import CONSENTS, ConsentPolicy, StatutoryDuty
from hub.domain.machine import BEGINNING, Machine, move
from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.domain.whereabouts import Hiding
from hub.events.values import Code, HomeArea, Moment

LINKED, UNLINKED = "LINKED", "UNLINKED"
REQUESTED, DECIDED = "REQUESTED", "DECIDED"

LINK: Final = Machine(
    "Carer link",
    (move("CarerLinked", f"{BEGINNING} {LINKED} {UNLINKED}", LINKED), move("CarerUnlinked", LINKED, UNLINKED)),
)
SHORT_BREAK: Final = Machine(
    "Short break",
    (
        move("ShortBreakRequested", BEGINNING, REQUESTED),
        move("ShortBreakDecided", f"{BEGINNING} {REQUESTED} {DECIDED}", DECIDED),
    ),
)

Notes = tuple[tuple[Rule, int], ...]


class CarerNotice(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A notice with its corrections.  There is no field that could say who the child or the other person is.

    `based_by` is the first event by which it had a lawful basis, none while it never had one.
    """

    ids: tuple[str, ...]
    told_by: int
    source: str = DWP
    received: Said[Moment] | None = None
    withdrawn: Said[Moment] | None = None
    council: str | None = None
    basis: str | None = None
    based_by: int | None = None
    relationship: str | None = None
    lives_with: bool | None = None
    child_age_band: str | None = None
    transition_due: bool | None = None
    ehc_stage: str | None = None
    stage_on: date | None = None
    other_dependants: str | None = None
    carer_status: Code | None = None
    contact_caution: tuple[str, ...] = ()
    home: HomeArea | None = None
    contacted: Said[Moment] | None = None
    """The first contact that a council made about it."""
    notes: Notes = ()
    consent_until: date | None = None
    """Last day of the consent that came with it."""

    @property
    def claimed(self) -> Claimed:
        """What it says of its own basis."""
        return Claimed(self.basis, self.ids, self.told_by, self.consent_until)


class Link(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A link as one of its sides has it.  `other` is who the other side is, empty unless both agree."""

    link_id: str
    state: Said[str]
    is_carer: bool
    both_agree: bool = False
    other: bytes = b""
    relationship: str | None = None
    notes: Notes = ()
    agreed_on: date | None = None
    """The day of the newest word about it."""
    until: date | None = None
    """Last day of what either side agreed to, the earlier of the two."""


class ShortBreak(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A short break: what kind, when it was asked for, and what the council decided."""

    request_id: str
    state: str = BEGINNING
    kind: str | None = None
    requested: Said[date] | None = None
    decided: Said[date] | None = None
    granted: bool | None = None
    council: str | None = None
    notes: Notes = ()


class CarerAssessment(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The carer's own assessment (Care Act 2014 section 10)."""

    assessment_id: str
    requested: Said[Moment] | None = None
    completed: Said[Moment] | None = None
    outcome: str | None = None
    council: str | None = None


class CarerDetermination(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What people decided about the carer's own needs."""

    determination_id: str
    outcome: Said[str]
    determined_on: date
    assessment_id: str | None = None
    council: str | None = None


class CarerState(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Everything that is the carer's own."""

    notices: tuple[CarerNotice, ...] = ()
    links: tuple[Link, ...] = ()
    breaks: tuple[ShortBreak, ...] = ()
    assessments: tuple[CarerAssessment, ...] = ()
    determinations: tuple[CarerDetermination, ...] = ()
    consents: Consents = ()
    supported: Said[date] | None = None
    notes: Notes = ()
    deaths: Deaths = ()
    hiding: Hiding = ()
    forgotten: bool = False

    @property
    def says_something(self) -> bool:
        """Whether anything in it is about a carer."""
        return bool(self.notices or self.links or self.breaks or self.assessments or self.determinations or self.notes)


class CarerRules(NamedTuple):
    """Policy by date: whether passing people on is a duty, the time for a short break, how long a consent lasts."""

    duty: StatutoryDuty = StatutoryDuty()
    breaks: BreakPolicy = BreakPolicy()
    consent: ConsentPolicy = CONSENTS


T = TypeVar("T")


def put(items: tuple[T, ...], place: int | None, item: T) -> tuple[T, ...]:
    """Return the items with one put at its place, or at the end."""
    return (*items, item) if place is None else (*items[:place], item, *items[place + 1 :])


def all_notes(state: CarerState) -> Iterator[tuple[Rule, int]]:
    """Give every finding of a record; a sender's word that the carer died is one, for it sees nobody."""
    yield from state.notes
    for notice in state.notices:
        if notice.withdrawn is not None and notice.withdrawn.rule is Rule.REFERRED_PERSON_DIED:
            yield notice.withdrawn.rule, notice.withdrawn.by
    for part in (state.notices, state.links, state.breaks):
        for one in part:
            yield from one.notes
