"""Steps that wait as JSON, the same for every processor that knows of any."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from hub.domain.step import NextStep
from hub.processors.page import Page, iso

Json = dict[str, Any]


def steps_json(steps: Sequence[NextStep], key: str, on: date, page: Page) -> list[Json]:
    """Write steps with who holds each, by when, and what it is about; `key` is where they stand in the answer."""
    for place, step in enumerate(steps):
        page.why(f"{key}.{place}", step.by, step.rule)
    return [
        {
            "what": step.what,
            "holder": step.holder,
            "organisation": step.organisation,
            "due": iso(step.due),
            "overdue": step.overdue(on),
            "about": step.about,
            "words": step.rule.words,
        }
        for step in steps
    ]
