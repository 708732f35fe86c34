"""Invented people in their six weeks; NHS numbers from the 999 test range."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from hub.domain.days import rfc3339

TODAY = date(2026, 11, 23)
NOW = int(datetime(2026, 11, 23, 14, 3, 5, tzinfo=UTC).timestamp() * 1000)
EVENT = "5f0d2c8e-1111-4222-8333-94a05be1c001"


class Somebody(NamedTuple):
    """One invented person and where they are."""

    number: int
    family: str
    given: str
    prefix: str
    born: str
    sex: str
    nhs: str
    status: str
    day: int = 1
    pathway: str | None = None
    trust: str = "RZZ"
    ward: str = "Ward 4"
    council: str | None = "E08000025"
    ics: str | None = "QHL"
    provider: str | None = None
    preferred: str | None = None

    @property
    def subject(self) -> bytes:
        """The reference of the person."""
        return self.number.to_bytes(16, "big")

    @property
    def waits_for(self) -> str | None:
        """Why somebody who is ready has not left, by the national code."""
        return {5: "HOSP04", 7: "CAP05"}.get(self.number)


PEOPLE = (
    Somebody(1, "Okonkwo-Bright", "Adaeze", "Mrs", "1938-02-14", "2", "9990000018", "open", 1, "P1", provider="1-101"),
    Somebody(2, "Fenwick", "Arthur James", "Mr", "1941-07-30", "1", "9990000026", "open", 12, "P1", provider="1-102"),
    Somebody(3, "Rahman", "Shirin", "Dr", "1950-11-02", "2", "9990000034", "open", 28, "P2", council="E08000029"),
    Somebody(4, "Llewellyn", "Gwen", "Miss", "1929-01-09", "2", "9990000042", "open", 36, "P3", provider="1-101"),
    Somebody(5, "Kowalczyk", "Zdzisław", "Mr", "1946-05-21", "1", "9990000050", "suspended", 19, "P1"),
    Somebody(6, "Ashdown", "Margaret", "Mrs", "1944-12-25", "2", "9990000069", "in_hospital", preferred="Peggy"),
    Somebody(7, "Obi", "Chidi", "Mr", "1957-03-03", "1", "9990000077", "in_hospital", ward="Acute Medical Unit"),
    Somebody(8, "Sutherland", "Euan", "Mr", "1933-08-17", "1", "9990000085", "ended", 42, "P0", council=None, ics=None),
    Somebody(9, "Penhaligon", "Ruth", "Mrs", "1936-10-10", "2", "9990000093", "died", 9, "P1"),
    Somebody(10, "Ó Súilleabháin", "Máire", "Ms", "1948-06-06", "2", "9990000107", "open", 41, "P1", ics="QGH"),
)


def card_of(who: Somebody) -> dict[str, Any]:
    """Return the opened name card."""
    name = {"family": who.family, "given": who.given, "prefix": who.prefix}
    if who.preferred:
        name["preferred"] = who.preferred
    card: dict[str, Any] = {
        "name": name,
        "born": who.born,
        "sex": who.sex,
        "nhs_number": {"value": who.nhs, "status": "01", "usable": True},
        "address": {"lines": ["12 Invented Row", "Testborough"], "postcode": "ZZ99 3CZ"},
        "phones": ["07700 900123"],
        "contacts": [{"name": "Sam Invented", "relationship": "Daughter", "phone": "07700 900456", "carer": True}],
    }
    return card


def _at(day: date, hour: int) -> str:
    return rfc3339(int(datetime(day.year, day.month, day.day, hour, tzinfo=UTC).timestamp() * 1000))


def delay_of(admitted: date) -> dict[str, Any]:
    """Return the waiting of somebody who was ready, was not, and was again; two organisations gave a reason."""
    days = [admitted + timedelta(days=number) for number in range(10)]
    first = {"code": "HOSP06", "label": "Awaiting therapy review of need for supported discharge", "said_by": "RZZ"}
    then = {"code": "CAP05", "label": "Other home-based social care service not yet available", "said_by": "E08000025"}
    return {
        "ready": [
            {"set_at": _at(days[3], 11), "voided_at": _at(days[4], 9), "said_by": "RZZ", "also_said": []},
            {"set_at": _at(days[6], 10), "voided_at": None, "said_by": "RZZ", "also_said": []},
        ],
        "reasons": [
            first | {"from": _at(days[6], 12), "to": _at(days[7], 9), "national_code": "HOSP06", "is_guess": False},
            then | {"from": _at(days[7], 9), "to": _at(days[9], 13), "national_code": "CAP05", "is_guess": False},
        ],
        "national_code": "CAP05",
        "national_codes": [
            {"from": str(days[3]), "to": str(days[3]), "code": None},
            {"from": str(days[6]), "to": str(days[6]), "code": "HOSP06"},
            {"from": str(days[7]), "to": str(days[8]), "code": "CAP05"},
        ],
        "sitrep_days": 4,
        "drd_days": 3,
        "differ_because": [],
    }


def spell_of(who: Somebody) -> dict[str, Any]:
    """Return the person's stay."""
    left = None if who.status == "in_hospital" else TODAY - timedelta(days=who.day - 1)
    admitted = (left or TODAY) - timedelta(days=9)
    return {
        "spell_id": f"SP{who.number:07d}",
        "trust": who.trust,
        "status": "open" if left is None else "discharged",
        "admitted_at": _at(admitted, 10),
        "expected_discharge_on": str(TODAY + timedelta(days=2)) if left is None else None,
        "delay": delay_of(admitted) if who.number == 1 else None,
        "ready_at": _at(TODAY, 8) if who.number == 7 else None,
        "discharged_at": None if left is None else _at(left, 13),
        "destination": None if left is None else {"system": "dd", "code": "19", "display": "Usual place of residence"},
        "location": {"site": "Main", "ward": who.ward, "bed": f"B{who.number}"} if left is None else None,
    }


