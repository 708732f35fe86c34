"""What differs between two folds of one person, in the words of the service.

It reads what a reader is shown (the joint page as JSON) and what a list is filtered by; so it can say what would be
seen to change, and never compares kept bytes.
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import Any, Final

Json = Mapping[str, Any]


class CareChange(Enum):
    """One kind of difference; `words` says of how many people it is told."""

    MISSING = "{whose} live state is missing"
    UNFOUNDED = "{whose} live state has nothing in the log behind it"
    IDENTITY = "{whose} record is, or is no longer, merged into another"
    SIX_WEEKS_BEGIN = "six weeks begin for {whom}"
    SIX_WEEKS_GO = "six weeks go for {whom}"
    SIX_WEEKS_STATUS = "{whose} status in the six weeks changes"
    DISCHARGED_ON = "{whose} day of discharge moves"
    LAST_COVERED_DAY = "{whose} last covered day moves"
    COUNCIL = "{whose} council changes"
    ICS = "{whose} integrated care system changes"
    PATHWAY = "{whose} pathway changes"
    SUPPORT = "{whose} lines of support, or who pays for them, change"
    ALERT_OPENS = "an alert opens for {whom}"
    ALERT_CLOSES = "an alert closes for {whom}"
    MILESTONES = "{whose} milestones change"
    COORDINATOR = "{whose} coordinator, or their time, changes"
    SAFETY_NET = "{whose} first visits after hospital, or those that went wrong, change"
    OUTCOME = "how {whose} six weeks ended changes"
    TEAM = "{whose} care team changes"
    TASKS = "what stops or pauses {whose} visits changes"
    SAFEGUARDING = "{whose} concerns for safety change"
    NEXT_STEP = "{whose} next step, or who holds it, changes"
    ALSO_WAITS = "what lists know of what else waits for {whom} changes"
    STAY_APPEARS = "a stay in hospital appears for {whom}"
    STAY_GOES = "a stay in hospital goes for {whom}"
    STAY_STATUS = "the status of {whose} stay changes"
    READY = "{whose} day of being ready to leave moves"
    EXPECTED = "{whose} expected day of leaving moves"
    DELAYS = "{whose} reasons for delay change"
    PLACE = "{whose} place in hospital changes"
    STAY_DETAILS = "other details of {whose} stay change"
    FINDINGS = "{whose} findings for the team change"
    LIST = "{whose} line in a list changes"
    PERSONAL = "{whose} personal details, which are sealed, are read another way"
    RECORD = "{whose} shared record changes"
    EARLY_HELP = "{whose} early-help case changes"
    ASSESSMENTS = "{whose} assessments, decisions or reviews change"
    MOVES = "{whose} moves between councils change"
    CARER = "{whose} own record as a carer changes"
    REFERRALS = "{whose} referral by a hospital, or a notice, changes"
    APPEALS = "{whose} appeal changes"
    TOLD = "what others are told of {whom} changes"
    LOOKED_AT = "the day on which the hub looks again at {whom} moves"
    FORM = "what is kept of {whom} has the form of another version, and differs in no date, list or told fact"
    KEPT = "what is kept of {whom} changes in nothing that is shown"

    def told(self, people: int) -> str:
        """Say it of so many people."""
        whom = "1 person" if people == 1 else f"{people:,} people"
        return self.value.format(whose=f"{whom}'s", whom=whom)


_EPISODE: Final = {
    "status": CareChange.SIX_WEEKS_STATUS,
    "ended_because": CareChange.SIX_WEEKS_STATUS,
    "ended_on": CareChange.SIX_WEEKS_STATUS,
    "suspended_on": CareChange.SIX_WEEKS_STATUS,
    "discharged_on": CareChange.DISCHARGED_ON,
    "last_covered_day": CareChange.LAST_COVERED_DAY,
    "council": CareChange.COUNCIL,
    "council_decided_by": CareChange.COUNCIL,
    "council_share": CareChange.COUNCIL,
    "council_to_be_confirmed": CareChange.COUNCIL,
    "ics": CareChange.ICS,
    "responsible": CareChange.COUNCIL,
    "pathway": CareChange.PATHWAY,
    "delay": CareChange.DELAYS,
    "lines": CareChange.SUPPORT,
    "responsibility": CareChange.SUPPORT,
    "milestones": CareChange.MILESTONES,
    "coordinator": CareChange.COORDINATOR,
    "coordinators": CareChange.COORDINATOR,
    "safety_net": CareChange.SAFETY_NET,
    "outcome": CareChange.OUTCOME,
}
_PERSON: Final = {
    "next_step": CareChange.NEXT_STEP,
    "open_steps": CareChange.NEXT_STEP,
    "findings": CareChange.FINDINGS,
    "team": CareChange.TEAM,
    "tasks": CareChange.TASKS,
    "safeguarding": CareChange.SAFEGUARDING,
    "assessments": CareChange.ASSESSMENTS,
    "review": CareChange.ASSESSMENTS,
}
_STAY: Final = {
    "status": CareChange.STAY_STATUS,
    "ready_at": CareChange.READY,
    "expected_discharge_on": CareChange.EXPECTED,
    "delay_reasons": CareChange.DELAYS,
    "delay": CareChange.DELAYS,
    "pathways": CareChange.PATHWAY,
    "criteria_to_reside": CareChange.READY,
    "location": CareChange.PLACE,
}
_LISTED: Final = {
    "status": CareChange.SIX_WEEKS_STATUS,
    "ics": CareChange.ICS,
    "council": CareChange.COUNCIL,
    "discharged_on": CareChange.DISCHARGED_ON,
    "last_covered_day": CareChange.LAST_COVERED_DAY,
    "expected_on": CareChange.EXPECTED,
    "step": CareChange.NEXT_STEP,
    "holder": CareChange.NEXT_STEP,
    "step_due": CareChange.NEXT_STEP,
    "also": CareChange.ALSO_WAITS,
}


def page_changes(before: Json, after: Json) -> set[CareChange]:
    """Give the kinds of difference between two joint pages of one person, viewed on the same day."""
    found = set(_stays(_by(before["spells"], "trust", "spell_id"), _by(after["spells"], "trust", "spell_id")))
    found |= set(_six_weeks(_by(before["episodes"], "episode_id"), _by(after["episodes"], "episode_id")))
    return found | {change for name, change in _PERSON.items() if before.get(name) != after.get(name)}


def list_changes(before: Json, after: Json) -> set[CareChange]:
    """Give the kinds of difference between what two lists are filtered by; empty for somebody on no list."""
    differing = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    return {_LISTED.get(name, CareChange.LIST) for name in differing}


def _by(items: Sequence[Json], *names: str) -> dict[tuple[Any, ...], Json]:
    return {tuple(item[name] for name in names): item for item in items}


def _stays(before: Mapping[Any, Json], after: Mapping[Any, Json]) -> Iterator[CareChange]:
    if after.keys() - before.keys():
        yield CareChange.STAY_APPEARS
    if before.keys() - after.keys():
        yield CareChange.STAY_GOES
    for name in _differing(before, after):
        yield _STAY.get(name, CareChange.STAY_DETAILS)


def _six_weeks(before: Mapping[Any, Json], after: Mapping[Any, Json]) -> Iterator[CareChange]:
    if after.keys() - before.keys():
        yield CareChange.SIX_WEEKS_BEGIN
    if before.keys() - after.keys():
        yield CareChange.SIX_WEEKS_GO
    for name in _differing(before, after):
        if name in _EPISODE:
            yield _EPISODE[name]
    for episode in before.keys() & after.keys():
        yield from _alerts(before[episode]["alerts"], after[episode]["alerts"])


def _alerts(before: Sequence[Json], after: Sequence[Json]) -> Iterator[CareChange]:
    """An alert that others see as another one has closed, and the other has opened; one that is over is none."""
    before, after = [_standing(alerts) for alerts in (before, after)]
    if any(alert not in before for alert in after):
        yield CareChange.ALERT_OPENS
    if any(alert not in after for alert in before):
        yield CareChange.ALERT_CLOSES


def _standing(alerts: Sequence[Json]) -> Sequence[Json]:
    return [alert for alert in alerts if alert.get("closed_at") is None]


def _differing(before: Mapping[Any, Json], after: Mapping[Any, Json]) -> set[str]:
    """Give the names of the fields in which items that both have differ."""
    return {
        name
        for key in before.keys() & after.keys()
        for name in before[key].keys() | after[key].keys()
        if before[key].get(name) != after[key].get(name)
    }
