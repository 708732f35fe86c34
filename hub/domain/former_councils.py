"""Which councils somebody left, and the days on which each of them answered for the person.

A bill comes when it comes: the council that gave or bought the support of those days charges for them, also when the
person is another council's by then and nothing else waits for it.  That alone is still its own to write down (rule of
this product after Caldicott principles 2 and 4: used when necessary, by who needs it).
"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from hub.domain.answering import Term
from hub.domain.six_weeks import plus


class OwnTime(NamedTuple):
    """Days, both ends included, on which one council answered for somebody before another one did."""

    council: str
    first: date
    last: date

    def has(self, first: date, last: date) -> bool:
        """Say whether some days all lie in it."""
        return self.first <= first and last <= self.last


def own_times(terms: Sequence[Term], on: date) -> list[OwnTime]:
    """Return the days of each council that another one had followed by a day, in order.

    `terms` are of all six weeks, in order.  Before the first days that are known the same council answered, as after
    those of the council before it.  One that is to be confirmed has none.
    """
    held = [_merged(mine) for mine in _by_council([term for term in terms if term.first <= on])]
    found: list[OwnTime] = []
    since = date.min
    for one, following in pairwise(held):
        last = min(one.last, plus(following.first, -1))
        if one.council:
            found.append(one._replace(first=since, last=last))
        since = plus(last, 1)
    return found


def _by_council(terms: Iterable[Term]) -> list[list[Term]]:
    """Give terms in groups that follow each other under one council, "" where none is sure."""
    found: list[list[Term]] = []
    for term in terms:
        if found and _code(found[-1][0]) == _code(term):
            found[-1].append(term)
        else:
            found.append([term])
    return found


def _merged(terms: Sequence[Term]) -> OwnTime:
    return OwnTime(_code(terms[0]), terms[0].first, terms[-1].last)


def _code(term: Term) -> str:
    return term.who.codes[0] or ""
