"""Lives of one early-help case, and where each stands by a walk that knows neither machine nor fold."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from hub.domain.days import day_of
from hub.events import early_help as e
from hub.events import identity as i
from hub.events import referral as r
from hub.events.envelope import Event
from tests.domain.stories import Story

START = date(2026, 11, 2)
COUNCIL = "E06000001"


class HelpLife:
    """A referral with or without a basis and what comes after it, one thing a day, in a random order."""

    def __init__(self, seed: int) -> None:
        dice = random.Random(seed)
        self.story = Story(f"help {seed}")
        self._day = START
        basis, until = dice.choice(["CONSENT", ""]), dice.choice([None, START + timedelta(days=dice.randrange(9))])
        self._tell(r.DwpReferralReceived("R1", "SUPPORT_NEED", COUNCIL, "postcode", basis, consent_until=until))
        for _ in range(dice.randrange(12)):
            self._tell(self._something(dice))

    def _tell(self, body: Any) -> None:
        self.story.tell(f"{self._day.isoformat()}T10:00", body)
        self._day += timedelta(days=1)

    def _something(self, dice: random.Random) -> Any:
        until = dice.choice([None, self._day + timedelta(days=dice.randrange(4))])
        return dice.choice(
            [
                e.EarlyHelpOffered("R1", COUNCIL),
                e.ContactAttempted("R1", dice.random() < 0.6, COUNCIL),
                e.EarlyHelpScreened("R1", COUNCIL),
                e.InformationGiven("R1", COUNCIL),
                e.SentToAssessment("R1", COUNCIL),
                e.NoContactMade("R1", COUNCIL),
                e.EarlyHelpDeclined("R1", COUNCIL),
                e.ConsentRecorded("C1", "EARLY_HELP", dice.random() < 0.7, until, dice.choice([None, "R1"])),
                e.ConsentWithdrawn("C1", "EARLY_HELP"),
                r.DwpReferralWithdrawn("R1", "R1", deceased=False),
                i.DeathRecorded(None, confirmed=True),
            ]
        )


_ANY = frozenset({"RECEIVED", "ROUTED", "OFFERED", "CONTACT_MADE", "SCREENED", "INFORMATION_GIVEN", "NO_CONTACT"})
_CLOSED = frozenset({"INFORMATION_GIVEN", "NO_CONTACT"})
_SPOKEN = frozenset({"CONTACT_MADE", "SCREENED", "INFORMATION_GIVEN"})
_DONE: dict[type, tuple[frozenset[str], str]] = {
    e.EarlyHelpOffered: (frozenset({"ROUTED", "OFFERED", "NO_CONTACT"}), "OFFERED"),
    e.ContactAttempted: (frozenset({"ROUTED", "OFFERED", "NO_CONTACT"}), "CONTACT_MADE"),
    e.EarlyHelpScreened: (frozenset({"CONTACT_MADE"}), "SCREENED"),
    e.InformationGiven: (_SPOKEN, "INFORMATION_GIVEN"),
    e.SentToAssessment: (_SPOKEN, "REFERRED"),
    e.NoContactMade: (frozenset({"ROUTED", "OFFERED"}), "NO_CONTACT"),
}


class _Walk:
    """Where a case is, what was last said about consent, and whether the person died."""

    def __init__(self, first: r.DwpReferralReceived) -> None:
        consent = first.lawful_basis == "CONSENT"
        self.consent, self.until = consent, first.consent_until or date.max
        self.at, self.dead = "ROUTED" if consent else "RECEIVED", False

    def may(self, day: date) -> bool:
        """Say whether there is a basis on a day."""
        return self.consent and day <= self.until

    def step(self, body: Any, day: date) -> None:
        """Take one thing that happened."""
        match body:
            case e.ConsentRecorded() | e.ConsentWithdrawn():
                self._word(getattr(body, "given", False), getattr(body, "until", None), day)
            case r.DwpReferralWithdrawn():
                self.at = "WITHDRAWN"
            case i.DeathRecorded():
                self.dead = True
            case e.EarlyHelpDeclined():
                self.at = "DECLINED" if self.at in _ANY else self.at
            case _ if self.may(day) and getattr(body, "made", True):
                sources, target = _DONE[type(body)]
                self.at = target if self.at in sources else self.at

    def _word(self, given: bool, until: date | None, day: date) -> None:  # noqa: FBT001 -- as the event has it
        self.consent, self.until = given, until or date.max
        if not given:
            self.at = "RECEIVED" if self.at in _ANY else self.at
        elif self.may(day) and self.at in {"RECEIVED", "DECLINED", "NO_CONTACT"}:
            self.at = "ROUTED"


def _walked(events: Sequence[Event]) -> _Walk:
    first: Any = events[0].body
    walk = _Walk(first)
    for event in events[1:]:
        walk.step(event.body, day_of(event.occurred_at))
    return walk


def stands(events: Sequence[Event], on: date) -> str:
    """Return where the case stands on a day, by hand; one that was closed is not open again without a basis."""
    walk = _walked(events)
    if walk.dead:
        return "DECEASED"
    return "RECEIVED" if walk.at in _ANY - _CLOSED and not walk.may(on) else walk.at


def first_contact(events: Sequence[Event]) -> date | None:
    """Return the day of the first contact that was made while the case was one in which people are contacted."""
    for at, event in enumerate(events):
        body, day = event.body, day_of(event.occurred_at)
        if isinstance(body, e.ContactAttempted) and body.made:
            before = [one for one in events[:at] if not isinstance(one.body, i.DeathRecorded)]
            walk = _walked(before)
            if walk.at in _OPEN and (walk.may(day) or walk.at not in _ANY):
                return day
    return None


_OPEN = _SPOKEN | {"ROUTED", "OFFERED", "NO_CONTACT", "REFERRED"}
