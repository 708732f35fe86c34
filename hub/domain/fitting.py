"""Whether a machine may go from one state to another by an event that leads to several."""

from hub.domain.machine import Machine


def leads(machine: Machine, state: str, event: str, target: str) -> bool:
    """Say whether the machine has this move: which of an event's targets is meant, its body or a policy says."""
    return any(move.event == event and move.target == target and state in move.sources for move in machine.moves)
