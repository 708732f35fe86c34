"""What would differ for invented people under another rule, against a walk through their days."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hub.domain.rule_difference import Count, Difference
from hub.domain.what_if_rules import changes_of
from hub.processors.joint import JointProcessor
from hub.processors.joint_what_if import difference
from tests.domain.lives import Life
from tests.domain.money_lives import MoneyLife
from tests.domain.ruled_lives import Dated, RuledLife
from tests.processors.people import fold
from tests.processors.under_rules import JOINT, asked, counted

seeds = st.integers(0, 10**9)
lengths = st.lists(st.tuples(st.none() | st.integers(-90, 90), st.integers(1, 90)), max_size=2)
councils = st.lists(st.tuples(st.none() | st.integers(-90, 90), st.integers(0, 100)), max_size=2)


def dated(first: date, given_: list[tuple[int | None, int]]) -> Dated:
    """Put what was drawn on days around a day of discharge, each day once."""
    return list({date.min if at is None else first + timedelta(days=at): value for at, value in given_}.items())


def written(name: str, held: Dated, shown: Any) -> list[str]:
    """Write rules as people do."""
    return [f"{name}={shown(value)}" + ("" if since == date.min else f"@{since}") for since, value in held]


@settings(deadline=None, max_examples=150)
@given(seed=seeds, after=st.integers(0, 150), windows=lengths, shares=councils)
def test_what_would_differ_is_what_a_walk_through_the_days_says(
    seed: int, after: int, windows: list[tuple[int | None, int]], shares: list[tuple[int | None, int]]
) -> None:
    """Days, statuses, pence by payer, free days and refunds, whatever the support, decisions, charges and ends."""
    life = MoneyLife(seed)
    assume(all(pence_ >= (last - first).days + 1 for _, first, last, pence_, _ in life.charged))
    on, held, split = life.first + timedelta(days=after), dated(life.first, windows), dated(life.first, shares)
    rules = written("window_days", held, str) + written("split", split, lambda share: f"{share}:{100 - share}")
    found = asked(life.story, *rules, on=on)
    today, other = RuledLife(seed, on), RuledLife(seed, on, held, [(since, share * 100) for since, share in split])
    days = today.windows() | other.windows()
    assert counted(found, Count.DAYS_TODAY, Count.DAYS_OTHER, Count.DAYS_MORE, Count.DAYS_FEWER) == (
        len(today.covered()),
        len(other.covered()),
        len(other.covered() - today.covered()),
        len(today.covered() - other.covered()),
    )
    places = range(len(today.weeks))
    assert counted(found, Count.SIX_WEEKS_CHANGE) == (any(today.whole(n) != other.whole(n) for n in places),)
    statuses = Counter((today.status(n), other.status(n)) for n in places if today.status(n) != other.status(n))
    assert found.statuses == statuses
    assert (found.owed_today, found.owed_other) == (today.sums(days), other.sums(days))
    assert counted(found, Count.UNKNOWN) == (len(today.unknown(days)),)
    assert counted(found, Count.LINE_DAYS_LOST, Count.LINE_DAYS_GAINED) == (
        len(today.free(days) - other.free(days)),
        len(other.free(days) - today.free(days)),
    )
    refunded(found, today, other, days)


def refunded(found: Difference, today: RuledLife, other: RuledLife, days: set[date]) -> None:
    """Check the charges that are to be paid back from one of the days on."""
    now, then = today.due(), other.due()
    ours = {name for each in (now, then) for name, (since, _) in each.items() if since in days}
    assert counted(found, Count.BECOME_REFUNDABLE, Count.NO_LONGER_REFUNDABLE) == (
        len(ours - now.keys()),
        len(ours - then.keys()),
    )
    assert counted(found, Count.REFUNDS_TODAY, Count.REFUNDS_OTHER) == (
        sum(now[name][1] for name in ours & now.keys()),
        sum(then[name][1] for name in ours & then.keys()),
    )


@settings(deadline=None, max_examples=100)
@given(seed=seeds, after=st.integers(0, 150), kind=st.sampled_from([Life, MoneyLife]))
def test_the_rules_of_today_make_no_difference_at_all(seed: int, after: int, kind: Any) -> None:
    """Nothing that is counted as a difference is anything but nothing, for lives of every kind."""
    life = kind(seed)
    on = getattr(life, "first", date(2026, 6, 1)) + timedelta(days=after)
    rules = JOINT.rules
    other = rules.under(changes_of(["window_days=42", "split=50:50@2026-08-01", "split=50:50"]), "QF7")
    found = difference(fold(life.story), rules, other, "QF7", on)
    if found is not None:
        same = {Count.PEOPLE, Count.EPISODES, Count.DAYS_TODAY, Count.DAYS_OTHER, Count.UNKNOWN}
        same |= {Count.REFUNDS_TODAY, Count.REFUNDS_OTHER}
        assert {name for name, number in found.counts.items() if number} <= same
        assert found.owed_today == found.owed_other
        assert found.statuses == Counter()
        assert counted(found, Count.DAYS_TODAY, Count.REFUNDS_TODAY) == counted(
            found, Count.DAYS_OTHER, Count.REFUNDS_OTHER
        )


@settings(deadline=None, max_examples=50)
@given(seed=seeds, kind=st.sampled_from([Life, MoneyLife]))
def test_the_fold_is_the_same_under_every_rule(seed: int, kind: Any) -> None:
    """What is kept of a person hangs on no length and no share: so a kept state may be asked under another rule."""
    events = kind(seed).story
    rules = JOINT.rules.under(changes_of(["window_days=3", "split=0:100", "free_programme_days=3"]), "QF7")
    other = JointProcessor(rules.areas, rules.policy, rules.splits, law=rules.law)
    assert other.encode(fold(events, other)) == JOINT.encode(fold(events, JOINT))
