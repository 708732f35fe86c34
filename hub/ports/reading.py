"""What people and programs may read of the hub, after the access decision and never past it.

The values are JSON-able and already viewed on a day and as known at a time.  A subject is 16 bytes inside the
hub and a UUID in JSON.  Every method raises `Unavailable` when the store behind it does not answer, and
`NotFound` when the person it was asked about is not known.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, Protocol

from hub.ports.board_filter import BoardFilter
from hub.ports.board_steps import StepCounts
from hub.ports.missing import Missing
from hub.ports.store import SubjectRef

Json = Mapping[str, Any]


class BoardRow(NamedTuple):
    """One person of the board.

    `card` holds name, birth date, sex and NHS number of the name card (`hub/people/card.py`), and `identifiers` of
    somebody without a whole name; it is empty when nobody ever gave one, and none when the person was erased.
    `joint` is the joint state of commands.  `next_step` is `{"what", "holder", "due"}`; `changed_at` are milliseconds.
    `asked_step` is the one of its `open_steps` for which the person is on a board by steps: of those that were asked
    for the one that is due first; none on any other board.  `council` and `ics` are the codes that it is listed under.
    """

    subject: SubjectRef
    card: Json | None
    joint: Json
    next_step: Json | None = None
    changed_at: int | None = None
    asked_step: Json | None = None
    council: str | None = None
    ics: str | None = None


class BoardPage(NamedTuple):
    """A page of the board; `counts` are people by status under the same filter, where the reader knows them."""

    rows: Sequence[BoardRow]
    next: bytes | None = None
    counts: Mapping[str, int] | None = None


class PersonPage(NamedTuple):
    """All that one person's page shows, from one reading: as `joint_state`, `record`, `timeline`, `card`.

    `number_shared` says that another person here has the NHS number that the card shows.
    """

    joint: Json
    record: Json
    timeline: Sequence[Json]
    card: Json | None
    number_shared: bool = False


Membership = tuple[str, str, str]
"""Organisation, post and purpose of somebody in a person's team."""


class Ties(NamedTuple):
    """Which organisations a person has to do with now: codes of councils and of providers; and who is in their team.

    `moving` are the councils that they are to move to, by a notice that stands; `caring` those that were given
    their own case as a carer, `noticed` those that may answer a hospital's notice because it was given to them.
    `holding` are the councils for which a step waits, `served` the providers of six weeks that are just over,
    `former` the councils that they left; `wrote` who recorded the entry that is to be corrected.
    """

    councils: frozenset[str] = frozenset()
    providers: frozenset[str] = frozenset()
    team: frozenset[Membership] = frozenset()
    moving: frozenset[str] = frozenset()
    caring: frozenset[str] = frozenset()
    noticed: frozenset[str] = frozenset()
    holding: frozenset[str] = frozenset()
    served: frozenset[str] = frozenset()
    former: frozenset[str] = frozenset()
    wrote: frozenset[str] = frozenset()


class EarlyHelpPage(NamedTuple):
    """A page of early-help cases, each a JSON object; `next` is a cursor."""

    cases: Sequence[Json]
    next: bytes | None = None


class NoticesPage(NamedTuple):
    """A page of notices that wait for a council's answer, the one that is due first first; `next` is a cursor.

    Each is a notice of the joint answer's `referrals`, with `subject_ref` and `card`.
    """

    notices: Sequence[Json]
    next: bytes | None = None


