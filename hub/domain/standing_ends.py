"""Two ends of one stay that both stand: which decides, and which names the episode.

The one written last decides, whatever day it gives: a clerk corrects a discharge by sending it again, also backwards,
as an update would.  The one written first names the episode for good, so that what others were told keeps its id.  Of
two written at one time the later in canonical order decides and the earlier names.

Source: HL7 v2 chapter 3, A03 and A13: without a cancel the last message about an event is its content; the six-week
clock follows the last discharge.
"""

import msgspec

from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.domain.spells import Leaving, SpellState
from hub.domain.statements import noted

replace = msgspec.structs.replace


def decides(earlier: Leaving | None, left: Leaving) -> bool:
    """Say whether an end that comes later in canonical order is the one that counts."""
    return earlier is None or left.written >= earlier.written


def with_end(spell: SpellState, left: Leaving) -> SpellState:
    """Return the stay with one more end that stands."""
    earlier = spell.leaving
    if earlier is None:
        return replace(spell, leavings=(*spell.leavings, left))
    if earlier.discharged.value != left.at:
        decider = left.by if decides(earlier, left) else earlier.discharged.by
        spell = noted(spell, Rule.DISCHARGED_AGAIN, decider)
    return replace(spell, leavings=(*spell.leavings[:-1], _one_of(earlier, left)))


def with_void(spell: SpellState, void: Leaving) -> SpellState:
    """Return the stay with one more end that was taken back, never after one that stands.

    Ends that one cancel took back are one discharge that was sent again (`hub.domain.sent_again`): one trace, under the
    name that others were told.
    """
    standing = () if spell.leaving is None else spell.leavings[-1:]
    traces = spell.leavings[: len(spell.leavings) - len(standing)]
    place = next((place for place, trace in enumerate(traces) if trace.struck == void.struck), None)
    if place is None:
        return replace(spell, leavings=(*traces, void, *standing))
    one = _one_of(traces[place], void)
    return replace(spell, leavings=(*traces[:place], one, *traces[place + 1 :], *standing))


def _one_of(earlier: Leaving, left: Leaving) -> Leaving:
    if decides(earlier, left):
        same = earlier.discharged.value == left.at
        now = earlier.now if same else Said(left.at, left.by, Rule.DISCHARGED_AGAIN)
        return replace(left, at=earlier.at, by=earlier.by, now=now, named=earlier.first_written)
    if left.written >= earlier.first_written:
        return earlier
    now = earlier.now
    if now is None and earlier.at != left.at:
        now = Said(earlier.at, earlier.by, Rule.DISCHARGED_AGAIN)
    return replace(earlier, at=left.at, by=left.by, now=now, named=left.written)
