"""A warm fold: how many of the events that are timed are of people who are in the store already."""

from hub.bench.fold_figures import Work, group_of
from hub.bench.kafka_fold import limit_of
from hub.bench.lives import LIFE
from hub.codec.events import EventCodec

EVENTS = 20_000


def test_where_all_lives_are_under_way_at_once_everybody_is_stored() -> None:
    """As many people as the events have lives: after the first half each of them has begun."""
    limit, known = limit_of(EventCodec(), group_of("care"), Work("care", EVENTS, EVENTS // LIFE), EVENTS // 2)
    assert known == 1
    assert limit > 0


def test_of_lives_that_follow_one_another_few_are() -> None:
    """A tenth of the people at once: the second half is of others, and the share says so."""
    _, known = limit_of(EventCodec(), group_of("care"), Work("care", EVENTS, EVENTS // LIFE // 10), EVENTS // 2)
    assert known < 0.3
