"""Who coordinates and who is in the team, the first 72 hours, tasks that are stopped, and how the six weeks ended."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from hub.web.board_view import current_episode
from hub.web.dates import clinical, clinical_time
from hub.web.person_view import Value
from hub.web.words import Names, named, organisation, words

_FIRST_VISIT: Final = {
    "confirmed": "Took place",
    "missed": "Missed",
    "due": "Nobody has told of it",
    "awaited": "Awaited",
}
_TASKS: Final = {"stopped": "Stopped", "paused": "Paused"}


def team_of(state: Mapping[str, Any], names: Names) -> Sequence[Value]:
    """Return what the card about team and safety shows, as values that can say why."""
    found = [*_in_bed(state, names), *_tasks(state, names), *_concerns(state, names)]
    episode = current_episode(state)
    if episode is not None:
        base = f"episodes.{list(state['episodes']).index(episode)}"
        found += [*_coordinators(base, episode, names), *_net(base, episode.get("safety_net") or {}, names)]
        found += [*_outcome(base, episode, names)]
    return [*found, *_team(state, names)]


def _coordinators(base: str, episode: Mapping[str, Any], names: Names) -> Iterator[Value]:
    for at, term in enumerate(episode.get("coordinators") or ()):
        who = _who(term, "post_id", names)
        until = f" to {clinical_time(term['to'])}" if term.get("to") else ""
        text = f"{who}, from {clinical_time(term['from'])}{until}"
        yield Value("Coordinator until then" if until else "Coordinator", text, f"{base}.coordinators.{at}")


def _in_bed(state: Mapping[str, Any], names: Names) -> Iterator[Value]:
    """Give who coordinates a stay that goes on before any six weeks; those of the six weeks name their own."""
    spells = state.get("spells") or () if state.get("status") == "in_hospital" else ()
    for at, spell in enumerate(spells):
        term = spell.get("coordinator")
        if term:
            text = f"{_who(term, 'post_id', names)}, from {clinical_time(term['since'])}"
            yield Value("Coordinator", text, f"spells.{at}.coordinator")


def _who(row: Mapping[str, Any], post: str, names: Names) -> str:
    role = _role(row["role"]) if row.get("role") else row[post]
    return f"{role}, {organisation(names, row['organisation'])}" if row.get("organisation") else str(role)


def _role(code: str) -> str:
    """Say a role; what is none of the list is another role, where an outcome that is none is another place."""
    return "Another role" if code == "OTHER" else words(code)


def _team(state: Mapping[str, Any], names: Names) -> Iterator[Value]:
    for at, member in enumerate(state.get("team") or ()):
        who, why = _who(member, "member_id", names), member.get("purpose")
        text = who + (f", for {words(why).lower()}" if why else ", without a purpose: sees nothing")
        gone = member.get("to")
        label = f"In the team until {clinical(gone[:10])}" if gone else "In the team"
        yield Value(label, text, f"team.{at}")


def _net(base: str, net: Mapping[str, Any], names: Names) -> Iterator[Value]:
    for at, line in enumerate(net.get("lines") or ()):
        text = f"{_FIRST_VISIT[line['first_visit']]}, {named(names, 'provider', line['provider'])}"
        if line.get("visited_at"):
            text += f", {clinical_time(line['visited_at'])}"
        if line.get("restart_without_reassessment"):
            text += ", goes on without a new assessment"
        yield Value("First visit", text, f"{base}.safety_net.lines.{at}")
    for kind, label in (("missed", "Missed visit"), ("late", "Late visit")):
        for at, visit in enumerate(net.get(kind) or ()):
            told = "" if kind == "late" else _told(visit)
            text = f"{clinical_time(visit['planned_at'])}, {named(names, 'provider', visit['provider'])}{told}"
            yield Value(label, text, f"{base}.safety_net.{kind}.{at}")


def _told(visit: Mapping[str, Any]) -> str:
    told = visit.get("carer_told_at")
    return f", carer told {clinical_time(told)}" if told else ", carer not told"


def _tasks(state: Mapping[str, Any], names: Names) -> Iterator[Value]:
    for at, task in enumerate(state.get("tasks") or ()):
        if task.get("state") in _TASKS:
            provider = named(names, "provider", task["provider"])
            text = f"{_TASKS[task['state']]} since {clinical(task['since'])}, {provider}"
            yield Value("Visits", text, f"tasks.{at}")


def _concerns(state: Mapping[str, Any], names: Names) -> Iterator[Value]:
    for at, concern in enumerate(state.get("safeguarding") or ()):
        over = concern.get("closed_at")
        text = f"Raised {clinical_time(concern['raised_at'])}" + (f", closed {clinical_time(over)}" if over else "")
        who = concern.get("organisation")
        yield Value("Safeguarding", text + (f", {organisation(names, who)}" if who else ""), f"safeguarding.{at}")


def _outcome(base: str, episode: Mapping[str, Any], names: Names) -> Iterator[Value]:
    outcome = episode.get("outcome")
    if outcome:
        said = f", {organisation(names, outcome['said_by'])}" if outcome.get("said_by") else ""
        text = f"{words(outcome['code'])}, {clinical(outcome['recorded_on'])}{said}"
        yield Value("How the six weeks ended", text, f"{base}.outcome")
