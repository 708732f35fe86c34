"""Where somebody is in the hospital: what moves them, and an update that reports them elsewhere.

An update (A08) moves nobody (HL7 v2 chapter 3): its place is whatever the sender's screen showed.  Where it names
another ward than the one known, a transfer may have been lost, so it is said beside the place.
"""

import msgspec

from hub.domain.rules import Rule
from hub.domain.said import Said, unless_same
from hub.domain.spells import SpellState
from hub.events.values import Place

replace = msgspec.structs.replace


def placed(spell: SpellState, place: Place, by: int, rule: Rule) -> SpellState:
    """Put the person in a place; what an update reported before is older."""
    return replace(spell, place=unless_same(spell.place, place, by, rule), reported=None)


def reported(spell: SpellState, place: Place | None, by: int) -> Said[Place] | None:
    """Return what is reported beside the place, after one more update: none when it names the ward that is known."""
    if place is None:
        return spell.reported
    if _is_ward_of(spell.place.value if spell.place else Place(), place):
        return None
    return unless_same(spell.reported, place, by, Rule.REPORTED_ELSEWHERE)


def _is_ward_of(known: Place, place: Place) -> bool:
    """Say whether a place is in the ward that is known; a part that is left out names no other."""
    other_ward = place.ward is not None and place.ward != known.ward
    other_site = None not in (place.site, known.site) and place.site != known.site
    return not (other_ward or other_site)
