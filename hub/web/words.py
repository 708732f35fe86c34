"""Codes in the words that people use at work; a code without words is shown as it is."""

import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from hub.domain.council_codes import is_outside
from hub.web.dates import clinical_time, weekday
from hub.web.event_words import EVENTS
from hub.web.step_words import STEPS

Names = Mapping[str, Mapping[str, str]]
"""Names of organisations by kind (`ics`, `council`, `trust`, `provider`) and code.

`council_now` has each council once, by its newest code.
"""


class Tag(NamedTuple):
    """A status in words, with a colour that only supports them."""

    text: str
    colour: str


STATUSES: Final[Mapping[str, Tag]] = {
    "in_hospital": Tag("In hospital", "blue"),
    "open": Tag("In the six weeks", "green"),
    "suspended": Tag("Back in hospital", "orange"),
    "unfinished": Tag("Over, work left", "yellow"),
    "ended": Tag("Six weeks ended", "grey"),
    "died": Tag("Died", "white"),
    "void": Tag("Struck out", "grey"),
    "discharged": Tag("Left hospital", "green"),
    "cancelled": Tag("Cancelled", "grey"),
}

PATHWAYS: Final[Mapping[str, str]] = {
    "P0": "Home, no support",
    "P1": "Home with support",
    "P2": "Bedded rehabilitation",
    "P3": "Long-term bed",
}

_WORDS: Final[Mapping[str, str]] = {
    **EVENTS,
    **STEPS,
    "PERMIT": "Permitted",
    "DENY": "Refused",
    "REVIEW": "Waits for review",
    "joint_state": "Six-week status",
    "access": "Who has looked",
    "why": "Why it says that",
    "OWN_HOME": "At home",
    "HOME_WITH_SUPPORT": "At home with support",
    "HOSPITAL": "In hospital",
    "HOSPICE": "In a hospice",
    "DIED": "Died",
    "OTHER": "Somewhere else",
    "receive": "Receive from the other hospital",
    "ics": "Integrated care system",
    "I": "Inpatient",
    "E": "Emergency attender",
    "O": "Outpatient",
    "P": "Planned admission",
    "death": "The person died",
    "continuing_healthcare": "NHS Continuing Healthcare began",
    "left_england": "The person moved out of England",
    "new_episode": "A later discharge opened new six weeks",
    "CARE_HOME": "Care home",
    "dwp": "DWP",
    "carer_notices": "Carers' notices",
    "hospital_hl7v2": "Hospital, HL7 v2",
    "provider_table": "Care provider, table",
    "hand_record": "Recorded by hand",
    "entries": "Recording by hand",
    "EQUIPMENT": "Equipment",
    "ADAPTATION": "Adaptation of the home",
    "RESUMED": "Resumed: in place before admission",
    "NEW": "New",
    "INCREASE": "More than before",
    "SUPPORT_NEED": "Support need",
    "CARER": "Carer",
    "NURSE": "Nurse",
    "THERAPIST": "Therapist",
    "DOCTOR": "Doctor",
    "window_passed": "The six weeks passed",
    "window_closed": "The six weeks passed",
    "about_me": "About me",
    "contacts_and_carers": "Contacts and carers",
    "current_services": "Current services",
    "six_week_status": "Six-week status",
    "notices": "Notices",
}


def words(code: object) -> str:
    """Return words for a code: from the list, else its own parts, written out."""
    text = str(code)
    if text in _WORDS:
        return _WORDS[text]
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text.replace("_", " ").replace(".", " "))
    return parted[:1].upper() + parted[1:].lower() if parted != text or text.islower() or "_" in text else text


def decided(by: object) -> str:
    """Return where an integrated care system was taken from, in words."""
    known = {"gp_practice": "from the GP practice", "home_area": "from the home area", "council": "from the council"}
    return known.get(str(by), words(by))


def status_tag(code: object) -> Tag:
    """Return the tag of a status."""
    return STATUSES.get(str(code), Tag(words(code), "grey"))


_ELSEWHERE: Final = {
    "W": "A council in Wales",
    "S": "A council in Scotland",
    "N": "A council in Northern Ireland",
    "L": "A council in the Channel Islands",
    "M": "A council in the Isle of Man",
}
"""The reference data name councils in England alone: of others the country, by the first letter of the ONS's code."""


def named(names: Names, kind: str, code: object) -> str:
    """Return an organisation by name, or by its code where no name is known; of a council elsewhere the country too."""
    if not code:
        return "Not known"
    known, text = names.get(kind, {}), str(code)
    if text not in known and kind == "council" and is_outside(text):
        return f"{_ELSEWHERE[text[0]]} ({text})"
    return known.get(text, text)


def organisation(names: Names, code: object) -> str:
    """Return an organisation of any kind by name, or by its code."""
    kinds = ("trust", "provider", "council", "ics")
    known = (names.get(kind, {}).get(str(code)) for kind in kinds)
    return next((name for name in known if name), str(code) if code else "Not recorded")


def said_by(names: Names, told: Mapping[str, Any], field: str = "source_organisation") -> str:
    """Return who said something; while whereabouts are hidden, of most that it is kept hidden."""
    return "Kept hidden" if told.get("source_withheld") else organisation(names, told.get(field))


def plain(value: object) -> str:
    """Return a JSON value in words: a code by its display, a map part by part."""
    if value in (None, "", [], (), {}):
        return "Not recorded"
    match value:
        case bool():
            return "Yes" if value else "No"
        case dict():
            return _map(value)
        case list() | tuple():
            return ", ".join(plain(part) for part in value)
    return str(value)


def told(value: object) -> str:
    """Return a value of the joint state for people: dates and codes as the pages write them, parts by their names."""
    if isinstance(value, str):
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            return weekday(value)
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}T.*", value):
            return clinical_time(value)
        return STATUSES[value].text if value in STATUSES else words(value)
    if isinstance(value, Mapping) and not {"system", "code"} <= value.keys():
        return ", ".join(f"{words(key)}: {told(part)}" for key, part in _filled(value)) or plain(None)
    return plain(value)


_PLACES: Final = {"episodes": "Six weeks", "spells": "Stay", "lines": "support line", "alerts": "alert"} | {
    "referrals": "Referral",
    "notices": "notice",
    "withdrawals": "withdrawal",
    "answers": "answer",
    "appeals": "Appeal",
    "charges": "Charge",
    "chc": "NHS Continuing Healthcare",
    "assessments": "Assessment",
    "moves": "Move",
}


def place_words(path: str) -> str:
    """Return a path of the joint state in words: `episodes.0.council` is `Six weeks 1, council`."""
    parts = path.split(".")
    told_parts = []
    for at, part in enumerate(parts):
        if part.isdigit():
            continue
        number = f" {int(parts[at + 1]) + 1}" if at + 1 < len(parts) and parts[at + 1].isdigit() else ""
        told_parts.append(_PLACES.get(part, words(part).lower()) + number)
    text = ", ".join(told_parts)
    return text[:1].upper() + text[1:]


def _map(value: Mapping[Any, Any]) -> str:
    if {"system", "code"} <= value.keys():
        return str(value.get("display") or value["code"])
    return ", ".join(f"{words(key)}: {plain(part)}" for key, part in _filled(value))


def _filled(value: Mapping[Any, Any]) -> list[tuple[Any, Any]]:
    return [(key, part) for key, part in value.items() if part not in (None, "", [], {})]
