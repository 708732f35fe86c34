"""The canonical order of a person's events, and which cancel takes back which event."""

import random
from collections.abc import Callable
from datetime import date

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.domain.ordering import (
    ALWAYS_SETTLED,
    NEVER_SETTLED,
    fold_in_place_is_safe,
    is_in_order,
    order_key,
    settled_after,
    steps,
)
from hub.domain.pairing import CLOCKS_APART
from hub.events import discharge as d
from hub.events import identity as i
from hub.events.envelope import Event
from hub.events.time import DayStarted
from tests.domain.oracle import struck_by_hand
from tests.domain.stories import Story, spell


def _struck(events: list[Event]) -> set[bytes]:
    return {step.event.event_id for step in steps(events) if step.struck is not None}


@given(st.lists(st.integers(-(10**14), 10**14), min_size=2, max_size=8))
def test_keys_sort_as_times_do_before_and_after_1970(times: list[int]) -> None:
    """Events sort by when they happened, also those before 1970."""
    base = Story().admit("2026-11-02T09:15")
    events = [msgspec.structs.replace(base, occurred_at=at) for at in times]
    assert [event.occurred_at for event in sorted(events, key=order_key)] == sorted(times)


def test_equal_times_sort_by_rank_then_recorded_time_then_id() -> None:
    """Within one minute plans come before admissions, admissions before discharges, cancels last."""
    story = Story()
    cancel = story.cancel_discharge("2026-11-02T09:15", recorded="2026-11-02T09:10")
    late = story.discharge("2026-11-02T09:15", recorded="2026-11-02T11:00")
    early = story.discharge("2026-11-02T09:15", recorded="2026-11-02T10:00")
    admitted = story.admit("2026-11-02T09:15")
    planned = story.tell("2026-11-02T09:15", d.AdmissionPlanned(spell()))
    order = [step.event for step in steps(story.events)]
    assert order == [planned, admitted, early, late, cancel]


def test_a_redelivered_event_is_one_step() -> None:
    """A message that arrives twice counts once, whenever it arrived again."""
    story = Story()
    first = story.admit("2026-11-02T09:15")
    again = msgspec.structs.replace(first, received_at=99)
    assert [step.event for step in steps([again, first])] == [first]
    assert [step.event for step in steps([first, again, first])] == [first]


def test_links_and_kept_messages_are_no_steps() -> None:
    """Merges of people and messages without meaning take no place in the order; a destroyed key does."""
    story = Story()
    story.tell("2026-11-01", i.PersonMerged(b"a" * 16, b"b" * 16))
    story.tell("2026-11-01", i.PersonUnmerged(b"a" * 16, b"b" * 16))
    story.tell("2026-11-01", i.IdentifierChanged(b"a" * 16, b"b" * 16))
    story.tell("2026-11-01", d.SpellMoved(spell(), b"a" * 16, b"b" * 16))
    story.tell("2026-11-01", i.MessageKept("A60"))
    story.tell("2026-11-01", DayStarted(day=date(2026, 11, 1)))
    destroyed = story.tell("2026-11-01", i.SubjectKeyDestroyed("erasure"))
    assert [step.event for step in steps(story.events)] == [destroyed]


def test_a_cancel_recorded_before_its_target_strikes_it() -> None:
    """A published feed has a transfer cancel with an earlier recorded time than the transfer: it still pairs."""
    story = Story()
    story.admit("2026-11-02T09:15")
    moved = story.move("2026-11-03T10:00", "W7", recorded="2026-11-03T12:00")
    story.tell("2026-11-03T10:00", d.TransferCancelled(spell()), recorded="2026-11-03T11:00")
    assert _struck(story.events) == {moved.event_id}


def test_discharge_cancelled_and_entered_again_at_the_same_minute() -> None:
    """A03, A13, A03 with one event time: the first is struck, the second stands."""
    story = Story()
    first = story.discharge("2026-11-13T16:40", recorded="2026-11-13T17:12")
    story.cancel_discharge("2026-11-13T16:40", recorded="2026-11-13T19:00")
    story.discharge("2026-11-13T16:40", recorded="2026-11-13T20:00")
    assert _struck(story.events) == {first.event_id}


