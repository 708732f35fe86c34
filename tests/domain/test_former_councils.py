"""The councils that somebody left, and the days of each."""

from datetime import date

from hub.domain.answering import Term
from hub.domain.former_councils import OwnTime, own_times
from hub.domain.responsible import Responsible
from hub.domain.rules import Rule
from hub.domain.said import Said

FIRST, SECOND = "E06000001", "E08000016"


def on(day: int, month: int = 11) -> date:
    """Give a day of autumn 2026."""
    return date(2026, month, day)


def term(first: date, last: date, council: str | None) -> Term:
    """Give days on which a council answered, or none that is sure."""
    who = Responsible(None if council is None else Said(council, 0, Rule.COUNCIL_OF_POSTCODE), None)
    return Term(first, last, who)


def test_a_council_that_was_left_has_all_days_before_the_next_one() -> None:
    """Also those before the first that are known; the one that answers now is none, nor one that is yet to follow."""
    terms = [term(on(13), on(24), FIRST), term(on(25), on(24, 12), SECOND)]
    assert own_times(terms, on(25)) == [OwnTime(FIRST, date.min, on(24))]
    assert own_times(terms, on(24)) == own_times([], on(24)) == []


def test_terms_of_one_council_that_follow_each_other_are_one_time() -> None:
    """Another system answers for the same council; the second six weeks are its own too; days between them as well."""
    terms = [
        term(on(1, 9), on(12, 9), FIRST),
        term(on(13, 9), on(12, 10), FIRST),
        term(on(1), on(12), FIRST),
        term(on(13), on(20), SECOND),
        term(on(21), on(30), FIRST),
    ]
    assert own_times(terms, on(30)) == [OwnTime(FIRST, date.min, on(12)), OwnTime(SECOND, on(13), on(20))]


def test_a_time_ends_before_the_next_council_and_one_that_is_not_sure_has_none() -> None:
    """Six weeks that were broken off cover days of the next ones; nobody charges for days of a council unknown."""
    terms = [term(on(1), on(20), FIRST), term(on(11), on(12), None), term(on(13), on(20), SECOND)]
    assert own_times(terms, on(30)) == [OwnTime(FIRST, date.min, on(10))]
    assert OwnTime(FIRST, date.min, on(10)).has(on(1), on(10))
    assert not OwnTime(FIRST, date.min, on(10)).has(on(1), on(11))
