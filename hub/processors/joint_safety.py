"""The safety net as JSON: alerts with their life, the first 72 hours, open tasks, with the reason of each value."""

from collections.abc import Iterator, Sequence
from typing import Any

from hub.domain.alert import Alert
from hub.domain.alerts import alerts
from hub.domain.alerts_of_councils import closed_councils
from hub.domain.answering import Term, on_day
from hub.domain.at_home import missed_at_home
from hub.domain.carer_told import told_of
from hub.domain.days import end_of, rfc3339
from hub.domain.episodes import OPEN, SUSPENDED, VOID, Episode
from hub.domain.lines import LineState
from hub.domain.rules import Rule
from hub.domain.safety_net import first_day, first_visit, gone_wrong, restarts, until
from hub.domain.tasks import RUNNING, stops, warnings
from hub.processors.joint_coordination import Shown
from hub.processors.page import iso

Json = dict[str, Any]


def alerts_json(shown: Shown, episode: Episode, terms: Sequence[Term], lives: Sequence[Alert], path: str) -> list[Json]:
    """Return the alerts that stand on the day, and after them those that closed in the six weeks before."""
    state, on, page = shown
    standing = [*alerts(state, episode, on_day(terms, on).who, on, lives)]
    every = [*lives, *closed_councils(state, episode, terms)]
    if episode.status(on) in {OPEN, SUSPENDED}:
        told = [*warnings(state)]
        standing += [alert for alert in told if alert.stands(on)]
        every += told
    over = [alert for alert in every if alert.is_shown(on) and not alert.stands(on)]
    rows = [*standing, *over]
    for place, alert in enumerate(rows):
        page.why(f"{path}.alerts.{place}", alert.by, alert.rule)
    return [alert_json(alert, standing=place < len(standing)) for place, alert in enumerate(rows)]


def alert_json(alert: Alert, *, standing: bool) -> Json:
    """Return one alert; one that stands has no day on which it closed."""
    return {
        "kind": alert.kind,
        "since": alert.since.isoformat(),
        "provider": alert.provider,
        "opened_at": alert.opens.isoformat(),
        "closed_at": None if standing else iso(alert.closed),
        "because": alert.rule.label,
    }


def milestones_json(shown: Shown, episode: Episode) -> list[Json]:
    """Return the milestones of an episode that was not taken back: name, day due and day reached."""
    if episode.status(shown.on) == VOID:
        return []
    reached = episode.reaches(shown.on)
    return [
        {
            "day": number,
            "on": day.isoformat(),
            "reached": day <= reached,
            "name": f"day_{number}",
            "due_on": day.isoformat(),
            "reached_on": day.isoformat() if day <= reached else None,
        }
        for number, day in episode.milestones()
    ]


def safety_net_json(shown: Shown, episode: Episode, before: Episode | None, path: str) -> Json | None:
    """Return the first 72 hours: each line with its first visit, and the visits that were late or missed."""
    state = shown.state
    if episode.status(shown.on) == VOID:
        return None
    shown.page.why(f"{path}.safety_net", episode.discharged.by, episode.discharged.rule)
    gone = [each for each in gone_wrong(state, episode) if each.visit.planned <= end_of(shown.on)]
    lines = [_line(shown, episode, before, line) for line in state.lines if first_day(line, episode) is not None]
    for place, (_, by, rule) in enumerate(lines):
        shown.page.why(f"{path}.safety_net.lines.{place}", by, rule)
    wrong: dict[str, list[Json]] = {"late": [], "missed": []}
    for line, visit in gone:
        kind = "missed" if visit.done is None else "late"
        shown.page.why(f"{path}.safety_net.{kind}.{len(wrong[kind])}", visit.by, _RULES[kind])
        wrong[kind].append(
            {"line_id": line.line_id, "provider": line.provider, "planned_at": rfc3339(visit.planned)}
            | ({"done_at": rfc3339(visit.done)} if visit.done is not None else _told(shown, line, visit.planned))
        )
    return {"until": rfc3339(until(episode)), "lines": [row for row, _, _ in lines], **wrong}


_RULES = {"missed": Rule.VISIT_MISSED, "late": Rule.VISIT_LATE}


def _told(shown: Shown, line: LineState, planned: int) -> Json:
    told = told_of(shown.state.coordination, line.provider, line.line_id, planned)
    return {"carer_told_at": None if told is None else rfc3339(told.at)}


def _line(shown: Shown, episode: Episode, before: Episode | None, line: LineState) -> tuple[Json, int, Rule]:
    """Return one line with its first visit: `confirmed`, `missed`, `due`, or `awaited` on a day that is not over."""
    due, seen, by = first_day(line, episode), first_visit(line, episode), line.spans[0].by
    failed = missed_at_home(shown.state, episode, line)
    state, rule = ("due", Rule.FIRST_VISIT_DUE) if due is not None and due < shown.on else ("awaited", Rule.LINE_STATED)
    if seen is not None:
        state, rule = "confirmed", Rule.FIRST_VISIT
    elif failed:
        state, by, rule = "missed", failed[0].by, Rule.VISIT_MISSED
    again = restarts(line, episode, before)
    row = {
        "line_id": line.line_id,
        "provider": line.provider,
        "first_visit": state,
        "due_on": iso(due),
        "visited_at": None if seen is None else rfc3339(seen),
        "restart_without_reassessment": again,
    }
    return row, by, Rule.RESTART_WITHOUT_REASSESSMENT if again else rule


def tasks_json(shown: Shown) -> list[Json]:
    """Return the open task of each line that runs on the day, or was stopped: running, paused or stopped, and why."""
    stopped = {(stop.line.provider, stop.line.line_id): stop for stop in stops(shown.state)}
    rows: list[Json] = []
    for line in _running(shown, stopped):
        stop = stopped.get((line.provider, line.line_id))
        row = {"line_id": line.line_id, "provider": line.provider}
        by, rule = (line.spans[0].by, Rule.LINE_STATED) if stop is None else (stop.by, stop.rule)
        shown.page.why(f"tasks.{len(rows)}", by, rule)
        state, because = (RUNNING, None) if stop is None else (stop.state, stop.because)
        rows.append(row | {"state": state, "because": because, "since": None if stop is None else iso(stop.since)})
    return rows


def _running(shown: Shown, stopped: dict[tuple[str, str], Any]) -> Iterator[LineState]:
    for line in shown.state.lines:
        if line.on(shown.on) is not None or (line.provider, line.line_id) in stopped:
            yield line
