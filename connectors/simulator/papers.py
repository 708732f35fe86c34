"""The signed assessment and plan that an invented council hands over with somebody who moves."""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, Final

from connectors.simulator.acts import after, by_nhs_number, desk_of, id_of
from connectors.simulator.area import Area
from connectors.simulator.council_keys import key_of
from connectors.simulator.decisions import moving
from connectors.simulator.people import Person
from connectors.simulator.sendable import DOCUMENT, Sendable, milliseconds
from connectors.wall_time import moment_of
from hub.domain.days import rfc3339
from hub.domain.eligibility import ADULT_OUTCOMES
from hub.events.values import Precision
from hub.portable.questions import ELIGIBILITY, STATUTORY
from hub.portable.seal import signed

_ELIGIBLE: Final = "Eligible needs identified"
_OUT_OF_REACH: Final = ("CA-NUTRITION", "CA-HYGIENE")
_ASKED: Final = {
    "STAT-HEALTH-01": "Does a condition cause the needs?",
    "STAT-HOUSING-01": "Is the home right for the needs?",
    "STAT-FINANCE-01": "Who pays for the support?",
    ELIGIBILITY: "What was decided about the needs?",
}
_ANSWERED: Final = {
    "STAT-HEALTH-01": True,
    "STAT-HOUSING-01": True,
    "STAT-FINANCE-01": "Joint client and social care funded",
    ELIGIBILITY: _ELIGIBLE,
}


def papers_of(area: Area, who: Person, left: date, end: datetime) -> Iterator[Sendable]:
    """Give the plan of somebody who left hospital on a day and is to move, as it is sent.

    A hub takes a document when it comes, whatever the day that it tells of: it goes with a move still to be made alone.
    """
    steps = moving(left)
    if steps.papers_sent >= end or steps.on <= end.date():
        return
    said = {
        "known": by_nhs_number(who)._asdict(),
        "organisation": who.council.code,
        "what": DOCUMENT,
        "move": id_of(str(who.number), "move_notified", "move_id"),
        "document": json.dumps(signed(_content(area, who, left), who.council.code, key_of(who.council)), indent=2),
    }
    name = f"document-{who.number}"
    yield Sendable(
        milliseconds(steps.papers_sent),
        DOCUMENT,
        desk_of(str(who.number)),
        json.dumps(said, sort_keys=True).encode(),
        name,
    )


def _content(area: Area, who: Person, left: date) -> dict[str, Any]:
    """Write the document, unsigned; numbers stand in it, and no name."""
    decided = after(left, 11)
    return {
        "identifier": {"value": f"A{who.number}", "system": f"urn:invented:{who.council.code}:assessment"},
        "personID": {"value": who.nhs_number, "system": "https://fhir.nhs.uk/Id/nhs-number"},
        "professionalID": {"value": "SW-12", "system": f"urn:invented:{who.council.code}:post"},
        "dateCompleted": _written(decided),
        "capacityToCompleteAssessment": True,
        "advocateRequired": False,
        "consentToInformationSharing": True,
        "review": {"isReview": False},
        "assessment": {"status": "completed", "assessmentQuestion": [_question(name) for name in STATUTORY]},
        "plan": {
            "assessmentID": {"value": f"A{who.number}"},
            "status": "active",
            "careComponent": list(_care(area, left)),
        },
        "determination": {
            "determinationID": f"D{who.number}",
            "determinedOn": f"{decided:%Y-%m-%d}",
            "council": who.council.code,
            "outcome": _ELIGIBLE,
            "reasons": [f"Cannot manage without help: {ADULT_OUTCOMES[name]}." for name in _OUT_OF_REACH],
            "personalBudgetPerWeek": f"{180 + who.number % 9 * 20}.00",
        },
    }


def _question(name: str) -> dict[str, Any]:
    asked, outcome = STATUTORY[name], name.removesuffix("-01")
    words = f"How does the person get on with {ADULT_OUTCOMES[outcome]}?" if outcome in ADULT_OUTCOMES else _ASKED[name]
    told = "Only with help, every day." if outcome in _OUT_OF_REACH else "Alone."
    return {
        "questionID": name,
        "category": asked.category,
        "questionText": words,
        "answer": [_ANSWERED.get(name, told)],
        "answerType": asked.answer_type or "String",
        "required": True,
    }


def _care(area: Area, left: date) -> Iterator[dict[str, Any]]:
    """Give a part of the care for each outcome that is out of reach, from the day of the move on."""
    told = {"CA-NUTRITION": ("A hot meal.", 12), "CA-HYGIENE": ("Help with washing and dressing.", 8)}
    for outcome, (what, hour) in told.items():
        starts = datetime.combine(moving(left).on, datetime.min.time()) + timedelta(hours=hour)
        yield {
            "actor": [{"type": "Professional services", "id": {"value": area.providers[0].location}}],
            "time": {"frequency": "every day", "startDateTime": _written(starts)},
            "activity": {"description": what, "outcome": outcome, "directPayment": False},
        }


def _written(wall: datetime) -> str:
    """Write a wall time of the area with its offset."""
    return rfc3339(moment_of(wall, Precision.SECOND).at)
