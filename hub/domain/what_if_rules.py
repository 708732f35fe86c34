"""Rules that may be changed to see what would follow: how long the window is, and who shares what is joint.

Each change holds from a day on, or from the beginning, and takes the place of whatever holds later.  `window_days=28`
and `split=60:40` are how people write them; `@2026-10-01` behind it is the day.
Source: the joint six weeks of the National Care Service proposal (6.5); the limits are rules of this product.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from hub.domain.shares import WHOLE, share_of
from hub.domain.six_weeks import Policy
from hub.domain.splits import Split, Splits
from hub.errors import Rejected

LONGEST: Final = 365
"""Days: a window is no longer than a year."""
_DAY: Final = "behind @ stands the day from which it holds, written YYYY-MM-DD"


class WindowDays(NamedTuple):
    """The window's length in days, for discharges from a day on."""

    since: date
    days: int

    def __str__(self) -> str:
        return f"window_days={self.days}{_from(self.since)}"


class CouncilShare(NamedTuple):
    """What councils pay of joint support from a day on, in hundredths of a per cent; the board pays the rest."""

    since: date
    council: int

    def __str__(self) -> str:
        council, board = (f"{share / 100:g}" for share in (self.council, WHOLE - self.council))
        return f"split={council}:{board}{_from(self.since)}"


Change = WindowDays | CouncilShare


def changes_of(texts: Iterable[str]) -> Sequence[Change]:
    """Read changes as people write them.

    Raises `Rejected`, naming the rule and what is allowed, for one that cannot be read or is given twice for a day.
    """
    found: list[Change] = []
    for text in texts:
        change = _change_of(text)
        if any(type(one) is type(change) and one.since == change.since for one in found):
            raise Rejected(text.partition("=")[0], "rule_twice", "it is given twice for the same day")
        found.append(change)
    return found


def policy_under(policy: Policy, changes: Iterable[Change]) -> Policy:
    """Return the window's length by date with the changes in the place of what holds from their first day on."""
    lengths = sorted(change for change in changes if isinstance(change, WindowDays))
    if not lengths:
        return policy
    kept = [entry for entry in policy.lengths if entry[0] < lengths[0].since]
    return Policy((*kept, *((since, days) for since, days in lengths)))


def splits_under(splits: Splits, ics: str, changes: Iterable[Change]) -> Splits:
    """Return the table of shares with the changes of one system; every other system keeps its rows."""
    shares = sorted(change for change in changes if isinstance(change, CouncilShare))
    if not shares:
        return splits
    kept = [row for row in splits.rows if row.ics != ics or row.since < shares[0].since]
    return Splits((*kept, *(Split(ics, since, council) for since, council in shares)))


def _from(since: date) -> str:
    return "" if since == date.min else f"@{since}"


def _change_of(text: str) -> Change:
    name, _, rest = text.partition("=")
    value, dated, day = rest.partition("@")
    if name not in _READ:
        raise Rejected("rule", "rule_unknown", f"one of {', '.join(_READ)}, as window_days=28 or split=60:40")
    try:
        since = date.fromisoformat(day) if dated else date.min
    except ValueError:
        raise Rejected(name, "day_malformed", _DAY) from None
    return _READ[name](value, since)


def _window_days(value: str, since: date) -> Change:
    days = int(value) if value.isascii() and value.isdecimal() and len(value) <= len(str(LONGEST)) else 0
    if not 1 <= days <= LONGEST:
        raise Rejected("window_days", "window_days_malformed", f"a whole number of days from 1 to {LONGEST}")
    return WindowDays(since, days)


def _split(value: str, since: date) -> Change:
    shares = [share_of(part) for part in value.split(":")]
    if len(shares) != len(("council", "board")) or None in shares:
        words = "what council and board pay in per cent, as 60:40, with at most two decimal places"
        raise Rejected("split", "split_malformed", words)
    council, board = (share or 0 for share in shares)
    if council + board != WHOLE:
        raise Rejected("split", "split_not_whole", "what council and board pay makes 100 per cent together")
    return CouncilShare(since, council)


_READ: Final[Mapping[str, Callable[[str, date], Change]]] = {"window_days": _window_days, "split": _split}
