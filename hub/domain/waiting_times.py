"""How long people wait for a first response and a first service: the national method, for one person and one council.

Source: Department of Health and Social Care, method for waiting times from adult social care client level data,
version 1.1 (May 2026), and its published code (`DataS-DHSC/ASC-CLD-LA-Dashboard`, `Waiting_times`).  Words are those of
the client level data, release 2.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import takewhile
from typing import Final, NamedTuple

from hub.domain.calendar_months import months_before

SERVICE_USER: Final = "Service user"
ASSESSMENT_TYPES: Final = frozenset({"Short term assessment", "Long term assessment"})
"""A financial assessment is no response."""
LONG_TERM, SHORT_TERM = "Long term support", "Short term support"
LOW_LEVEL: Final = "Short term support: Ongoing low level"
"""Answers a request, and makes nobody an existing client."""
NOT_MAPPED: Final = "Release 1 specification only: Not mapped"
"""What the national data say of an outcome of release 1 that release 2 has no word for."""
TO_SERVICE: Final = frozenset(
    {
        "Progress to reablement/ST-Max",
        "Progress to support planning or services",
        "Continuation of support or services",
    }
)
ONWARDS: Final = TO_SERVICE | {"Progress to assessment, review or reassessment", NOT_MAPPED}
ADMITTED: Final = "Admitted to hospital"
FROM: Final = date(2023, 4, 1)
RELEASE_2: Final = date(2025, 7, 1)
"""Requests from this day on are release 2, where a conversation is no longer a response of its own."""
YOUNGEST: Final = 25


class Request(NamedTuple):
    """Somebody asked; `conversation` marks a first conversation of the three-conversations model.

    `age` is that on the first day.  `latest_age`, that on the last, chooses the age band; `age` does where it is none.
    """

    started: date
    age: int
    outcome: str
    client: str = SERVICE_USER
    conversation: bool = False
    latest_age: int | None = None


class Assessment(NamedTuple):
    """An assessment, its type and outcome; the ages as in a request."""

    started: date
    age: int
    type: str
    outcome: str = ""
    latest_age: int | None = None


class Service(NamedTuple):
    """A service, its type as `Long term support: Community`, and its end; none while it goes on.

    The ages as in a request; `latest_age` of one that goes on is that on the last day of the reporting period.
    """

    started: date
    age: int
    type: str
    ended: date | None = None
    latest_age: int | None = None


Heard = Request | Assessment | Service
_RANKS: Final = {Request: 0, Assessment: 1, Service: 2}


class Answer(NamedTuple):
    """What came first after a request: the day, the age of the person that its band goes by, and the days waited."""

    on: date
    age: int
    waited: int


class Wait(NamedTuple):
    """One request that counts, its first response and its first service; none where there is none (yet)."""

    request: Request
    response: Answer | None
    service: Answer | None


def counts(request: Request) -> bool:
    """Say whether a request counts: of a service user of 25 or more, since April 2023, and it led on.

    One without an outcome has not led on.
    """
    led_on = request.outcome not in {"", ADMITTED} and not request.outcome.startswith("NFA")
    return request.client == SERVICE_USER and request.started >= FROM and request.age >= YOUNGEST and led_on


def is_existing_client(day: date, services: Sequence[Service]) -> bool:
    """Say whether support goes on, or has ended lately: within 12 months if long term, within 3 if short term.

    Ongoing low-level support is none: who has equipment or a telephone line is new to the council when they ask.
    """
    for service in services:
        if service.type == LOW_LEVEL or not service.type.startswith((LONG_TERM, SHORT_TERM)):
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
    return tuple(_wait(order, each) for each in _alone(followed))


class _Followed(NamedTuple):
    """A request, its place in the order, and the places of its first response and of its first service that counts."""

    request: Request
    place: int
    response: int | None
    service: int | None


def _alone(followed: Sequence[_Followed]) -> Iterator[_Followed]:
    """Give the requests that began after the follow-up of the one before had finished, with answers of their own."""
    before = response = service = -1
    for each in followed:
        own, served = _place(each.response), _place(each.service)
        used = -1 < own <= response or -1 < served <= service
        if before <= each.place and not used:
            yield each
        before, response, service = max(own, served), max(response, own), max(service, served)


def _place(at: int | None) -> int:
    return -1 if at is None else at


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
    age = found.age if found.latest_age is None else found.latest_age
    return Answer(found.started, age, (found.started - each.request.started).days)
