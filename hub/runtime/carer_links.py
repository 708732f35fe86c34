"""Links of carers as their records tell of them, and the ways in which they change beside a new agreement.

Somebody ends a link by hand, or one side takes its agreement back, or says how long it lasts, in a message of its own.
Each is told to both records at once.
"""

import hashlib
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple, Protocol, cast

import msgspec

from hub.domain.consent import CARER_LINK
from hub.domain.days import day_of
from hub.domain.lawful_bases import CONSENTS, ConsentPolicy
from hub.errors import NotFound, Rejected
from hub.events.carers import CarerLinked, CarerUnlinked
from hub.events.early_help import ConsentRecorded, ConsentWithdrawn
from hub.events.envelope import Event
from hub.ports.clock import Clock
from hub.ports.linking import Agreed, Linked
from hub.ports.recording import Recorder
from hub.runtime.linking import CarerLink

Told = Callable[[bytes], Awaitable[Sequence[Event]]]
"""Every event of a person that counts; raises `NotFound` for somebody who is not known."""
_ID_LENGTH: Final = 20


Word = ConsentRecorded | ConsentWithdrawn


class SideWord(NamedTuple):
    """What somebody said about consent: whose record, when (milliseconds), and the word."""

    subject: bytes
    at: int
    body: Word


class Telling(Protocol):
    """Tells a link to both records (`HubIntake.linked`)."""

    async def linked(self, link: CarerLink, at: int, who: Recorder | None = None) -> tuple[bytes, ...]:
        """Give the ids of the two events."""
        ...


def newest_links(told: Sequence[Event]) -> dict[str, Event]:
    """Return the newest word about each link, by its id."""
    found: dict[str, Event] = {}
    for event in sorted(told, key=lambda one: (one.occurred_at, one.recorded_at, one.event_id)):
        if isinstance(event.body, CarerLinked | CarerUnlinked):
            found[event.body.link_id] = event
    return found


def takes_back(body: Word, told: Sequence[Event]) -> bool:
    """Say whether a word takes back an agreement to links: it says so, or is about a consent of which nobody knows."""
    if isinstance(body, ConsentRecorded):
        return body.scope == CARER_LINK and not body.given
    given = (one.body for one in told if isinstance(one.body, ConsentRecorded))
    known = next((one.scope for one in given if one.consent_id == body.consent_id), None)
    return (body.scope or known or CARER_LINK) == CARER_LINK


def without(word: SideWord, told: Sequence[Event]) -> Iterator[CarerLinked]:
    """Give each link that a side agreed to before its word, as it stands without that agreement."""
    for event in newest_links(told).values():
        body = event.body
        if not isinstance(body, CarerLinked) or event.occurred_at > word.at:
            continue
        side = "carer_agrees" if event.subject_ref == body.carer_ref else "cared_for_agrees"
        if getattr(body, side):
            yield msgspec.structs.replace(body, **{side: False})


def lasting(word: SideWord, told: Sequence[Event], policy: ConsentPolicy) -> Iterator[tuple[CarerLinked, int]]:
    """Give each link that a side's newest word carries, as it stands with the last day of that word, and its time.

    It is told right after the link itself, so that whatever the other side said since stays the newer word.
    """
    words = [*_words(told), word]
    for event in newest_links(told).values():
        body = event.body
        if not isinstance(body, CarerLinked):
            continue
        side = "carer" if event.subject_ref == body.carer_ref else "cared_for"
        until = _last_day(words, told, event.occurred_at, policy)
        if getattr(body, f"{side}_agrees") and until not in {None, getattr(body, f"{side}_until")}:
            yield msgspec.structs.replace(body, **{f"{side}_until": until}), event.occurred_at + 1


def agreed_until(told: Sequence[Event], at: int, policy: ConsentPolicy) -> date | None:
    """Return the last day of what a side agreed to about links, by its newest word; none where no word is in force."""
    return _last_day(_words(told), told, at, policy)


def _words(told: Sequence[Event]) -> list[SideWord]:
    said = (event for event in told if isinstance(event.body, ConsentRecorded | ConsentWithdrawn))
    return [SideWord(event.subject_ref, event.occurred_at, cast("Word", event.body)) for event in said]


