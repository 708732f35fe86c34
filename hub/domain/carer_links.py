"""Links between a carer and the person they care for: each side is shown the other only where both agree.

The agreement of the carer and that of the cared-for are two; taking either back hides the link on both sides at once,
and so does the last day of either.
Who the other side is, is not even kept in a state while one of them has not agreed.  Source: common law duty of
confidentiality; each is a third party to the other (UK GDPR article 15).
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Final

import msgspec

from hub.domain.carer_record import LINK, LINKED, CarerRules, CarerState, Link, put
from hub.domain.consent import CARER_LINK, Consent, holds
from hub.domain.days import day_of
from hub.domain.machine import BEGINNING
from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.domain.steps import Step

replace = msgspec.structs.replace


def link(state: CarerState, step: Step, rules: CarerRules) -> CarerState:
    """A link is told, or told again with other agreements: the newest word counts."""
    del rules
    body: Any = step.event.body
    is_carer = _side(step, body)
    if is_carer is None:
        return replace(state, notes=(*state.notes, (Rule.LINK_OF_OTHERS, step.ordinal)))
    place = _place(state, body.link_id)
    old = None if place is None else state.links[place]
    both = body.carer_agrees and body.cared_for_agrees
    notes = old.notes if old is not None else ()
    if body.carer_ref == body.cared_for_ref or (old is not None and old.is_carer != is_carer):
        notes, both = (*notes, (Rule.LINK_TO_ONESELF, step.ordinal)), False
    rule = Rule.LINK_AGREED if both else Rule.LINK_NOT_AGREED
    after = LINK.after(BEGINNING if old is None else old.state.value, step.event.type) or LINKED
    other = (body.cared_for_ref if is_carer else body.carer_ref) if both else b""
    until = min(filter(None, (body.carer_until, body.cared_for_until)), default=None)
    said, agreed_on = Said(after, step.ordinal, rule), day_of(step.event.occurred_at)
    relationship = body.relationship if both else None
    new = Link(body.link_id, said, is_carer, both, other, relationship, notes, agreed_on, until)
    return replace(state, links=put(state.links, place, new))


def unlink(state: CarerState, step: Step, rules: CarerRules) -> CarerState:
    """A link no longer holds: nothing of it is kept but that it was there."""
    del rules
    body: Any = step.event.body
    place = _place(state, body.link_id)
    after = None if place is None else LINK.after(state.links[place].state.value, step.event.type)
    if place is None or after is None:
        return replace(state, notes=(*state.notes, (Rule.UNKNOWN_LINK, step.ordinal)))
    old = state.links[place]
    new = Link(old.link_id, Said(after, step.ordinal, Rule.LINK_NOT_AGREED), old.is_carer, notes=old.notes)
    return replace(state, links=put(state.links, place, new))


def _side(step: Step, body: Any) -> bool | None:
    """Say whether the record that was told is the carer's; none when it is neither side's."""
    if step.event.subject_ref == body.carer_ref:
        return True
    return False if step.event.subject_ref == body.cared_for_ref else None


def _place(state: CarerState, link_id: str) -> int | None:
    return next((place for place, one in enumerate(state.links) if one.link_id == link_id), None)


def standing_links(state: CarerState) -> Iterator[Link]:
    """Give the links that were not ended."""
    return (one for one in state.links if one.state.value == LINKED)


def may_be_shown(state: CarerState, one: Link, on: date) -> bool:
    """Say whether a side may be shown who the other is: both agree, to this day, and this side took nothing back since.

    Whatever else a word about links was said with, it is about every link: in doubt nobody is shown.
    """
    if not one.both_agree or (one.until is not None and on > one.until):
        return False
    word = next((word for word in reversed(state.consents) if word.scope in {CARER_LINK, None}), None)
    return word is None or _is_past(word, one) or holds(word, on)


def is_hidden(state: CarerState, one: Link, on: date) -> bool:
    """Say whether a link is over on a day, or one of which nobody may be shown the other side."""
    return one.state.value != LINKED or not may_be_shown(state, one, on)


def _is_past(word: Consent, one: Link) -> bool:
    """Say whether a word had no more force when a link was agreed: the agreement itself is the newer word.

    What was in force then carries the agreement, and ends it on its last day.
    """
    return word.by < one.state.by and (one.agreed_on is None or not holds(word, one.agreed_on))


LINKS: Final[dict[str, Callable[[CarerState, Step, CarerRules], CarerState]]] = {
    "CarerLinked": link,
    "CarerUnlinked": unlink,
}
