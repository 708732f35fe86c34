"""Rules that may be changed: how they are written, what is refused, and what holds with them."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.day_numbers import runs
from hub.domain.law import Law
from hub.domain.shares import Shares
from hub.domain.six_weeks import Policy, Times
from hub.domain.splits import Split, Splits
from hub.domain.what_if_rules import changes_of, law_under, policy_under, splits_under
from hub.errors import Rejected

OCTOBER = date(2026, 10, 1)


@pytest.mark.parametrize(
    "text",
    [
        "window_days=1",
        "window_days=365",
        "window_days=28@2026-10-01",
        "split=60:40",
        "split=0:100",
        "split=33.33:66.67",
        "free_programme_days=28",
        "free_adaptation_pounds=500@2026-10-01",
    ],
)
def test_a_rule_is_said_again_as_it_was_written(text: str) -> None:
    """What the answer and the access log repeat can be typed again."""
    assert [str(change) for change in changes_of([text])] == [text]


@pytest.mark.parametrize(
    ("text", "path", "rule", "allowed"),
    [
        ("weeks=4", "rule", "rule_unknown", "window_days, split"),
        ("", "rule", "rule_unknown", "window_days, split"),
        ("window_days", "window_days", "window_days_malformed", "1 to 365"),
        ("window_days=0", "window_days", "window_days_malformed", "1 to 365"),
        ("window_days=-1", "window_days", "window_days_malformed", "1 to 365"),
        ("window_days=366", "window_days", "window_days_malformed", "1 to 365"),
        ("window_days=28.5", "window_days", "window_days_malformed", "1 to 365"),
        ("window_days=" + "9" * 5000, "window_days", "window_days_malformed", "1 to 365"),
        ("window_days=٢٨", "window_days", "window_days_malformed", "1 to 365"),
        ("window_days=28@1 October", "window_days", "day_malformed", "YYYY-MM-DD"),
        ("window_days=28@", "window_days", "day_malformed", "YYYY-MM-DD"),
        ("free_programme_days=0", "free_programme_days", "free_programme_days_malformed", "days from 1 to 365"),
        ("free_adaptation_pounds=100001", "free_adaptation_pounds", "free_adaptation_pounds_malformed", "1 to 100000"),
        ("free_adaptation_pounds=-1", "free_adaptation_pounds", "free_adaptation_pounds_malformed", "pounds from 1"),
        ("safety_net_hours=48", "rule", "rule_unknown", "free_programme_days, free_adaptation_pounds"),
        ("split=60", "split", "split_malformed", "60:40"),
        ("split=60:40:0", "split", "split_malformed", "60:40"),
        ("split=60:half", "split", "split_malformed", "60:40"),
        ("split=-1:101", "split", "split_malformed", "60:40"),
        ("split=1e999999999:0", "split", "split_malformed", "60:40"),
        ("split=60.001:39.999", "split", "split_malformed", "60:40"),
        ("split=60:50", "split", "split_not_whole", "100"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_what_is_allowed(text: str, path: str, rule: str, allowed: str) -> None:
    """The words name the rule and what may be written, and never what was."""
    with pytest.raises(Rejected) as refused:
        changes_of([text])
    assert (refused.value.path, refused.value.rule) == (path, rule)
    assert allowed in refused.value.words


def test_two_answers_for_one_day_are_refused() -> None:
    """A window given twice from the beginning is refused; from two days on both hold, each from its own."""
    with pytest.raises(Rejected, match="rule_twice"):
        changes_of(["window_days=28", "split=60:40", "window_days=56"])
    assert len(changes_of(["window_days=28", "window_days=56@2026-10-01", "split=60:40@2026-10-01"])) == 3


def test_a_window_takes_the_place_of_what_holds_later() -> None:
    """Lengths before the day stay, those from it on go, and several changes hold one after the other."""
    policy = Policy(((date.min, 42), (date(2026, 6, 1), 40), (date(2027, 1, 1), 50)), reviews=((date.min, 21),))
    under = policy_under(policy, changes_of(["window_days=56@2027-06-01", "window_days=28@2026-10-01"]))
    days = (date(2026, 5, 31), date(2026, 9, 30), OCTOBER, date(2027, 2, 1), date(2027, 6, 1))
    assert [under.length_on(day) for day in days] == [42, 40, 28, 28, 56]
    assert {policy_under(policy, changes_of(["window_days=7"])).length_on(day) for day in days} == {7}
    assert policy_under(policy, changes_of(["split=60:40"])) == policy
    assert under.times_on(OCTOBER) == policy.times_on(OCTOBER) == Times(review=21)


def test_what_the_law_keeps_free_takes_the_place_of_what_holds_later() -> None:
    """Each of the two by itself: what holds before the day stays, and the other one is as it was."""
    law = Law(free_programme=((date.min, 42), (date(2026, 6, 1), 40), (date(2027, 1, 1), 50)))
    under = law_under(law, changes_of(["free_programme_days=28@2026-10-01"]))
    days = (date(2026, 5, 31), date(2026, 9, 30), OCTOBER, date(2027, 2, 1))
    assert [(under.free_until(day) - day).days for day in days] == [42, 40, 28, 28]
    assert under.is_minor(100_000, OCTOBER)
    less = law_under(law, changes_of(["free_adaptation_pounds=500@2026-10-01"]))
    assert [less.is_minor(50_001, day) for day in (date(2026, 9, 30), OCTOBER)] == [True, False]
    assert less.free_programme == law.free_programme
    assert law_under(law, changes_of(["window_days=28", "split=60:40"])) == law


def test_a_split_is_that_of_one_system() -> None:
    """Of every other system, and of the days before, the rows stay as they are."""
    own = (Split("QF7", date(2026, 4, 1), 7_500), Split("QF7", date(2027, 1, 1), 0))
    table = Splits((Split("*", date(2015, 4, 1), 4_000), *own))
    under = splits_under(table, "QF7", changes_of(["split=60.5:39.5@2026-10-01"]))
    for ics, day, council in (
        ("QF7", date(2026, 3, 31), 4_000),
        ("QF7", OCTOBER - timedelta(days=1), 7_500),
        ("QF7", OCTOBER, 6_050),
        ("QF7", date(2028, 1, 1), 6_050),
        ("QZZ", date(2028, 1, 1), 4_000),
    ):
        assert under.on(ics, day) == Shares(council, 10_000 - council, 0)
    assert splits_under(Splits(), "QF7", changes_of(["split=100:0"])).on("QF7", date(2020, 1, 1)).council == 10_000
    assert splits_under(table, "QF7", changes_of(["window_days=28"])) == table


@given(st.sets(st.integers(730_000, 730_060)))
def test_runs_hold_every_day_once(days: set[int]) -> None:
    """Each run goes on from day to day, and between two of them a day is missing."""
    found = [(first.toordinal(), last.toordinal()) for first, last in runs(days)]
    assert [day for first, last in found for day in range(first, last + 1)] == sorted(days)
    assert all(last + 1 < first for (_, last), (first, _) in pairwise(found))