def test_two_cancels_of_one_time_strike_two_targets() -> None:
    """One cancel strikes one discharge: the earliest recorded that no cancel has struck yet."""
    story = Story()
    gone = [story.discharge("2026-11-13T16:40", recorded=f"2026-11-13T{at}") for at in ("17:00", "18:10")]
    story.discharge("2026-11-13T16:40", recorded="2026-11-13T18:40")
    story.cancel_discharge("2026-11-13T16:40", recorded="2026-11-13T18:00")
    story.cancel_discharge("2026-11-13T16:40", recorded="2026-11-13T18:30")
    assert _struck(story.events) == {event.event_id for event in gone}


def test_a_cancel_without_the_time_strikes_the_latest_before_it_was_recorded() -> None:
    """A feed that does not repeat the time cancels the latest move that lay before the cancel was written."""
    story = Story()
    story.move("2026-11-10T10:00", "W6")
    latest = story.move("2026-11-13T16:40", "W7")
    story.move("2026-11-20T10:00", "W8")
    story.tell("2026-11-14T09:00", d.TransferCancelled(spell()), recorded="2026-11-14T09:05")
    assert _struck(story.events) == {latest.event_id}


def test_exact_pairs_come_before_the_fallback() -> None:
    """A sloppy cancel never takes a target from a cancel that names its time."""
    story = Story()
    one = story.discharge("2026-11-10T10:00")
    two = story.discharge("2026-11-13T16:40")
    story.cancel_discharge("2026-11-14T09:00", recorded="2026-11-14T09:05")
    story.cancel_discharge("2026-11-13T16:40", recorded="2026-11-14T09:06")
    assert _struck(story.events) == {one.event_id, two.event_id}
    exact = next(s for s in steps(story.events) if s.event.occurred_at == two.occurred_at and s.strikes is not None)
    assert steps(story.events)[exact.strikes or 0].event == two


