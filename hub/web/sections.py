"""The sections of a person's page about what was decided for them: shown only where there is something to show."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from hub.web.assessments_view import assessments_of
from hub.web.care_view import Beside, nothing_beside
from hub.web.charges_view import charges_of
from hub.web.chc_view import chc_of
from hub.web.equipment_view import equipment_of
from hub.web.moves_view import moves_of
from hub.web.notices_view import Shown
from hub.web.words import Names


class Section(NamedTuple):
    """One section: its name in the page, heading, a line below it, what a status is of, and its blocks."""

    id: str
    heading: str
    note: str
    about: str
    shown: Sequence[Shown]


def sections_of(state: Mapping[str, Any], names: Names, beside: Beside = nothing_beside) -> list[Section]:
    """Return the sections that have something in them; `beside` gives the findings about a thing."""
    every = (
        Section(
            "charges", "Charges to the person", "What fell on days that are free is paid back.", "charge",
            charges_of(state, names, beside),
        ),
        Section(
            "equipment", "Equipment and adaptations", "Aids are never charged, nor are adaptations up to 1,000 pounds.",
            "piece", equipment_of(state, names),
        ),
        Section(
            "chc", "NHS Continuing Healthcare", "Where the NHS pays for all care. People decide, not this system.",
            "case", chc_of(state, beside),
        ),
        Section(
            "assessments", "Assessments and decisions", "As people recorded them. This system decides nothing.",
            "assessment", assessments_of(state, names),
        ),
        Section(
            "moves", "Moving to another council", "On every day one council has the duty to meet the person's needs.",
            "move", moves_of(state, names),
        ),
    )  # fmt: skip
    return [section for section in every if section.shown]
