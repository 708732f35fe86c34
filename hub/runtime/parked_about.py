"""What is parked about a person who is forgotten: found by the numbers of their cards, and removed.

A parked message is sealed under the hub's own key, so destroying a person's keys does not reach it.
"""

from collections.abc import AsyncIterator
from typing import Final, NamedTuple

from hub.people.named_in import About, Known, about
from hub.people.vault import Vault
from hub.ports.books import STATES, Quarantine, Wanted
from hub.ports.store import Parked

_AT_ONCE: Final = 1000
_ABOUT_THEM: Final = (About.THEM, About.SHARED)


class ParkedAbout(NamedTuple):
    """Ids of parked messages: `own` name the person alone, `shared` somebody else as well."""

    own: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()


async def parked_about(quarantine: Quarantine, vault: Vault, known: Known) -> ParkedAbout:
    """Open what is parked, in any state, and give what is about a person.  Raises `Unavailable`."""
    found: dict[str, About] = {}
    for state in STATES:
        async for row in _every(quarantine, state):
            found[row.id] = _whose(vault, known, row)
    own, shared = (tuple(sorted(id_ for id_, whose in found.items() if whose is each)) for each in _ABOUT_THEM)
    return ParkedAbout(own, shared)


async def _every(quarantine: Quarantine, state: str) -> AsyncIterator[Parked]:
    """Give every row of a state, newest first, some of them twice.

    A page begins with the moment in which the one before ended; a moment that fills a page is asked for with more.
    """
    until, limit = None, _AT_ONCE
    while True:
        rows = await quarantine.parked(Wanted(state, until=until, limit=limit))
        for row in rows:
            yield row
        if len(rows) < limit:
            return
        limit = limit * 2 if rows[0].parked_at == rows[-1].parked_at else _AT_ONCE
        until = rows[-1].parked_at + 1


def _whose(vault: Vault, known: Known, row: Parked) -> About:
    return about(known, vault.open_quarantine(row.sealed, row.id)) if row.sealed else About.NOBODY