def back_in(who: Somebody) -> list[dict[str, Any]]:
    """Return the second stay of somebody whose six weeks are suspended by it."""
    if who.status != "suspended":
        return []
    again = {"spell_id": f"SP{who.number:07d}B", "status": "open", "admitted_at": _at(TODAY, 3), "discharged_at": None}
    inside = {"destination": None, "location": {"site": "Main", "ward": "Short Stay Unit", "bed": "S2"}}
    return [spell_of(who) | again | inside]


def line_of(who: Somebody) -> dict[str, Any]:
    """Return a line of support."""
    return {
        "line_id": f"L{who.number}",
        "provider": who.provider,
        "service": "HOME_SUPPORT",
        "origin": "NEW",
        "status": "running",
        "started_on": str(TODAY - timedelta(days=who.day - 1)),
        "ended_on": None,
        "hours_per_week": 10.5,
        "price_per_hour": 24.1,
        "visits": {"confirmed": 3, "missed": 1, "missed_in_hospital": 0},
    }


def episode_of(who: Somebody) -> dict[str, Any]:
    """Return the person's six weeks."""
    left = TODAY - timedelta(days=who.day - 1)
    return {
        "episode_id": f"00000000-0000-4000-8000-{who.number:012d}",
        "status": "ended" if who.status in {"ended", "died"} else who.status,
        "ended_because": {"died": "death", "ended": "window_passed"}.get(who.status),
        "discharged_on": str(left),
        "last_covered_day": str(left + timedelta(days=41)),
        "day": who.day,
        "council": who.council,
        "ics": {"code": who.ics, "decided_by": "gp_practice"},
        "pathway": who.pathway,
        "coordinator": None,
        "lines": [line_of(who)] if who.provider else [],
        "responsibility": [],
        "milestones": [{"name": f"day_{day}", "on": str(left + timedelta(days=day - 1))} for day in (14, 28, 35, 42)],
        "alerts": [],
    }


def joint_of(who: Somebody, ref: str) -> dict[str, Any]:
    """Return the joint state of commands."""
    return {
        "subject_ref": ref,
        "on": str(TODAY),
        "known_at": rfc3339(NOW),
        "hash": "sha256:" + f"{who.number:064x}",
        "spells": [spell_of(who), *back_in(who)],
        "episodes": [] if who.status == "in_hospital" else [episode_of(who)],
        "status": who.status,
        "current_stay": len(back_in(who)),
    }
