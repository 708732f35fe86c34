"""Recording by hand: what people may record of a person, as data, and the door that takes it.

One table describes every kind of entry.  Forms, validation and the OpenAPI document are made of it, so that none of
the three can say something else.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple, Protocol

import msgspec

from hub.domain.days import day_of
from hub.domain.former_councils import OwnTime
from hub.ports.entry_rules import Rules
from hub.ports.scopes import OWN_VISITS
from hub.ports.store import SubjectRef

HAND: Final = "hand"
"""The feed of everything that people record by hand."""


class Choice(msgspec.Struct, frozen=True, array_like=True):
    """One value of a closed list: its code and the words that people choose it by."""

    code: str
    words: str


class EntryField(msgspec.Struct, frozen=True):
    """One field of a kind of entry.

    `type` is `code`, `text` (sealed), `label` (words in the clear), `council`, `choice`, `choices`, `day`, `time`,
    `yes_no`, `hours`, `pounds` (an hour), `amount` (of money), `share` or `known` (something of this person that the
    hub knows already).
    """

    name: str
    type: str
    label: str
    hint: str = ""
    required: bool = True
    of: str | None = None
    """For `choice` and `choices` the closed list, for `known` the kind of thing."""
    system: str | None = None
    """Who owns the codes of a choice or label that is kept as a coded value."""
    into: str | None = None
    """The field of the event that it fills, where two fields of a form are two ways to say the same."""
    ahead: bool = False
    """Whether a day or time may lie in the future."""
    years: int | None = None
    """So many years at most lie between a day and today."""
    days: int | None = None
    """So many days at most a day lies ahead."""
    since: int | None = None
    """The first year that a day may lie in."""
    choices: tuple[Choice, ...] = ()
    """The closed list itself, filled from the table's lists."""


class EntryKind(msgspec.Struct, frozen=True):
    """One kind of entry: the event that it becomes and the fields that it needs."""

    what: str
    group: str
    """What the access policy permits by role."""
    label: str
    event: str = ""
    """Name of the event type; empty for an entry that only takes another one back."""
    fields: tuple[EntryField, ...] = ()
    hint: str = ""
    when: str | None = None
    """The field that says when it happened; without one the entry has a field `happened_at`."""
    fill: Mapping[str, str] = {}
    """Fields of the event that nobody types, by how they are filled.

    `NEW` stands for an id made here, `OWN` for the recorder's organisation, `COUNCIL` for that which they speak for,
    `GIVEN` for the code under which the recorder's organisation gave the reason for delay that ends.
    """
    fixed: Mapping[str, str | bool] = {}
    rules: Rules = Rules()
    sealed: str = ""
    """The part of the sealed card (`hub/people/card.py`) that its texts go to; the note has a place of its own."""
    stands: bool = False
    """Whether care staff may not take it back, though they may record it."""


class Reason(NamedTuple):
    """Why an entry is corrected: a code of the closed list, and words that are sealed."""

    code: str
    words: str = ""


class Entry(NamedTuple):
    """One thing that somebody records; `key` is the same for every repeat of one recording."""

    what: str
    fields: Mapping[str, Any]
    key: str
    corrects: str | None = None
    """Id of the event that the corrected entry became, in hexadecimal."""
    reason: Reason | None = None


class Recorder(NamedTuple):
    """Who records: organisation, role and purpose of the session.  No name is needed, and none is kept in the clear.

    `scope` is that of the access rule that let them in: what somebody may write about depends on as what they came.
    """

    organisation: str
    role: str
    purpose: str
    scope: str = ""

    @property
    def for_provider(self) -> bool:
        """Whether they came in as staff of one of the person's providers, and not as a member of the team."""
        return self.scope in {"own_provider", OWN_VISITS}

    @property
    def council(self) -> str | None:
        """The council that they speak for; none for who speaks for no council."""
        return self.organisation if self.role == "social_worker" else None


class Fault(NamedTuple):
    """One thing that is wrong with an entry; the words never repeat what was typed."""

    path: str
    rule: str
    words: str


