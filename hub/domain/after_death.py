"""What happened after a confirmed death: either the death or that is wrong, and until somebody says which, people ask.

The death counts: nobody is visited.  Whoever told of what came after it is asked, because somebody who lives would
otherwise be without support and without anybody who sees it.
Source: rule of this product.
"""

from collections.abc import Iterator

from hub.domain.days import day_of
from hub.domain.finding import LINE, About, Finding
from hub.domain.joint_state import JointState, confirmed_death
from hub.domain.lines import LineState
from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.domain.spells import ALIVE, SpellState, compare
from hub.domain.step import HOSPITAL, PROVIDER, NextStep
from hub.events.values import Moment


def stay_after(spell: SpellState, death: Said[Moment]) -> Said[Moment] | None:
    """Return the admission that came after a death, else the discharge of somebody who lives; or none."""
    left = spell.leaving
    if spell.cancelled is not None:
        return None
    if spell.admitted is not None and compare(death.value, spell.admitted.value) < 0:
        return spell.admitted
    if left is not None and left.death == ALIVE and compare(death.value, left.discharged.value) < 0:
        return left.discharged
    return None


def visit_after(line: LineState, death: Said[Moment]) -> Said[int] | None:
    """Return the newest visit that took place on a day after that of a death; or none.

    Who finds somebody dead visits them on that day.
    """
    done = line.last_done
    return done if done is not None and day_of(done.value) > day_of(death.value.at) else None


def visits_after_death(state: JointState) -> Iterator[Finding]:
    """Give each line of which a visit took place after a confirmed death."""
    death = confirmed_death(state)
    if death is None:
        return
    for line in state.lines:
        done = visit_after(line, death)
        if done is not None:
            yield Finding(Rule.ACTIVE_AFTER_DEATH, done.by, About(LINE, line.line_id, line.provider), (death.by,))


def death_steps(state: JointState) -> Iterator[NextStep]:
    """Give that the hospital of the newest stay is asked which is wrong; where only visits came after, the provider."""
    death = confirmed_death(state)
    if death is None:
        return
    stays = [(spell, said) for spell in state.spells if (said := stay_after(spell, death)) is not None]
    if stays:
        spell, told = max(stays, key=lambda pair: pair[1].by)
        yield NextStep(Rule.STEP_CHECK_DEATH, HOSPITAL, spell.trust, told.by, day_of(told.value.at))
        return
    for line in state.lines:
        done = visit_after(line, death)
        if done is not None:
            day = day_of(done.value)
            yield NextStep(Rule.STEP_CHECK_DEATH, PROVIDER, line.provider, done.by, day, line.line_id)
