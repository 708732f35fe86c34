"""What was said of a thing that an entry may be about, in words by which two of one kind are told apart."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from hub.ports.recording import Thing
from hub.web.dates import clinical
from hub.web.words import Names, organisation, words

_HUNDRED: Final = 100


def said_words(thing: Thing, names: Names, *, hidden: bool) -> list[str]:
    """Say its kind, amount, hours, council and days; no council of somebody whose whereabouts are hidden."""
    said = {**{name: value for name, value in thing.values.items() if name in _SAY}, **thing.said}
    told = [say(said[name]) for name, say in _SAY.items() if said.get(name) is not None]
    councils = [("to", said.get("to_council")), ("charged by", thing.values.get("charged_by"))]
    return told + [f"{how} {organisation(names, code)}" for how, code in councils if code and not hidden]


def _pounds(pence: int) -> str:
    return f"\u00a3{pence / _HUNDRED:,.2f}"


def _hours(hundredths: int) -> str:
    return f"{hundredths / _HUNDRED:g} hours a week"


def _day(day: date) -> str:
    return clinical(day.isoformat())


_SAY: Final[Mapping[str, Callable[[Any], str]]] = {
    "kind": lambda code: words(code).lower(),
    "about": lambda code: words(code).lower(),
    "outcome": lambda code: words(code).lower(),
    "amount": _pounds,
    "cost": _pounds,
    "hours_per_week": _hours,
    "from_on": lambda day: f"from {_day(day)}",
    "to_on": lambda day: f"to {_day(day)}",
    "intended_on": lambda day: f"on {_day(day)}",
}
"""How each is said, in this order."""
