"""Nobody keeps a rule for what nobody can say: every event type is made by a connector, an entry or the hub itself."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import pytest

from connectors.hand_record.profile import named
from hub.events.catalogue import BY_TYPE

ROOT: Final = Path(__file__).parents[2]
BY_THE_HUB: Final[Mapping[str, str]] = {
    "DayStarted": "hub/runtime/ticks.py",
    "FactChanged": "hub/runtime/publishing.py",
    "CarerLinked": "hub/runtime/carer_links.py",
    "CarerUnlinked": "hub/runtime/carer_links.py",
    "PlanTransferred": "hub/runtime/document_door.py",
    "SubjectKeyDestroyed": "hub/runtime/forgetting.py",
}
"""Event types that the hub makes of its own accord, or that a command asks it for, and where."""
_SAYS_NO_MORE: Final = frozenset({"isinstance", "issubclass"})


def made_in(folder: Path) -> set[str]:
    """Give the event types that the code of a folder makes: named in an expression, and not merely asked after."""
    return {name for file in folder.rglob("*.py") for name in made_by(file)}


def made_by(file: Path) -> set[str]:
    """Give the event types that one file makes."""
    return set(_named(ast.parse(file.read_text("utf-8"))))


def _named(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _SAYS_NO_MORE:
        return
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    if name in BY_TYPE:
        yield name
    for field, value in ast.iter_fields(node):
        if field in {"annotation", "returns"}:
            continue
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, ast.AST):
                yield from _named(each)


def makers() -> dict[str, set[str]]:
    """Give who makes event types: each connector's translators, the table of entries, the hub."""
    found = {folder.name: made_in(folder) for folder in (ROOT / "connectors").iterdir() if folder.is_dir()}
    del found["simulator"]
    found["entries"] = {kind.event for kind in named("entries").by_what.values() if kind.event}
    found["hub"] = set(BY_THE_HUB)
    return found


MAKERS: Final = makers()


@pytest.mark.parametrize("event", BY_TYPE)
def test_every_event_is_made_by_something(event: str) -> None:
    """Whoever runs the hub can send it: over a feed, by hand, or it follows from what was sent."""
    assert any(event in made for made in MAKERS.values())


def test_makers_are_found_where_they_are() -> None:
    """The search is no sieve: what is asked after, or stands in an annotation, is not made."""
    assert {"SpellAdmitted", "TransferCancelled", "LeaveStarted"} <= MAKERS["hospital_hl7v2"]
    assert MAKERS["provider_table"] == {
        "SupportLineStarted", "SupportLineChanged", "SupportLineEnded", "VisitConfirmed", "VisitMissed",
    }  # fmt: skip
    assert "DwpReferralReceived" in MAKERS["dwp"]
    assert all(event in made_by(ROOT / file) for event, file in BY_THE_HUB.items())
    code = "def seen(body: SpellAdmitted) -> SpellMoved: return isinstance(body, SpellMerged) or LeaveEnded(body)"
    assert set(_named(ast.parse(code))) == {"LeaveEnded"}
