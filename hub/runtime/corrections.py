"""What was corrected by hand: the entry that was wrong, the word that takes it back, and what stands in its place.

What was read again by a better profile is no such correction: there everything is shown as if it had been read so when
it came (docs/adr/0018).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from hub.domain.membership import Kinship
from hub.domain.ordering import STEP_TYPES
from hub.events.envelope import Event
from hub.events.identity import EventReplaced
from hub.people.vault import Opened
from hub.ports.recording import HAND
from hub.runtime.cards import Cards
from hub.runtime.folding import own
from hub.runtime.stories import Story
from hub.runtime.summaries import event_summary, sources_shown


class Correction(NamedTuple):
    """One correction; nothing stands `instead` of what was recorded by mistake."""

    wrong: Event
    word: Event
    instead: Event | None

    @property
    def said(self) -> frozenset[bytes]:
        """The ids of what the correction said."""
        return frozenset(event.event_id for event in (self.word, self.instead) if event is not None)


def corrections_of(story: Story) -> list[Correction]:
    """Give the corrections by hand that are known of a person, in the order in which they were received.

    Of several that name one entry the first that was received counts.
    """
    mine = own(Kinship(story.known), story.known, story.subject)
    by_id = {event.event_id: event for event in mine}
    words = sorted(_words(mine), key=lambda word: (word.received_at, word.event_id))
    found: dict[bytes, Correction] = {}
    for word in words:
        wrong = by_id.get(_replaced(word))
        if wrong is not None:
            found.setdefault(wrong.event_id, Correction(wrong, word, _instead(word, mine)))
    return list(found.values())


def _words(events: Sequence[Event]) -> Iterator[Event]:
    for event in events:
        if event.type == EventReplaced.__name__ and event.provenance is not None and event.provenance.feed == HAND:
            yield event


def _replaced(word: Event) -> bytes:
    return word.body.replaced if isinstance(word.body, EventReplaced) else b""


def _instead(word: Event, events: Sequence[Event]) -> Event | None:
    """Give what the same message says beside the word."""
    return next((event for event in events if event.type in STEP_TYPES and _message(event) == _message(word)), None)


def _message(event: Event) -> tuple[str, str] | None:
    said = event.provenance
    return None if said is None else (said.feed, said.message_id)


def correction_json(correction: Correction, cards: Cards, story: Story) -> dict[str, Any]:
    """Give who corrected what, when and why; the words of one's own are for whom the border lets through.

    While whereabouts are hidden nobody is shown words: they may say where the person lives.
    """
    sources = sources_shown(story)
    said = _why(cards.get(correction.word.event_id))
    return {
        "wrong": event_summary(correction.wrong, sources),
        "word": event_summary(correction.word, sources),
        "instead": None if correction.instead is None else correction.instead.event_id.hex(),
        "reason": said.get("reason"),
        "words": None if story.hidden else said.get("words"),
    }


def _why(card: Any) -> Mapping[str, Any]:
    """Give the sealed reason of a correction; nothing where it was erased or does not open."""
    held: Mapping[str, Any] = card.personal.get("correction") or {} if isinstance(card, Opened) else {}
    return held
