"""What hospital and council write down about leaving: the referral and its notices, the pathway, why somebody waits."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from random import Random
from typing import Any, Final

from connectors.simulator.acts import Act, after, id_of, office, spell_ref, told
from connectors.simulator.people import Person
from connectors.simulator.stays import Stay
from connectors.simulator.support import Line

# Shares below are planning assumptions: nothing published gives them for this cohort.
_UNANSWERED: Final = 0.08
_REFUSED_FIRST: Final = 0.06
_TAKEN_BACK: Final = 0.04
_SECOND_REASON_FROM: Final = 5
_AT_FIRST: Final = ("HOSP03", "HOSP06", "CTH03", "HOSP01", "CTH02", "WELL04")
_THEN: Final = {
    "P0": ("HOSP04", "INTF05", "WELL02"),
    "P1": ("CAP03", "CAP05", "INTF07", "INTF09", "CAP08"),
    "P2": ("CAP09", "INTF11", "CAP08"),
    "P3": ("CAP11", "INTF12", "CTH01", "INTF04"),
}
_TEN: Final = time(10)
_DESTINATIONS: Final = {"P0": "P0-HOME", "P1": "P1-OTHER", "P2": "P2-BED", "P3": "P3-CH"}


def acts_of_leaving(who: Person, stay: Stay, line: Line | None, turn: int, rng: Random) -> Iterator[Act]:
    """Give what is written about one stay that ends at home or in a care home; `turn` numbers the person's stays."""
    ready = ready_for(stay)
    if stay.pathway != "P0":
        yield from _notices(who, stay, ready, turn, rng)
    if stay.pathway != "P0" or stay.trust.style == "itk":
        yield _pathway(stay, ready, line, turn)
    if stay.trust.style == "itk" and stay.ready_at is not None:
        yield from _reasons(who, stay, stay.ready_at, turn, rng)


def ready_for(stay: Stay) -> datetime:
    """Give when somebody was ready to leave; of a hospital that sends no such word the day before leaving."""
    guess = max(stay.admitted_at + timedelta(hours=2), stay.left_at - timedelta(days=1))
    return min(stay.ready_at or guess, stay.left_at - timedelta(minutes=30))


def _pathway(stay: Stay, ready: datetime, line: Line | None, turn: int) -> Act:
    reables = line is not None and line.provider.service == "REABLEMENT"
    destination = "P1-REHAB" if stay.pathway == "P1" and reables else _DESTINATIONS[stay.pathway]
    said = {"spell": spell_ref(stay), "pathway": stay.pathway, "destination": destination}
    return told(ready, stay.trust.code, "pathway_decided", turn, **said)


_CONTENT: Final = {
    "kind": "NEEDS_ASSESSMENT",
    "method": "ELECTRONIC",
    "role": "NURSE",
    "referrer": "The nurse in charge of the ward",
    "referrer_contact": "By the switchboard of the hospital",
    "care_needs": "Walks with a frame and one person beside; needs help to wash, dress and prepare meals.",
    "allergies": "N",
    "level_of_care": "MODERATE",
    "risks": ["ACCIDENTS"],
    "risks_are": "Fell twice in the last year.",
    "actions": ["ASSESS_NEEDS"],
}
"""What a ward writes of somebody invented; everybody's is alike, for nothing follows from it."""


def _notices(who: Person, stay: Stay, ready: datetime, turn: int, rng: Random) -> Iterator[Act]:
    trust, council = stay.trust.code, who.council.code
    asked = max(stay.admitted_at + timedelta(hours=1), ready - timedelta(days=2))
    informed = {"person_informed": "Y", "carer_informed": "Y" if who.carer else "NKC", "consent": "Y"}
    said: dict[str, Any] = {"spell": spell_ref(stay), "council": council, **_CONTENT, **informed}
    yield told(asked, trust, "hospital_referral_made", turn, **said)
    referral = id_of(str(who.number), "hospital_referral_made", "referral_id", turn)
    soon, first, second = timedelta(minutes=10), turn * 3, turn * 3 + 1
    yield told(asked + soon, trust, "notice_issued", first, referral=referral, kind="ASSESSMENT")
    yield from _answers(who, asked + soon, (referral, "ASSESSMENT", first), rng)
    day = (ready + timedelta(days=1)).date().isoformat()
    proposed = {"referral": referral, "kind": "DISCHARGE", "proposed_discharge_on": day, "person_consulted": "Y"}
    yield told(ready, trust, "notice_issued", second, **proposed)
    issued = ready
    if rng.random() < _TAKEN_BACK:
        notice = id_of(str(who.number), "notice_issued", "notice_id", second)
        gone = {"notice": f"{referral}/{notice}", "kind": "DISCHARGE", "reason": "07"}
        yield told(ready + timedelta(hours=3), trust, "notice_withdrawn", turn, **gone)
        second, issued = second + 1, ready + timedelta(hours=20)
        yield told(issued, trust, "notice_issued", second, **proposed)
    yield from _answers(who, issued, (referral, "DISCHARGE", second), rng)


def _answers(who: Person, issued: datetime, about: tuple[str, str, int], rng: Random) -> Iterator[Act]:
    """Give the council's answer within a working day: some are first refused, and some never come."""
    referral, kind, turn = about
    notice = f"{kind}/{referral}/{id_of(str(who.number), 'notice_issued', 'notice_id', turn)}"
    council, drawn = who.council.code, rng.random()
    if drawn < _UNANSWERED:
        return
    at = office(issued + timedelta(hours=rng.uniform(1, 6)))
    if drawn < _UNANSWERED + _REFUSED_FIRST:
        refused = {"notice": notice, "accepted": "no", "reason": "INCOMPLETE"}
        yield told(at, council, "notice_answered", 2 * turn, **refused)
        at = after(at.date(), 1, 15)
    yield told(at, council, "notice_answered", 2 * turn + 1, notice=notice, accepted="yes")


def _reasons(who: Person, stay: Stay, ready: datetime, turn: int, rng: Random) -> Iterator[Act]:
    """Give why somebody who is ready waits: the hospital's reason at first, then what is lacking outside."""
    days, trust, council = (stay.left_at.date() - ready.date()).days, stay.trust.code, who.council.code
    if days < 1:
        return
    spell, first = spell_ref(stay), rng.choice(_AT_FIRST)
    since = ready + timedelta(hours=1)
    yield told(since, trust, "delay_reason_recorded", turn * 3, spell=spell, reason=first)
    if days == 1:
        return
    says = trust if stay.pathway == "P0" else council
    then, also = rng.sample(_THEN[stay.pathway], 2)
    next_day = max(since + timedelta(hours=8), datetime.combine(ready.date() + timedelta(days=1), _TEN))
    yield told(next_day, trust, "delay_reason_ended", turn * 3, spell=spell, reason=first)
    yield told(next_day, says, "delay_reason_recorded", turn * 3 + 1, spell=spell, reason=then)
    if days >= _SECOND_REASON_FROM:
        third = next_day + timedelta(days=2)
        yield told(third, says, "delay_reason_recorded", turn * 3 + 2, spell=spell, reason=also)
        over = stay.left_at - timedelta(days=1)
        yield told(over, says, "delay_reason_ended", turn * 3 + 2, spell=spell, reason=also)
