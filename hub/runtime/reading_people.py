"""One person opened: name card, shared record, timeline, and all of a page from one reading of the history."""

from collections.abc import Mapping, Sequence
from datetime import date
from operator import itemgetter
from typing import Any, NamedTuple

from hub.domain.days import day_of
from hub.domain.ordering import STEP_TYPES, order_key
from hub.events.catalogue import BY_TYPE
from hub.events.envelope import Event
from hub.people.claims import Identifier
from hub.people.vault import Closed, Opened
from hub.ports.reading import PersonPage
from hub.runtime.cards import CANNOT_BE_READ, Cards, card_of, is_hidden, personal, published
from hub.runtime.corrections import Correction, correction_json, corrections_of
from hub.runtime.reading import HubReading
from hub.runtime.stories import Story
from hub.runtime.summaries import WITHHELD, event_summary, sources_shown


class PeopleReading(HubReading):
    """What is opened of one person, after the access decision."""

    async def page(self, subject: bytes, on: date | None, known_at: int | None) -> PersonPage:
        """Give all that a person's page shows, read, decoded and folded once."""
        story = await self.story(subject, on, known_at, whole=True)
        cards = await self._opened(story.told)
        card = card_of_story(story, cards)
        return PersonPage(
            self.joint(story),
            self._record(story, cards),
            timeline_of(story, cards),
            card,
            await self._number_shared(story.subject, card),
        )

    async def _number_shared(self, subject: bytes, card: Mapping[str, Any] | None) -> bool:
        """Say whether anybody else here has the NHS number that a card shows."""
        number = ((card or {}).get("nhs_number") or {}).get("value")
        if not number:
            return False
        return any(who != subject for who in await self.find_all(Identifier("NHS", "NHS", number)))

    async def record(self, subject: bytes, on: date | None, known_at: int | None) -> Mapping[str, Any]:
        """Give the shared record under its headings, personal parts opened, each item with who said it and when."""
        story = await self.story(subject, on, known_at, whole=True)
        return self._record(story, await self._opened(story.told))

    async def timeline(self, subject: bytes, on: date | None, known_at: int | None) -> Sequence[Mapping[str, Any]]:
        """Give what happened, newest first, with struck events marked."""
        story = await self.story(subject, on, known_at, whole=True)
        return timeline_of(story, await self._opened([one.word for one in corrections_of(story)]))

    async def card(self, subject: bytes) -> Mapping[str, Any] | None:
        """Give a person's newest name card, opened; none when there is none or its key was destroyed."""
        story = await self.story(subject, None, None, whole=True)
        return card_of_story(story, await self._opened(story.told))

    async def _opened(self, events: Sequence[Event]) -> Cards:
        """Open every card among these events in one question."""
        carrying = personal(events)
        opened = await self.opening.cards(carrying)
        return {event.event_id: card for event, card in zip(carrying, opened, strict=True)}

    def _record(self, story: Story, cards: Cards) -> dict[str, Any]:
        shown, sources = as_shown(story, cards), sources_shown(story)
        head = self.view("record", story) | {"forgotten_at": self.forgotten_at(story)}
        head["headings"] = [
            {
                "heading": heading["heading"],
                "items": [told_item(found, shown, sources) for found in items],
            }
            for heading, items in zip(head["headings"], found_items(head, story, shown), strict=True)
        ]
        return head


class Found(NamedTuple):
    """A shown item of the record: its path in the processor's view, the item, and the event that it is told from."""

    path: str
    item: Mapping[str, Any]
    event: Event


def found_items(view: Mapping[str, Any], story: Story, shown: Cards) -> list[list[Found]]:
    """Give the items of each heading that are shown, in their order."""
    events = [step.event for step in story.steps]
    return [
        [
            Found(f"headings.{at}.items.{place}", item, event)
            for place, item in enumerate(heading["items"])
            if (event := newest_with(item, events, shown)) is not None
        ]
        for at, heading in enumerate(view["headings"])
    ]


