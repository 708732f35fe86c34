"""A view under construction: JSON values, and for each path who said it and by which rule."""

from datetime import date
from typing import TypeVar

from hub.domain.days import day_of, rfc3339
from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.domain.spells import is_exact
from hub.events.values import Code, Moment, Place

T = TypeVar("T")


def moment_text(moment: Moment) -> str:
    """Write a moment as RFC 3339 with the London offset, or as the date alone when it is no finer than a day."""
    return rfc3339(moment.at) if is_exact(moment) else day_of(moment.at).isoformat()


def code_json(code: Code | None) -> dict[str, str | None] | None:
    """Write a coded value as system, code and display."""
    return None if code is None else {"system": code.system, "code": code.code, "display": code.display}


def place_json(place: Place | None) -> dict[str, str | None] | None:
    """Write a place by its parts."""
    return None if place is None else {name: getattr(place, name) for name in Place.__struct_fields__}


class Page:
    """Collects the reasons of a view while it is built."""

    def __init__(self) -> None:
        self.reasons: dict[str, tuple[int, str]] = {}

    def why(self, path: str, by: int, rule: Rule) -> None:
        """Note who decided the value at a path."""
        self.reasons[path] = (by, rule.label)

    def held(self, path: str, said: Said[T] | None) -> T | None:
        """Give the value and note its reason."""
        if said is None:
            return None
        self.why(path, said.by, said.rule)
        return said.value

    def moment(self, path: str, said: Said[Moment | None] | None) -> str | None:
        """Give a moment as text and note its reason."""
        value = self.held(path, said)
        return None if value is None else moment_text(value)

    def day(self, path: str, said: Said[Moment | None] | None) -> str | None:
        """Give the Europe/London date of a moment as text and note its reason."""
        value = self.held(path, said)
        return None if value is None else iso(day_of(value.at))


def iso(day: date | None) -> str | None:
    """Write a date, or none."""
    return None if day is None else day.isoformat()


def finding_json(rule: Rule) -> dict[str, str]:
    """Write what does not fit by the name of its rule and in words."""
    return {"rule": rule.label, "words": rule.words}
