"""How long people wait for a first response and a first service: the national method, for one person and one council.

Source: Department of Health and Social Care, method for waiting times from adult social care client level data,
version 1.1 (May 2026), and its published code.  Words are those of the client level data, release 2.
"""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise, takewhile
from typing import Final, NamedTuple

from hub.domain.calendar_months import months_before

SERVICE_USER: Final = "Service user"
ASSESSMENT_TYPES: Final = frozenset({"short term", "long term"})
"""A financial assessment is no response."""
LONG_TERM, SHORT_TERM = "Long term support", "Short term support"
TO_SERVICE: Final = frozenset(
    {
        "Progress to reablement/ST-Max",
        "Progress to support planning or services",
        "Continuation of support or services",
    }
)
ONWARDS: Final = TO_SERVICE | {"Progress to assessment, review or reassessment"}
ADMITTED: Final = "Admitted to hospital"
FROM: Final = date(2023, 4, 1)
RELEASE_2: Final = date(2025, 7, 1)
"""Requests from this day on are release 2, where a conversation is no longer a response of its own."""
YOUNGEST: Final = 25


class Request(NamedTuple):
    """Somebody asked; `conversation` marks a first conversation of the three-conversations model."""

    started: date
    age: int
    outcome: str
    client: str = SERVICE_USER
    conversation: bool = False


class Assessment(NamedTuple):
    """An assessment, its type and outcome."""

    started: date
    age: int
    type: str
    outcome: str = ""


class Service(NamedTuple):
    """A service, its type as `Long term support: Community`, and its end; none while it goes on."""

    started: date
    age: int
    type: str
    ended: date | None = None


Heard = Request | Assessment | Service
_RANKS: Final = {Request: 0, Assessment: 1, Service: 2}


class Answer(NamedTuple):
    """What came first after a request: the day, the age of the person on it, and the days that they waited."""

    on: date
    age: int
    waited: int


class Wait(NamedTuple):
    """One request that counts, its first response and its first service; none where there is none (yet)."""

    request: Request
    response: Answer | None
    service: Answer | None


def counts(request: Request) -> bool:
    """Say whether a request counts: of a service user of 25 or more, since April 2023, and it led on."""
    led_on = not request.outcome.startswith("NFA") and request.outcome != ADMITTED
    return request.client == SERVICE_USER and request.started >= FROM and request.age >= YOUNGEST and led_on


def is_existing_client(day: date, services: Sequence[Service]) -> bool:
    """Say whether support goes on, or has ended lately: within 12 months if long term, within 3 if short term."""
    for service in services:
        if not service.type.startswith((LONG_TERM, SHORT_TERM)):
            continue
        months = 12 if service.type.startswith(LONG_TERM) else 3
        if service.started < day and (service.ended is None or service.ended >= months_before(day, months)):
            return True
    return False


def is_response(heard: Assessment | Service) -> bool:
    """Say whether something can answer a request: an assessment of needs, or a service that is not a carer's."""
    if heard.age < YOUNGEST:
        return False
    if isinstance(heard, Assessment):
        return heard.type in ASSESSMENT_TYPES
    return heard.type.startswith((LONG_TERM, SHORT_TERM))


def waits(
    requests: Sequence[Request], assessments: Sequence[Assessment], services: Sequence[Service]
) -> tuple[Wait, ...]:
    """Return the waits of one person at one council, in the order of the requests that count."""
    asked = [one for one in requests if counts(one) and not is_existing_client(one.started, services)]
    answers: list[Assessment | Service] = [*assessments, *services]
    order: list[Heard] = [*asked, *filter(is_response, answers)]
    order.sort(key=lambda one: (one.started, _RANKS[type(one)]))
    followed = [_followed(order, place, one) for place, one in enumerate(order) if isinstance(one, Request)]
    free = [True, *(not before.reaches_past(after.place) for before, after in pairwise(followed))]
    return tuple(_wait(order, each) for each, alone in zip(followed, free, strict=False) if alone)


class _Followed(NamedTuple):
    """A request, its place in the order, and the places of its first response and of its first service that counts."""

    request: Request
    place: int
    response: int | None
    service: int | None

    def reaches_past(self, place: int) -> bool:
        """Say whether the follow-up had not finished before another request: that one is not counted."""
        return max(self.response or 0, self.service or 0) > place


def _followed(order: Sequence[Heard], place: int, request: Request) -> _Followed:
    later = range(place + 1, len(order))
    assessed = next((at for at in later if isinstance(order[at], Assessment)), None)
    served = next((at for at in later if isinstance(order[at], Service)), None)
    if _answers_itself(request, None if assessed is None else order[assessed]):
        return _Followed(request, place, place, served)
    if assessed is None or (served is not None and served < assessed):
        return _Followed(request, place, served, served)
    return _Followed(request, place, assessed, served if _leads_to_service(order, assessed) else None)


def _answers_itself(request: Request, assessed: Heard | None) -> bool:
    """Say whether a first conversation of release 1 that led on is its own response."""
    earlier = assessed is None or request.started < assessed.started
    return request.started < RELEASE_2 and request.conversation and request.outcome in ONWARDS and earlier


def _leads_to_service(order: Sequence[Heard], first: int) -> bool:
    """Say whether any of the assessments that follow each other without anything between led on to a service."""
    run = takewhile(lambda one: isinstance(one, Assessment), order[first:])
    return any(isinstance(one, Assessment) and one.outcome in TO_SERVICE for one in run)


def _wait(order: Sequence[Heard], each: _Followed) -> Wait:
    return Wait(each.request, _answer(order, each, each.response), _answer(order, each, each.service))


def _answer(order: Sequence[Heard], each: _Followed, at: int | None) -> Answer | None:
    if at is None:
        return None
    found = order[at]
    return Answer(found.started, found.age, (found.started - each.request.started).days)
