"""Readiness, delay and pathway of a stay as JSON, and why each value is what it is.

Who gave a reason or decided may be the council of the person's home: where that is hidden only the hospital is named.
"""

from datetime import date
from typing import Any, NamedTuple

from hub.domain.delay_definitions import Definitions, definitions
from hub.domain.delay_labels import national, stand_in
from hub.domain.delay_reasons import over
from hub.domain.delay_state import Delay, Voided
from hub.domain.joint_state import JointState
from hub.domain.readiness import Ready, told
from hub.domain.rules import Rule
from hub.domain.six_weeks import plus
from hub.domain.spells import SpellState
from hub.domain.waiting import last_day_of, national_code, runs
from hub.events.values import Moment
from hub.processors.page import Page, moment_text


class Sheet(NamedTuple):
    """What every part needs: the state, the stay's place in it, the day, and where reasons go."""

    state: JointState
    place: int
    on: date
    page: Page

    @property
    def spell(self) -> SpellState:
        """The stay."""
        return self.state.spells[self.place]

    def named(self, code: str | None) -> str | None:
        """Give who said something, unless that may tell where a hidden person lives."""
        return code if not self.state.hiding or code == self.spell.trust else None


def waiting_json(sheet: Sheet, path: str) -> dict[str, Any]:
    """Return what a stay's view says of delay, pathways and criteria to reside."""
    return {
        "delay": delay_json(sheet, f"{path}.delay"),
        "pathways": _pathways(sheet, f"{path}.pathways"),
        "criteria_to_reside": list(sheet.page.held(f"{path}.criteria_to_reside", sheet.spell.criteria) or ()),
        "criteria_answers": _answers(sheet, f"{path}.criteria_answers"),
    }


def delay_json(sheet: Sheet, path: str) -> dict[str, Any]:
    """Return readiness, reasons, the national code and both numbers of days, with what they differ by.

    The code is that of the day, or of the last day of waiting before it.
    """
    found = definitions(sheet.state, sheet.place, sheet.on)
    return {
        "ready": _ready(sheet, f"{path}.ready"),
        "reasons": [_reason(sheet, one, f"{path}.reasons.{at}") for at, one in enumerate(sheet.spell.delays)],
        "national_code": _national(sheet, found, f"{path}.national_code"),
        "national_codes": _by_day(sheet, found, f"{path}.national_codes"),
        "sitrep_days": found.sitrep_days,
        "drd_days": found.drd_days,
        "differ_because": _because(found, f"{path}.differ_because", sheet.page),
    }


def _ready(sheet: Sheet, path: str) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = []
    for at, one in enumerate(told(sheet.spell)):
        if isinstance(one, Voided):
            sheet.page.why(f"{path}.{at}", one.by, Rule.STATED_NOT_READY)
            shown.append({"set_at": None, "voided_at": moment_text(one.at), "said_by": None, "also_said": []})
            continue
        sheet.page.why(f"{path}.{at}", one.stated.by, one.stated.rule)
        voided = sheet.page.moment(f"{path}.{at}.voided_at", one.voided)
        counts = next((each for each in one.told if each.since.by == one.stated.by), None)
        shown.append(
            {
                "set_at": moment_text(one.stated.value),
                "voided_at": voided,
                "said_by": None if counts is None else _who(sheet, counts.said_by),
                "also_said": _also_said(sheet, one, f"{path}.{at}.also_said"),
            }
        )
    return shown


def _also_said(sheet: Sheet, ready: Ready, path: str) -> list[dict[str, Any]]:
    """Return since when others than the one whose word counts say that the person is ready."""
    others = [one for one in ready.told if one.since.by != ready.stated.by]
    for at, one in enumerate(others):
        sheet.page.why(f"{path}.{at}", one.since.by, one.since.rule)
    return [{"set_at": moment_text(one.since.value), "said_by": _who(sheet, one.said_by)} for one in others]


def _who(sheet: Sheet, said_by: str | None) -> str | None:
    return sheet.named(sheet.spell.trust if said_by is None else said_by)


def _answers(sheet: Sheet, path: str) -> list[dict[str, Any]]:
    """Return every answer to whether the criteria to reside are met, in the order in which they were given."""
    for at, one in enumerate(sheet.spell.assessed):
        sheet.page.why(f"{path}.{at}", one.by, Rule.CRITERIA_ASSESSED)
    return [
        {
            "met": one.met,
            "criteria": list(one.criteria),
            "at": moment_text(one.at),
            "said_by": _who(sheet, one.said_by),
        }
        for one in sheet.spell.assessed
    ]


def _reason(sheet: Sheet, one: Delay, path: str) -> dict[str, Any]:
    """Return a reason as it was sent, and as the national list has it."""
    known, end = national(one.code, one.label), over(sheet.spell, one)
    now, guess = (None, False) if known is None else stand_in(known)
    sheet.page.why(path, one.by, Rule.DELAY_STATED)
    if guess:
        sheet.page.why(f"{path}.national_code", one.by, Rule.NATIONAL_DELAY_GUESSED)
    if end is not None:
        sheet.page.why(f"{path}.to", end.by, end.rule)
    return {
        "code": one.code,
        "label": one.label if known is None else known.label,
        "from": moment_text(one.since),
        "to": None if end is None else _text(end.value),
        "said_by": sheet.named(one.said_by),
        "national_code": None if now is None else now.code,
        "is_guess": guess,
    }


def _text(value: Moment | date) -> str:
    return moment_text(value) if isinstance(value, Moment) else value.isoformat()


def _national(sheet: Sheet, found: Definitions, path: str) -> str | None:
    day = last_day_of(found.waited, sheet.on)
    chosen = None if day is None else national_code(sheet.spell, day)
    if chosen is None:
        return None
    sheet.page.why(path, chosen.by, Rule.NATIONAL_DELAY_GUESSED if chosen.is_guess else Rule.NATIONAL_DELAY_CODE)
    return chosen.code


def _by_day(sheet: Sheet, found: Definitions, path: str) -> list[dict[str, Any]]:
    """Return the days of waiting up to the day, cut by their national code; the last day of each is one of them."""
    shown: list[dict[str, Any]] = []
    for at, run in enumerate(one for one in runs(sheet.spell, found.waited) if one.first <= sheet.on):
        over = None if run.until is None or run.until > sheet.on else plus(run.until, -1)
        chosen = national_code(sheet.spell, run.first)
        if chosen is not None:
            rule = Rule.NATIONAL_DELAY_GUESSED if chosen.is_guess else Rule.NATIONAL_DELAY_CODE
            sheet.page.why(f"{path}.{at}", chosen.by, rule)
        shown.append(
            {"from": run.first.isoformat(), "to": None if over is None else over.isoformat(), "code": run.code}
        )
    return shown


def _because(found: Definitions, path: str, page: Page) -> list[dict[str, Any]]:
    for at, one in enumerate(found.because):
        page.why(f"{path}.{at}", one.by, one.rule)
    return [{"rule": one.rule.label, "words": one.rule.words, "days": one.days} for one in found.because]


def _pathways(sheet: Sheet, path: str) -> list[dict[str, Any]]:
    """Return every decision of the transfer hub, in the order in which they were made."""
    spell = sheet.spell
    for at, one in enumerate(spell.pathways):
        sheet.page.why(f"{path}.{at}", one.by, Rule.PATHWAY_DECIDED)
    return [
        {
            "pathway": one.pathway,
            "destination": one.destination,
            "out_of_area": None if sheet.state.hiding else one.out_of_area,
            "from": moment_text(one.since),
            "said_by": sheet.named(one.said_by),
        }
        for one in spell.pathways
    ]
