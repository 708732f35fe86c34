"""Rules that may be changed to see what would follow: the window, who shares what is joint, what the law keeps free.

Each change holds from a day on, or from the beginning, and takes the place of whatever holds later.  `window_days=28`
and `split=60:40` are how people write them; `@2026-10-01` behind it is the day.
Source: the joint six weeks of the National Care Service proposal (6.5); the limits are rules of this product.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, NamedTuple

from msgspec.structs import replace

from hub.domain.by_date import Entries
from hub.domain.law import Law
from hub.domain.policy_names import FREE_ADAPTATION, FREE_PROGRAMME, UNITS, WINDOW_DAYS
from hub.domain.shares import WHOLE, share_of
from hub.domain.six_weeks import Policy
from hub.domain.splits import Split, Splits
from hub.errors import Rejected

_SPLIT: Final = "split"
_KNOWN: Final = (WINDOW_DAYS, _SPLIT, FREE_PROGRAMME, FREE_ADAPTATION)
_DAY: Final = "behind @ stands the day from which it holds, written YYYY-MM-DD"


class Number(NamedTuple):
    """A time or an amount under the name of its policy, from a day on; which day decides is that policy's own."""

    name: str
    since: date
    value: int

    def __str__(self) -> str:
        return f"{self.name}={self.value}{_from(self.since)}"


class CouncilShare(NamedTuple):
    """What councils pay of joint support from a day on, in hundredths of a per cent; the board pays the rest."""

    since: date
    council: int

    @property
    def name(self) -> str:
        """The name that it is written under."""
        return _SPLIT

    def __str__(self) -> str:
        council, board = (f"{share / 100:g}" for share in (self.council, WHOLE - self.council))
        return f"{self.name}={council}:{board}{_from(self.since)}"


Change = Number | CouncilShare


def changes_of(texts: Iterable[str]) -> Sequence[Change]:
    """Read changes as people write them.

    Raises `Rejected`, naming the rule and what is allowed, for one that cannot be read or is given twice for a day.
    """
    found: list[Change] = []
    for text in texts:
        change = _change_of(text)
        if any((one.name, one.since) == (change.name, change.since) for one in found):
            raise Rejected(text.partition("=")[0], "rule_twice", "it is given twice for the same day")
        found.append(change)
    return found


def policy_under(policy: Policy, changes: Sequence[Change]) -> Policy:
    """Return the window's length by date with the changes in the place of what holds from their first day on."""
    return replace(policy, lengths=_under(policy.lengths, WINDOW_DAYS, changes))


def law_under(law: Law, changes: Sequence[Change]) -> Law:
    """Return what law and guidance set with the changes of what is free in the place of what holds from their day on.

    A programme is free by the day on which it starts, an adaptation by that on which it is provided.
    """
    return replace(
        law,
        free_programme=_under(law.free_programme, FREE_PROGRAMME, changes),
        free_adaptation=_under(law.free_adaptation, FREE_ADAPTATION, changes),
    )


def splits_under(splits: Splits, ics: str, changes: Iterable[Change]) -> Splits:
    """Return the table of shares with the changes of one system; every other system keeps its rows."""
    shares = sorted(change for change in changes if isinstance(change, CouncilShare))
    if not shares:
        return splits
    kept = [row for row in splits.rows if row.ics != ics or row.since < shares[0].since]
    return Splits((*kept, *(Split(ics, since, council) for since, council in shares)))


def _under(entries: Entries, name: str, changes: Iterable[Change]) -> Entries:
    """Return the entries of a policy with its changes behind what holds before the first of them."""
    numbers = [(each.since, each.value) for each in changes if isinstance(each, Number) and each.name == name]
    if not numbers:
        return entries
    return (*(entry for entry in entries if entry[0] < min(numbers)[0]), *sorted(numbers))


def _from(since: date) -> str:
    return "" if since == date.min else f"@{since}"


def _change_of(text: str) -> Change:
    name, _, rest = text.partition("=")
    value, dated, day = rest.partition("@")
    if name not in _KNOWN:
        raise Rejected("rule", "rule_unknown", f"one of {', '.join(_KNOWN)}, as window_days=28 or split=60:40")
    try:
        since = date.fromisoformat(day) if dated else date.min
    except ValueError:
        raise Rejected(name, "day_malformed", _DAY) from None
    return _split(value, since) if name == _SPLIT else _number(name, value, since)


def _number(name: str, written: str, since: date) -> Change:
    unit = UNITS[name]
    value = unit.read(written)
    if value is None:
        raise Rejected(name, f"{name}_malformed", f"a {unit.allowed}")
    return Number(name, since, value)


def _split(value: str, since: date) -> Change:
    shares = [share_of(part) for part in value.split(":")]
    if len(shares) != len(("council", "board")) or None in shares:
        words = "what council and board pay in per cent, as 60:40, with at most two decimal places"
        raise Rejected("split", "split_malformed", words)
    council, board = (share or 0 for share in shares)
    if council + board != WHOLE:
        raise Rejected("split", "split_not_whole", "what council and board pay makes 100 per cent together")
    return CouncilShare(since, council)
