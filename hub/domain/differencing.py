"""That no number which is hidden can be reckoned from its table: the rows, the total, and what rounding leaves open.

Rounding alone does not see to that.  1, 8 and 8 are written `*`, 10 and 10 with a total of 15: as 15 stands for 17 at
most and each 10 for 8 at least, the hidden number can only be 1.  Such a table is not given.
"""

from collections.abc import Sequence
from typing import NamedTuple

from hub.domain.small_numbers import Rounding


class Between(NamedTuple):
    """What a reader of a written number knows of the true one."""

    least: int
    most: int


def behind(amount: int, rounding: Rounding) -> Between:
    """Return the numbers of people that are written as this one is."""
    if amount == 0:
        return Between(0, 0)
    if rounding.hides(amount):
        return Between(1, rounding.threshold)
    middle = rounding.nearest(amount)
    least = middle - rounding.base // 2
    return Between(max(rounding.threshold + 1, least), least + rounding.base - 1)


def gives_away(parts: Sequence[int], rounding: Rounding) -> bool:
    """Tell whether the parts as written, with their total as written, leave one number alone for a hidden part."""
    whole = behind(sum(parts), rounding)
    known = [behind(part, rounding) for part in parts]
    least, most = sum(one.least for one in known), sum(one.most for one in known)
    return any(
        min(one.most, whole.most - (least - one.least)) <= max(one.least, whole.least - (most - one.most))
        for part, one in zip(parts, known, strict=True)
        if rounding.hides(part)
    )