def test_a_cancel_waits_for_a_target_that_has_not_come() -> None:
    """A cancel alone strikes nothing and says so; targets of another spell or kind are left alone."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-13T16:40", number="SP2")
    cancel = story.cancel_discharge("2026-11-14T09:00")
    assert _struck(story.events) == set()
    assert next(s for s in steps(story.events) if s.event == cancel).strikes is None
    assert settled_after(steps(story.events)) == cancel.recorded_at + CLOCKS_APART


def test_a_cancel_pairs_over_merged_spell_numbers() -> None:
    """After A42 two numbers are one stay, so a cancel under the new number strikes a discharge under the old."""
    story = Story()
    gone = story.discharge("2026-11-13T16:40", number="OLD")
    story.cancel_discharge("2026-11-13T16:40", number="SP1")
    story.tell("2026-11-15", d.SpellMerged(spell("SP1"), spell("OLD")))
    assert _struck(story.events) == {gone.event_id}
    assert steps(story.events)[0].spell == spell("SP1")
    assert settled_after(steps(story.events)) == NEVER_SETTLED


def test_chains_and_circles_of_spell_merges_end() -> None:
    """A merged into B into C gives C; a merge that would close the circle says nothing new."""
    story = Story()
    story.admit("2026-11-01", number="A")
    story.tell("2026-11-02", d.SpellMerged(spell("B"), spell("A")))
    story.tell("2026-11-03", d.SpellMerged(spell("C"), spell("B")))
    story.tell("2026-11-04", d.SpellMerged(spell("A"), spell("C")))
    assert steps(story.events)[0].spell == spell("C")


def test_what_takes_something_back_is_never_folded_in_place() -> None:
    """Cancels and merged numbers reach back, so they need the whole history; so does a late or repeated event."""
    story = Story()
    last = story.admit("2026-11-02T09:15")
    later = story.discharge("2026-11-13T16:40")
    cancel = story.cancel_discharge("2026-11-13T16:40")
    merged = story.tell("2026-12-01", d.SpellMerged(spell("SP1"), spell("OLD")))
    assert is_in_order(b"", last)
    assert is_in_order(order_key(last), later)
    assert not is_in_order(order_key(last), last)
    assert not is_in_order(order_key(later), last)
    assert not is_in_order(order_key(last), cancel)
    assert not is_in_order(order_key(last), merged)


@pytest.mark.parametrize(
    ("when", "safe"), [("2026-11-14T09:04", False), ("2026-11-14T09:20", False), ("2026-11-14T09:21", True)]
)
def test_an_event_that_a_waiting_cancel_still_reaches_is_not_folded_in_place(when: str, safe: bool) -> None:  # noqa: FBT001  a table case
    """A cancel without its target reaches a quarter of an hour past its recording, also what comes in order later."""
    story = Story()
    story.admit("2026-11-02T09:15")
    cancel = story.cancel_discharge("2026-11-14T09:00", recorded="2026-11-14T09:05")
    settled = settled_after(steps(story.events))
    target = story.discharge(when)
    assert fold_in_place_is_safe(order_key(cancel), settled, target) is safe
    assert (target.event_id in _struck(story.events)) is not safe


def test_exact_pairs_leave_the_person_settled() -> None:
    """A feed that repeats the time on its cancels never needs the whole history for what follows.

    Of discharges it does for what may be another version: what happened before the cancel was written, or ahead.
    """
    story = Story()
    story.move("2026-11-13T16:40", "W7")
    story.tell("2026-11-13T16:40", d.TransferCancelled(spell()), recorded="2026-11-13T19:00")
    assert settled_after(steps(story.events)) == ALWAYS_SETTLED
    story.discharge("2026-11-14T16:40")
    cancel = story.cancel_discharge("2026-11-14T16:40", recorded="2026-11-14T19:00")
    assert settled_after(steps(story.events)) == cancel.recorded_at
    last, settled = order_key(cancel), cancel.recorded_at
    assert fold_in_place_is_safe(last, settled, story.discharge("2026-11-14T19:01"))
    assert not fold_in_place_is_safe(last, settled, story.discharge("2026-11-20T10:00", recorded="2026-11-14T18:00"))


def _messy(numbers: random.Random, size: int) -> list[Event]:
    """Invent admissions, discharges and cancels, crowded so that times and spells collide; some cancels come again."""
    story = Story()
    for _ in range(size):
        minute, written = numbers.randrange(0, 60, numbers.choice([1, 15])), numbers.randrange(60)
        when, recorded = f"2026-11-02T09:{minute:02}", f"2026-11-02T09:{written:02}"
        number = numbers.choice(["SP1", "SP1", "SP2"])
        ends: list[Callable[..., Event]] = [story.discharge, story.discharge, story.cancel_discharge]
        makers: list[Callable[..., Event]] = [story.admit, story.cancel_admission, story.cancel_discharge]
        make = numbers.choice([*makers, *ends])
        make(when, number=number, recorded=recorded)
    return [*story.events, *_sent_again(numbers, story.events)]


def _sent_again(numbers: random.Random, events: list[Event]) -> list[Event]:
    """Send some cancels once more under another id, written at the same minute or later."""
    return [
        msgspec.structs.replace(
            event,
            event_id=numbers.randbytes(16),
            recorded_at=event.recorded_at + numbers.choice([0, 0, 60_000, 240_000]),
        )
        for event in events
        if event.type.endswith("Cancelled") and numbers.random() < 0.5
    ]


def _marks(events: list[Event]) -> dict[bytes, tuple[int, bool]]:
    return {step.event.event_id: (step.ordinal, step.struck is not None) for step in steps(events)}


@settings(max_examples=400, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 14))
def test_arrival_one_by_one_marks_what_the_whole_set_marks(seed: int, size: int) -> None:
    """Folding in place whenever the rule allows ends in the ordinals and strikes of the whole set."""
    numbers = random.Random(seed)
    events = _messy(numbers, size)
    numbers.shuffle(events)
    known: list[Event] = []
    last, settled, marks = b"", ALWAYS_SETTLED, dict[bytes, tuple[int, bool]]()
    for event in events:
        known.append(event)
        if fold_in_place_is_safe(last, settled, event):
            marks[event.event_id] = (len(marks), False)
            last = order_key(event)
        else:
            marks, done = _marks(known), steps(known)
            last, settled = order_key(done[-1].event), settled_after(done)
        assert marks == _marks(known)


@settings(max_examples=400, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 14))
def test_cancels_strike_what_the_rule_says_for_every_arrival(seed: int, size: int) -> None:
    """Shuffled and repeated input strikes exactly the targets that the written rule names."""
    numbers = random.Random(seed)
    events = _messy(numbers, size)
    arrived = events + numbers.choices(events, k=3)
    numbers.shuffle(arrived)
    assert _struck(arrived) == struck_by_hand(events)
