"""What senders say of a support line, in any order, against a diary of it that is kept by hand."""

import random
from datetime import timedelta
from itertools import pairwise
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.domain.lines import LineState
from hub.events import care_record as c
from hub.processors.joint import JointProcessor
from hub.processors.record import RecordProcessor
from tests.domain.line_lives import BASE, LAST, Diary, LineLife
from tests.domain.stories import Story
from tests.processors.people import AREAS, fold
from tests.processors.test_joint_lives import arrive

JOINT = JointProcessor(AREAS)
RECORD = RecordProcessor()
seeds = st.integers(0, 10**9)


def line_of(story: Story) -> LineState:
    """Fold a story of one line."""
    line: LineState
    (line,) = fold(story, JOINT).lines
    return line


def days_of(line: LineState) -> list[Any]:
    """Read hours, price and service off a line, day by day."""
    spans = [line.on(BASE + timedelta(days=day)) for day in range(LAST)]
    return [None if span is None else (span.hours, span.price, line.service_of(span)) for span in spans]


@settings(deadline=None, max_examples=300)
@given(seed=seeds, when_told=st.booleans())
def test_every_day_of_a_line_is_as_the_newest_word_about_it_says(seed: int, when_told: bool) -> None:  # noqa: FBT001
    """Whether it runs, hours, price and service, whatever day its sender dates a word by; and what contradicts what."""
    life = LineLife(seed)
    line, diary = line_of(life.story(when_told=when_told)), Diary(life)
    assert days_of(line) == [diary.on(day) for day in range(LAST)]
    found = {rule.label for rule, _ in line.notes}
    assert ("line_changed_at_rest" in found) == (diary.idle > 0)
    assert ("line_ended_before_start" in found) == diary.never_began
    assert ("called_off_in_vain" in found) == diary.in_vain


@settings(deadline=None, max_examples=150)
@given(seed=seeds)
def test_the_spans_of_a_line_follow_each_other(seed: int) -> None:
    """In the order of days, none over another, none without a day; only the last one may have no end."""
    spans = line_of(LineLife(seed).story(when_told=False)).spans
    for span, following in pairwise(spans):
        assert span.last is not None
        assert span.last < following.first
    assert all(span.last is None or span.first <= span.last for span in spans)


@settings(deadline=None, max_examples=100)
@given(seed=seeds)
def test_a_line_is_the_same_for_every_order_of_arrival(seed: int) -> None:
    """Shuffled, repeated and one by one: the same bytes of the joint state and of the record."""
    dice = random.Random(seed)
    events = LineLife(seed).story(when_told=dice.random() < 0.5).events
    arrived = [*events, *dice.choices(events, k=3)]
    dice.shuffle(arrived)
    processors: tuple[Any, ...] = (JOINT, RECORD)
    for processor in processors:
        story = Story()
        story.events = events
        whole = processor.encode(fold(story, processor))
        assert processor.encode(arrive([[one] for one in arrived], processor)) == whole
        assert processor.encode(processor.decode(whole)) == whole


def test_a_line_that_was_kept_without_its_words_is_read() -> None:
    """A line of twelve fields, as older releases kept it, runs as it did until its person is folded again."""
    (line,) = fold(_of_one_start(), JOINT).lines
    kept = msgspec.msgpack.encode(msgspec.structs.astuple(line)[:12])
    read = msgspec.msgpack.decode(kept, type=LineState)
    assert (read.spans, read.told, read.words) == (line.spans, None, ())


def test_a_line_of_one_start_keeps_it_once() -> None:
    """Nearly all lines are such: their span says it all, and a second word finds the first one whole."""
    story = _of_one_start()
    (line,) = fold(story, JOINT).lines
    assert (line.words, line.told) == ((), story.events[0].recorded_at)
    story.tell("2026-12-20T09:00", c.SupportLineEnded("L1", "1-100", BASE + timedelta(days=20)))
    (ended,) = fold(story, JOINT).lines
    (span,) = line.spans
    assert ended.spans == (msgspec.structs.replace(span, last=BASE + timedelta(days=20)),)
    assert (ended.service, ended.origin) == (line.service, line.origin)


def _of_one_start() -> Story:
    story = Story()
    fields = {"price_per_hour": 2000, "price_framework": "F1", "programme_id": "P1", "origin": "NEW"}
    story.line("2026-12-05T09:00", "L1", 700, service="reablement", **fields)
    return story
