"""The days on which each move hands the duty to its second council, as far as that move alone says.

Where the moves of a person claim the same day, the one whose day is later counts, and of two for one day that of the
newer notice: somebody who moved on is met by the council where they are (Care Act 2014 section 38).
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from hub.domain.portability_duty import cancelled_on, move_day, stays, takes_over
from hub.domain.portability_state import Case
from hub.domain.rules import Rule
from hub.domain.six_weeks import plus


class Claim(NamedTuple):
    """The days of one move, both included; without a last one it goes on.

    `by` is the notice that says so, -1 where none came; `put_off` says that a later notice took it back, and `placed`
    that the council is the first one, which placed the person in the area of the second.
    """

    first: date
    by: int
    last: date | None
    council: str | None
    case: Case
    put_off: bool
    placed: bool = False

    def holds(self, on: date) -> bool:
        """Say whether a day is one of these."""
        return self.first <= on and (self.last is None or on <= self.last)

    @property
    def over(self) -> date | None:
        """The day after the last one; none while it goes on."""
        return None if self.last is None or self.last == date.max else plus(self.last, 1)


def claims(cases: Iterable[Case], died_on: date | None) -> list[Claim]:
    """Return the claims of a person's moves; of those that hold on a day the last one counts.

    Of two for one day of which no notice came the id decides: there is nothing else to go by.
    """
    return sorted((claim for case in cases for claim in _of(case, died_on)), key=_place)


def claims_and_placements(cases: Sequence[Case], died_on: date | None) -> list[Claim]:
    """Return beside the claims the days on which a council goes on answering for whom it placed in another's area.

    Care Act 2014 section 39: they keep their ordinary residence, whatever address is stated there.
    """
    placements = (claim for case in cases if (claim := _placement(case)) is not None)
    return sorted([*claims(cases, died_on), *placements], key=_place)


def _placement(case: Case) -> Claim | None:
    """Return the days of a placement: what was believed until it became known to be one is not rewritten."""
    day, last = move_day(case), cancelled_on(case)
    if case.notice is None or day is None or case.first is None or stays(case) is not Rule.PLACED_OUT_OF_AREA:
        return None
    day = max([day, *(plus(passed.until, 1) for passed in case.passed)])
    if last is not None and last < day:
        return None
    return Claim(day, case.notice.by, last, case.first, case, put_off=False, placed=True)


def _place(claim: Claim) -> tuple[date, int, str]:
    return claim.first, claim.by, claim.case.move_id


def _of(case: Case, died_on: date | None) -> Iterator[Claim]:
    """Give those of one move: until it was put off, and from its day on or the day after that became known."""
    free = date.min
    for passed in case.passed:
        told = passed.notice.value
        if died_on is None or told.intended_on <= died_on:
            yield Claim(told.intended_on, passed.notice.by, passed.until, told.to_council, case, put_off=True)
            free = free if told.to_council == case.second else plus(passed.until, 1)
    day = takes_over(case, died_on)
    last = cancelled_on(case)
    if day is not None and (last is None or max(day, free) <= last):
        by = -1 if case.notice is None else case.notice.by
        yield Claim(max(day, free), by, last, case.second, case, put_off=False)


def counting(held: Sequence[Claim], on: date) -> Claim | None:
    """Return the claim that counts on a day, of those in order: the last one that names a council, if one does.

    A placement by the council that has the duty by a move takes nothing over: that duty goes on.
    """
    by_name = sorted((claim for claim in held if claim.holds(on)), key=lambda claim: claim.council is not None)
    if not by_name:
        return None
    *others, last = by_name
    beneath = counting(others, on) if last.placed else None
    return last if beneath is None or beneath.council != last.council else beneath


def ended_by_next(held: Sequence[Claim], case: Case) -> date | None:
    """Return the day from which another move or placement goes on from where this one led; none where none does."""
    claim = next_after(held, case)
    return None if claim is None else claim.first


def next_after(held: Sequence[Claim], case: Case) -> Claim | None:
    """Return the move or placement that goes on from where this one led, or none where none does.

    A placement by the council to which it led ends nothing: that council still has its steps to do.  From one of which
    nobody says where to it is any from its day on: then it is known where they went.
    """
    others = (claim for claim in _behind(held, case) if claim.case.move_id != case.move_id)
    others = (claim for claim in others if not (claim.placed and claim.council == case.second))
    return next((claim for claim in others if claim.last is None and claim.council is not None), None)


def _behind(held: Sequence[Claim], case: Case) -> Sequence[Claim]:
    if stays(case) is Rule.MOVE_NOT_SAID_WHERE:
        day = move_day(case)
        return [claim for claim in held if day is not None and claim.first >= day]
    places = [place for place, claim in enumerate(held) if claim.case.move_id == case.move_id]
    return held[places[-1] + 1 :] if places else ()
