"""What one more event would change of a person's joint state, before it is there."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from hub.composition import Core
from hub.domain.days import day_of
from hub.events.envelope import Event
from hub.runtime.folding import refold


async def foreseen(core: Core, event: Event, subject: bytes) -> dict[str, Any] | None:
    """Fold an event onto the person under whose key it lies and compare the joint views; none when nothing changes."""
    history = [core.codec.decode_clear(row.value) for row in await core.store.history(subject)]
    paths = sorted(differing(_view(core, subject, history), _view(core, subject, [*history, event])))
    return {"subject_ref": str(UUID(bytes=subject)), "type": event.type, "paths": paths} if paths else None


def _view(core: Core, subject: bytes, events: Sequence[Event]) -> Mapping[str, Any]:
    person = refold(subject, events, core.group.processors)
    joint = core.group.processors[0]
    return joint.view(person.states[joint.name], day_of(core.clock.now()))


def differing(before: Any, after: Any, path: str = "") -> set[str]:
    """Give the dotted paths at which two JSON-able values differ."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        names = before.keys() | after.keys()
        return {p for name in names for p in differing(before.get(name), after.get(name), f"{path}.{name}".lstrip("."))}
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        pairs = enumerate(zip(before, after, strict=True))
        return {p for n, (one, other) in pairs for p in differing(one, other, f"{path}.{n}")}
    return set() if before == after else {path}