class Reading(Protocol):
    """The reading side: the only door between the store and whoever asks."""

    async def find_all(self, identifier: Any) -> Sequence[SubjectRef]:
        """Who holds this identifier (`hub.people.claims.Identifier`): at most ten people, in the order of their refs.

        Follows merges: two records that became one person are one.
        """
        ...

    async def now(self, subject: SubjectRef) -> SubjectRef:
        """Who somebody is now: the survivor when they were merged away, else the same."""
        ...

    async def ties(self, subject: SubjectRef) -> Ties:
        """Who looks after a person now: for the access decision.  Empty for somebody who is not known."""
        ...

    async def page(self, subject: SubjectRef, on: date | None, known_at: int | None) -> PersonPage:
        """Everything of one person at once."""
        ...

    async def joint_state(self, subject: SubjectRef, on: date | None, known_at: int | None) -> Json:
        """Give the joint six-week state; `now` names the survivor when the person was merged away and followed."""
        ...

    async def ledger(self, subject: SubjectRef, on: date | None, known_at: int | None) -> Json:
        """Give what each payer owes for the support of the six weeks: by day, line and payer, up to a day."""
        ...

    async def record(self, subject: SubjectRef, on: date | None, known_at: int | None) -> Json:
        """Give the shared record: `headings`, a list of `{"heading", "items"}`.

        An item has `text` or `values`, and `said_by`, `happened_at`, `written_at`, `event_id`.
        """
        ...

    async def why(self, subject: SubjectRef, path: str, on: date | None, known_at: int | None) -> Json:
        """Give the chain behind one value: `path`, `value`, `rule`, `source`, `event`, `replaced`.

        `path` names any value of `joint_state` or of `record`; raises `NotFound` for one that neither has.
        """
        ...

    async def card(self, subject: SubjectRef) -> Json | None:
        """Give the opened name card, or none when the person was erased."""
        ...

    async def board(self, ask: BoardFilter, *, counted: bool = True, missing: Missing | None = None) -> BoardPage:
        """Give a page of people in their six weeks, with the numbers of the whole board where they are asked for.

        With `missing`, here and in `steps` and `choices`, people are left out whose database server does not answer.
        """
        ...

    async def steps(self, ask: BoardFilter, missing: Missing | None = None) -> StepCounts:
        """Give for how many people on the board by steps each step waits (`hub.ports.store.Store.steps`)."""
        ...

    async def choices(
        self, on: date, processor: str = "joint", missing: Missing | None = None
    ) -> Mapping[str, Sequence[str]]:
        """What a list can be narrowed to on a day: the codes that occur, by `ics`, `council`, `trust`, `provider`."""
        ...

    async def timeline(self, subject: SubjectRef, on: date | None, known_at: int | None) -> Sequence[Json]:
        """Give what happened, newest first: `type`, `occurred_at`, `recorded_at`, `source_organisation`, …."""
        ...

    async def early_help(self, council: str | None, after: bytes | None, limit: int) -> EarlyHelpPage:
        """Give early-help cases of a council, or of all."""
        ...

    async def carer_ties(self, subject: SubjectRef) -> Ties:
        """Which councils were given somebody's case as a carer, under `caring`; empty for who is no carer here."""
        ...

    async def case_ties(self, subject: SubjectRef) -> Ties:
        """The councils that were given somebody's early-help cases: for the access decision about those alone."""
        ...

    async def notice_ties(self, subject: SubjectRef) -> Ties:
        """Which councils were given a notice that waits for their answer, under `noticed`; or answered it lately."""
        ...

    async def finishing_ties(self, subject: SubjectRef) -> Ties:
        """Who has something to finish, whoever answers today.

        Councils are under `holding`, those that were left under `former`, providers under `served`.
        """
        ...

    async def move_ties(self, subject: SubjectRef) -> Ties:
        """The councils that hand over documents of somebody's moves: for the access decision about documents alone."""
        ...

    async def early_help_of(
        self, subject: SubjectRef, on: date | None = None, known_at: int | None = None, council: str | None = None
    ) -> Json:
        """Give one person's early-help `cases`, their own record as a `carer` (or none), and their name `card`.

        On a Europe/London day and as known at a time (milliseconds); now when absent.  `now` names the survivor when
        the person was merged away and followed.  With a `council` only what that council was given.  What is held
        today is held on every day.  Raises `NotFound`.
        """
        ...

    async def why_of_help(
        self, subject: SubjectRef, path: str, on: date | None, known_at: int | None, council: str | None = None
    ) -> Json:
        """Give the chain behind one value of `early_help_of`, as `why` does; raises `NotFound` where there is none."""
        ...

    async def notices(self, council: str | None, after: bytes | None, limit: int) -> NoticesPage:
        """Give the notices that wait for the answer of a council, or of all."""
        ...

    async def access_of(self, subject: SubjectRef) -> Sequence[Json]:
        """Who looked at this person, newest first."""
        ...

    def changes(self) -> AsyncIterator[Any]:
        """One tick whenever something readable changed; ticks may be folded together, never lost for good."""
        ...
