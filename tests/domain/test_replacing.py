"""Events that count no more, because their message was read again: a function of the set, whatever came first."""

import random
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from hub.domain.membership import Kinship, Owed
from hub.domain.ordering import fold_in_place_is_safe, order_key, steps
from hub.domain.replacing import replaced, standing, waits
from hub.events.envelope import Event
from hub.events.identity import EventReplaced, PersonMerged
from tests.domain.stories import Story


def word(story: Story, event: Event) -> Event:
    """Tell that an event counts no more."""
    return story.tell("2026-12-01", EventReplaced(event.event_id))


def test_a_replaced_event_is_no_step_and_neither_is_the_word() -> None:
    """What stands keeps its order, as if the replaced one had never come."""
    story = Story()
    admitted = story.admit("2026-11-02T09:15")
    wrong, right = story.discharge("2026-11-13T16:40"), story.discharge("2026-11-14T16:40")
    word(story, wrong)
    assert [step.event for step in steps(story.events)] == [admitted, right]
    assert [step.ordinal for step in steps(story.events)] == [0, 1]
    assert replaced(story.events) == {wrong.event_id}


def test_a_replaced_cancel_gives_back_what_it_took() -> None:
    """A cancel that was read by mistake strikes nothing any more."""
    story = Story()
    left = story.discharge("2026-11-13T16:40")
    cancel = story.cancel_discharge("2026-11-13T16:40", recorded="2026-11-13T19:00")
    assert steps(story.events)[0].struck == 1
    word(story, cancel)
    assert [(step.event, step.struck) for step in steps(story.events)] == [(left, None)]


@given(st.randoms(use_true_random=False))
def test_order_of_arrival_changes_nothing(chance: random.Random) -> None:
    """The word may come before what it names."""
    story = Story()
    story.admit("2026-11-02T09:15")
    wrong, again = story.discharge("2026-11-13T16:40"), story.discharge("2026-11-14T16:40")
    right = story.discharge("2026-11-15T16:40")
    words = [word(story, wrong), word(story, again)]
    shuffled = chance.sample(story.events, len(story.events))
    assert steps(shuffled) == steps(story.events)
    assert {event.event_id for event in standing(shuffled)} == {
        event.event_id for event in (story.events[0], right, *words)
    }


def test_a_word_that_waits_says_so() -> None:
    """Whoever is told of a replaced event that has not come must not fold it in place when it comes."""
    story, elsewhere = Story(), Story("elsewhere")
    wrong = elsewhere.discharge("2026-11-13T16:40")
    word(story, wrong)
    assert waits(story.events)
    assert not waits([*story.events, wrong])
    assert not waits([])


def test_a_word_is_never_folded_in_place() -> None:
    """It takes back what was folded, so the whole history is read."""
    story = Story()
    wrong = story.discharge("2026-11-13T16:40")
    later = word(story, wrong)
    assert not fold_in_place_is_safe(order_key(wrong), -(1 << 63), later)


def test_every_record_that_may_fold_the_event_is_told() -> None:
    """A word goes where links go, not home alone; without links it stays where it is."""
    one, other = (sha256(name).digest()[:16] for name in (b"one", b"other"))
    story = Story()
    wrong = story.discharge("2026-11-13T16:40")
    told = word(story, wrong)
    mine = wrong.subject_ref
    assert Kinship(story.events).owed(mine, story.events) == frozenset()
    first = story.tell("2026-11-20", PersonMerged(mine, one))
    second = story.tell("2026-11-21", PersonMerged(one, other))
    owed = Kinship(story.events).owed(mine, story.events)
    shared = {Owed(each.event_id, to) for each in (told, first, second) for to in (one, other)}
    assert owed == shared | {Owed(wrong.event_id, other)}
