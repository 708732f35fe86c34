"""What is told of the days on which somebody waited to leave, beside the ready date."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from hub.domain.delay_labels import national
from hub.domain.figures_bodies import Coded, Waited
from hub.domain.spells import SpellState
from hub.domain.waiting import held, runs, waits

_NOTHING: Final[Mapping[str, Any]] = {}


def waiting_told(spell: SpellState, left_on: date | None) -> Mapping[str, Any]:
    """Return the fields of a stay's figures on reasons and earlier days of being ready; nothing where it has neither.

    Asked after every batch of everybody, so that nothing is made before there is any.
    """
    if not spell.delays and not spell.voided:
        return _NOTHING
    known = [national(one.code, one.label) for one in spell.delays]
    waited = waits(spell, left_on) if spell.voided or any(known) else []
    return {
        "delay_codes": tuple([Coded(run.code, run.first, run.until) for run in runs(spell, waited)]),
        "delay_held": tuple([Coded(run.code, run.first, run.until) for run in held(spell, waited)]),
        "delay_unmapped": None in known,
        "voided": tuple([Waited(one.first, one.until) for one in waited if not one.last and one.until is not None]),
    }
