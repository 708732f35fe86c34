"""Looking at a story on a day: everything is folded, and what had happened by the day."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from typing import Any

from hub.domain.days import end_of
from hub.domain.ordering import steps
from hub.events.envelope import Event
from hub.processors.joint import JointProcessor

JOINT = JointProcessor()


def on_the_day(events: Sequence[Event], on: date, processor: Any = JOINT) -> Any:
    """Fold everything and what had happened by a day, and give the state of the day."""
    order = steps(events)
    happened = bisect_right([step.event.occurred_at for step in order], end_of(on))
    whole = then = processor.initial()
    for step in order:
        whole = processor.evolve(whole, step)
    for step in order[:happened]:
        then = processor.evolve(then, step)
    return processor.as_of(whole, then, on)
