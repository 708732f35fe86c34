"""An assessment and plan of an invented person, as JSON and with changes."""

import copy
import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hub.portable.questions import STATUTORY

HERE, THERE = "E06000001", "E08000016"
KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(b"o" * 32)


def _question(name: str) -> dict[str, Any]:
    asked = STATUTORY[name]
    kind = asked.answer_type or "String"
    answer = asked.words[0] if asked.words else (True if kind == "Boolean" else "With help.")
    return {
        "questionID": name,
        "category": asked.category,
        "questionText": "As the council asks it.",
        "answer": [answer],
        "answerType": kind,
        "required": True,
    }


def paper() -> dict[str, Any]:
    """Give a whole document that nothing is wrong with, unsigned."""
    return {
        "identifier": {"value": "A1", "system": "urn:invented:assessment"},
        "personID": {"value": "P1"},
        "professionalID": {"value": "W1"},
        "dateCompleted": "2026-05-07T10:00:00+01:00",
        "capacityToCompleteAssessment": True,
        "advocateRequired": False,
        "consentToInformationSharing": True,
        "review": {"isReview": True, "previousID": [{"value": "A0"}]},
        "assessment": {"status": "completed", "assessmentQuestion": [_question(name) for name in STATUTORY]},
        "plan": {
            "assessmentID": {"value": "A1"},
            "status": "active",
            "careComponent": [
                {
                    "actor": [{"type": "Professional services", "id": {"value": "1-100"}}],
                    "time": {"frequency": "every evening", "startDateTime": "2026-05-08T18:00:00+01:00"},
                    "activity": {"description": "A hot meal.", "outcome": "CA-NUTRITION", "directPayment": False},
                }
            ],
        },
        "determination": {
            "determinationID": "D1",
            "determinedOn": "2026-05-07",
            "council": HERE,
            "outcome": "Eligible needs identified",
            "reasons": ["Two outcomes are out of reach."],
            "personalBudgetPerWeek": "212.50",
        },
    }


def changed(path: str, value: Any) -> dict[str, Any]:
    """Give the document with one field set to a value; `GONE` takes it out."""
    content = copy.deepcopy(paper())
    at: Any = content
    *parts, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    for part in parts:
        at = at[part]
    if value is GONE:
        del at[last]
    else:
        at[last] = value
    return content


GONE = object()


def raw(content: Any) -> bytes:
    """Write JSON."""
    return json.dumps(content).encode()
