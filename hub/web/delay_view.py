"""The waiting of one stay in words: the national reason, the days by both definitions, and why they differ."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from hub.domain.criteria_to_reside import CRITERIA
from hub.domain.delay_codes import BY_CODE, GROUPS
from hub.domain.pathways import DESTINATIONS
from hub.web.dates import clinical, clinical_time
from hub.web.words import Names, organisation

NOBODY_SAID: Final = "No reason on the national list"
Said = tuple[str, str, str]
"""A label, what is said, and the path that explains it."""


def waiting_words(base: str, spell: Mapping[str, Any]) -> Iterator[Said]:
    """Give what a stay's page says of delay; nothing of somebody who was never ready to leave."""
    delay = spell.get("delay") or {}
    known = BY_CODE.get(delay.get("national_code") or "")
    if known is not None:
        yield ("National reason", f"{GROUPS[known.group]}: {known.label}", f"{base}.delay.national_code")
    if any(one["set_at"] for one in delay.get("ready") or ()):
        yield ("Days waited, situation report", str(delay["sitrep_days"]), f"{base}.delay.sitrep_days")
        ready = delay["drd_days"]
        yield ("Days after ready date", "None counted" if ready is None else str(ready), f"{base}.delay.drd_days")
    for at, one in enumerate(delay.get("differ_because") or ()):
        days = f"{one['days']} {'day' if one['days'] == 1 else 'days'}"
        yield ("These differ because", f"{one['words']} {days}.", f"{base}.delay.differ_because.{at}")
    yield from _pathways(base, spell)


def _pathways(base: str, spell: Mapping[str, Any]) -> Iterator[Said]:
    for at, one in enumerate(spell.get("pathways") or ()):
        to = DESTINATIONS.get(one["destination"] or "", one["destination"])
        away = ", to the area of another council" if one["out_of_area"] else ""
        said = f"{one['pathway']}{f': {to}' if to else ''}{away}, from {clinical(one['from'])}"
        yield ("Pathway decided", said, f"{base}.pathways.{at}")


def chain_words(path: str, delay: Mapping[str, Any], names: Names, left: datetime | None = None) -> Iterator[Said]:
    """Give the chain of a delay in words: times of being ready, each reason with who says it, the code of each day.

    A reason that was told of days after the person `left` says that it counts on none.
    """
    for at, one in enumerate(delay["ready"]):
        label, said = _readiness(one)
        yield (label, f"{said}{_said_by(one, names)}", f"{path}.ready.{at}")
        for place, other in enumerate(one["also_said"]):
            since = f"since {clinical_time(other['set_at'])}{_said_by(other, names)}; it does not count"
            yield ("Ready to leave, said otherwise", since, f"{path}.ready.{at}.also_said.{place}")
    for at, one in enumerate(delay["reasons"]):
        said = f"{one['code']} {label_words(one)}, said by {organisation(names, one['said_by'])}"
        told = f"{said}, {_when(one['from'], one['to'], 'until')}{_stands_in(one)}{_too_late(one, left)}"
        yield (f"Reason {at + 1}", told, f"{path}.reasons.{at}")
    for at, one in enumerate(delay.get("national_codes") or ()):
        yield ("National code of the day", f"{_national(one['code'])}, {_days(one)}", f"{path}.national_codes.{at}")


def _said_by(one: Mapping[str, Any], names: Names) -> str:
    return "" if one["said_by"] is None else f", said by {organisation(names, one['said_by'])}"


def criteria_words(path: str, answers: Sequence[Mapping[str, Any]], names: Names) -> Iterator[Said]:
    """Give each answer to whether the criteria to reside are met: yes or no, which, when and by whom."""
    for at, one in enumerate(answers):
        which = ", ".join(CRITERIA.get(code, "a criterion that is not on the list") for code in one["criteria"])
        said = f"{'Met' if one['met'] else 'Not met'}{f' ({which})' if which else ''}, {clinical_time(one['at'])}"
        yield ("Criteria to reside", f"{said}{_said_by(one, names)}", f"{path}.{at}")


def _readiness(one: Mapping[str, Any]) -> tuple[str, str]:
    """Say a time of being ready; or that the hospital said not to be, when nobody held the person to be."""
    if one["set_at"] is None:
        return "Not ready to leave", f"as last said on {clinical_time(one['voided_at'])}"
    return "Ready to leave", _when(one["set_at"], one["voided_at"], "taken back")


def _too_late(one: Mapping[str, Any], left: datetime | None) -> str:
    late = left is not None and datetime.fromisoformat(one["from"]) >= left
    return "; told of a time after leaving, so it counts on no day" if late else ""


def label_words(one: Mapping[str, Any]) -> str:
    """Give the words of a reason on the national list."""
    return str(one["label"] or "a reason that is not on the national list")


def _when(first: str, until: str | None, word: str) -> str:
    return f"since {clinical_time(first)}" + ("" if until is None else f", {word} {clinical_time(until)}")


def _days(one: Mapping[str, Any]) -> str:
    if one["to"] is None:
        return f"since {clinical(one['from'])}"
    return clinical(one["from"]) if one["from"] == one["to"] else f"{clinical(one['from'])} to {clinical(one['to'])}"


def _stands_in(one: Mapping[str, Any]) -> str:
    """Say which value of today's list stands for an older one, and where that is a guess."""
    if one["national_code"] in {None, one["code"]}:
        return ""
    return f"; counted as {one['national_code']}" + (", a guess" if one["is_guess"] else "")


def _national(code: str | None) -> str:
    known = BY_CODE.get(code or "")
    return NOBODY_SAID if known is None else f"{known.code} {GROUPS[known.group]}: {known.label}"
