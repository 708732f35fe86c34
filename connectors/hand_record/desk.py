"""The door for what people record by hand: `Recording` in `hub/ports/recording.py`."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from connectors.hand_record.connector import message_id_of, written
from connectors.hand_record.correcting import NO_ENTRY
from connectors.hand_record.known import FEED, known_of
from connectors.hand_record.profile import HandProfile
from connectors.hand_record.reading import CouncilNow
from connectors.hand_record.translate import Said, translate
from connectors.hand_record.weeks import weeks_of
from hub.domain.former_councils import OwnTime
from hub.errors import NotFound
from hub.events.envelope import Event
from hub.ports.clock import Clock
from hub.ports.connector import Finding, Intake, Received, Translation
from hub.ports.recording import Choice, Entry, EntryKind, Fault, Faulty, Known, Recorded, Recorder
from hub.ports.scopes import OWN_FORMER


class About(NamedTuple):
    """What a person's record is asked: every event that counts, and the opened name card.

    Each raises `NotFound` for somebody who is not known.  `state` is the joint state: which six weeks stand.
    `councils` are those that answer for the person now, `former` the days of those that they left.
    """

    told: Callable[[bytes], Awaitable[Sequence[Event]]]
    card: Callable[[bytes], Awaitable[Mapping[str, Any] | None]]
    state: Callable[[bytes], Awaitable[Mapping[str, Any]]] | None = None
    councils: Callable[[bytes], Awaitable[frozenset[str]]] | None = None
    former: Callable[[bytes], Awaitable[Sequence[OwnTime]]] | None = None


PATIENCE_S: Final = 3.0
ANSWERS: Final = "notice_answers"
"""The group of entries that whoever answers for the person may make of what was given to another council."""
_LOOK_EVERY_S: Final = 0.05
_KEY: Final = re.compile(r"[A-Za-z0-9_\-]{8,80}", re.ASCII)


class HandDesk:
    """Takes entries through the intake, as any connector does; nothing of a faulty one is kept anywhere.

    `patience_s` is how long an answer waits for the fold; what is durable and not folded by then says so.
    `council_now` knows the councils; without it their codes are taken as they are.
    """

    def __init__(  # noqa: PLR0913 - the parts of a door, and two settings
        self,
        profile: HandProfile,
        intake: Intake,
        clock: Clock,
        about: About,
        *,
        patience_s: float = PATIENCE_S,
        council_now: CouncilNow | None = None,
    ) -> None:
        self._profile, self._intake, self._clock = profile, intake, clock
        self._about, self._patience_s, self._council_now = about, patience_s, council_now

    @property
    def kinds(self) -> Mapping[str, EntryKind]:
        """Every kind of entry by its name, in the order of the table."""
        return self._profile.by_what

    @property
    def groups(self) -> Sequence[Choice]:
        """The groups of kinds, in order."""
        return self._profile.groups

    @property
    def reasons(self) -> Sequence[Choice]:
        """Why an entry may be corrected."""
        return self._profile.reasons

    async def known(self, subject: bytes) -> Known:
        """Give what entries of this person may be about.  Raises `NotFound`, also for somebody who was forgotten."""
        return await self._with_former(subject, known_of(await self._told(subject), self._profile))

    async def _with_former(self, subject: bytes, known: Known) -> Known:
        return known if self._about.former is None else known._replace(former=await self._about.former(subject))

    async def check(self, subject: bytes, who: Recorder, entry: Entry) -> Sequence[Fault]:
        """Give everything that is wrong with an entry."""
        told = await self._told(subject)
        return _faults(await self._translation(subject, who, entry, told))

    async def record(self, subject: bytes, who: Recorder, entry: Entry) -> Recorded:
        """Record an entry whole, or raise `Faulty`.

        A repeat of the same entry under the same key adds nothing and names the same events; another entry under a
        key that was used is refused.
        """
        told = await self._told(subject)
        message_id = message_id_of(entry.key, written(subject, who, entry))
        before = _under(entry.key, told)
        if before:
            return _again(before, message_id)
        translation = await self._translation(subject, who, entry, told)
        if translation.outcome == "rejected":
            raise Faulty(_faults(translation))
        received = Received(FEED, written(subject, who, entry), self._clock.now(), translation)
        (receipt,) = await self._intake.take([received])
        if receipt.outcome == "overtaken":
            raise Faulty([Fault("corrects", "not_an_entry", NO_ENTRY)])
        folded = await self._folded(subject, frozenset(receipt.event_ids))
        return Recorded(receipt.event_ids, receipt.outcome == "duplicate", folded)

    async def _told(self, subject: bytes) -> Sequence[Event]:
        told = await self._about.told(subject)
        if any(event.type == "SubjectKeyDestroyed" and event.subject_ref == subject for event in told):
            raise NotFound("nothing can be recorded of a person who was forgotten")
        return told

    async def _translation(self, subject: bytes, who: Recorder, entry: Entry, told: Sequence[Event]) -> Translation:
        known, telling = known_of(told, self._profile), frozenset(_telling(await self._about.card(subject)))
        kind = self.kinds.get(entry.what)
        if self._about.state is not None and kind is not None and kind.rules.weeks_over:
            known = known._replace(weeks=weeks_of(await self._about.state(subject)))
        if self._about.councils is not None and kind is not None and kind.group == ANSWERS:
            known = known._replace(councils=await self._about.councils(subject))
        if who.scope == OWN_FORMER:
            known = await self._with_former(subject, known)
        message_id = message_id_of(entry.key, written(subject, who, entry))
        if not _KEY.fullmatch(entry.key):
            finding = Finding("key", "not_a_key", "A key has 8 to 80 letters, digits, lines and dashes", "error")
            return Translation("rejected", (), (finding,))
        said = Said(subject, who, self._clock.now(), known, telling, message_id, self._council_now)
        return translate(entry, self._profile, said)

    async def _folded(self, subject: bytes, ids: frozenset[bytes]) -> bool:
        """Wait a while until the person's history has these events."""
        loop = asyncio.get_running_loop()
        until = loop.time() + self._patience_s
        while True:
            if ids <= {event.event_id for event in await self._about.told(subject)}:
                return True
            if loop.time() >= until:
                return False
            await asyncio.sleep(_LOOK_EVERY_S)


def _under(key: str, told: Sequence[Event]) -> list[Event]:
    """Give the events that were recorded by hand under a key, the word that takes one back last."""
    mine = [event for event in told if event.provenance is not None and event.provenance.feed == FEED]
    under = [event for event in mine if event.provenance and event.provenance.message_id.startswith(f"{key}.")]
    return sorted(under, key=lambda event: event.type == "EventReplaced")


def _again(before: Sequence[Event], message_id: str) -> Recorded:
    if any(event.provenance is None or event.provenance.message_id != message_id for event in before):
        raise Faulty([Fault("key", "key_taken", "Something else was recorded under this key; start a new entry")])
    return Recorded(tuple(event.event_id for event in before), again=True)


def _faults(translation: Translation) -> list[Fault]:
    found = translation.findings if translation.outcome == "rejected" else ()
    return [Fault(finding.path, finding.rule, finding.words) for finding in found]


def _telling(card: Mapping[str, Any] | None) -> Iterator[str]:
    """Give the names and numbers of a card that must not stand in the clear."""
    held = card or {}
    name = held.get("name") or {}
    number = (held.get("nhs_number") or {}).get("value")
    born = str(held.get("born") or "").replace("-", "")
    texts = (*(name.get(part) for part in ("family", "given", "preferred")), number, born, *(held.get("phones") or ()))
    yield from (str(text) for text in texts if text)
