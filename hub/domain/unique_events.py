"""Which rows of client level data tell of one event, and which of them is kept: as the national tables do it.

Source: Department of Health and Social Care, `DataS-DHSC/ASC-CLD-LA-Dashboard`, methodology of the main tables, step 6
(deduplication) with its order of outcomes, for joined submissions; those are what waiting times are made of.  The
reference that a council gives an event is not used.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from hub.domain.waiting_times import NOT_MAPPED, Assessment, Request, Service
from hub.domain.years import age_on

REQUEST, ASSESSMENT, SERVICE, REVIEW = "Request", "Assessment", "Service", "Review"
OUTCOMES: Final = (
    "Progress to reablement/ST-Max",
    "Progress to assessment, review or reassessment",
    NOT_MAPPED,
    "Progress to support planning or services",
    "Continuation of support or services",
    "Admitted to hospital",
    "NFA: Responsibility moved to another local authority",
    "NFA: Referral to NHS services or NHS funded social care",
    "NFA: Self-funded client or under 12wk disregard",
    "NFA: Information and advice or signposting",
    "NFA: Referral to other service within the local authority",
    "NFA: Support declined",
    "NFA: Deceased",
    "NFA: Support ended as planned",
    "NFA: Support ended for other reason",
    "NFA: No services offered for other reason",
    "NFA: Other",
)
"""The best first; any other word, or none, comes after all of them."""
_RANKS: Final = {outcome: rank for rank, outcome in enumerate(OUTCOMES)}
NO_AGE: Final = -1
"""Who has no date of birth that can be read is of no age that counts, as in the national tables."""


class Event(NamedTuple):
    """One row about an event, in words of release 2; `place` is the number of its row in what was loaded.

    `types` is the route of access of a request, the type of an assessment, the type and component of a service.
    `ended` is the day of death where somebody died before.  `period_ended` is the last day of the period that the row
    was sent for; none where it says none.
    """

    council: str
    person: str
    kind: str
    client: str
    started: date
    ended: date | None
    types: tuple[str, ...]
    outcome: str
    conversation: bool
    born: date | None
    died: date | None
    period_ended: date | None
    place: int

    @property
    def age(self) -> int:
        """Age on the first day."""
        return self._age_on(self.started)

    @property
    def latest_age(self) -> int:
        """Age on the last day; while it goes on, on that of the period."""
        return self._age_on(self.ended or self.period_ended or self.started)

    def _age_on(self, day: date) -> int:
        return NO_AGE if self.born is None or self.born > day else age_on(self.born, day)

    @property
    def identity(self) -> tuple[object, ...]:
        """What rows about one event have in common: of a service not its end, which changes while it goes on."""
        ended = None if self.kind == SERVICE else self.ended
        return (self.council, self.person, self.kind, self.client, self.started, ended, self.types)

    @property
    def preference(self) -> tuple[object, ...]:
        """What the kept row has most of: the latest period, no end or the latest, the best outcome, the last loaded."""
        best = -_RANKS.get(self.outcome, len(OUTCOMES))
        return (self.period_ended or date.min, self.ended or date.max, best, self.conversation, self.place)


def unique(events: Iterable[Event]) -> tuple[Event, ...]:
    """Keep one row for each event, whatever order they come in."""
    kept: dict[tuple[object, ...], Event] = {}
    for event in events:
        before = kept.get(event.identity)
        if before is None or event.preference > before.preference:
            kept[event.identity] = event
    return tuple(kept.values())


def heard(event: Event) -> Request | Assessment | Service | None:
    """Give what the waiting-time method makes of an event; none of a review."""
    if event.kind == REQUEST:
        return Request(
            event.started, event.age, event.outcome, event.client, event.conversation, latest_age=event.latest_age
        )
    if event.kind == ASSESSMENT:
        return Assessment(event.started, event.age, event.types[0], event.outcome, event.latest_age)
    if event.kind == SERVICE:
        return Service(event.started, event.age, event.types[0], event.ended, event.latest_age)
    return None
