"""The intake: the one door through which every connector's messages become events in the log.

For a batch of messages, in this order: leave out what names the person where it would stand in the clear; refuse what
no database keeps; know again what was already taken; park what is refused; resolve all people in one question; make,
seal and encode the events; append them; only then remember the messages and answer.  When a part is away `Unavailable`
goes to the caller, who must not acknowledge; nothing is half-done: the append is one call, a repeat has the same ids.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from hub.codec.events import EventCodec
from hub.domain.lawful_bases import CONSENTS, ConsentPolicy
from hub.errors import Rejected
from hub.events.catalogue import BY_TYPE
from hub.events.envelope import Event
from hub.events.identity import EventReplaced
from hub.people.index import PersonIndex
from hub.people.screening import screened
from hub.people.storable import storable
from hub.people.vault import Vault
from hub.ports.books import FeedBook, FeedCount, Quarantine, Sighting
from hub.ports.clock import Clock
from hub.ports.connector import Finding, Receipt, Received
from hub.ports.log import Draft, Log
from hub.ports.recording import Recorder
from hub.ports.store import Parked
from hub.runtime.carer_links import Told, links_changed
from hub.runtime.drafting import Drafted, Drafter, headers_of
from hub.runtime.linking import CarerLink, told_to_both
from hub.runtime.planning import event_id_of, message_key

REPEATED_ID = Finding(
    "MSH-10",
    "control_id_repeated",
    "this message id was used before with other content; taken as a new message",
    "warning",
)


_REPLACES = "replaces:"
_STALE_MS = 10 * 60_000
"""A claim whose message was never kept stands in nobody's way for longer: what is kept is folded by then."""


class Tally(Protocol):
    """Whoever counts what the intake does."""

    def taken(self, feed: str, outcome: str, at: int) -> None:
        """One message was taken, with this outcome, at a moment (milliseconds)."""
        ...

    def findings(self, feed: str, findings: Sequence[Finding]) -> None:
        """These findings were made about a message."""
        ...

    def put_off(self, feed: str) -> None:
        """One message could not be kept, and its sender is told to repeat it."""
        ...


class IntakeParts(NamedTuple):
    """What the intake works with."""

    log: Log
    codec: EventCodec
    people: PersonIndex
    vault: Vault
    feeds: FeedBook
    quarantine: Quarantine
    clock: Clock
    tally: Tally
    told: Told | None = None
    """What is known of a person, for what one side's word changes on both sides; none where no links are told."""
    consent: ConsentPolicy = CONSENTS
    """How long a consent lasts of which nobody says how long: told to both sides of a link."""


