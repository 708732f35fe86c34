"""Lists of people for the reader: a page of the board, early-help cases, accesses."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast
from uuid import UUID

import msgspec

from hub.domain.access_after import councils_of_documents, served_lately
from hub.domain.days import day_of, rfc3339
from hub.domain.former_councils import OwnTime
from hub.people.vault import Opened
from hub.ports.board import cursor_of
from hub.ports.board_filter import BoardFilter
from hub.ports.board_steps import StepCounts
from hub.ports.books import AccessBook
from hub.ports.missing import Missing
from hub.ports.reading import BoardPage, EarlyHelpPage, NoticesPage, Ties
from hub.ports.store import StateRow
from hub.processors.joint import JointProcessor
from hub.processors.referrals import ReferralsProcessor
from hub.runtime.cards import card_of, is_whole, listed, personal
from hub.runtime.day_boards import DayBoard, board_row
from hub.runtime.open_notices import open_notices
from hub.runtime.reading import ReadingParts
from hub.runtime.reading_people import card_of_story
from hub.runtime.reading_reasons import ReasonReading
from hub.runtime.rows import unpack


class HubReader(ReasonReading):
    """Everything that people and programs may read of the hub; implements `hub.ports.reading.Reading`."""

    def __init__(self, parts: ReadingParts, access_book: AccessBook) -> None:
        super().__init__(parts)
        self._access_book = access_book
        joint = cast("JointProcessor", self.processor("joint"))
        self._day_board = DayBoard(parts.store, parts.codec, joint)

    async def _cards(self, rows: Sequence[StateRow]) -> dict[bytes, dict[str, Any] | None]:
        """Give what lists show of who people are, in one question; another for those whose newest card is not whole."""
        keys = [(row.subject, row.card_key) for row in rows if row.card_key is not None]
        found = await self.parts.store.events_at(keys)
        opened = dict(zip(found, await self.opening.cards(list(map(self.opening.whole, found.values()))), strict=True))
        short = [who for who, card in opened.items() if not isinstance(card, Opened) or not is_whole(card.personal)]
        short += [row.subject for row in rows if row.card_key is None]
        whole = {subject: listed(card.personal) for subject, card in opened.items() if isinstance(card, Opened)}
        return whole | await self._put_together(short)

    async def _put_together(self, subjects: Sequence[bytes]) -> dict[bytes, dict[str, Any] | None]:
        """Give the cards of people whose newest one lacks a name or gives none, from all that was said of them."""
        cards = {}
        for subject in subjects:
            rows = await self.parts.store.history(subject)
            events = personal(map(self.opening.whole, rows))
            cards[subject] = listed(card_of(await self.opening.cards(events), hidden=True))
        return cards

    async def board(self, ask: BoardFilter, *, counted: bool = True, missing: Missing | None = None) -> BoardPage:
        """Give a page of people, with their cards opened in one question; the numbers above it where they are asked.

        The board of another day than today is put together person by person (`hub.runtime.day_boards`): it has no
        numbers, and a page may have fewer people than were asked for though there are more.
        """
        today = day_of(self.parts.clock.now())
        if ask.on != today:
            found, more = await self._day_board.page(ask, today, missing)
            cards = await self._cards([each.row for each in found])
            return BoardPage([each.shown(cards.get(each.row.subject), ask) for each in found], more)
        rows = await self.parts.store.board(ask, missing)
        cards = await self._cards(rows)
        processor = self.processor("joint")
        page = []
        for row in rows:
            view = dict(processor.view(processor.decode(unpack(row.value).state), ask.on))
            page.append(board_row(row, cards.get(row.subject), view, ask))
        more = cursor_of(rows[-1], ask) if len(rows) == ask.limit else None
        return BoardPage(page, more, await self.parts.store.counts(ask, missing) if counted else None)

    async def steps(self, ask: BoardFilter, missing: Missing | None = None) -> StepCounts:
        """Give for how many people on the board each step waits, and with whom."""
        return await self.parts.store.steps(ask, missing)

    async def choices(
        self, on: date, processor: str = "joint", missing: Missing | None = None
    ) -> Mapping[str, Sequence[str]]:
        """Give the codes that a list can be narrowed to on a day: `ics`, `council`, `trust`, `provider`."""
        return await self.parts.store.choices(BoardFilter(on, processor=processor), missing)

    async def early_help(self, council: str | None, after: bytes | None, limit: int) -> EarlyHelpPage:
        """Give early-help cases of a council, or of all; `providers` of a row are councils."""
        today = day_of(self.parts.clock.now())
        ask = BoardFilter(today, processor="early_help", provider=council, after=after, limit=limit)
        rows = await self.parts.store.board(ask)
        cards = await self._cards(rows)
        processor = self.processor("early_help")
        cases: list[dict[str, Any]] = []
        for row in rows:
            view = processor.view(processor.decode(unpack(row.value).state), today)
            head = {"subject_ref": str(UUID(bytes=row.subject)), "card": cards.get(row.subject)}
            cases += [head | dict(case) for case in view["cases"] if council in (None, case.get("council"))]
        return EarlyHelpPage(cases, cursor_of(rows[-1], ask) if len(rows) == limit else None)

    async def case_ties(self, subject: bytes) -> Ties:
        """Give the councils that were given somebody's open early-help cases; none of one while it is held."""
        row = await self.parts.store.state("early_help", await self.now(subject))
        return Ties() if row is None or row.listing is None else Ties(frozenset(row.listing.providers))

    async def move_ties(self, subject: bytes) -> Ties:
        """Give the councils that hand the documents of somebody's moves over, as long as they have to do with them."""
        row = await self.parts.store.state("joint", await self.now(subject))
        if row is None:
            return Ties()
        state = self.processor("joint").decode(unpack(row.value).state)
        return Ties(councils_of_documents(state, self.parts.clock.now()))

    async def carer_ties(self, subject: bytes) -> Ties:
        """Give the councils that were given somebody's case as a carer; none while held, and of who is no carer."""
        now, processor = await self.now(subject), self.processor("carers")
        row = await self.parts.store.state("carers", now)
        if row is None:
            return Ties()
        today = day_of(self.parts.clock.now())
        carer = processor.view(processor.decode(unpack(row.value).state), today)["carer"]
        return Ties() if carer is None else Ties(caring=(await self.case_ties(now)).councils)

    async def notice_ties(self, subject: bytes) -> Ties:
        """Give the councils that were given a notice which waits for their answer, or which they answered lately."""
        row = await self.parts.store.state("referrals", await self.now(subject))
        if row is None:
            return Ties()
        referrals = cast("ReferralsProcessor", self.processor("referrals"))
        state = referrals.decode(unpack(row.value).state)
        return Ties(noticed=referrals.ties(state, day_of(self.parts.clock.now())))

    async def finishing_ties(self, subject: bytes) -> Ties:
        """Give the councils that hold a step, none while whereabouts are hidden, and the providers of last visits."""
        row, today = await self.parts.store.state("joint", await self.now(subject)), day_of(self.parts.clock.now())
        if row is None:
            return Ties()
        joint = cast("JointProcessor", self.processor("joint"))
        state = joint.decode(unpack(row.value).state)
        served = served_lately(state, None if row.listing is None else row.listing.last_covered_day, today)
        former = frozenset(one.council for one in joint.own_times(state, today))
        return Ties(holding=joint.holders(state, today), served=served, former=former)

    async def own_times(self, subject: bytes) -> Sequence[OwnTime]:
        """Give the councils that somebody left, with the days of each; none while whereabouts are hidden."""
        row = await self.parts.store.state("joint", await self.now(subject))
        joint, today = cast("JointProcessor", self.processor("joint")), day_of(self.parts.clock.now())
        return [] if row is None else joint.own_times(joint.decode(unpack(row.value).state), today)

    async def early_help_of(
        self, subject: bytes, on: date | None = None, known_at: int | None = None, council: str | None = None
    ) -> Mapping[str, Any]:
        """Give one person's early-help cases and their own record as a carer, on a day and as known at a time.

        What is held today is held on every day; a reader who is let in as the `council` sees what that was given.
        """
        story = await self.story(subject, on, known_at, whole=True)
        cases, carer = (self.helping(name, story, council) for name in ("early_help", "carers"))
        return {
            **self.head("early_help", story),
            **cases.view(story.person.states["early_help"], story.on),
            "carer": carer.view(story.person.states["carers"], story.on)["carer"],
            "card": card_of_story(story, await self._opened(story.told)),
        }

    async def notices(self, council: str | None, after: bytes | None, limit: int) -> NoticesPage:
        """Give the notices that wait for the answer of a council, or of all; `providers` of a row are councils."""
        today = day_of(self.parts.clock.now())
        ask = BoardFilter(today, processor="referrals", provider=council, after=after, limit=limit)
        rows = await self.parts.store.board(ask)
        cards = await self._cards(rows)
        waiting = open_notices(self.processor("referrals"), rows, cards, today)
        found = [notice for notice in waiting if council in (None, notice["council"])]
        return NoticesPage(found, cursor_of(rows[-1], ask) if len(rows) == limit else None)

    async def access_of(self, subject: bytes) -> Sequence[Mapping[str, Any]]:
        """Give who looked at a person, newest first."""
        lines = await self._access_book.of_subject(subject)
        hidden = {"previous", "digest", "subject"}
        rows = [msgspec.structs.asdict(line) for line in lines]
        return [{k: v for k, v in row.items() if k not in hidden} | {"at": rfc3339(row["at"])} for row in rows]