def _last_day(words: Sequence[SideWord], told: Sequence[Event], at: int, policy: ConsentPolicy) -> date | None:
    """Return the last day of the newest word about links, where it was in force at a moment or is newer."""
    about = [word for word in words if _gives(word.body) or takes_back(word.body, told)]
    newest = max(about, key=lambda word: word.at, default=None)
    if newest is None or not isinstance(newest.body, ConsentRecorded) or not newest.body.given:
        return None
    until = policy.last_day(newest.body.until, day_of(newest.at))
    return until if newest.at > at or day_of(at) <= until else None


def _gives(body: Word) -> bool:
    return isinstance(body, ConsentRecorded) and body.scope == CARER_LINK and body.given


async def links_changed(
    words: Sequence[SideWord], told: Told | None, policy: ConsentPolicy
) -> list[tuple[CarerLinked, int]]:
    """Give the links to tell again after such words, each with its time.  Raises `Unavailable` when a part is away."""
    found: list[tuple[CarerLinked, int]] = []
    for word in words:
        history = [] if told is None else await _history(told, word.subject)
        if takes_back(word.body, history):
            found += [(link, word.at) for link in without(word, history)]
        elif _gives(word.body):
            found += lasting(word, history, policy)
    return found


async def _history(told: Told, subject: bytes) -> Sequence[Event]:
    try:
        return await told(subject)
    except NotFound:
        return ()


class LinksByHand:
    """`CarerLinking` over the intake and the reader."""

    def __init__(self, intake: Telling, told: Told, clock: Clock, policy: ConsentPolicy = CONSENTS) -> None:
        self._intake, self._told, self._clock, self._policy = intake, told, clock, policy

    async def link(self, agreed: Agreed, who: Recorder) -> Linked:
        """Tell both records of a link; one that stands as it is agreed already is told no second time."""
        if agreed.carer == agreed.cared_for:
            raise Rejected("other", "link_to_oneself", "A link has two sides.")
        histories = [await self._of(side) for side in (agreed.carer, agreed.cared_for)]
        for told in histories:
            _still_agreed(told, agreed.at)
        until = [agreed_until(told, agreed.at, self._policy) for told in histories]
        body = CarerLinked(_id_of(agreed), agreed.carer, agreed.cared_for, True, True, agreed.relationship, *until)
        return await self._tell(body, agreed.at, who, histories[0])

    async def end(self, subject: bytes, link_id: str, at: int, who: Recorder) -> Linked:
        """Tell both records that a link is over."""
        told = await self._of(subject)
        found = newest_links(told).get(link_id)
        if found is None or not isinstance(found.body, CarerLinked | CarerUnlinked):
            raise NotFound("this person has no such link")
        body = CarerUnlinked(link_id, found.body.carer_ref, found.body.cared_for_ref)
        return await self._tell(body, at, who, told)

    async def _tell(self, body: CarerLink, at: int, who: Recorder, told: Sequence[Event]) -> Linked:
        before = newest_links(told).get(body.link_id)
        if before is None:
            return Linked(body.link_id, await self._intake.linked(body, at, who))
        if before.body == body:
            return Linked(body.link_id, (before.event_id,), again=True)
        if at < before.occurred_at:
            when = "ended_at" if isinstance(body, CarerUnlinked) else "agreed_at"
            raise Rejected(when, "newer_word_known", "Something newer than this time is known of the link.")
        return Linked(body.link_id, await self._intake.linked(body, max(at, before.occurred_at + 1), who))

    async def _of(self, subject: bytes) -> Sequence[Event]:
        told = await self._told(subject)
        if any(event.type == "SubjectKeyDestroyed" and event.subject_ref == subject for event in told):
            raise NotFound("nothing can be recorded of a person who was forgotten")
        return told


def _id_of(agreed: Agreed) -> str:
    """Make the id of a link that follows from its two sides: told twice it is one link."""
    return "K" + hashlib.sha256(agreed.carer + agreed.cared_for).hexdigest()[:_ID_LENGTH].upper()


def _still_agreed(told: Sequence[Event], at: int) -> None:
    """Refuse a link to which a side said no after it was agreed."""
    for event in told:
        body = event.body
        if isinstance(body, ConsentRecorded | ConsentWithdrawn) and event.occurred_at > at and takes_back(body, told):
            raise Rejected("agreed_at", "taken_back_since", "One of the two took the agreement back after this time.")
