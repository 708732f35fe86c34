"""The awards of a referral: benefit, component and rate as codes, never an amount."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Final, NamedTuple

from connectors.record_fields import RecordFields
from hub.errors import Rejected
from hub.ports.connector import Finding

STATUSES: Final = frozenset(
    {"CLAIM_RECEIVED", "IN_PAYMENT", "ENTITLED_NOT_PAID", "DISALLOWED", "TERMINATED", "SUSPENDED", "DECEASED"}
)
_REFERABLE: Final = frozenset({"IN_PAYMENT", "ENTITLED_NOT_PAID"})
_POINTS_TO: Final = {
    "SUPPORT_NEED": frozenset({("PIP", "DAILY_LIVING"), ("AA", "CARE"), ("DLA", "CARE"), ("UC", "HEALTH")}),
    "CARER": frozenset({("CA", "CARER"), ("UC", "CARER")}),
}


class Award(NamedTuple):
    """One award as codes."""

    benefit: str
    component: str | None
    rate: str | None
    status: str

    def code(self) -> str:
        """Write it as `PIP:DAILY_LIVING:ENHANCED`."""
        return ":".join(part for part in (self.benefit, self.component, self.rate) if part)


@cache
def benefit_table() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """Give benefits to components to rates, from `benefit_codes.csv`."""
    text = (resources.files(__package__) / "benefit_codes.csv").read_text("utf-8")
    return {row["hub_code"]: _components(row["components_and_rates"]) for row in csv.DictReader(text.splitlines())}


def read_awards(fields: RecordFields, kind: str) -> tuple[tuple[Award, ...], list[Finding]]:
    """Give every award of a record; raises `Rejected` for a code that the table does not hold."""
    entries = fields.items("awards")
    if not entries:
        raise Rejected(fields.path("awards"), "missing", "a referral names at least one award")
    awards = tuple(_award(entry, f"{fields.path('awards')}.{number}") for number, entry in enumerate(entries))
    if any(_points(award, kind) for award in awards):
        return awards, []
    words = "none of the awards is in payment and of a kind that this referral can rest on"
    return awards, [Finding(fields.path("awards"), "no_referable_award", words)]


def _points(award: Award, kind: str) -> bool:
    if award.status not in _REFERABLE or (award.benefit, award.component) not in _POINTS_TO[kind]:
        return False
    return award.benefit != "UC" or award.rate in {"LCWRA", "CARER_ELEMENT"}


def _award(entry: object, where: str) -> Award:
    if not isinstance(entry, dict):
        raise Rejected(where, "not_an_object", "an award is an object")
    fields = RecordFields(entry, where)
    components = benefit_table()[fields.required_one_of("benefit", benefit_table())]
    component = fields.one_of("component", components)
    rate = fields.one_of("rate", components.get(component or "", frozenset()))
    status = fields.required_one_of("status", STATUSES)
    starts, ends = fields.day("effective_from"), fields.day("effective_to")
    fields.day("review_date")
    if starts and ends and ends < starts:
        raise Rejected(fields.path("effective_to"), "ends_before_it_starts", "an award ends on or after its start")
    return Award(fields.required("benefit"), component, rate, status)


def _components(text: str) -> Mapping[str, frozenset[str]]:
    parts = (part.partition(":") for part in text.split(";") if part)
    return {name: frozenset(rates.split("|")) for name, _, rates in parts}
