"""The chain behind one value in words: what it is, where it stands, and what it replaced."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from hub.domain.record import HEADINGS
from hub.web import record_view
from hub.web.money import pounds
from hub.web.person_view import text_of
from hub.web.timeline_view import Corrected, corrected_of
from hub.web.words import Names, place_words, plain, said_by, told, words

_AS_ON_THE_PAGE: Final = frozenset(
    {
        "trust",
        "council",
        "provider",
        "ics",
        "location",
        "pathway",
        "destination",
        "service",
        "origin",
        "patient_class",
        "hours_per_week",
        "price_per_hour",
    }
)
_MONEY: Final = frozenset({"amount", "refund_due"})
_COUNCILS: Final = frozenset({"from_council", "to_council", "charged_by"})
_ITEM: Final = 4
"""Parts of the path of an item of the record."""


class Why(NamedTuple):
    """What the explanation of a value shows beside event and rule."""

    place: str
    value: str
    replaced: str | None
    said_by: str
    unsaid: bool
    """Nobody has said it: the event is the one that it is missing from."""
    corrected: Corrected | None
    """The correction by hand that made it what it is."""


def why_of(chain: Mapping[str, Any], names: Names) -> Why:
    """Return the chain in words."""
    path, before = str(chain["path"]), chain.get("replaced")
    return Why(
        place=_place(path),
        value=_text(path, chain.get("value"), names),
        replaced=None if before in (None, "", [], {}) else _text(path, before, names),
        said_by=said_by(names, chain.get("event") or {}),
        unsaid=chain.get("rule") == "not_stated",
        corrected=corrected_of(chain["correction"], names) if chain.get("correction") else None,
    )


def _field(path: str) -> list[str]:
    """Return the names of a field of the record or the name card; none for a value of the joint state."""
    parts = path.split(".")
    if parts[0] == "card":
        return parts[1:]
    return parts[_ITEM + 1 :] if parts[0] == "headings" and parts[_ITEM : _ITEM + 1] == ["values"] else []


def _text(path: str, value: Any, names: Names) -> str:
    field, last = _field(path), path.rpartition(".")[2]
    if value in (None, "", [], {}):
        return plain(None)
    if len(field) == 1:
        return record_view.text_of(field[0], value, names)
    if field:
        return plain(value)
    if last in _MONEY:
        return pounds(value)
    if last in _COUNCILS:
        return text_of("council", value, names)
    return text_of(last, value, names) if last in _AS_ON_THE_PAGE else told(value)


def _place(path: str) -> str:
    """Return where a value stands: `Shared record, about me, address`."""
    parts, field = path.split("."), _field(path)
    if parts[0] == "card":
        return ", ".join(["Name card", *(record_view.label_of(name).lower() for name in field if not name.isdigit())])
    if parts[0] != "headings":
        return place_words(path)
    heading = [words(HEADINGS[int(parts[1])]).lower()] if parts[1:2] else []
    return ", ".join(["Shared record", *heading, *(record_view.label_of(one).lower() for one in field[:1])])
