"""Which event made a view say what it says, by which rule, and what it said before.

Where a processor names the event and the rule behind a value, that is the answer.  Any other value is explained by the
last event that changed it, under the rule of the nearest part around it that names one.  What nobody has said is
explained by the event that brought in what it is missing from: the discharge without a pathway, the line without a
price.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from hub.domain.ordering import ALWAYS_SETTLED, fold_in_place_is_safe, order_key, settled_after, steps
from hub.domain.rules import Rule
from hub.domain.steps import Step
from hub.runtime.folding import AnyProcessor, folded
from hub.runtime.stories import Story
from hub.runtime.values import MISSING, at_path, counterpart


class Because(NamedTuple):
    """The event, by its place in the person's order, the rule, and the value before it (none when there was none)."""

    ordinal: int
    rule: Rule
    replaced: Any


def because(processor: AnyProcessor, story: Story, path: str) -> Because | None:
    """Explain the value at a path of a processor's view of a story, or give none where the view has no such place."""
    state, on = story.person.states[processor.name], story.on
    shown = processor.view(state, on)
    value = at_path(shown, path)
    if value is MISSING or not story.steps:
        return None
    said = (counterpart(shown, path, processor.view(one, on)) for one in states(processor, story))
    reasons = processor.reasons(state, on)
    if path in reasons:
        ordinal, label = reasons[path]
        values = list(islice(said, ordinal + 1))
    else:
        values = list(said)
        ordinal, label = _last_change(values, story.happened), _rule_around(path, reasons, value)
    before = values[ordinal]
    return Because(ordinal, Rule.of(label), None if before is MISSING else before)


def states(processor: AnyProcessor, story: Story) -> Iterator[Any]:
    """Give the state before the first event and after each, as of the story's day, had nothing later happened.

    A cancel works from its own place on, so the value that it takes back is seen to stand until then.
    """
    whole = then = processor.initial()
    last, settled = b"", ALWAYS_SETTLED
    yield whole
    events = [step.event for step in story.steps]
    for place, event in enumerate(events):
        if fold_in_place_is_safe(last, settled, event):
            whole = processor.evolve(whole, Step(event, place))
            then = whole if place < story.happened else then
        else:
            order = steps(events[: place + 1])
            settled = settled_after(order)
            whole = folded(processor, order)
            then = whole if place < story.happened else folded(processor, order[: story.happened])
        last = order_key(event)
        yield processor.as_of(whole, then, story.on)


def _last_change(values: Sequence[Any], happened: int) -> int:
    """Give the place of the event after which a value stood as it does now; where it always did, the day's newest.

    `values` begins with the value before the first event.
    """
    changed = (place for place in range(len(values) - 1, 0, -1) if values[place] != values[place - 1])
    return next(changed, happened or len(values) - 1) - 1


def _rule_around(path: str, reasons: Mapping[str, tuple[int, str]], value: Any) -> str:
    if value in (None, "", [], {}):
        return Rule.NOT_STATED.label
    around, found = path, None
    while found is None and "." in around:
        around = around.rpartition(".")[0]
        found = reasons.get(around)
    return found[1] if found else Rule.STATED_BY_PARTNER.label