class Thing(NamedTuple):
    """Something of the person that an entry may be about: a line, a stay, a move; a line says its service.

    `began` is by type of event when it began at the earliest (milliseconds), `said` what else was told of it first,
    `ended_on` the last day of a line, where it has one, and `told_by` the ids of the events that tell of it.
    """

    ref: str
    values: Mapping[str, Any]
    type: str
    occurred_at: int
    service: str | None = None
    began: Mapping[str, int] = {}
    said: Mapping[str, Any] = {}
    ended_on: date | None = None
    told_by: frozenset[bytes] = frozenset()


def begun_by(thing: Thing, on: date) -> bool:
    """Say whether a thing had begun by a Europe/London day, by the first word of it."""
    return day_of(min([thing.occurred_at, *thing.began.values()])) <= on


class Earlier(NamedTuple):
    """An entry that was recorded by hand before and still counts; `answers` are its fields as they are written."""

    event_id: bytes
    what: str
    organisation: str
    role: str
    occurred_at: int
    recorded_at: int
    record_uid: str
    record_version: int
    answers: Mapping[str, Any]
    made: Mapping[str, str]
    """Ids that were made for it; a correction keeps them, so that what came later still finds what it is about."""


class Weeks(NamedTuple):
    """Six weeks of a person: the stay before them, their first and last covered day, and whether they ended before."""

    spell: tuple[str, str]
    first: date
    last: date
    ended: bool


class Known(NamedTuple):
    """What is known of a person that entries may be about, by kind of thing, and the entries made so far.

    `hidden` says that the whereabouts are hidden now, so that no council may be named as having said something.
    `weeks` are the six weeks that stand, in order, `councils` those that answer for the person now, `former` the days
    of those that they left.
    """

    things: Mapping[str, Sequence[Thing]]
    entries: Sequence[Earlier] = ()
    hidden: bool = False
    weeks: Sequence[Weeks] = ()
    councils: frozenset[str] = frozenset()
    former: Sequence[OwnTime] = ()

    def last_day_of(self, council: str) -> date | None:
        """Give the last day on which a council that they left answered for them; none for any other."""
        return max((own.last for own in self.former if own.council == council), default=None)


def group_corrected(known: Known, kinds: Mapping[str, EntryKind], corrects: str | None) -> str | None:
    """Give the group of the entry that a correction names: who may not record it may not take it back either.

    None where none is named, or none of this person that counts.
    """
    return next((kinds[one.what].group for one in known.entries if one.event_id.hex() == corrects), None)


class Recorded(NamedTuple):
    """What was recorded.

    `again` says that it had been recorded before, by a repeat of the same entry.  `folded` says that the joint state
    includes it already.
    """

    event_ids: tuple[bytes, ...]
    again: bool = False
    folded: bool = True


class Faulty(Exception):  # noqa: N818 - what an entry is that cannot be recorded
    """An entry that was not recorded, with everything that is wrong with it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("the entry was not recorded")
        self.faults = tuple(faults)


class Recording(Protocol):
    """The door for what people record by hand.

    Whoever calls it has passed the access gate for this very person.  Each method that is told of a person raises
    `NotFound` for one who is not known or was forgotten, and `Unavailable` when a part is away.
    """

    @property
    def kinds(self) -> Mapping[str, EntryKind]:
        """Every kind of entry by its name, in the order of the table."""
        ...

    @property
    def groups(self) -> Sequence[Choice]:
        """The groups of kinds, in order, with their words."""
        ...

    @property
    def reasons(self) -> Sequence[Choice]:
        """Why an entry may be corrected."""
        ...

    async def known(self, subject: SubjectRef) -> Known:
        """Give what entries of this person may be about."""
        ...

    async def check(self, subject: SubjectRef, who: Recorder, entry: Entry) -> Sequence[Fault]:
        """Give everything that is wrong with an entry, and record nothing."""
        ...

    async def record(self, subject: SubjectRef, who: Recorder, entry: Entry) -> Recorded:
        """Record an entry whole, or raise `Faulty` and record nothing."""
        ...
