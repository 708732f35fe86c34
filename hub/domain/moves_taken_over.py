"""What the moves and the homes of a person together say of a day: which council has their duty, or is known to answer.

A move stands before an address, because hospitals learn of one late; but a home that is stated from the day of the move
on, in a council that they neither left nor moved to, is newer.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from hub.domain.council_codes import is_council
from hub.domain.days import day_of, end_of, start_of
from hub.domain.homes import Homes, in_force, is_sure
from hub.domain.move_claims import Claim, claims_and_placements
from hub.domain.portability_state import Case
from hub.domain.rules import Rule
from hub.domain.said import Said


class Taken(NamedTuple):
    """A claim of a move, and the councils whose addresses say nothing newer from its day on.

    These are the second council, to which the move itself led, and every one that the person had left by then; of a
    placement both councils.
    """

    claim: Claim
    known: frozenset[str | None]


def taken_over(homes: Homes, cases: Sequence[Case], died_on: date | None) -> list[Taken]:
    """Return the claims of moves and placements by their days; of two for one day that of the newer notice is later."""
    taken: list[Taken] = []
    left = frozenset[str | None]({None})
    every = claims_and_placements(cases, died_on)
    for place, claim in enumerate(every):
        if claim.placed:
            later = [other.first for other in every[place + 1 :] if other.first > claim.first]
            gone = _place_of(claim, homes, left, min(later, default=date.max))
        else:
            gone = claim.case.first or _likely_before(homes, claim.first)
        left |= {gone}
        taken.append(Taken(claim, left | {claim.council}))
    return taken


def _place_of(claim: Claim, homes: Homes, left: frozenset[str | None], until: date) -> str | None:
    """Return the council in whose area somebody is placed, where the notice or their address says it; or none.

    Where no notice says it, it is that of the first sure address that is stated from then on and before the next move,
    but for the placing council's and for those that they had left.
    """
    second = claim.case.second
    if second is not None and is_council(second):
        return second
    after = [home for home in homes if claim.first <= day_of(home.since) < until and claim.holds(day_of(home.since))]
    stated = [home.value.council for home in after if home.value is not None and is_sure(home.value)]
    return next((council for council in stated if council not in left | {claim.council}), None)


def held(homes: Homes, taken: Sequence[Taken], on: date) -> Said[str] | None:
    """Return the council that has the duty on a day by some claims of moves, or none where homes decide."""
    for claim, known in reversed(taken):
        if not claim.holds(on) or claim.by < 0 or claim.council is None:
            continue
        stated = [home.value for home in homes if start_of(claim.first) <= home.since <= end_of(on)]
        if any(home is not None and is_sure(home) and home.council not in known for home in stated):
            return None
        return Said(claim.council, claim.by, Rule.PLACED_OUT_OF_AREA if claim.placed else Rule.COUNCIL_OF_MOVE)
    return None


def known_to_answer(homes: Homes, taken: Sequence[Taken], on: date) -> Said[str] | None:
    """Return the council that answers on a day by what was stated by then, a move or a home that is sure; or none."""
    moved = held(homes, taken, on)
    if moved is not None:
        return moved
    known = [home for home in homes if home.since <= end_of(on)]
    home = in_force(known, end_of(on), Rule.HOME_OF_THE_DAY, Rule.HOME_OF_THE_DAY)
    if home is None or home.value.council is None or not is_sure(home.value):
        return None
    return Said(home.value.council, home.by, home.rule)


def _likely_before(homes: Homes, day: date) -> str | None:
    """Return the council of the home before a move, sure or not, where no other is known to have answered; or none."""
    before = [home.value for home in homes if home.since < start_of(day)]
    return before[-1].council if before and before[-1] is not None else None
