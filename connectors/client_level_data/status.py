"""Whether a column is about a row at all, and whether it must be filled: the field status of DHSC's data-quality check.

Source: Department of Health and Social Care, `DataS-DHSC/ASC-CLD-LA-Dashboard`, `GetDQValues`; the words are those of
`cld_fields.csv`.  What a cell decides that cannot be read is undetermined: nobody is told that a blank is wrong there.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from connectors.client_level_data.fields import Field
from connectors.client_level_data.row import Row
from hub.domain.unique_events import ASSESSMENT, REQUEST, REVIEW, SERVICE
from hub.domain.years import age_on

USER, CARER, ASSOCIATION = "user", "carer", "association"
CLIENTS: Final = {
    "Service User": USER,
    "Service user": USER,
    "Carer": CARER,
    "Unpaid carer": CARER,
    "Carer known by association": ASSOCIATION,
    "Unpaid carer known by association": ASSOCIATION,
}
KINDS: Final = (REQUEST, ASSESSMENT, SERVICE, REVIEW)
_CARERS: Final = frozenset({CARER, ASSOCIATION})
_WORKING_AGE: Final = range(18, 65)
_PLACES: Final = ("short term residential care", "short term nursing care", "carer respite", "unpaid carer respite")


class Status(StrEnum):
    """What DHSC's check calls the status of a field in a row."""

    MANDATORY = "Mandatory"
    APPLICABLE = "Applicable but not mandatory"
    NOT_APPLICABLE = "Not applicable"
    UNDETERMINED = "Undetermined"


class About(NamedTuple):
    """What a row is about: kind of client and of event; none where the cell says nothing that is known."""

    row: Row
    client: str | None
    kind: str | None


def about(row: Row) -> About:
    """Read whom and what a row is about."""
    kind = row.cell("Event Type")
    return About(row, CLIENTS.get(row.cell("Client Type")), kind if kind in KINDS else None)


def status(field: Field, told: About) -> Status:
    """Give the status of a field in a row."""
    applies = _APPLIES[field.applies_to](told)
    if applies is None:
        return Status.UNDETERMINED
    if not applies:
        return Status.NOT_APPLICABLE
    needed = _MANDATORY[field.mandatory_when](told)
    if needed is None:
        return Status.UNDETERMINED
    return Status.MANDATORY if needed else Status.APPLICABLE


_Rule = Callable[[About], bool | None]


def _always(told: About) -> bool:
    _ = told
    return True


def _never(told: About) -> bool:
    _ = told
    return False


def _users(told: About) -> bool | None:
    return None if told.client is None else told.client == USER


def _carers(told: About) -> bool | None:
    return None if told.client is None else told.client in _CARERS


def _with_events(told: About) -> bool | None:
    return None if told.client is None else told.client != ASSOCIATION


def _of(kind: str) -> _Rule:
    def rule(told: About) -> bool | None:
        if told.client == ASSOCIATION or told.kind not in {kind, None}:
            return False
        return None if told.client is None or told.kind is None else True

    return rule


def _financial(told: About) -> bool:
    return told.kind == ASSESSMENT and told.row.cell("Assessment Type").casefold() == "financial assessment"


def _but_requests(told: About) -> bool | None:
    if told.kind is None:
        return True if told.client == ASSOCIATION else None
    return told.kind != REQUEST


def _learning_disability(told: About) -> bool | None:
    """Service users of working age, on the last day of the reporting period, with support for a learning disability."""
    if told.client not in {USER, None} or told.row.cell("Primary Support Reason").casefold() != _LEARNING:
        return False
    born, last = told.row.day("Date of Birth"), told.row.day("Reporting Period End Date")
    if told.client is None or born is None or last is None:
        return None
    return age_on(born, last) in _WORKING_AGE


_LEARNING: Final = "learning disability support"


def _funded(told: About) -> bool | None:
    return None if told.kind is None else told.kind in {SERVICE, REVIEW} or _financial(told)


def _ended(told: About) -> bool | None:
    if told.row.cell("Date of Death"):
        return True
    return None if told.kind is None else told.kind != SERVICE


def _but_financial(told: About) -> bool | None:
    return None if told.kind is None else not _financial(told)


def _planned(told: About) -> bool:
    return told.row.cell("Review Reason").casefold().startswith("planned")


def _costed(told: About) -> bool:
    """Services that the council has not commissioned itself: long term, in a home for a short time, or a carer's."""
    row = told.row
    kind, part = row.cell("Service Type").casefold(), row.cell("Service Component").casefold()
    of_whom = kind.startswith(("long term", "carer support", "unpaid carer support")) or part in _PLACES
    return of_whom and "cassr commissioned support" not in row.cell("Delivery Mechanism").casefold()


_APPLIES: Final[Mapping[str, _Rule]] = {
    "all rows": _always,
    "service users": _users,
    "carers": _carers,
    "all but carers known by association": _with_events,
    "requests": _of(REQUEST),
    "assessments": _of(ASSESSMENT),
    "services": _of(SERVICE),
    "reviews": _of(REVIEW),
}
_MANDATORY: Final[Mapping[str, _Rule]] = {
    "always": _always,
    "when applicable": _always,
    "no": _never,
    "used for tracing": _never,
    "unless Event Type = Request": _but_requests,
    "service users aged 18-64 with PSR learning disability support": _learning_disability,
    "services, reviews and financial assessments": _funded,
    "requests, assessments, reviews; any row with a date of death": _ended,
    "except financial assessments": _but_financial,
    "planned reviews": _planned,
    "services not CASSR-commissioned that are long term, or component short term residential/nursing or carer respite, "
    "or service type carer support": _costed,
}
