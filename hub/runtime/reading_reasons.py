"""Why a state, record or name card says what it says: event, message, author, times, rule, and what it replaced."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any, Final, NamedTuple
from uuid import UUID

from hub.domain.days import day_of
from hub.domain.membership import Kinship
from hub.domain.rules import Rule
from hub.errors import NotFound
from hub.events.catalogue import BY_TYPE
from hub.events.envelope import Event
from hub.people.vault import Opened
from hub.runtime.beside import BESIDE, OF_HELP
from hub.runtime.cards import Cards
from hub.runtime.corrections import Correction, correction_json, corrections_of
from hub.runtime.explaining import because
from hub.runtime.folding import AnyProcessor, refold
from hub.runtime.reading_people import Found, PeopleReading, as_shown, card_of_story, found_items, standing
from hub.runtime.stories import Story, told_without
from hub.runtime.summaries import event_summary, sources_shown
from hub.runtime.values import MISSING, at_path, counterpart

Viewing = Callable[[Story], AnyProcessor]
"""Gives the processor that a reader views a story with."""
_ITEM: Final = 4
"""Parts of the path of an item: `headings.0.items.0`."""


class Reason(NamedTuple):
    """The event and the rule behind a value, and what was there before that event."""

    event: Event
    rule: Rule = Rule.STATED_BY_PARTNER
    replaced: Any = None
    correction: Correction | None = None
    """The correction by hand that made the value what it is."""


class ReasonReading(PeopleReading):
    """Explains every value that a person's page shows.

    Paths are as `episodes.0.day`, `headings.0.items.0.values.born` and `card.nhs_number`.
    """

    async def why(self, subject: bytes, path: str, on: date | None, known_at: int | None) -> dict[str, Any]:
        """Give the chain behind one value.  Raises `NotFound` where neither state nor record has such a place."""
        story = await self.story(subject, on, known_at, whole=True)
        return await self._chain(story, path, *await self._explained(story, path))

    async def why_of_help(
        self, subject: bytes, path: str, on: date | None, known_at: int | None, council: str | None = None
    ) -> dict[str, Any]:
        """Give the chain behind one value of early help or of a carer's own record (`cases.0.state`, `carer.died`).

        Raises `NotFound` where neither has such a place.
        """
        story = await self.story(subject, on, known_at, whole=True)
        name = OF_HELP.get(path.partition(".")[0])
        if name is None or name not in story.person.states:
            return await self._chain(story, path, MISSING, None)
        help_of = partial(self.helping, name, council=council)
        shown = help_of(story).view(story.person.states[name], story.on)
        return await self._chain(story, path, at_path(shown, path), self._reason(name, story, path, help_of))

    def helping(self, name: str, story: Story, council: str | None) -> AnyProcessor:
        """Give a processor of early help to view a story with: it shows no more than may be seen today."""
        current = Kinship(story.told).survivor_of(story.asked)
        processor = self.processor_for(name, story)
        now = refold(current, story.told, (processor,)).states[name]
        return processor.narrowed(now, day_of(self.parts.clock.now()), council)

    async def _chain(self, story: Story, path: str, value: Any, reason: Reason | None) -> dict[str, Any]:
        if value is MISSING or reason is None:
            raise NotFound("there is no such value; `hub state`, `hub record` and `hub early-help` show them")
        forgotten = self.forgotten_at(story)
        if forgotten is not None:
            reason = reason._replace(rule=Rule.FORGOTTEN)
        chain = {
            "subject_ref": str(UUID(bytes=story.subject)),
            "path": path,
            "value": value,
            "rule": reason.rule.label,
            "rule_words": reason.rule.words,
            "source": reason.rule.source,
            "event": event_summary(reason.event, sources_shown(story)),
            "replaced": reason.replaced,
            "correction": await self._correction(story, reason.correction),
        }
        return chain if story.subject == story.asked else chain | {"now": chain["subject_ref"]}

    async def _correction(self, story: Story, correction: Correction | None) -> dict[str, Any] | None:
        if correction is None:
            return None
        return correction_json(correction, await self._opened([correction.word]), story)

    async def _explained(self, story: Story, path: str) -> tuple[Any, Reason | None]:
        first = path.partition(".")[0]
        if first not in {"headings", "card"}:
            return at_path(self.joint(story), path), self._because(BESIDE.get(first, "joint"), story, path)
        cards = await self._opened(story.told)
        if first == "headings":
            value = at_path(self._record(story, cards), path)
            return value, self._of_record(story, cards, path, value)
        value = at_path({"card": card_of_story(story, cards)}, path)
        return value, _first_to_say(standing(story, cards), cards, path[len("card.") :], value)

    def _because(self, name: str, story: Story, path: str) -> Reason | None:
        return self._reason(name, story, path, partial(self.processor_for, name))

    def _reason(self, name: str, story: Story, path: str, viewing: Viewing) -> Reason | None:
        """Explain a value; where it was corrected by hand, what it replaced is what it would be without that."""
        found = because(viewing(story), story, path)
        if found is None:
            return None
        reason = Reason(story.steps[found.ordinal].event, found.rule, found.replaced)
        shown = viewing(story).view(story.person.states[name], story.on)
        value, processor = at_path(shown, path), self.processor(name)
        for correction in reversed(corrections_of(story)):
            its_own = reason.event == correction.instead
            if its_own or correction.word.received_at >= reason.event.received_at:
                before = told_without(story, correction.said, processor)
                was = counterpart(shown, path, viewing(before).view(before.person.states[name], story.on))
                if was not in (value, MISSING):
                    return reason._replace(replaced=was, correction=correction)
                if its_own:
                    return reason._replace(correction=correction)
        return reason

    def _of_record(self, story: Story, cards: Cards, path: str, value: Any) -> Reason | None:
        field = path.split(".")[_ITEM:]
        items = found_items(self.view("record", story), story, as_shown(story, cards))
        found = at_path({"headings": [{"items": one} for one in items]}, ".".join(path.split(".")[:_ITEM]))
        if not isinstance(found, Found):
            return _of_heading(story, items, path)
        if field[:1] != ["values"] or field[-1] == "values":
            return Reason(found.event)
        if field[1] in found.item["values"]:
            return self._because("record", story, ".".join([found.path, *field]))
        topic = BY_TYPE[found.event.type].topic
        alike = [step.event for step in story.steps if BY_TYPE[step.event.type].topic == topic]
        upto = alike[: alike.index(found.event) + 1]
        return _first_to_say(upto, cards, ".".join(field[1:]), value)


def _of_heading(story: Story, items: Sequence[Sequence[Found]], path: str) -> Reason | None:
    """Explain a heading by its newest item; one without any by the newest event: up to it nothing was said."""
    under = at_path(items, path.split(".")[1]) if "." in path else [one for heading in items for one in heading]
    if under is MISSING or not story.happened:
        return None
    return Reason(under[0].event) if under else Reason(story.steps[story.happened - 1].event, Rule.NOT_STATED)


def _first_to_say(events: Sequence[Event], cards: Cards, name: str, value: Any) -> Reason | None:
    """Give the event that first said what still holds of a personal field, and what was said before it.

    `events` are in canonical order and `value` is what is shown: what is hidden has none and is never asked about.
    """
    said = [(event, _said(cards, event, name)) for event in events]
    known = [(event, held) for event, held in said if held is not MISSING]
    place = next((at for at in range(len(known) - 1, -1, -1) if known[at][1] == value), None)
    if place is None:
        return Reason(events[-1]) if events else None
    while place and known[place - 1][1] == value:
        place -= 1
    return Reason(known[place][0], replaced=known[place - 1][1] if place else None)


def _said(cards: Cards, event: Event, name: str) -> Any:
    card = cards.get(event.event_id)
    return at_path(card.personal, name) if isinstance(card, Opened) else MISSING
