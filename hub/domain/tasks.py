"""What reaches every open task: each line of support that runs, whichever provider gives it and whether six weeks run.

A death stops visits and a stay in hospital pauses them; a concern about the person's safety and a move of home are
told to each provider.  Facts follow from the state in the batch of the event, so nobody waits for a list.

Source: proposal for a National Care Service, 7.4 (what one organisation knows reaches all that visit the person).
"""

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from hub.domain.alert import Alert, earliest, mark
from hub.domain.alerts_of_visits import A_WEEK
from hub.domain.changes_of_home import Change, changes_of_home
from hub.domain.days import day_of
from hub.domain.joint_state import JointState, confirmed_death
from hub.domain.line_ends import over_after
from hub.domain.lines import LineState
from hub.domain.moving import unreceived
from hub.domain.rules import Rule
from hub.domain.six_weeks import plus
from hub.domain.spells import SpellState

DEATH, ADMISSION = "death", "admission"
RUNNING, PAUSED, STOPPED = "running", "paused", "stopped"
_STATES: Final = {DEATH: STOPPED, ADMISSION: PAUSED}


class Stop(NamedTuple):
    """Visits of a line that are not to be made: why, since which day, by which event; `about` names stay and line."""

    line: LineState
    because: str
    since: date
    by: int
    about: str

    @property
    def state(self) -> str:
        """Whether the task is paused or stopped for good."""
        return _STATES[self.because]

    @property
    def rule(self) -> Rule:
        """The rule that stops or pauses it."""
        return Rule.VISITS_STOPPED if self.because == DEATH else Rule.VISITS_PAUSED


def stops(state: JointState) -> Iterator[Stop]:
    """Give what stops or pauses the visits of each line: a confirmed death for good, a bed in hospital until then.

    Somebody on the way to another hospital is not home (joint six weeks, 6.5: a transfer between hospitals is no
    discharge): their visits stay paused until a hospital sends them home.
    A line that its provider ended before is none of it.  What was stopped stays told when the line is ended after it:
    a stop that is withdrawn means that visits go on.
    """
    if not state.lines:
        return
    death = confirmed_death(state)
    if death is not None:
        for line in state.lines:
            if line.runs_from(day_of(death.value.at)):
                yield Stop(line, DEATH, day_of(death.value.at), death.by, f":{mark(line.provider, line.line_id)}")
        return
    for spell, since, by in _away(state):
        for line in state.lines:
            if line.runs_from(since):
                about = f"{mark(spell.trust, spell.number)}:{mark(line.provider, line.line_id)}"
                yield Stop(line, ADMISSION, since, by, about)


def _away(state: JointState) -> Iterator[tuple[SpellState, date, int]]:
    """Give each stay that keeps somebody from home, since which day, and which event said so.

    They are those that go on, and one left for another hospital that has not received them; of this one the day of
    leaving counts where nobody saw it begin.
    """
    on_the_way = unreceived(state)
    for place, spell in enumerate(state.spells):
        said = spell.admitted or spell.seen
        if on_the_way is not None and on_the_way.spell == place:
            said = said or on_the_way.leaving.discharged
        elif not spell.is_open or not spell.is_inpatient:
            continue
        if said is not None:
            yield spell, day_of(said.value.at), said.by


def warnings(state: JointState) -> Iterator[Alert]:
    """Give what each provider of a running line has to know: a concern for safety, a move to another council."""
    concerned = state.coordination is not None and bool(state.coordination.concerns)
    moved = (len(state.homes) > 1 or bool(state.moves)) and bool(state.lines) and not state.hiding
    if not (concerned or moved) or state.forgotten is not None or confirmed_death(state) is not None:
        return  # asked after every batch of everybody: nearly nobody has either
    if concerned:
        yield from _safeguarding(state)
    if moved:
        for change in changes_of_home(state):
            yield from _moved(state, change)


def _safeguarding(state: JointState) -> Iterator[Alert]:
    """Give one for the team and one for each line that runs while a concern stands, without what it is about."""
    for concern in state.coordination.concerns if state.coordination is not None else ():
        since = day_of(concern.since)
        closed = None if concern.until is None else max(since, day_of(concern.until))
        whole = mark(concern.concern_id, str(concern.since))
        yield Alert("safeguarding", since, whole, None, concern.by, Rule.SAFEGUARDING, None, closed)
        for line in state.lines:
            if not line.runs_from(since):
                continue
            begun = max(since, line.spans[0].first)
            over = over_after(line, begun)
            about = f"{whole}:{mark(line.provider, line.line_id)}"
            found = Alert("safeguarding", begun, about, line.provider, concern.by, Rule.SAFEGUARDING, None, over)
            if closed is None or begun < closed:
                yield found if closed is None else found._replace(closed=earliest(over, closed))


def _moved(state: JointState, change: Change) -> Iterator[Alert]:
    """Give a move for each line that ran on its day, until a visit was planned after it, or for a week from it.

    Where to is not in it.  Rule of this product.
    """
    day, opened = change.day, max(change.day, day_of(change.told))
    for line in state.lines:
        if line.on(day) is None:
            continue
        done = line.last_done is not None and line.last_done.value >= change.known
        week = plus(max(opened, change.moves_on or opened), A_WEEK)
        ends = earliest(over_after(line, day), week, opened if done else None, change.taken_back)
        about = f"{day.isoformat()}:{mark(line.provider, line.line_id)}"
        yield Alert("moved", day, about, line.provider, change.by, Rule.MOVED_HOME, opened, max(opened, ends or opened))
