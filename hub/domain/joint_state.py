"""The folded state behind the joint six weeks: stays, homes, practices, death, hiding, lines, reviews."""

from datetime import date

import msgspec

from hub.domain.appeals import Appeal
from hub.domain.assessments import Assessments
from hub.domain.coordination_state import Coordination
from hub.domain.days import day_of
from hub.domain.deaths import Deaths, standing, taken_back
from hub.domain.lines import LineState
from hub.domain.money import Money
from hub.domain.portability_state import Case
from hub.domain.rules import Rule
from hub.domain.said import InForce, Noted, Said
from hub.domain.spells import CONFIRMED, SUSPECTED, Leaving, SpellState, is_exact
from hub.domain.whereabouts import Hiding
from hub.events.values import HomeArea, Moment


class JointState(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Everything that is kept of one person for the joint six weeks.

    Episodes are not in it: they follow from the stays (`hub.domain.episodes`), so that a correction of a stay
    corrects its episode.
    """

    spells: tuple[SpellState, ...] = ()
    homes: tuple[InForce[HomeArea | None], ...] = ()
    practices: tuple[InForce[str | None], ...] = ()
    lines: tuple[LineState, ...] = ()
    deaths: Deaths = ()
    hiding: Hiding = ()
    reviewed: Said[Moment] | None = None
    notes: tuple[Noted, ...] = ()
    forgotten: Said[Moment] | None = None
    """When the person's keys were destroyed: codes and days stay for the count, and nothing else happens."""
    money: Money | None = None
    """Who pays by decision, charges and equipment; none while nothing of it was told."""
    coordination: Coordination | None = None
    assessments: Assessments = ()
    moves: tuple[Case, ...] = ()
    """What was told of moves between councils: who has the duty (`hub.domain.council_of_move`)."""
    appeals: tuple[Appeal, ...] = ()
    """What was told of appeals: whose answer is waited for (`hub.domain.steps_of_appeals`)."""


def confirmed_death(state: JointState) -> Said[Moment] | None:
    """Return the confirmed death that lies first, from a record or from the end of a stay; or none."""
    return _first_death(state, CONFIRMED)


def suspected_death(state: JointState) -> Said[Moment] | None:
    """Return the first death that is suspected, confirmed or not; or none."""
    return _first_death(state, SUSPECTED)


def death_taken_back(state: JointState) -> Said[Moment] | None:
    """Return the death that was taken back last, by the statement that did so; or none."""
    undone = [*taken_back(state.deaths)] if state.deaths else []
    for spell in state.spells:
        left = spell.leaving if spell.cancelled is None else None
        if left is not None and left.taken_back is not None:
            undone.append(Said(_died_at(left), left.taken_back, Rule.DEATH_TAKEN_BACK))
    return max(undone, key=lambda said: said.by) if undone else None


def _first_death(state: JointState, sureness: int) -> Said[Moment] | None:
    # Asked after every batch of everybody, nearly all of whom live: nothing is made before there is a death.
    found: list[Said[Moment]] = []
    if state.deaths:
        found += standing(state.deaths, sureness)
    for spell in state.spells:
        if spell.cancelled is None:
            left = spell.leaving
            if left is not None and left.death >= sureness:
                found.append(death_at_end(left))
            if spell.dead is not None and sureness == SUSPECTED:
                found.append(spell.dead)
    return min(found, key=_when) if found else None


def _when(death: Said[Moment]) -> tuple[date, bool, int, int]:
    """Order deaths by day; on one day a time that was given stands before the day alone."""
    moment = death.value
    return day_of(moment.at), not is_exact(moment), moment.at, death.by


def death_at_end(leaving: Leaving) -> Said[Moment]:
    """Return the death at the end of a stay, sure or suspected."""
    rule = Rule.DEATH_CONFIRMED if leaving.death == CONFIRMED else Rule.DEATH_SUSPECTED
    said = leaving.dying or leaving.destination or leaving.discharged
    return Said(_died_at(leaving), said.by, rule)


def _died_at(leaving: Leaving) -> Moment:
    return leaving.dying.at if leaving.dying and leaving.dying.at else leaving.discharged.value
