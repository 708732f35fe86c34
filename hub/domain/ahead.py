"""What is dated ahead: it has not happened yet, and does not count before its day.

A clerk enters the discharge that is planned, or mistypes a month.  Until that day the person lies in the bed, no six
weeks run and none end; where it was written before its day a finding tells, so that somebody can take it back.
Source: rule of this product; HL7 v2 chapter 3 (a discharge that is expected is an A16, not an A03).
"""

from datetime import date

from hub.domain.days import day_of, end_of
from hub.domain.joint_state import JointState
from hub.domain.on_a_day import ahead_of, on_a_day
from hub.domain.rules import Rule
from hub.domain.spells import SpellState
from hub.domain.statements import noted
from hub.events.values import Moment


def marked(spell: SpellState, at: Moment, written: int, by: int) -> SpellState:
    """Note that an end of a stay was written before its day."""
    return noted(spell, Rule.DISCHARGED_AHEAD, by) if day_of(at.at) > day_of(written) else spell


def days_ahead(state: JointState, on: date) -> list[date]:
    """Return the days after a day on which something that is told already comes true: stays, leavings, deaths."""
    return [day_of(at) for at in ahead_of(state, end_of(on))]


def happened_by(state: JointState, on: date) -> JointState:
    """Return the state without what lies after a Europe/London day.

    On `date.min`, which stands for a day that nobody knows, everything has happened.
    """
    return state if on == date.min else on_a_day(state, state, on)
