"""A processor is given the events of the topics that it names and no others: those must be nothing to it."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from hub.bench.fold_figures import group_of
from hub.domain.steps import Step
from hub.events.catalogue import BY_TYPE, PEOPLE_TOPICS, TOPIC_OF
from hub.events.values import Source, Stated
from hub.runtime.folding import AnyProcessor
from tests.strategies import events

PROCESSORS = group_of("care").processors
OF_PEOPLE = [name for name, entry in BY_TYPE.items() if entry.topic in PEOPLE_TOPICS]


EVENTS = cache(events)
HIDDEN = Stated(Source("RZZ", "PAS"), hidden=True)


@pytest.mark.parametrize("processor", PROCESSORS, ids=[each.name for each in PROCESSORS])
@settings(max_examples=40, deadline=None)
@given(st.data())
def test_what_a_processor_does_not_read_would_change_nothing(processor: AnyProcessor, data: st.DataObject) -> None:
    """Whatever an event of another topic says, struck or not, of somebody new or of whom something was told."""
    own = [name for name in OF_PEOPLE if TOPIC_OF[name] in processor.topics]
    others = [name for name in OF_PEOPLE if name not in own]
    if not others:
        return
    state = processor.initial()
    for place in range(data.draw(st.integers(0, 2))):
        state = processor.evolve(state, Step(data.draw(st.sampled_from(own).flatmap(EVENTS)), place))
    event, by = data.draw(st.sampled_from(others).flatmap(EVENTS)), data.draw(st.none() | st.just(7))
    if hasattr(event.body, "stated"):  # what a message states of the person beside what it tells is the likeliest
        event = replace(event, body=replace(event.body, stated=HIDDEN))
    assert processor.evolve(state, Step(event, 5, struck=by)) == state


def test_every_processor_names_topics_of_people() -> None:
    """A name that no topic has would silently keep events away."""
    assert all(processor.topics and processor.topics <= set(PEOPLE_TOPICS) for processor in PROCESSORS)
