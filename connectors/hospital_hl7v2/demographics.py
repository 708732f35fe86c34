"""PID, PD1, NK1 and ZU8: who the person is.  Everything here is personal and gets sealed."""

from collections.abc import Sequence
from typing import Any, Final, cast

from connectors.hospital_hl7v2.clocking import operator
from connectors.hospital_hl7v2.codes import CARER, RELATIONSHIPS, SEXES
from connectors.hospital_hl7v2.identifiers import identifiers, usable
from connectors.hospital_hl7v2.parse import Segment
from connectors.hospital_hl7v2.profile import Path
from connectors.hospital_hl7v2.reading import Reading
from hub.domain.days import day_of
from hub.people.card import Address, Contact, Name, Personal
from hub.people.claims import PersonClaim

GP_PRACTICE: Final = Path("PD1", 3, 3)
_NAME, _BORN, _SEX, _ADDRESS = 5, 7, 8, 11
_PHONES: Final = (13, 14)
_LANGUAGE, _ETHNICITY = 15, 22
_HIDING: Final = Path("ZU8", 4)
_HIDDEN: Final = frozenset({"1", "2"})
_NOT_HIDDEN: Final = "0"
_UNKNOWN_FAMILY: Final = "unknown"
_HOME_TYPES: Final = ("H", "HOME")
_POSTCODE_LINES: Final = (1, 2, 3, 4)


def hiding(reading: Reading) -> bool | None:
    """Say whether the person's whereabouts must not be published (ZU8-4: local or national S-flag); none: not said."""
    text = reading.text(_HIDING)
    if text not in ("", _NOT_HIDDEN, *_HIDDEN):
        reading.note(_HIDING, "hiding_not_in_table", "Location hiding is 0, 1 or 2; it was taken as hidden.")
    return text != _NOT_HIDDEN if text else None


def hidden(reading: Reading) -> bool:
    """Say whether this message hides the person's whereabouts."""
    return hiding(reading) is True


def claim(reading: Reading) -> PersonClaim:
    """What the message claims about the person, for matching."""
    pid = reading.segment("PID")
    if pid is None:
        return PersonClaim(())
    name = _name(pid)
    family = name.get("family", "")
    return PersonClaim(
        identifiers(reading),
        family=None if family.casefold() == _UNKNOWN_FAMILY else family or None,
        given=name.get("given"),
        born=_born(reading),
        sex=_sex(reading, pid),
        postcode=None if hidden(reading) else postcode(reading) or None,
    )


def card(reading: Reading, who: PersonClaim) -> dict[str, Any]:
    """Everything personal in the message, under the names of `hub/people/card.py`, empty parts left out."""
    pid = reading.segment("PID")
    if pid is None:
        return {}
    found: Personal = {
        "name": _name(pid),
        "born": who.born.isoformat() if who.born else "",
        "sex": who.sex or "",
        "identifiers": [{"kind": i.kind, "authority": i.authority, "value": i.value} for i in who.identifiers],
        "language": pid.part(_LANGUAGE),
        "ethnicity": pid.part(_ETHNICITY),
        "reason": _reason(reading),
        "author": operator(reading.segment("EVN")),
        "clinician": _clinician(reading),
    }
    number = next((one for one in who.identifiers if one.kind == "NHS"), None)
    if number:
        found["nhs_number"] = {"value": number.value, "status": number.status or "", "usable": usable(number.value)}
    found.update({"location_hidden": True} if hidden(reading) else _whereabouts(reading, pid))
    shown = {name: value for name, value in found.items() if value}
    # Only a clear "none" lifts what an earlier message hid: a message without ZU8 says nothing about it.
    return shown | {"location_hidden": False} if hiding(reading) is False else shown


def _whereabouts(reading: Reading, pid: Segment) -> Personal:
    """What ZU8-4 hides: address, phones, next of kin, GP."""
    phones, email = _phones(pid)
    practice = reading.value(GP_PRACTICE)
    return {
        "address": _address(pid),
        "phones": phones,
        "email": email,
        "contacts": [_contact(one) for one in reading.every("NK1")],
        "gp_practice": practice if isinstance(practice, str) else "",
    }


def postcode(reading: Reading) -> str:
    """Give the home postcode, upper case, with one space before the last three characters."""
    pid = reading.segment("PID")
    return _postcode(pid, _home(pid)) if pid else ""


def _name(pid: Segment) -> Name:
    every = [(pid.clean(one, 7).upper(), one) for one in pid.repetitions(_NAME)]
    usual = next((one for kind, one in every if kind in ("L", "")), None) or (every[0][1] if every else ())
    preferred = next((pid.clean(one, 2) for kind, one in every if kind == "PREFERRED"), "")
    parts = {
        "family": pid.main(usual, 1),
        "given": pid.clean(usual, 2),
        "prefix": pid.clean(usual, 5),
        "preferred": preferred,
    }
    return cast("Name", {name: text for name, text in parts.items() if text})


def _born(reading: Reading) -> Any:
    path = Path("PID", _BORN)
    born = reading.day(path)
    if born and born > day_of(reading.received_at):
        reading.note(path, "born_in_the_future", "The date of birth is after today; it was left out.")
        return None
    return born


def _sex(reading: Reading, pid: Segment) -> str | None:
    text = pid.part(_SEX).upper()
    if text and text not in SEXES:
        reading.note("PID-8", "sex_not_in_table", "This is not a code of the sex table.")
    return SEXES.get(text)


def _home(pid: Segment) -> Sequence[str]:
    every = pid.repetitions(_ADDRESS)
    home = next((one for one in every if pid.clean(one, 7).upper() in _HOME_TYPES), None)
    return home or (every[0] if every else ())


def _postcode(pid: Segment, parts: Sequence[str]) -> str:
    text = "".join(pid.clean(parts, 5).upper().split())
    return f"{text[:-3]} {text[-3:]}" if len(text) > 4 else text  # noqa: PLR2004 -- the shortest outward part


def _address(pid: Segment) -> Address:
    home = _home(pid)
    lines = [line for line in (pid.clean(home, place) for place in _POSTCODE_LINES) if line]
    code = _postcode(pid, home)
    found: Address = {}
    if lines:
        found["lines"] = lines
    if code:
        found["postcode"] = code
    return found


def _phones(pid: Segment) -> tuple[list[str], str]:
    phones: list[str] = []
    email = ""
    for field in _PHONES:
        for one in pid.repetitions(field):
            text = pid.clean(one, 1) or pid.clean(one, 4)
            if "@" in text:
                email = email or text
            elif text:
                phones.append(text)
    return phones, email


def _contact(kin: Segment) -> Contact:
    name = kin.first(2)
    code = kin.part(3)
    parts: dict[str, Any] = {
        "name": " ".join(one for one in (kin.clean(name, 5), kin.clean(name, 2), kin.main(name, 1)) if one),
        "relationship": RELATIONSHIPS.get(code, kin.part(3, 2) or code),
        "phone": kin.part(5) or kin.part(6),
        "carer": code == CARER,
    }
    return cast("Contact", {key: value for key, value in parts.items() if value != ""})


def _reason(reading: Reading) -> str:
    visit = reading.segment("PV2")
    return (visit.part(3, 2) or visit.part(3)) if visit else ""


def _clinician(reading: Reading) -> str:
    visit = reading.segment("PV1")
    if visit is None:
        return ""
    parts = visit.first(7)
    return " ".join(one for one in (visit.clean(parts, 6), visit.clean(parts, 3), visit.main(parts, 2)) if one)
