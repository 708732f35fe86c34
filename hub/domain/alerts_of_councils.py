"""Alerts that no council is sure to answer: since when, and on which day it was known which one does."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from hub.domain.alert import Alert
from hub.domain.answering import Term
from hub.domain.days import day_of
from hub.domain.episodes import Episode
from hub.domain.joint_state import JointState
from hub.domain.responsible import Responsible
from hub.domain.rules import Rule
from hub.domain.six_weeks import plus

_UNSURE, _UNKNOWN = "council_unsure", "council_unknown"


def of_council(episode: Episode, who: Responsible) -> Alert | None:
    """Return what stands while a council is only likely, or none is known; none while whereabouts are hidden.

    One of a later day than that of discharge is another one.
    """
    if who.hidden is not None or who.council is not None:
        return None
    kind, by, rule = _UNKNOWN, episode.discharged.by, Rule.NO_COUNCIL
    if who.likely is not None:
        kind, by, rule = _UNSURE, who.likely.by, Rule.COUNCIL_UNSURE
    about = "" if who.since is None else who.since.isoformat()
    return Alert(kind, who.since or episode.window.first, about, None, by, rule)


def closed_councils(state: JointState, episode: Episode, terms: Sequence[Term]) -> Iterator[Alert]:
    """Give those that were open and have closed, or will: when another council answers, or the six weeks are over.

    Asked by whoever reads a person's page, never when events are folded.
    """
    if episode.void_by is not None:
        return
    ends = plus(episode.window.last, 1) if episode.end is None else episode.end.day
    found = [_before_any_home(state, episode, terms[0])]
    for term, following in pairwise([*terms, None]):
        alert = None if term is None else of_council(episode, term.who)
        if alert is not None:
            found.append(alert._replace(closed=None if following is None else following.first))
    for alert in found:
        closed = None if alert is None else alert.until(ends)
        if closed is not None:
            yield closed


def _before_any_home(state: JointState, episode: Episode, term: Term) -> Alert | None:
    """Return the alert that stood until the first home was stated, which holds of the days before it as well."""
    home = term.who.home
    if home is None or home.rule is not Rule.HOME_LEARNT_LATER:
        return None
    told = next(day_of(each.since) for each in state.homes if each.by == home.by)
    return Alert(_UNKNOWN, term.first, "", None, episode.discharged.by, Rule.NO_COUNCIL, None, told)
