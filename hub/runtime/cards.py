"""Name cards: what is shown of who somebody is, put together from what partners said, without what is hidden."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from hub.domain.steps import stated_in
from hub.domain.whereabouts import Hidden, Hiding, restated
from hub.events.envelope import Event
from hub.events.values import Erased, Source
from hub.people.card import WHEREABOUTS
from hub.people.vault import Closed, Opened

Card = Mapping[str, Any]
Cards = Mapping[bytes, Opened | Erased | Closed]
"""Opened cards by event id."""

CANNOT_BE_READ: Final = "cannot_be_read"
"""In a card: that a sealed part behind it did not open, so that something of it may be missing or old."""
_SHOWN: Final = ("name", "born", "sex", "nhs_number", "address", "phones", "email", "contacts", "gp_practice")
LISTED: Final = ("name", "born", "sex", "nhs_number")
"""What tells people apart in a list; whereabouts are on a person's own page alone (Caldicott principle 3)."""


def personal(events: Iterable[Event]) -> list[Event]:
    """Give the events that say anything personal, a name or only a number."""
    return [event for event in events if event.carries_card or (event.sealed is not None and event.sealed.personal)]


def is_hidden(events: Sequence[Event], cards: Cards) -> bool:
    """Whether the person's whereabouts must not be published (ITK ZU8-4, and DWP's sensitive address).

    `events` are in canonical order.  They are hidden from the moment at which a source says so until the same source
    says that they are not (`hub.domain.whereabouts`); what is clear in an event counts before what its card says, so
    whose record was erased stays hidden.
    """
    known: Hiding = ()
    for event in events:
        said = _said_of_hiding(event, cards.get(event.event_id))
        if said is not None:
            told = event.provenance
            source = Source(told.source_organisation, told.source_system) if told else Source("", "")
            known = restated(known, Hidden(source, 0, event.recorded_at), hidden=said)
    return bool(known)


def _said_of_hiding(event: Event, card: Opened | Erased | Closed | None) -> bool | None:
    """Give whether an event says that whereabouts are hidden; one whose card does not open may have said so."""
    stated = stated_in(event)
    said = stated.hidden if stated is not None else None
    if said is None and isinstance(card, Opened):
        said = card.personal.get("location_hidden")
    hides = getattr(event.body, "location_hidden", False) or isinstance(card, Closed)
    return True if said is None and hides else said


def published(card: Card, *, hidden: bool) -> dict[str, Any]:
    """Give what may be shown of a card: without whereabouts when they are hidden."""
    if not hidden:
        return {name: value for name, value in card.items() if name != "location_hidden"}
    return {name: value for name, value in card.items() if name not in WHEREABOUTS} | {"location_hidden": True}


def card_of(opened: Iterable[Opened | Erased | Closed], *, hidden: bool) -> dict[str, Any] | None:
    """Put the newest word on each field together, from cards in canonical order; none when all of them were erased.

    A sender that knows a family name alone does not take a whole name away.  Of a card that does not open it is said
    that it cannot be read, beside what the others say.
    """
    every = list(opened)
    readable = [card.personal for card in every if isinstance(card, Opened)]
    found: dict[str, Any] = {CANNOT_BE_READ: True} if any(isinstance(card, Closed) for card in every) else {}
    if not readable:
        return found or (None if every else {})
    for card in reversed(readable):
        found = {name: card[name] for name in _SHOWN if card.get(name)} | found
    names = [card["name"] for card in reversed(readable) if card.get("name")]
    whole = next((name for name in names if name.get("family") and name.get("given")), None)
    if whole is not None:
        found["name"] = whole
    else:
        found |= _known_by(readable)
    return published(found, hidden=hidden)


def _known_by(readable: Sequence[Card]) -> dict[str, Any]:
    """Give the identifiers by which somebody without a whole name is known, each once, the newest first."""
    every = [one for card in reversed(readable) for one in card.get("identifiers") or () if one.get("kind") != "NHS"]
    unique = {(one.get("kind"), one.get("authority"), one.get("value")): one for one in every}
    return {"identifiers": list(unique.values())} if unique else {}


def listed(card: Card | None) -> dict[str, Any] | None:
    """Give what a list may show of a card, or none when the person was erased."""
    if card is None:
        return None
    kept = (*LISTED, CANNOT_BE_READ) if is_whole(card) else (*LISTED, CANNOT_BE_READ, "identifiers")
    return {name: card[name] for name in kept if card.get(name)}


def is_whole(card: Card) -> bool:
    """Whether a card names somebody with family and given name."""
    name = card.get("name") or {}
    return bool(name.get("family") and name.get("given"))
