"""Invented stays in one topic, for the peer fold: every engine reads the same bytes of `hub.discharge.v1`.

Twenty events a stay: admission, expected discharge, two transfers, ten daily reviews of the criteria to reside,
readiness told, taken back and told again, a reason for delay, the pathway, discharge.
"""

from collections.abc import Iterator

from hub.bench.lives import HOUR, Body, home_of
from hub.events.discharge import (
    CriteriaToResideAssessed,
    DelayReasonRecorded,
    ExpectedDischargeChanged,
    PathwayDecided,
    ReadinessChanged,
    Spell,
    SpellAdmitted,
    SpellDischarged,
    SpellTransferred,
)
from hub.events.values import Code, Moment, Place


def stay(person: int, at: int) -> Iterator[Body]:
    """Give a whole stay."""
    spell = Spell("RZZ", f"SP{person:07d}")
    place = Place("RZZ01", "AMU", "BAY2", "05")
    home = home_of()
    yield 0, SpellAdmitted(spell, Moment(at), "I", "21", Code("0007", "19"), place, "300", "Y99999", home)
    yield 1, ExpectedDischargeChanged(spell, Moment(at + 200 * HOUR))
    yield 6, CriteriaToResideAssessed(spell, met=True, criteria=("1", "4"))
    yield 20, SpellTransferred(spell, Place("RZZ01", "W7", "BAY1", "12"))
    yield 30, CriteriaToResideAssessed(spell, met=True, criteria=("4",))
    yield 54, CriteriaToResideAssessed(spell, met=True, criteria=("4",))
    yield 78, CriteriaToResideAssessed(spell, met=False)
    yield 90, SpellTransferred(spell, Place("RZZ01", "W9", "BAY3", "02"))
    yield 100, ReadinessChanged(spell, ready=True, since=Moment(at + 78 * HOUR))
    yield 102, CriteriaToResideAssessed(spell, met=False)
    yield 120, ReadinessChanged(spell, ready=False)
    yield 126, CriteriaToResideAssessed(spell, met=True, criteria=("9",))
    yield 150, CriteriaToResideAssessed(spell, met=False)
    yield 152, ReadinessChanged(spell, ready=True, since=Moment(at + 150 * HOUR))
    yield 174, CriteriaToResideAssessed(spell, met=False)
    yield 198, CriteriaToResideAssessed(spell, met=False)
    yield 200, DelayReasonRecorded(spell, Code("DTOC", "D3"), None)
    yield 210, PathwayDecided(spell, "P1")
    yield 222, CriteriaToResideAssessed(spell, met=False)
    left = Moment(at + 240 * HOUR)
    yield 240, SpellDischarged(spell, left, Code("0112", "1"), Code("0113", "19"), place, "Y99999", home, "P1")
