"""A reading side in memory over invented people: real code for tests, no mocks."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from hub.api.refs import ref_of
from hub.domain.days import rfc3339
from hub.errors import NotFound, Unavailable
from hub.events.envelope import Event
from hub.people.claims import Identifier
from hub.ports.board import codes_of, is_waiting
from hub.ports.board_filter import BoardFilter
from hub.ports.board_steps import StepCounts
from hub.ports.missing import Missing
from hub.ports.reading import BoardPage, BoardRow, EarlyHelpPage, NoticesPage, PersonPage, Ties
from hub.runtime.values import MISSING, at_path
from tests.api.invented import EVENT, NOW, PEOPLE, TODAY, Somebody, card_of, joint_of
from tests.api.invented_decisions import decisions_of
from tests.api.invented_events import events_of
from tests.api.invented_help import invented_help, links_of
from tests.api.invented_notices import beside_of, notice_of

NEXT = {
    "open": ("Decide long-term support", "council"),
    "suspended": ("Wait for the stay to end", "hospital"),
    "in_hospital": ("Record readiness to leave", "hospital"),
    "ended": ("Confirm what continues", "council"),
}


def _waits(who: Somebody, ask: BoardFilter) -> bool:
    """Say whether somebody is among those of whom a status, a step, or a holder, was asked for."""
    what, holder = NEXT.get(who.status, (None, None))
    return ask.status in {None, who.status} and ask.step in {None, what} and ask.holder in {None, holder}


class MemoryReading:
    """Answers like the reading service, from a tuple of invented people."""

    def __init__(self, people: Sequence[Somebody] = PEOPLE) -> None:
        self.people = {who.subject: who for who in people}
        self.merged: dict[bytes, bytes] = {}
        self.erased: set[bytes] = set()
        self.changed_at: dict[bytes, int] = {}
        self.open_steps: dict[bytes, list[dict[str, Any]]] = {}
        self.more: dict[bytes, list[str]] = {}
        self.noticed: dict[bytes, frozenset[str]] = {}
        self.came: list[dict[str, Any]] = []
        self.finishing = Ties()
        self.away: set[int] = set()
        self.by_hand: Callable[[bytes], Sequence[Event]] = lambda _: ()
        self._listeners: set[asyncio.Queue[None]] = set()

    def _who(self, subject: bytes) -> Somebody:
        who = self.people.get(self.merged.get(subject, subject))
        if who is None:
            raise NotFound
        return who

    def _now(self, subject: bytes) -> dict[str, str]:
        return {"now": ref_of(self.merged[subject])} if subject in self.merged else {}

    def told(self, subject: bytes) -> list[Event]:
        """Give the events of a stay, and of a line of support where there is one."""
        return events_of(self._who(subject), TODAY)

    async def now(self, subject: bytes) -> bytes:
        """Follow a merge."""
        return self.merged.get(subject, subject)

    async def ties(self, subject: bytes) -> Ties:
        """Give council and provider of somebody whose stay or weeks are running."""
        who = self.people.get(self.merged.get(subject, subject))
        if who is None or who.status in {"ended", "died"}:
            return Ties()
        return Ties(frozenset({who.council} - {None}), frozenset({who.provider} - {None}))  # type: ignore[arg-type]

    async def finishing_ties(self, _: bytes) -> Ties:
        """Give who has something to finish, as a test says."""
        return self.finishing

    async def page(self, subject: bytes, on: date | None, known_at: int | None) -> PersonPage:
        """Give everything of one person."""
        asked = (subject, on, known_at)
        return PersonPage(
            await self.joint_state(*asked),
            await self.record(*asked),
            await self.timeline(*asked),
            await self.card(subject),
            len(await self.find_all(Identifier("NHS", "NHS", self._who(subject).nhs))) > 1,
        )

    def _without(self, missing: Missing | None) -> None:
        if self.away:
            if missing is None:
                raise Unavailable
            missing.note(self.away, 3)

    async def choices(
        self, on: date, processor: str = "joint", missing: Missing | None = None
    ) -> Mapping[str, Sequence[str]]:
        """Give the codes that occur."""
        del on
        self._without(missing)
        every = self.people.values()
        names = {name: name for name in ("ics", "council", "trust", "provider")}
        names |= {"provider": "council"} if processor in {"referrals", "early_help"} else {"reason": "waits_for"}
        return {name: sorted({getattr(who, held) for who in every} - {None}) for name, held in names.items()}

    def change(self, who: Somebody, at: int = NOW) -> None:
        """Put somebody in place of who they were, and tell who listens."""
        self.people[who.subject] = who
        self.changed_at[who.subject] = at
        for listener in self._listeners:
            listener.put_nowait(None)

    def tell(self, who: Somebody, kind: str) -> None:
        """Let something more happen to somebody, and tell who listens."""
        self.more.setdefault(who.subject, []).append(kind)
        self.change(who)

    async def find_all(self, identifier: Identifier) -> Sequence[bytes]:
        """Find by NHS number."""
        return sorted(who.subject for who in self.people.values() if who.nhs == identifier.value)

    async def joint_state(self, subject: bytes, on: date | None, known_at: int | None) -> dict[str, Any]:
        """Give the joint state."""
        del on, known_at
        who = self._who(subject)
        decided = decisions_of(who.number, self.came)
        return joint_of(who, ref_of(who.subject)) | beside_of(who) | decided | self._now(subject)

    async def ledger(self, subject: bytes, on: date | None, known_at: int | None) -> dict[str, Any]:
        """Give a ledger of nothing."""
        del on, known_at
        who = self._who(subject)
        sums: dict[str, Any] = {name: [] for name in ("days", "lines", "by_day", "by_line", "by_payer")}
        head = {"subject_ref": ref_of(who.subject), "on": str(TODAY), "total": {"amount": "0.00"}}
        return head | {"until": str(TODAY), "goes_on": False} | sums | self._now(subject)

    async def record(self, subject: bytes, on: date | None, known_at: int | None) -> dict[str, Any]:
        """Give the shared record."""
        del on, known_at
        who = self._who(subject)
        said = {"said_by": "RZZ", "happened_at": rfc3339(NOW), "written_at": rfc3339(NOW + 60_000), "event_id": EVENT}
        contact = {"values": {"contacts": [{"name": "Sam Invented", "relationship": "Daughter", "carer": True}]}} | said
        headings = [
            {"heading": "about_me", "items": [{"text": "Prefers a morning visit."} | said]},
            {"heading": "contacts_and_carers", "items": [contact]},
            {"heading": "current_services", "items": []},
        ]
        return {"subject_ref": ref_of(who.subject), "headings": headings} | self._now(subject)

    async def why(self, subject: bytes, path: str, on: date | None, known_at: int | None) -> dict[str, Any]:
        """Give the chain behind one value."""
        del on, known_at
        who = self._who(subject)
        asked = (subject, None, None)
        answers = await self.joint_state(*asked) | {"card": card_of(who)} | (await self.record(*asked))
        value = at_path(answers, path)
        if value is MISSING:
            raise NotFound
        event = {
            "id": EVENT,
            "type": "SpellDischarged",
            "occurred_at": rfc3339(NOW),
            "recorded_at": rfc3339(NOW),
            "received_at": rfc3339(NOW + 900),
            "feed": "rzz-adt",
            "message_id": "MSG00042",
            "source_organisation": "RZZ",
            "author": None,
        }
        return {
            "path": path,
            "value": value,
            "rule": "day_one",
            "source": "rzz-adt",
            "event": event,
            "replaced": None,
        } | self._now(subject)

    async def card(self, subject: bytes) -> dict[str, Any] | None:
        """Give the name card."""
        who = self._who(subject)
        return None if who.subject in self.erased else card_of(who)

    def _matching(self, ask: BoardFilter) -> list[Somebody]:
        return [
            who
            for who in sorted(self.people.values(), key=lambda each: each.subject)
            if ask.ics in {None, who.ics}
            and ask.council in {None, who.council}
            and ask.provider in {None, who.provider}
            and ask.trust in {None, who.trust}
            and (who.waits_for is not None or not is_waiting(ask))
            and (ask.reason is None or who.waits_for in codes_of(ask.reason))
        ]

    async def board(self, ask: BoardFilter, *, counted: bool = True, missing: Missing | None = None) -> BoardPage:
        """Give a page of the board."""
        self._without(missing)
        matching = self._matching(ask)
        counts = Counter(who.status for who in matching)
        shown = [who for who in matching if _waits(who, ask) and who.subject > (ask.after or b"")]
        page = shown[: ask.limit]
        more = page[-1].subject if len(shown) > len(page) else None
        return BoardPage([self._row(who) for who in page], more, counts if counted else None)

    async def steps(self, ask: BoardFilter, missing: Missing | None = None) -> StepCounts:
        """Count the steps that wait."""
        self._without(missing)
        waiting = Counter[tuple[str, str | None]](NEXT[who.status] for who in self._matching(ask) if who.status in NEXT)
        steps, holders = Counter[str](), Counter[str | None]()
        for (what, holder), number in waiting.items():
            steps[what] += number
            holders[holder] += number
        return StepCounts(waiting, steps, holders)

    def _row(self, who: Somebody) -> BoardRow:
        what = NEXT.get(who.status)
        due = str(TODAY + timedelta(days=max(0, 35 - who.day)))
        step = None if what is None else {"what": what[0], "holder": what[1], "due": due}
        card = None if who.subject in self.erased else card_of(who)
        joint = joint_of(who, ref_of(who.subject)) | {"open_steps": self.open_steps.get(who.subject, [])}
        changed = self.changed_at.get(who.subject, NOW)
        return BoardRow(who.subject, card, joint, step, changed, council=who.council, ics=who.ics)

    async def timeline(self, subject: bytes, on: date | None, known_at: int | None) -> list[dict[str, Any]]:
        """Give what happened."""
        del on, known_at
        who = self._who(subject)
        base = {"event_id": EVENT, "recorded_at": rfc3339(NOW), "source_organisation": who.trust}
        kinds = ("SpellDischarged", "SpellTransferred", "SpellAdmitted")
        lines = [
            base | {"id": f"{kind}-{who.number}", "type": kind, "occurred_at": rfc3339(NOW - day * 86_400_000)}
            for day, kind in enumerate(kinds)
        ]
        more = self.more.get(who.subject, [])
        return [base | {"id": kind, "type": kind, "occurred_at": rfc3339(NOW)} for kind in reversed(more)] + lines

    async def early_help(self, council: str | None, after: bytes | None, limit: int) -> EarlyHelpPage:
        """Give early-help cases."""
        del after
        cases = [
            {
                "subject_ref": ref_of(who.subject),
                "referral_id": f"00000000-0000-4000-9000-{who.number:012d}",
                "kind": "SUPPORT_NEED",
                "council": who.council,
                "received_at": rfc3339(NOW),
                "status": "open",
                "card": card_of(who),
            }
            for who in self.people.values()
            if who.council and council in {None, who.council}
        ]
        return EarlyHelpPage(cases[:limit])

    async def case_ties(self, subject: bytes) -> Ties:
        """Give the council of a case."""
        who = self.people.get(subject)
        return Ties(frozenset((who.council,))) if who is not None and who.council else Ties()

    async def move_ties(self, subject: bytes) -> Ties:
        """Give the two councils of an invented move of everybody who has a council."""
        ties = await self.case_ties(subject)
        return Ties(ties.councils | {"E08000099"}) if ties.councils else ties

    async def notice_ties(self, subject: bytes) -> Ties:
        """Give who may answer a notice because it was given to them: whoever was put there."""
        return Ties(noticed=self.noticed.get(subject, frozenset()))

    async def carer_ties(self, subject: bytes) -> Ties:
        """Give the council of a carer's own case: nobody here is a carer."""
        del subject
        return Ties()

    async def early_help_of(
        self, subject: bytes, on: date | None = None, known_at: int | None = None, council: str | None = None
    ) -> dict[str, Any]:
        """Give what the real processors make of two invented notices of somebody; to a council its own cases."""
        who = self._who(subject)
        known = rfc3339(NOW if known_at is None else known_at)
        head = {"subject_ref": ref_of(subject), "on": (on or TODAY).isoformat(), "known_at": known}
        found = invented_help()
        cases = [case for case in found["cases"] if council in (None, case["council"])]
        carer = found["carer"] | links_of(self.by_hand(subject))
        return found | head | {"cases": cases, "carer": carer, "card": card_of(who)}

    async def why_of_help(
        self, subject: bytes, path: str, on: date | None, known_at: int | None, council: str | None = None
    ) -> dict[str, Any]:
        """Explain every value of early help by one event."""
        del on, known_at, council
        self._who(subject)
        if not path.startswith(("cases.", "carer.")):
            raise NotFound
        return {"subject_ref": ref_of(subject), "path": path, "value": "ROUTED", "rule": "routed_to_council"}

    async def notices(self, council: str | None, after: bytes | None, limit: int) -> NoticesPage:
        """Give the notices that wait."""
        del after
        found = [
            notice_of(who) | {"subject_ref": ref_of(who.subject), "card": card_of(who)}
            for who in self.people.values()
            if who.status == "in_hospital" and who.council and council in {None, who.council}
        ]
        return NoticesPage(found[:limit], found[-1]["subject_ref"].encode() if len(found) > limit else None)

    async def access_of(self, subject: bytes) -> list[dict[str, Any]]:
        """Give who looked."""
        self._who(subject)
        return [{"at": rfc3339(NOW), "user": "u1", "role": "coordinator", "purpose": "CARE_DELIVERY"}]

    async def changes(self) -> AsyncIterator[None]:
        """Tick on every change."""
        queue: asyncio.Queue[None] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            while True:
                await queue.get()
                yield None
        finally:
            self._listeners.discard(queue)
