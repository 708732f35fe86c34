"""Charges to the person on their page: for what, how much, and what is to be paid back."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from hub.web.board_view import KEPT_HIDDEN, is_kept_hidden
from hub.web.care_view import Beside, nothing_beside
from hub.web.dates import clinical
from hub.web.money import pounds
from hub.web.notices_view import Shown
from hub.web.person_view import Value
from hub.web.services import service_words
from hub.web.words import Names, Tag, named, organisation, words

Json = Mapping[str, Any]

_STANDS: Final = Tag("Charged", "blue")
_BACK: Final = Tag("To be paid back", "red")
_TAKEN_BACK: Final = Tag("Taken back", "grey")
_UNCLEAR: Final = Tag("To be looked at", "orange")
_NOT_KNOWN: Final = "Cannot be worked out from what is known: see the alert"


def charges_of(state: Json, names: Names, beside: Beside = nothing_beside) -> list[Shown]:
    """Return the charges, newest first, each with what `beside` gives of it."""
    shown = []
    for at, charge in enumerate(state.get("charges") or ()):
        path = f"charges.{at}"
        title = charge_words(charge)
        found = beside("charge", charge["charge_id"], None)
        shown.append(Shown(title, _tag(charge), _values(state, charge, path, names), path, found))
    return shown[::-1]


def charge_words(charge: Json) -> str:
    """Return what was charged, and for which days."""
    return f"{pounds(charge['amount'])} for {_days(charge)}"


def _tag(charge: Json) -> Tag:
    if charge["reversed_on"]:
        return _TAKEN_BACK
    if charge["refund_due"] is None:
        return _UNCLEAR
    return _BACK if Decimal(charge["refund_due"]) else _STANDS


def _days(charge: Json) -> str:
    first, last = clinical(charge["from"]), clinical(charge["to"])
    return first if first == last else f"{first} to {last}"


def _values(state: Json, charge: Json, path: str, names: Names) -> list[Value]:
    hidden = is_kept_hidden(state)
    by = organisation(names, charge["charged_by"]) if charge["charged_by"] else "Not recorded"
    found = [Value("Charged for", _what(state, charge, names), f"{path}.line_id")]
    found.append(Value("Charged by", KEPT_HIDDEN if hidden else by, f"{path}.charged_by"))
    due = charge["refund_due"]
    if due is None or Decimal(due):
        found.append(Value("To be paid back", _NOT_KNOWN if due is None else pounds(due), f"{path}.refund_due"))
    if charge["reversed_on"]:
        found.append(Value("Taken back on", clinical(charge["reversed_on"]), f"{path}.reversed_on"))
    return found


def _what(state: Json, charge: Json, names: Names) -> str:
    """Return what was charged for: the line by its service and provider, or the piece of equipment."""
    name, provider = charge["line_id"], charge["provider"]
    told = f", {named(names, 'provider', provider)}" if provider else ""
    if name is None:
        return f"All support{told}"
    for episode in state.get("episodes") or ():
        for line in episode.get("lines") or ():
            if line["line_id"] == name and provider in {None, line["provider"]}:
                service = service_words(line["service"]) if line.get("service") else "Support"
                return f"{service}, {named(names, 'provider', line['provider'])}"
    for each in state.get("equipment") or ():
        if each["equipment_id"] == name:
            return words(each["kind"]) + told
    return f"Support that is not known here{told}"
