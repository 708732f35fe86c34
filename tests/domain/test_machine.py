"""State machines as values: which event fits in which state, and that every drawing in the documents is of today."""

import re
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import hub.domain
from hub.domain.machine import BEGINNING, Machine, drawn, move
from hub.events.catalogue import BY_TYPE

DOOR = Machine("door", (move("Opened", "[*] SHUT", "OPEN"), move("Shut", "OPEN", "SHUT")), frozenset({"SHUT"}))
DOCUMENT = Path(__file__).parents[2] / "docs/state-machines.md"


def machines() -> list[Machine]:
    """Give every machine of the rules."""
    modules = [import_module(f"hub.domain.{each.name}") for each in iter_modules(hub.domain.__path__)]
    found = {value.name: value for module in modules for value in vars(module).values() if isinstance(value, Machine)}
    return [found[name] for name in sorted(found)]


def test_an_event_moves_only_from_where_it_fits() -> None:
    """What does not fit is told as none, for the fold to note."""
    assert DOOR.after(BEGINNING, "Opened") == "OPEN"
    assert DOOR.after("OPEN", "Shut") == "SHUT"
    assert DOOR.after("SHUT", "Shut") is None
    assert list(DOOR.states) == ["SHUT", "OPEN"]


def test_a_drawing_has_one_line_for_each_arrow() -> None:
    """Readers see every move, where it begins and what makes it."""
    assert drawn(DOOR).splitlines() == [
        "stateDiagram-v2",
        "    SHUT --> OPEN: Opened",
        "    [*] --> OPEN: Opened",
        "    OPEN --> SHUT: Shut",
        "    SHUT --> [*]",
    ]


def test_every_machine_that_runs_is_drawn_in_the_documents_and_no_other() -> None:
    """A drawing that is older than the code would send people the wrong way."""
    text = DOCUMENT.read_text(encoding="utf-8")
    shown = dict(re.findall(r"^## (\S.*?)$.*?```mermaid\n(.*?)\n```", text, re.MULTILINE | re.DOTALL))
    assert shown == {machine.name: drawn(machine) for machine in machines()}


def test_every_move_is_made_by_an_event_that_exists_and_leads_on() -> None:
    """No move waits for an event that nobody can send, and nothing leaves a final state."""
    for machine in (DOOR._replace(moves=()), *machines()):
        assert {each.event for each in machine.moves} <= BY_TYPE.keys(), machine.name
        assert not {source for each in machine.moves for source in each.sources} & machine.final, machine.name