def as_shown(story: Story, cards: Cards) -> Cards:
    """Give the cards without what is hidden, whatever they said."""
    hidden = is_hidden(story.told, cards)
    return {key: _shown(card, hidden=hidden) for key, card in cards.items()}


def _shown(card: Any, *, hidden: bool) -> Any:
    return Opened(published(card.personal, hidden=hidden)) if isinstance(card, Opened) else card


def standing(story: Story, cards: Cards) -> list[Event]:
    """Give the events that say who somebody is and were not taken back; all of them when every one was."""
    struck = {step.event.event_id for step in story.steps if step.struck is not None}
    saying = [event for event in story.told if event.event_id in cards]
    return [event for event in saying if event.event_id not in struck] or saying


def card_of_story(story: Story, cards: Cards) -> dict[str, Any] | None:
    """Who the person is as the newest words say, whatever day is looked at: a banner must name the person of today."""
    opened = [cards[event.event_id] for event in standing(story, cards)]
    return card_of(opened, hidden=is_hidden(story.told, cards))


def timeline_of(story: Story, cards: Cards) -> list[dict[str, Any]]:
    """Give what happened, newest first; what was corrected by hand stands there too, with the correction.

    `ordinal` is the place of an event in the person's order, none for what counts no more.
    """
    shown = sources_shown(story)
    steps, whole = story.steps[: story.happened], story.day is None or story.day >= day_of(story.known_at)
    lines = [
        (
            order_key(step.event),
            event_summary(step.event, shown)
            | {"struck": step.struck is not None, "ordinal": ordinal, "corrected": None},
        )
        for ordinal, step in enumerate(steps)
    ]
    lines += [
        (order_key(one.wrong), _gone(one, cards, story))
        for one in corrections_of(story)
        if one.wrong.type in STEP_TYPES and (whole or day_of(one.wrong.occurred_at) <= story.on)
    ]
    return [line for _, line in sorted(lines, key=itemgetter(0), reverse=True)]


def _gone(one: Correction, cards: Cards, story: Story) -> dict[str, Any]:
    """Give the line of an entry that counts no more."""
    told = correction_json(one, cards, story)
    corrected = {name: told[name] for name in ("word", "instead", "reason", "words")}
    return {**told["wrong"], "struck": False, "ordinal": None, "corrected": corrected}


def newest_with(item: Mapping[str, Any], events: Sequence[Event], cards: Cards) -> Event | None:
    """Give the event behind an item; where it is about sealed fields, the newest of that topic that holds one.

    A referral says what it says itself: another one's words are none of it.

    A card whose key was destroyed stands, so that the reader says "erased" and not nothing.
    """
    place: int = item["ordinal"]
    event = events[place]
    if not item["sealed"]:
        return event
    topic = BY_TYPE[event.type].topic
    mine = events[place : place + 1] if item["kind"] == "referral" else events[: place + 1]
    for other in reversed(mine):
        card = cards.get(other.event_id)
        if card is None or BY_TYPE[other.type].topic != topic:
            continue
        if not isinstance(card, Opened) or any(card.personal.get(name) for name in item["sealed"]):
            return other
    return None


def told_item(found: Found, cards: Cards, sources: frozenset[str] | None) -> dict[str, Any]:
    """Give one item of the record: its values, opened, and who said it, when it happened and when it was written.

    `sources` are the organisations that may be named, none where all may be.
    """
    item, event, summary = found.item, found.event, event_summary(found.event, sources)
    values = dict(item["values"])
    card = cards.get(event.event_id)
    if isinstance(card, Opened):
        values |= {name: card.personal[name] for name in item["sealed"] if name in card.personal}
        values |= {"location_hidden": True} if item["kind"] == "about" and card.personal.get("location_hidden") else {}
    elif item["sealed"]:
        values[CANNOT_BE_READ if isinstance(card, Closed) else "erased"] = True
    told = {
        "kind": item["kind"],
        "values": values,
        "type": event.type,
        "said_by": summary.get("source_organisation"),
        "happened_at": summary["occurred_at"],
        "written_at": summary["recorded_at"],
        "event_id": summary["id"],
    }
    return told | {WITHHELD: True} if WITHHELD in summary else told
