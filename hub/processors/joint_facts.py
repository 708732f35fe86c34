"""What others are told of one episode: the milestones that it reached and the alerts that stand, as facts."""

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

import msgspec

from hub.domain.alert import Alert
from hub.domain.alerts import alerts
from hub.domain.answering import Term, on_day
from hub.domain.episodes import Episode
from hub.domain.joint_state import JointState
from hub.domain.steps import Fact

_JSON: Final = msgspec.json.Encoder().encode


class MilestoneBody(msgspec.Struct, frozen=True, gc=False):
    """The JSON of a milestone; fields are in the order of their names, so that one content has one text."""

    council: str | None
    day: int
    episode_id: str
    ics: str | None
    on: date


class AlertBody(msgspec.Struct, frozen=True, gc=False):
    """The JSON of an alert; in the order of names as well.

    `because` is the label of the rule.  It has no episode where it is of the person, whether six weeks run or not.
    """

    alert: str
    because: str
    council: str | None
    episode_id: str | None
    ics: str | None
    provider: str | None
    since: date


class Weeks(NamedTuple):
    """An episode with its id, who answers for it on which days, and its alerts that open and close by days."""

    episode: Episode
    name: str
    terms: Sequence[Term]
    lives: Sequence[Alert]


def facts_of(state: JointState, weeks: Weeks, today: date) -> list[Fact]:
    """Return what others should believe of one episode on a day; nothing before the day of discharge.

    A milestone names who answered on its day, an alert who answers today.
    """
    episode, name, terms, lives = weeks
    who = on_day(terms, today).who
    standing = alerts(state, episode, who, today, lives)
    reached = episode.reaches(today)
    milestones = [(number, day) for number, day in episode.milestones() if day <= reached]
    found = []
    council, ics = who.codes
    for number, day in milestones:
        if len(terms) > 1:
            council, ics = on_day(terms, day).who.codes
        body = MilestoneBody(council, number, name, ics, day)
        found.append(Fact("WindowMilestone", f"{name}:{number}", _JSON(body).decode()))
    codes = who.codes
    found += [alert_fact(alert, f"{name}:{alert.kind}:{alert.about}", name, codes) for alert in standing]
    return found


def alert_fact(alert: Alert, key: str, episode: str | None, codes: tuple[str | None, str | None]) -> Fact:
    """Return the fact of an alert: told as new when it opens, withdrawn when it closes."""
    council, ics = codes
    told = AlertBody(alert.kind, alert.rule.label, council, episode, ics, alert.provider, alert.since)
    return Fact("Alert", key, _JSON(told).decode())


def wakes_of(weeks: Weeks, today: date) -> list[date]:
    """Return the days after today on which the facts of an episode change though nothing happens.

    On them the next milestone is reached, an end comes, somebody went back to hospital, or an alert opens or closes.
    """
    episode = weeks.episode
    ahead = [day for _, day in episode.milestones() if day > today][:1]
    if episode.end is not None and episode.end.day > today:
        ahead.append(episode.end.day)
    if episode.suspended is not None and episode.suspended.value > today:
        ahead.append(episode.suspended.value)
    for each in episode.away:
        ahead += [day for day in (each.end.day, each.back) if day > today]
    for alert in weeks.lives:
        ahead += alert.days(today)
    return ahead
