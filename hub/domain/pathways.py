"""Discharge pathways and destinations, and every decision on them of a stay.

Sources: Hospital discharge and community support guidance (DHSC), annex B (P0 to P3); Acute Discharge Situation Report,
specification of 27 May 2024 (eight destinations; the codes are the hub's own).
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from hub.domain.days import day_of
from hub.domain.delay_state import Decided
from hub.domain.finding import Against
from hub.domain.rules import Rule
from hub.domain.spells import SpellState, compare
from hub.domain.steps import Step, moment_of
from hub.events.discharge import PathwayDecided

PATHWAYS: Final = frozenset({"P0", "P1", "P2", "P3"})
DESTINATIONS: Final[Mapping[str, str]] = {
    "P0-HOME": "Home, hotel or another temporary place, with no new or more support",
    "P0-CH": "Back to their own care home with the same support",
    "P1-REHAB": "Home with rehabilitation, reablement or recovery",
    "P1-OTHER": "Home with other new or more support",
    "P1-CH": "Back to their own care home with recovery support or more care",
    "P2-BED": "A short-term bed or hospice, for recovery or the end of life",
    "P3-CH": "A care home, new admission",
    "P3-EOL": "A care home or hospice, new admission for the end of life",
}


def decided(known: tuple[Decided, ...], step: Step, body: PathwayDecided) -> tuple[Decided, ...]:
    """Return every decision with one more; one that repeats the last leaves the credit to who said it first."""
    new = Decided(body.pathway, moment_of(step), step.ordinal, body.destination, body.out_of_area, body.said_by)
    return known if known and _content(known[-1]) == _content(new) else (*known, new)


def _content(one: Decided) -> tuple[str, str | None, bool | None, str | None]:
    return one.pathway, one.destination, one.out_of_area, one.said_by


def pathway_on(spell: SpellState, day: date) -> str | None:
    """Return the pathway at the end of a day: the last one decided by then, else the one that is held of the stay.

    Rule of this product: before anybody decides, what was learnt later stands.
    """
    for one in reversed(spell.pathways):
        if day_of(one.since.at) <= day:
            return one.pathway
    return None if spell.pathway is None else spell.pathway.value


def pathway_findings(spell: SpellState) -> Iterator[Against]:
    """Give what is wrong with the decisions: unknown codes, another pathway's destination, a day before the stay."""
    came = spell.admitted
    for one in spell.pathways:
        if one.pathway not in PATHWAYS:
            yield Against(Rule.UNKNOWN_PATHWAY, one.by)
        if came is not None and compare(one.since, came.value) < 0:
            yield Against(Rule.PATHWAY_BEFORE_ADMISSION, one.by, came.by)
        if one.destination is None:
            continue
        if one.destination not in DESTINATIONS:
            yield Against(Rule.UNKNOWN_DESTINATION, one.by)
        elif one.pathway in PATHWAYS and not one.destination.startswith(one.pathway):
            yield Against(Rule.DESTINATION_OF_ANOTHER_PATHWAY, one.by)
