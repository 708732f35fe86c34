"""Invents lives whose stays are told, taken back and told again, around days on which clocks change and leap days."""

import random
from datetime import datetime, timedelta

from hub.domain.days import LONDON
from hub.events.envelope import Event
from tests.domain.lives import Life

_FORMAT = "%Y-%m-%dT%H:%M"
_DAYS = tuple(map(datetime.fromisoformat, ("2026-03-29", "2026-10-25", "2028-02-29", "2027-12-31")))


class Retold(Life):
    """The same life at another time, whose admissions and discharges are told again, or taken back, days later."""

    def __init__(self, seed: int) -> None:
        self.again = random.Random(f"again {seed}")
        super().__init__(seed)

    def _beginning(self) -> datetime:
        """Before or shortly after such a day."""
        return self.again.choice(_DAYS) - timedelta(minutes=self.again.randrange(-1440, 60 * 1440))

    def _leave(self, number: str, trust: str) -> None:
        super()._leave(number, trust)
        told = [event for event in self.story.events if getattr(event.body, "spell", None) is not None]
        mine = [event for event in told if event.body.spell.number == number]  # type: ignore[attr-defined]
        ends = [event for event in mine if event.type == "SpellDischarged"]
        begun = [event for event in mine if event.type == "SpellAdmitted"]
        for _ in range(self.again.choice([0, 1, 1, 2])):
            event = self.again.choice(self.again.choice([ends or begun, begun]))
            if self.again.random() < 0.5:
                cancel = self.story.cancel_discharge if event in ends else self.story.cancel_admission
                cancel(_time(event.occurred_at), number, trust, recorded=self._recorded(event))
            if self.again.random() < 0.8:
                self.story.tell(_time(event.occurred_at), event.body, recorded=self._recorded(event))

    def _recorded(self, event: Event) -> str:
        """Up to three days after the event was written, or a little before it."""
        return _time(event.recorded_at + self.again.randrange(-300, 3 * 1440) * 60_000)


def _time(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, LONDON).strftime(_FORMAT)
