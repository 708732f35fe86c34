"""Resumed support of which nobody has decided who pays since six weeks in which it was new.

After those weeks a decision decides, and without one the council goes on and charges nothing.  Going back to hospital
decides nothing either: by the days of the next six weeks such support is resumed, but no charging ever began that
could go on.
Source: the joint six weeks of the National Care Service proposal (6.5): from day 43 a determination decides; that a
second discharge takes the place of none is a rule of this product.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from hub.domain.earlier_weeks import Earlier
from hub.domain.funding_decisions import Determination, holding
from hub.domain.lines import HOURS_AT_MOST, RESUMED, LineState
from hub.domain.origins import Part
from hub.domain.resumed_before import ResumedBefore


def may_go_on(weeks: Earlier, lines: Iterable[LineState], first: date) -> bool:
    """Say whether support that was new or more in six weeks may run on a day or after it."""
    return any(
        line.runs_from(first) and _ran_in(line, weeks) and not _wholly_resumed(line, weeks, first) for line in lines
    )


def _ran_in(line: LineState, weeks: Earlier) -> bool:
    return any(span.touches(*weeks.window) for span in line.spans)


def _wholly_resumed(line: LineState, weeks: Earlier, first: date) -> bool:
    """Say whether a line gives no more on its days from one on than it gave itself before the weeks, as is known."""
    reference = weeks.reference
    return reference.believed_from is None and all(
        (then := reference.own(line, span)) is not None and (span.comparable or 0) <= _at_most(then.comparable)
        for span in line.spans
        if span.last is None or span.last >= first
    )


def _at_most(hours: int | None) -> int:
    """Return hours as they are; all that there may be where nobody said how many."""
    return HOURS_AT_MOST if hours is None else hours


def apart(
    own: Iterable[Part], earlier: Sequence[ResumedBefore], known: Sequence[Determination], day: date
) -> Iterator[Part]:
    """Give the parts that run on a day, and of what is resumed apart that which was new in earlier six weeks.

    A decision that was made from the first day of these weeks on, or later, decides about it.
    """
    over = [before for before in earlier if before.weeks.last < day]
    for part in own:
        least = _least(part, over, known, day) if over and part.origin.value == RESUMED else None
        yield from (part,) if least is None else _divided(part, least)


def _least(part: Part, over: Iterable[ResumedBefore], known: Sequence[Determination], day: date) -> int | None:
    """Return the fewest hours that were resumed by any of the six weeks in which a line ran that it resumes now.

    As far as nobody has decided since they began; none where that is so of no weeks.
    """
    line, least = part.line, None
    decision = holding(known, line.provider, line.line_id, day)
    for before in over:
        if before.has(line) and (decision is None or decision.first < before.weeks.window.first):
            hours = before.hours(line, day)
            least = hours if least is None else min(least, hours)
            if not least:
                break
    return least


def _divided(part: Part, resumed: int) -> Iterator[Part]:
    """Give a part of which so many hours were resumed by all six weeks; where nobody said how many, all or none."""
    hours = _at_most(part.hours)
    if hours <= resumed or (part.hours is None and resumed):
        yield part
        return
    if resumed:
        yield part._replace(hours=resumed)
    yield part._replace(hours=None if part.hours is None else hours - resumed, undecided=True)
