"""The banner of a person: who they are, on every page about them."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from hub.api.refs import ref_of
from hub.ports.reading import Json
from hub.web import person_view
from hub.web.dates import age, clinical
from hub.web.identity import NOT_KNOWN, identity_of
from hub.web.words import words

_BANNER: Final = ("name", "born", "sex", "nhs_number", "address", "phones", "email", "contacts")


def banner(state: Json, card: Json | None, today: date, subject: bytes) -> dict[str, Any]:
    """Return what the banner of a person needs; the age is that of the day that is looked at, or at death."""
    died = person_view.death_of(state)
    return {
        "who": identity_of(card, person_view.today_of(state, today)),
        "ref": ref_of(subject),
        "told": told_of(card),
        "died": None if died is None else clinical(died) if died else NOT_KNOWN,
        "allergies_told": any(each.get("allergies") for each in state.get("referrals") or ()),
        "age_at_death": age((card or {}).get("born"), date.fromisoformat(died[:10])) if died else None,
    }


def told_of(card: Json | None) -> Mapping[str, person_view.Value]:
    """Return what the banner shows of a card, by field, as values that can say why."""
    hidden = ("location_hidden",) if (card or {}).get("location_hidden") else ()
    held = [name for name in (*_BANNER, *hidden) if (card or {}).get(name)]
    return {name: person_view.Value(words(name), "", f"card.{name}") for name in held}
