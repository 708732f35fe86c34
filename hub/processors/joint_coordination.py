"""Who coordinates the six weeks, who is in the team, how they ended: as JSON, with the reason of each value."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from hub.domain.coordination_state import Outcome, Term
from hub.domain.coordinators import coordinator_on, terms_between
from hub.domain.days import end_of, rfc3339
from hub.domain.episodes import OPEN, SUSPENDED, VOID, Episode
from hub.domain.joint_state import JointState
from hub.domain.rules import Rule
from hub.domain.spells import SpellState
from hub.processors.page import Page


class Shown(NamedTuple):
    """What is looked at, on which day, and where reasons go."""

    state: JointState
    on: date
    page: Page


def coordinators_json(shown: Shown, episode: Episode, path: str) -> dict[str, Any]:
    """Return `coordinator` of the day, while the six weeks go on, and `coordinators` with the times of each."""
    (state, on, page), status = shown, episode.status(shown.on)
    if state.coordination is None or status == VOID:
        return {"coordinator": None, "coordinators": []}
    now = coordinator_on(state.coordination, on) if status in {OPEN, SUSPENDED} else None
    if now is not None:
        page.why(f"{path}.coordinator", now.by, Rule.COORDINATOR_NAMED)
    last = min(on, episode.window.last if episode.end is None else episode.end.day)
    every = terms_between(state.coordination, episode.window.first, last)
    for place, term in enumerate(every):
        page.why(f"{path}.coordinators.{place}", term.by, Rule.COORDINATOR_NAMED)
    return {
        "coordinator": None if now is None else _post(state, now) | {"since": rfc3339(now.since)},
        "coordinators": [
            _post(state, term) | {"from": rfc3339(term.since), "to": _moment(_by(term.until, on))} for term in every
        ],
    }


def in_bed_json(shown: Shown, spell: SpellState, path: str) -> dict[str, Any] | None:
    """Return who coordinates on the day while the stay goes on: a discharge is planned before the six weeks begin."""
    state, on, page = shown
    if state.coordination is None or not spell.is_open:
        return None
    now = coordinator_on(state.coordination, on)
    if now is None:
        return None
    page.why(f"{path}.coordinator", now.by, Rule.COORDINATOR_NAMED)
    return _post(state, now) | {"since": rfc3339(now.since)}


def _post(state: JointState, term: Term) -> dict[str, Any]:
    return {"post_id": term.post_id, "organisation": organisation(state, term.organisation), "role": term.role}


def _by(at: int | None, on: date) -> int | None:
    """Return a moment that has come by the end of a day; none for one that lies ahead."""
    return None if at is None or at > end_of(on) else at


def _moment(at: int | None) -> str | None:
    return None if at is None else rfc3339(at)


def organisation(state: JointState, code: str | None) -> str | None:
    """Return the code of an organisation; while whereabouts are hidden only of who is shown anyway.

    A council or an integrated care system that is named says where the person lives.
    """
    if not state.hiding or code is None:
        return code
    return code if code in shown_anyway(state) else None


def shown_anyway(state: JointState) -> frozenset[str]:
    """Return the trusts and providers that are shown though whereabouts are hidden: those of stays and of lines."""
    return frozenset({spell.trust for spell in state.spells} | {line.provider for line in state.lines})


def team_json(shown: Shown) -> dict[str, Any]:
    """Return `team`, everybody who is or was in it by the day, and `safeguarding`, the concerns raised by then."""
    state, on, page = shown
    return {"team": [*_team(state, on, page)], "safeguarding": [*_concerns(state, on, page)]}


def _team(state: JointState, on: date, page: Page) -> Iterator[dict[str, Any]]:
    members = state.coordination.members if state.coordination is not None else ()
    for place, member in enumerate(one for one in members if one.since <= end_of(on)):
        page.why(f"team.{place}", member.by, Rule.TEAM_MEMBERSHIP)
        yield {
            "member_id": member.member_id,
            "organisation": organisation(state, member.organisation),
            "role": member.role,
            "purpose": member.purpose,
            "from": rfc3339(member.since),
            "to": _moment(_by(member.until, on)),
        }


def _concerns(state: JointState, on: date, page: Page) -> Iterator[dict[str, Any]]:
    concerns = state.coordination.concerns if state.coordination is not None else ()
    for place, concern in enumerate(one for one in concerns if one.since <= end_of(on)):
        page.why(f"safeguarding.{place}", concern.by, Rule.SAFEGUARDING)
        yield {
            "concern_id": concern.concern_id,
            "organisation": organisation(state, concern.organisation),
            "raised_at": rfc3339(concern.since),
            "closed_at": _moment(_by(concern.until, on)),
        }


def outcome_json(shown: Shown, outcome: Outcome | None, path: str) -> dict[str, Any] | None:
    """Return how the six weeks ended, as people said by the day; none while nobody has."""
    if outcome is None or outcome.recorded_on > shown.on:
        return None
    shown.page.why(f"{path}.outcome", outcome.by, Rule.OUTCOME_RECORDED)
    said_by = organisation(shown.state, outcome.said_by)
    return {"code": outcome.code, "recorded_on": outcome.recorded_on.isoformat(), "said_by": said_by}
