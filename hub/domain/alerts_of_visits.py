"""Alerts about visits: missed, the carer not told, the first one not seen, paused in hospital, to go on after it."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from hub.domain.alert import Alert, earliest, mark
from hub.domain.at_home import missed_at_home
from hub.domain.carer_told import told_of
from hub.domain.days import day_of
from hub.domain.episodes import Episode
from hub.domain.joint_state import JointState
from hub.domain.line_ends import over, over_after
from hub.domain.lines import LineState
from hub.domain.rules import Rule
from hub.domain.safety_net import first_day, first_visit, ran_before
from hub.domain.six_weeks import plus
from hub.domain.troubles import Trouble

A_WEEK: Final = 7
"""Days after which nobody is reminded any more of one visit, or of a change that no visit followed."""


def visit_alerts(state: JointState, episode: Episode) -> Iterator[Alert]:
    """Give the alerts of every line that runs in the episode."""
    for line in state.lines:
        failed = missed_at_home(state, episode, line) if line.troubles else ()
        for trouble in failed:
            yield missed(line, trouble)
            yield carer_not_told(state, line, trouble)
        due = first_visit_due(line, episode, failed)
        if due is not None:
            yield due


def missed(line: LineState, trouble: Trouble) -> Alert:
    """Return a missed visit: until the next visit of the line takes place, or the line is over (rule of this product).

    Each missed visit is an alert of its own.
    """
    since = day_of(trouble.planned)
    made_up = None if trouble.made_up is None else day_of(trouble.made_up)
    about = mark(line.provider, line.line_id, str(trouble.planned))
    closed = _not_before(since, earliest(made_up, over(line)))
    return Alert("visit_missed", since, about, line.provider, trouble.by, Rule.VISIT_MISSED, None, closed)


def carer_not_told(state: JointState, line: LineState, trouble: Trouble) -> Alert:
    """Return that nobody has told the carer of a missed visit: until somebody has, or a week has passed.

    Rule of this product: it opens with every missed visit, whether a carer is known or not.  Who cares for somebody is
    often known to the provider alone, and an alert too many is safer than nobody coming and nobody knowing.
    """
    since = day_of(trouble.planned)
    told = told_of(state.coordination, line.provider, line.line_id, trouble.planned)
    about = mark(line.provider, line.line_id, str(trouble.planned))
    closed = earliest(None if told is None else day_of(told.at), over(line), plus(since, A_WEEK))
    closed = _not_before(since, closed)
    return Alert("carer_not_told", since, about, line.provider, trouble.by, Rule.CARER_NOT_TOLD, None, closed)


def first_visit_due(line: LineState, episode: Episode, failed: Sequence[Trouble]) -> Alert | None:
    """Return that the first visit of a line after a discharge was never told of: from the day after it was due.

    Rule of this product: due four hours after its planned time.  Senders give the day on which support begins and no
    hour, so the planned time is the end of that day, and four hours later it is the day after.  A missed visit
    (`failed`) is an alert of its own and ends this one.
    """
    due = first_day(line, episode)
    if due is None:
        return None
    seen = first_visit(line, episode)
    came = None if seen is None else day_of(seen)
    if came is not None and came <= due:
        return None
    missed_on = min((day_of(one.planned) for one in failed), default=None)
    opened, closed = plus(due, 1), earliest(came, missed_on, over_after(line, due))
    if closed is not None and closed < opened:
        return None
    by = line.spans[0].by
    about = mark(line.provider, line.line_id)
    return Alert("first_visit_due", due, about, line.provider, by, Rule.FIRST_VISIT_DUE, opened, closed)


def visits_paused(state: JointState, episode: Episode) -> Iterator[Alert]:
    """Give a pause for each line that runs when somebody goes back to hospital, until the episode ends."""
    back = episode.suspended
    if back is None:
        return
    for line in state.lines:
        if line.runs_from(back.value):
            about = mark(line.provider, line.line_id)
            closed = _not_before(back.value, over_after(line, back.value))
            yield Alert("visits_paused", back.value, about, line.provider, back.by, Rule.VISITS_PAUSED, None, closed)


def visits_resume(state: JointState, episode: Episode, before: Episode) -> Iterator[Alert]:
    """Give a going on for each line that a stay in hospital paused, until its next visit or for a week."""
    first = episode.window.first
    for line in state.lines:
        if not ran_before(line, before) or not line.runs_from(first):
            continue
        seen = first_visit(line, episode)
        closed = earliest(None if seen is None else day_of(seen), over_after(line, first), plus(first, A_WEEK))
        about, by = mark(line.provider, line.line_id), episode.discharged.by
        yield Alert("visits_resume", first, about, line.provider, by, Rule.VISITS_RESUME, None, closed)


def _not_before(since: date, closed: date | None) -> date | None:
    """Return a day of closing that is not before that of opening."""
    return None if closed is None else max(since, closed)
