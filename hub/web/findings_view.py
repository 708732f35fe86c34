"""Findings on a person's page: each beside the line, charge, case or stay that it is about, with who said each side."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from hub.web.care_view import Notice, shown_lines
from hub.web.dates import clinical_time
from hub.web.words import Names, named, said_by, words

Json = Mapping[str, Any]
Name = tuple[str, str | None, str | None]
"""Kind of thing, its id, and the trust or provider whose id that is."""

_KINDS: Final = {
    "line": "Support line",
    "charge": "Charge",
    "equipment": "Equipment",
    "determination": "Decision",
    "move": "Move",
}
"""Things whose id is said where they have no place on the page."""
_OWN: Final = frozenset({"assessment"})
"""Things that list their findings themselves."""


class Findings:
    """The findings of a joint state; `timeline` are the person's events, newest first, by which sources are named."""

    def __init__(self, state: Json, names: Names, timeline: Sequence[Json] = ()) -> None:
        self._state, self._names = state, names
        self._told = [line for line in reversed(timeline) if not line.get("corrected")]
        self._listed: Sequence[tuple[int, Json]] = list(enumerate(state.get("findings") or ()))
        self._shown = _places(state)

    def beside(self, kind: str, name: str | None, of: str | None = None) -> list[Notice]:
        """Return those about one thing that has a place on the page."""
        return [self._notice(at, one) for at, one in self._listed if _about(one) == (kind, name, of)]

    def rest(self) -> list[Notice]:
        """Return those about nothing that has a place of its own."""
        return [
            self._notice(at, one, _title(one, self._names))
            for at, one in self._listed
            if _about(one) not in self._shown
        ]

    def _notice(self, at: int, one: Json, title: str = "") -> Notice:
        more = ". ".join(filter(None, (title, self._said_by(one))))
        return Notice(one["words"], more or None, f"findings.{at}", words(one["rule"]))

    def _said_by(self, one: Json) -> str:
        """Return who said each side and when it was written: `Said by A, 14-Nov-2026 09:00; B, 15-Nov-2026 10:30`."""
        events = [self._told[at] for at in one["sources"] if at < len(self._told)]
        told = [f"{said_by(self._names, event)}, {clinical_time(event.get('recorded_at'))}" for event in events]
        return f"Said by {'; '.join(told)}" if told else ""


def _about(one: Json) -> Name:
    about = one["about"]
    return about["kind"], about["id"], about["of"]


def _title(one: Json, names: Names) -> str:
    kind, name, of = _about(one)
    if kind not in _KINDS or name is None:
        return ""
    return f"{_KINDS[kind]} {name}" + (f" of {named(names, 'provider', of)}" if of else "")


def _places(state: Json) -> frozenset[Name]:
    """Return everything that has a place of its own on the page."""
    found: set[Name] = {("spell", spell["spell_id"], spell["trust"]) for spell in state.get("spells") or ()}
    found |= {("line", line["line_id"], line["provider"]) for _, _, line in shown_lines(state)}
    found |= {("charge", charge["charge_id"], None) for charge in state.get("charges") or ()}
    found |= {("chc", case["case_id"], None) for case in state.get("chc") or ()}
    assessed = (one["assessment_id"] for one in state.get("assessments") or ())
    return frozenset(found | {(kind, name, None) for kind in _OWN for name in assessed})
