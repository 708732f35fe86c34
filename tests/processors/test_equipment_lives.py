"""Charges for equipment around the 1,000 pounds, told again and by others, against a reading of the regulation by hand.

SI 2014/2672 regulation 3: aids, and adaptations up to 1,000 pounds, are never charged, each piece by itself.
"""

import random
from datetime import date, timedelta
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.events import charges as ch
from hub.processors.joint import JointProcessor
from tests.domain.stories import Story
from tests.processors.people import AREAS
from tests.processors.test_joint_lives import fold
from tests.processors.test_money_by_hand import LATER, hundredths

JOINT = JointProcessor(AREAS)
HOME_ON = date(2026, 11, 13)
NAMES = ("Q1", "Q1", "Q2")
GIVERS = (None, "1-500", "1-600")


class Piece(NamedTuple):
    """A piece as it stands after all that was told."""

    name: str
    giver: str | None
    kind: str
    pence: int

    @property
    def is_cheap(self) -> bool:
        """Whether it costs 1,000 pounds or less."""
        return self.pence <= 1_000_00

    def may_be(self, name: str, giver: str | None) -> bool:
        """Whether somebody may mean it: who names no giver contradicts none."""
        return self.name == name and (giver is None or self.giver is None or giver == self.giver)


class Equipped:
    """Somebody who came home on 13 November, pieces in parts, and charges for them; all follows from the seed."""

    def __init__(self, seed: int) -> None:
        self.dice = dice = random.Random(seed)
        self.story = Story(f"equipped {seed}")
        self.story.admit("2026-11-02T09:15")
        self.story.discharge("2026-11-13T16:40")
        self.pieces: list[Piece] = []
        self.due: dict[str, int | None] = {}
        told = [self._provided] * dice.randrange(1, 6) + [self._charge] * dice.randrange(1, 5)
        dice.shuffle(told)
        self._charges: list[tuple[str, ch.ChargeRecorded]] = []
        for minute, tell in enumerate(told):
            tell(f"2027-01-10T{10 + minute}:00")
        for number, body in self._charges:
            self.due[number] = self._of(body)

    def _provided(self, when: str) -> None:
        dice = self.dice
        kind = dice.choice(["EQUIPMENT", "ADAPTATION", "ADAPTATION", "RAMP"])
        pence = dice.choice([1, 600_00, 999_99, 1_000_00, 1_000_01, 1_400_00])
        new = Piece(dice.choice(NAMES), dice.choice(GIVERS), kind, pence)
        on = HOME_ON + timedelta(days=dice.randrange(-5, 60))
        self.story.tell(when, ch.EquipmentProvided(new.name, kind, on, pence, new.giver))
        same = [place for place, each in enumerate(self.pieces) if each.may_be(new.name, new.giver)]
        if same:
            self.pieces[same[-1]] = new
        else:
            self.pieces.append(new)

    def _charge(self, when: str) -> None:
        dice, number = self.dice, f"F{len(self._charges)}"
        first = HOME_ON + timedelta(days=dice.choice([-4, 0, 3, 40, 41, 42, 50]))
        last = first + timedelta(days=dice.choice([0, 0, 1, 5]))
        pence = dice.randrange(60_00, 1_500_00)
        body = ch.ChargeRecorded(
            number, first, last, pence, "E06000001", dice.choice(GIVERS), dice.choice([*NAMES, "Q3"])
        )
        self.story.tell(when, body)
        self._charges.append((number, body))

    def _of(self, body: ch.ChargeRecorded) -> int | None:
        """Give what is to be paid back; none where a person has to look, in six weeks at what is for no known thing."""
        name = body.line_id or ""
        meant = [each for each in self.pieces if each.may_be(name, body.provider)]
        if any(each.kind == "EQUIPMENT" or each.is_cheap for each in meant):
            return body.amount
        if meant:
            return None if any(each.kind == "RAMP" for each in meant) else 0
        free = any(each.name == name and (each.kind == "EQUIPMENT" or each.is_cheap) for each in self.pieces)
        inside = body.to_on >= HOME_ON and body.from_on < HOME_ON + timedelta(days=42)
        return None if inside or free else 0


@settings(deadline=None, max_examples=100)
@given(seed=st.integers(0, 10**9))
def test_a_charge_for_equipment_is_judged_by_the_piece_that_it_names(seed: int) -> None:
    """Parts of one work with a name each, told again by whoever gave them or by nobody in particular."""
    life = Equipped(seed)
    rows = JOINT.view(fold(life.story.events, JOINT), LATER)["charges"]
    assert {row["charge_id"]: hundredths(row["refund_due"]) for row in rows} == life.due
