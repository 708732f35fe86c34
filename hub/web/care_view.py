"""What waits for a person and who supports them: next step, alerts, findings, lines with origin, payer and visits."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from hub.web.board_view import Step, current_episode, step_of
from hub.web.dates import clinical
from hub.web.person_view import Value, values_of
from hub.web.services import service_words
from hub.web.words import Names, Tag, named, plain, words


class Notice(NamedTuple):
    """Something to look at, beside the value that it is about; `why` is the path that explains it."""

    text: str
    more: str | None
    why: str
    label: str


class Line(NamedTuple):
    """A line of support; `why` explains that it is there at all."""

    title: str
    provider: str
    running: bool
    origin: Tag
    values: Sequence[Value]
    missed: int
    why: str
    findings: Sequence[Notice] = ()


Beside = Callable[[str, str | None, str | None], list[Notice]]
"""Gives the findings about one thing: its kind, its id, and the trust or provider whose id that is."""

_LINE: Final = (
    ("Started", "started_on"),
    ("Ended", "ended_on"),
    ("Hours a week", "hours_per_week"),
    ("Price an hour", "price_per_hour"),
    ("Origin", "origin"),
    ("Origin as stated", "origin_stated"),
)
_ORIGIN_COLOURS: Final = {"RESUMED": "grey", "NEW": "aqua-green", "INCREASE": "purple"}
_PAYERS: Final = {
    "council": "The council",
    "joint": "Jointly, and free to the person",
    "icb": "The integrated care board",
    "person": "The person",
    "shared": "Shared, as decided",
}
_ALERTS: Final = {
    "death_suspected": "A death is suspected and not confirmed",
    "council_unknown": "No council is known",
    "council_unsure": "The postcode leaves the council open",
    "visit_missed": "A visit was missed",
    "charge_inside_free_period": "A charge falls on days that are free",
    "charge_without_support": "A charge is for days on which no support ran",
    "chc_decision_overdue": "The decision on continuing healthcare is late",
    "carer_not_told": "The carer has not been told of a missed visit",
    "first_visit_due": "Nobody has told of the first visit",
    "no_coordinator": "Nobody coordinates the six weeks",
    "outcome_missing": "Nobody has said how the six weeks ended",
    "safeguarding": "There is a concern about the person's safety",
    "moved": "The person has moved to another council",
    "visits_paused": "Visits are paused: back in hospital",
    "visits_resume": "Visits go on: left hospital again",
}


def next_step_of(state: Mapping[str, Any], names: Names, today: date) -> Step | None:
    """Return the next step in words."""
    return step_of(state.get("next_step"), names, today)


def alerts_of(state: Mapping[str, Any], names: Names) -> list[Notice]:
    """Return the alerts that stand, of every episode and of every move between councils."""
    return [
        _alert(alert, f"{holder}.{number}.alerts.{at}", names)
        for holder in ("episodes", "moves")
        for number, held in enumerate(state.get(holder) or ())
        for at, alert in enumerate(held.get("alerts") or ())
        if not alert.get("closed_at")
    ]


def _alert(alert: Mapping[str, Any], path: str, names: Names) -> Notice:
    provider = named(names, "provider", alert["provider"]) if alert.get("provider") else None
    more = f"since {clinical(alert.get('since') or alert.get('opened_at'))}" + (f", {provider}" if provider else "")
    text = _ALERTS.get(alert["kind"], words(alert["kind"]))
    return Notice(text, more, path, text)


def nothing_beside(kind: str, name: str | None, of: str | None = None) -> list[Notice]:
    """Give no finding of any thing, for a line that is looked at without them."""
    del kind, name, of
    return []


def shown_lines(state: Mapping[str, Any]) -> list[tuple[str, int, Mapping[str, Any]]]:
    """Return path, place and line of the support of the current six weeks, else of every episode."""
    current = current_episode(state)
    every: list[tuple[int, Mapping[str, Any]]] = list(enumerate(state.get("episodes") or ()))
    chosen = [(number, episode) for number, episode in every if episode is current] or every
    return [
        (f"episodes.{number}", at, line)
        for number, episode in chosen
        for at, line in enumerate(episode.get("lines") or ())
    ]


def lines_of(state: Mapping[str, Any], names: Names, beside: Beside = nothing_beside) -> list[Line]:
    """Return the lines of support that are shown; what `beside` gives of a line stands at the first of its parts."""
    found, seen = [], set[tuple[str, str]]()
    for base, at, line in shown_lines(state):
        name = line["line_id"], line["provider"]
        told = [] if name in seen else beside("line", *name)
        found.append(_line(state, base, at, names)._replace(findings=told))
        seen.add(name)
    return found


def _is_of(period: Mapping[str, Any], line: Mapping[str, Any]) -> bool:
    """Say whether a period of payers is of a line, or of that part of it."""
    return all(period.get(name) == line.get(name) for name in ("line_id", "provider", "origin"))


def _line(state: Mapping[str, Any], base: str, at: int, names: Names) -> Line:
    episode: Mapping[str, Any] = state["episodes"][int(base.split(".")[1])]
    line = episode["lines"][at]
    values = values_of(_LINE, f"{base}.lines.{at}", line, names)
    paid = [(place, one) for place, one in enumerate(episode.get("responsibility") or ()) if _is_of(one, line)]
    if paid:
        place, newest = paid[-1]
        payer = newest.get("payer")
        values.append(Value("Paid by", _PAYERS.get(str(payer), plain(payer)), f"{base}.responsibility.{place}"))
    values += _clocks(episode, line, f"{base}.lines.{at}")
    visits = line.get("visits") or {}
    done, missed = visits.get("confirmed") or 0, visits.get("missed") or 0
    in_bed = visits.get("missed_in_hospital") or 0
    told = f"{done} took place, {missed} missed" if done or missed or in_bed else "None recorded"
    told += f", {in_bed} planned while in hospital" if in_bed else ""
    values.append(Value("Visits", told, f"{base}.lines.{at}.visits"))
    origin = str(line.get("origin"))
    return Line(
        title=service_words(line.get("service")) if line.get("service") else "Support",
        provider=named(names, "provider", line.get("provider")),
        running=not line.get("ended_on") or line["ended_on"] >= str(state.get("on", "")),
        origin=Tag({"RESUMED": "Resumed", "INCREASE": "More"}.get(origin, "New"), _ORIGIN_COLOURS.get(origin, "grey")),
        values=values,
        missed=missed,
        why=f"{base}.lines.{at}",
    )


def _clocks(episode: Mapping[str, Any], line: Mapping[str, Any], path: str) -> list[Value]:
    """Return the last day that is free, and beside it that of each clock which runs: the later of them counts."""
    if not line.get("free_until"):
        return []
    found = [Value("Free to", _eve(line["free_until"]), f"{path}.free_until")]
    if line.get("origin") != "RESUMED":
        found.append(Value("Free to, by the six weeks", clinical(episode["last_covered_day"]), f"{path}.to"))
    if line.get("statutory_free_until"):
        until = _eve(line["statutory_free_until"])
        found.append(Value("Free to, by law for its programme", until, f"{path}.statutory_free_until"))
    return found


def _eve(first_not_free: str) -> str:
    """Return the day before one, which is the last that is free."""
    return clinical((date.fromisoformat(first_not_free) - timedelta(days=1)).isoformat())