class HubIntake:
    """Takes messages from every connector; see the module's docstring for the order."""

    def __init__(self, parts: IntakeParts) -> None:
        self._log, self._vault, self._people = parts.log, parts.vault, parts.people
        self._feeds, self._quarantine, self._clock = parts.feeds, parts.quarantine, parts.clock
        self._codec, self._drafter = parts.codec, Drafter(parts.codec, parts.people, parts.vault)
        self._tally, self._told, self._consent = parts.tally, parts.told, parts.consent

    async def take(self, received: Sequence[Received]) -> Sequence[Receipt]:
        """Take messages in order; returns when everything accepted is durable, raises `Unavailable` otherwise."""
        try:
            return await self._take(received)
        except Exception:
            for item in received:
                self._tally.put_off(item.feed)
            raise

    async def linked(self, link: CarerLink, at: int, who: Recorder | None = None) -> tuple[bytes, ...]:
        """Tell a link between a carer and the person they care for to both records; give the ids of the two events.

        `at` is when it was agreed, changed or ended (milliseconds), `who` recorded it.  Safe to repeat: the same word
        at the same time has the same ids.  Raises `Rejected` for a link with oneself, `Unavailable` when the log is
        away.
        """
        if link.carer_ref == link.cared_for_ref:
            raise Rejected("cared_for_ref", "link_to_oneself", "a link has two sides")
        events = told_to_both(link, at, self._clock.now(), who)
        await self._log.append(self._both(events))
        return tuple(event.event_id for event in events)

    def _both(self, events: Sequence[Event]) -> list[Draft]:
        return [
            Draft(BY_TYPE[event.type].topic, event.subject_ref, self._codec.encode(event), headers_of(event))
            for event in events
        ]

    async def _taken_back(self, drafted: Sequence[Drafted]) -> list[Draft]:
        """Tell each link that a side's word takes back, or ends on another day, to both sides, with that word."""
        words = [word for message in drafted for word in message.words]
        found = await links_changed(words, self._told, self._consent)
        return [draft for link, at in found for draft in self._both(told_to_both(link, at, self._clock.now()))]

    async def _take(self, received: Sequence[Received]) -> Sequence[Receipt]:
        received = [item._replace(translation=storable(screened(item.translation))) for item in received]
        sightings = [self._sighting(item) for item in received]
        seen = with_repeats_inside(sightings, await self._feeds.seen(sightings))
        receipts: list[Receipt | None] = [None] * len(received)
        refused = [self._parked(item) for item in received if item.translation.outcome == "rejected"]
        if refused:
            await self._quarantine.park(refused)
        parked = iter(refused)
        fresh: list[int] = []
        for place, item in enumerate(received):
            if item.translation.outcome == "rejected":
                receipts[place] = Receipt("rejected", (), item.translation.findings, next(parked).id)
            elif seen[place] == "same":
                receipts[place] = Receipt("duplicate", _ids(item), item.translation.findings)
            elif item.translation.outcome == "ignored":
                receipts[place] = Receipt("ignored", (), item.translation.findings)
            elif not await self._has_claimed(item):
                receipts[place] = Receipt("overtaken", (), item.translation.findings)
            else:
                fresh.append(place)
        drafted = await self._drafter.draft([received[place] for place in fresh])
        drafts = [draft for message in drafted for draft in message.drafts]
        drafts += await self._taken_back(drafted)
        if drafts:
            await self._log.append(drafts)
            await self._drafter.linked([link for message in drafted for link in message.links])
        for place, message in zip(fresh, drafted, strict=True):
            repeated = (REPEATED_ID,) if seen[place] == "other" else ()
            findings = (*received[place].translation.findings, *message.findings, *repeated)
            receipts[place] = Receipt("accepted", message.event_ids, findings)
        done = [receipt for receipt in receipts if receipt is not None]
        await self._note(received, sightings, done)
        return done

    def _sighting(self, item: Received) -> Sighting:
        """Give what the feed book remembers: digests alone, for a message id may hold whatever its sender put there."""
        id_ = self._people.digest("MESSAGE", item.feed, message_key(item)).hex()
        return Sighting(item.feed, id_, hashlib.sha256(item.raw).digest())

    async def _has_claimed(self, item: Received) -> bool:
        """Claim what a message replaces, so that of corrections of one entry that come together one is kept."""
        gone = [one.body.replaced for one in item.translation.events if isinstance(one.body, EventReplaced)]
        if not gone:
            return True  # hardly any message replaces another: nothing is worked out for the rest
        now, digest = self._clock.now(), hashlib.sha256(item.raw).digest()
        claims = [Sighting(item.feed, f"{_REPLACES}{event_id.hex()}", digest) for event_id in gone]
        return all([await self._feeds.claim(claim, now, now - _STALE_MS) for claim in claims])

    def _parked(self, item: Received) -> Parked:
        reason = next((f for f in item.translation.findings if f.severity == "error"), item.translation.findings[0])
        # What came without bytes (a frame too long to hold) is told apart by its reason and the moment it came.
        raw = item.raw or f"{reason.rule} {message_key(item)} {item.received_at}".encode()
        digest = hashlib.sha256(item.feed.encode() + b"\0" + raw).hexdigest()
        return Parked(
            id=digest[:32],
            feed=item.feed,
            parked_at=self._clock.now(),
            path=reason.path,
            rule=reason.rule,
            words=reason.words,
            sealed=self._vault.seal_quarantine(item.raw, digest[:32]),
            message_digest=digest,
        )

    async def _note(
        self, received: Sequence[Received], sightings: Sequence[Sighting], receipts: Sequence[Receipt]
    ) -> None:
        now = self._clock.now()
        totals: dict[str, Counter[str]] = {}
        kept = []
        for item, sighting, receipt in zip(received, sightings, receipts, strict=True):
            sums = totals.setdefault(item.feed, Counter())
            sums[receipt.outcome] += 1
            sums["findings"] += len(receipt.findings)
            if receipt.outcome in {"accepted", "ignored"}:
                kept.append(sighting)
        await self._feeds.note(kept, [_count(feed, tally, now) for feed, tally in totals.items()], now)
        for item, receipt in zip(received, receipts, strict=True):
            self._tally.taken(item.feed, receipt.outcome, now)
            self._tally.findings(item.feed, receipt.findings)


def _ids(item: Received) -> tuple[bytes, ...]:
    """Give the ids of the events that a message became: they follow from it, so a repeat names the same."""
    return tuple(event_id_of(item, place) for place, _ in enumerate(item.translation.events))


def with_repeats_inside(sightings: Sequence[Sighting], known: Sequence[str]) -> list[str]:
    """Add to what the feed book knows: a resend that shares a batch with its first copy is a repeat too."""
    met: dict[tuple[str, str], set[bytes]] = {}
    answers = []
    for sighting, answer in zip(sightings, known, strict=True):
        digests = met.setdefault((sighting.feed, sighting.message_id), set())
        if answer == "new" and digests:
            answer = "same" if sighting.digest in digests else "other"  # noqa: PLW2901 - refined, then kept
        digests.add(sighting.digest)
        answers.append(answer)
    return answers


def _count(feed: str, tally: Counter[str], now: int) -> FeedCount:
    received = sum(tally[name] for name in ("accepted", "ignored", "rejected", "duplicate"))
    return FeedCount(
        feed,
        received=received,
        accepted=tally["accepted"],
        ignored=tally["ignored"],
        rejected=tally["rejected"],
        duplicates=tally["duplicate"],
        findings=tally["findings"],
        last_at=now,
    )
