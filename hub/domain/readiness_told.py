"""Since when several organisations say that somebody is ready to leave: whose word counts, and who says otherwise.

Source: Discharge Ready Date (NHS England): it is the date that the hospital records in its own return, and the day on
which the person stopped meeting the criteria for the last time; nobody else's later date moves it.  That an earlier one
of others counts where the hospital says nothing is a rule of this product.
"""

from collections.abc import Iterator, Sequence

from hub.domain.days import day_of
from hub.domain.delay_state import Telling
from hub.domain.said import Said
from hub.domain.spells import SpellState
from hub.events.values import Moment


def own(spell: SpellState, said_by: str | None) -> str | None:
    """Return who says something, none where it is the hospital of the stay itself."""
    return None if said_by == spell.trust else said_by


def told_again(tellings: Sequence[Telling], new: Telling) -> tuple[Telling, ...]:
    """Return what each organisation says with one more word, which is instead of an earlier one of the same.

    Who says the same again keeps the credit of the first time.
    """
    for place, one in enumerate(tellings):
        if one.said_by == new.said_by:
            kept = one if one.since.value == new.since.value else new
            return (*tellings[:place], kept, *tellings[place + 1 :])
    return (*tellings, new)


def that_counts(tellings: Sequence[Telling]) -> Telling:
    """Return the word that counts: the hospital's own, else the earliest; of the same day the one told first."""
    return min(tellings, key=lambda one: (one.said_by is not None, one.since.value.at, one.since.by))


def apart(tellings: Sequence[Telling], counts: Said[Moment]) -> Iterator[Telling]:
    """Give what is said of another day than the one that counts."""
    for one in tellings:
        if one.since.by != counts.by and day_of(one.since.value.at) != day_of(counts.value.at):
            yield one
