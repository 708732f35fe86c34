"""What waits for people on a board: each step with its holder and day, and how many people wait, and with whom."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from hub.ports.board_filter import BoardFilter
from hub.ports.listing import Listing, OpenStep

COUNTED_AT_MOST: Final = 1000
"""How many people whose weeks are over are counted, so that it takes no longer the longer the hub runs."""


def by_step(ask: BoardFilter) -> bool:
    """Say whether people are asked for by what waits: then what is due first comes first, whatever their status."""
    return ask.step is not None or ask.holder is not None or ask.order == "due"


def every_step(listing: Listing) -> Iterator[OpenStep]:
    """Give everything that waits for somebody, what comes next before the rest."""
    if listing.step is not None:
        yield OpenStep(listing.step, listing.holder, listing.step_due)
    yield from listing.also


def steps_asked(listing: Listing, ask: BoardFilter) -> Iterator[OpenStep]:
    """Give what waits for somebody of what was asked for: everything where neither a step nor a holder was."""
    for one in every_step(listing):
        if ask.step in {None, one.step} and ask.holder in {None, one.holder}:
            yield one


class StepCounts(NamedTuple):
    """How many people wait for each step with each holder, for a step with anybody, and with a holder for anything.

    The last two are no sums: whoever waits with one holder for two things is one of the people who wait there.  None
    is above `COUNTED_AT_MOST`.
    """

    pairs: Mapping[tuple[str, str | None], int]
    steps: Mapping[str, int]
    holders: Mapping[str | None, int]

    def of(self, step: str | None, holder: str | None) -> int:
        """Give how many people wait for a step, with a holder, or for the one with the other."""
        if step is None:
            return self.holders.get(holder, 0)
        return self.steps.get(step, 0) if holder is None else self.pairs.get((step, holder), 0)


def counted(people: Iterable[Listing]) -> StepCounts:
    """Count people by everything that waits for them."""
    return added(_of_one(list(every_step(person))) for person in people)


def _of_one(waits: list[OpenStep]) -> StepCounts:
    pairs, steps = [(one.step, one.holder) for one in waits], [one.step for one in waits]
    return StepCounts(dict.fromkeys(pairs, 1), dict.fromkeys(steps, 1), dict.fromkeys([one.holder for one in waits], 1))


def added(every: Iterable[StepCounts]) -> StepCounts:
    """Add the numbers of people none of whom is in two of them; of each no more than `COUNTED_AT_MOST`."""
    pairs, steps, holders = Counter[tuple[str, str | None]](), Counter[str](), Counter[str | None]()
    for one in every:
        pairs.update(one.pairs)
        steps.update(one.steps)
        holders.update(one.holders)
    return StepCounts(
        {each: min(number, COUNTED_AT_MOST) for each, number in pairs.items()},
        {step: min(number, COUNTED_AT_MOST) for step, number in steps.items()},
        {holder: min(number, COUNTED_AT_MOST) for holder, number in holders.items()},
    )
