"""Whatever partners send, in whatever contradiction: no exception, and the same bytes for every arrival."""

import random
from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.domain.ordering import STEP_TYPES
from hub.events.discharge import Spell
from hub.events.envelope import Event
from tests.processors.every_processor import EVERY
from tests.processors.test_joint_lives import arrive, fold
from tests.strategies import ANY_LONG, events

_SPELLS = (Spell("RZZ", "SP1"), Spell("RZZ", "SP2"), Spell("RZY", "SP1"))
_POOLS: dict[str, Sequence[Any]] = {
    "spell": _SPELLS,
    "retired": _SPELLS,
    "line_id": ("L1", "L2"),
    "provider": ("1-100",),
    "service": ("HOME_SUPPORT",),
    "referral_id": ("R1", "R2", "R3"),
    "case_id": ("C1",),
    "charge_id": ("F1", "F2"),
    "determination_id": ("D1", "D2"),
    "equipment_id": ("L1", "Q1"),
    "supersedes": ("R1", "R2", "R3"),
    "move_id": ("M1", "M2"),
    "consent_id": ("C1", "C2"),
    "scope": ("EARLY_HELP", "CARER_LINK", "SHARING"),
    "lawful_basis": ("CONSENT", "", "NCS_STATUTORY_DUTY"),
    "link_id": ("K1", "K2"),
    "carer_ref": (b"p" * 16, b"q" * 16),
    "cared_for_ref": (b"p" * 16, b"q" * 16),
    "request_id": ("B1", "B2"),
    "assessment_id": ("A1", "A2"),
    "notice_id": ("R1", "R2", "R3"),
    "appeal_id": ("A1", "A2"),
    "kind": ("ADMISSION", "ASSESSMENT", "DISCHARGE", "BOTH", "WITHDRAWAL", "?"),
}


def crowded(event: Event, dice: random.Random) -> Event:
    """Return the event with its keys from small pools, so that events meet."""
    kept = {name: dice.choice(pool) for name, pool in _POOLS.items() if name in event.body.__struct_fields__}
    body = msgspec.structs.replace(event.body, **kept)
    at = event.occurred_at if dice.random() < 0.5 else 1_794_000_000_000 + dice.randrange(4) * 3_600_000
    return msgspec.structs.replace(event, body=body, occurred_at=at, event_id=dice.randbytes(16))


@pytest.mark.parametrize("processor", EVERY, ids=lambda p: str(p.name))
@settings(deadline=None, max_examples=20)
@given(st.lists(events(), max_size=14) | st.lists(events(times=ANY_LONG), max_size=8), st.integers(), st.dates())
def test_anything_at_all(processor: Any, told: list[Event], seed: int, on: date) -> None:
    """Events of every type with every value that the schemas allow, crowded onto few stays, lines and referrals."""
    dice = random.Random(seed)
    known = [crowded(event, dice) for event in told]
    state = fold(known, processor)
    arrived = [*known, *known[:2]]
    dice.shuffle(arrived)
    assert processor.encode(arrive([[e for e in arrived if e.type in STEP_TYPES]], processor)) == processor.encode(
        state
    )
    assert processor.decode(processor.encode(state)) == state
    view = processor.view(state, on)
    msgspec.json.encode(view)
    for by, _ in processor.reasons(state, on).values():
        assert 0 <= by < len(known)
    processor.facts(state, on)
    processor.listing(state)
    wakes = processor.wakes_on(state, on)
    assert wakes is None or wakes > on
