"""`hub bench lengths` folds lives of the length that it says, and a late event in each folds a life again."""

from collections import Counter

from hub.bench.lengths import Lengths, bench_lengths, life
from hub.bench.lives import subject_of
from hub.events.discharge import SpellDischarged


def test_a_life_has_as_many_events_as_asked_in_order_of_time() -> None:
    """One person's, a stay of a hundred events after the other."""
    events = list(life(3, 250))
    assert len(events) == len({event.event_id for event in events}) == 250
    assert {event.subject_ref for event in events} == {subject_of(3)}
    assert [event.occurred_at for event in events] == sorted(event.occurred_at for event in events)
    assert sum(isinstance(event.body, SpellDischarged) for event in events) == 3


def test_it_tells_of_each_length_what_an_event_and_a_late_one_cost() -> None:
    """The first length leads, and each other one is told against it."""
    shown: Counter[str] = Counter()
    told = bench_lengths(Lengths((10, 120), events=600), lambda name, done: shown.update({name: done}))
    first, second = told["points"]
    assert (told["bench"], first["length"], second["length"]) == ("lengths", 10, 120)
    assert (first["people"], second["people"]) == (60, 20)
    assert min(first["late_ms_p50"], second["late_ms_p95"], first["processor_us_per_event"]) > 0
    ((length, ratio),) = [(each["length"], each["cost_ratio"]) for each in told["against_the_first"]]
    assert length == 120
    assert ratio == round(second["processor_us_per_event"] / first["processor_us_per_event"], 2)
    assert set(shown) == {"10 a life", "120 a life"}
