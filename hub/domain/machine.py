"""A state machine as a value: the fold runs it, and the documents draw it, so that both say the same."""

from collections.abc import Sequence
from typing import Final, NamedTuple

BEGINNING: Final = "[*]"
"""Before anything was told; also how a drawing ends."""


class Move(NamedTuple):
    """One move: the event type that makes it, the states in which it may be made, and the state after it."""

    event: str
    sources: frozenset[str]
    target: str


class Machine(NamedTuple):
    """A named machine.  `final` are states that nothing leaves."""

    name: str
    moves: tuple[Move, ...]
    final: frozenset[str] = frozenset()

    def after(self, state: str, event: str) -> str | None:
        """Return the state after an event, or none where the event does not fit: what a fold notes as a finding."""
        found = (move.target for move in self.moves if move.event == event and state in move.sources)
        return next(found, None)

    @property
    def states(self) -> Sequence[str]:
        """Every state, in the order in which moves name them."""
        named = [state for move in self.moves for state in (*sorted(move.sources), move.target)]
        return [state for state in dict.fromkeys(named) if state != BEGINNING]


def move(event: str, sources: str, target: str) -> Move:
    """Make a move; `sources` are names with spaces between them."""
    return Move(event, frozenset(sources.split()), target)


def drawn(machine: Machine) -> str:
    """Draw a machine as a Mermaid state diagram, one line for each source of each move."""
    lines = ["stateDiagram-v2"]
    for each in machine.moves:
        lines += [f"    {source} --> {each.target}: {each.event}" for source in sorted(each.sources)]
    lines += [f"    {state} --> {BEGINNING}" for state in sorted(machine.final)]
    return "\n".join(lines)
