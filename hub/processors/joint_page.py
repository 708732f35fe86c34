"""The joint state as JSON, and why each value is what it is."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from hub.domain.answering import Term, answering
from hub.domain.delay_reasons import stated_last
from hub.domain.earlier_weeks import shown_parts
from hub.domain.episodes import VOID, Episode, episode_id, episodes
from hub.domain.findings import findings
from hub.domain.joint_state import JointState, confirmed_death
from hub.domain.origins import Part
from hub.domain.rules import Rule
from hub.domain.six_weeks import Policy
from hub.domain.spells import SpellState
from hub.domain.stated_origins import Contradicted, contradicted
from hub.domain.unbroken import reference_of
from hub.processors.delay_page import Sheet, delay_json, waiting_json
from hub.processors.episode_reasons import episode_reasons
from hub.processors.joint_answering import answering_json
from hub.processors.joint_assessments import assessments_part
from hub.processors.joint_coordinated import coordinated, sides_of
from hub.processors.joint_coordination import Shown, in_bed_json, team_json
from hub.processors.joint_lines import lines_json
from hub.processors.joint_rules import Rules
from hub.processors.joint_safety import tasks_json
from hub.processors.joint_weeks import earlier_weeks
from hub.processors.page import Page, code_json, iso, place_json
from hub.processors.stay_status import stay_status


class _Sheet(NamedTuple):
    """What every part of the view needs: the state, the day, where reasons go, and origins stated against the days."""

    state: JointState
    on: date
    page: Page
    against: Sequence[Contradicted]
    standing: Sequence[Episode]


def joint_page(state: JointState, rules: Rules, on: date, page: Page) -> dict[str, Any]:
    """Return the view of a day and note the reasons in `page`."""
    found = episodes(state, rules.policy)
    terms = [answering(state, rules.areas, episode) for episode in found]
    standing = [episode for episode in found if episode.void_by is None]
    sides = sides_of(state, found)
    seen, sheet = Shown(state, on, page), _Sheet(state, on, page, [*contradicted(state, found)], standing)
    shown = [index for index, spell in enumerate(state.spells) if spell.begun or spell.cancelled is not None]
    return {
        "spells": [
            _spell(state, state.spells[index], f"spells.{place}", page)
            | waiting_json(Sheet(state, index, on, page), f"spells.{place}")
            | {"coordinator": in_bed_json(seen, state.spells[index], f"spells.{place}")}
            for place, index in enumerate(shown)
        ],
        "episodes": [
            _episode(sheet, episode, terms[place], f"episodes.{place}")
            | coordinated(seen, episode, terms[place], sides[place], f"episodes.{place}")
            for place, episode in enumerate(found)
        ],
        "died_at": page.moment("died_at", confirmed_death(state)),
        **team_json(seen),
        "tasks": tasks_json(seen),
        "findings": _findings(sheet, rules.policy, shown),
        "forgotten_at": page.moment("forgotten_at", state.forgotten),
        **assessments_part(state, rules.law, on, page),
    }


def _spell(state: JointState, spell: SpellState, path: str, page: Page) -> dict[str, Any]:
    left = spell.leaving
    status, because = stay_status(state, spell)
    if because is not None:
        page.why(f"{path}.status", *because)
    reported = spell.reported if spell.is_open else None
    return {
        "spell_id": spell.number,
        "trust": spell.trust,
        "status": status,
        "patient_class": page.held(f"{path}.patient_class", spell.patient_class),
        "specialty": page.held(f"{path}.specialty", spell.specialty),
        "admitted_at": page.moment(f"{path}.admitted_at", spell.admitted),
        "expected_discharge_on": page.day(f"{path}.expected_discharge_on", spell.expected),
        "ready_at": page.moment(f"{path}.ready_at", spell.ready),
        "on_leave_since": page.moment(f"{path}.on_leave_since", spell.leave),
        "discharged_at": page.moment(f"{path}.discharged_at", left.discharged if left else None),
        "method": page.held(f"{path}.method", left.method if left else None),
        "destination": code_json(page.held(f"{path}.destination", left.destination if left else None)),
        "location": place_json(page.held(f"{path}.location", spell.place)),
        "reported_elsewhere": place_json(page.held(f"{path}.reported_elsewhere", reported)),
        "delay_reasons": _delays(spell, path, page),
    }


def _delays(spell: SpellState, path: str, page: Page) -> list[dict[str, Any]]:
    delays = stated_last(spell)
    for place, delay in enumerate(delays):
        page.why(f"{path}.delay_reasons.{place}", delay.by, Rule.DELAY_STATED)
    return [{"code": delay.code, "until": iso(delay.until)} for delay in delays]


def _episode(sheet: _Sheet, episode: Episode, terms: Sequence[Term], path: str) -> dict[str, Any]:
    state, on, page, *_ = sheet
    spell, first, status = state.spells[episode.spell], episode.window.first, episode.status(on)
    end = episode.ended_on(on) if status != VOID else None
    back = episode.suspended if status != VOID else None
    suspended = back if back is not None and back.value <= on else None
    for name, (by, rule) in episode_reasons(episode, on).items():
        page.why(f"{path}.{name}", by, rule)
    split = _parts(sheet, episode) if status != VOID else ()
    return {
        "episode_id": episode_id(spell, episode.leaving),
        "spell_id": spell.number,
        "trust": spell.trust,
        "status": status,
        "ended_because": end.because if end else None,
        "ended_on": iso(end.day) if end else None,
        "suspended_on": iso(page.held(f"{path}.suspended_on", suspended)),
        "discharged_on": first.isoformat(),
        "last_covered_day": episode.window.last.isoformat(),
        "day": episode.window.day_number(on) if status != VOID else None,
        **answering_json(terms, on, path, page),
        "pathway": page.held(f"{path}.pathway", spell.pathway),
        "delay": delay_json(Sheet(state, episode.spell, on, page), f"{path}.delay"),
        "lines": lines_json(state, split, [each for each in sheet.against if each.episode is episode], path, page),
        "responsibility": [],
    }


def _parts(sheet: _Sheet, episode: Episode) -> Sequence[Part]:
    state, standing = sheet.state, sheet.standing
    upto = standing[: standing.index(episode) + 1]
    return shown_parts(state.lines, reference_of(state, upto), episode.window, earlier_weeks(state, upto), sheet.on)


def _findings(sheet: _Sheet, policy: Policy, shown: Sequence[int]) -> list[dict[str, Any]]:
    (state, on, page, *_), listed = sheet, []
    for place, note in enumerate(findings(state, policy, on)):
        page.why(f"findings.{place}", note.by, note.rule)
        for at, ordinal in enumerate(note.sources):
            page.why(f"findings.{place}.sources.{at}", ordinal, note.rule)
        stay = state.spells[note.spell].number if note.spell is not None and note.spell in shown else None
        said = {"rule": note.rule.label, "words": note.rule.words, "spell_id": stay}
        listed.append({**said, "about": note.about._asdict(), "sources": note.sources})
    return listed
