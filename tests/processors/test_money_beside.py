"""The money of invented lives beside which much is told that changes nothing of it."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.processors.joint import JointProcessor
from tests.domain.money_beside import Beside
from tests.processors.people import AREAS
from tests.processors.test_joint_lives import fold
from tests.processors.test_money_by_hand import LATER, hundredths

JOINT = JointProcessor(AREAS)
seeds = st.integers(0, 10**9)


@settings(deadline=None, max_examples=60)
@given(seed=seeds, after=st.integers(0, 130))
def test_who_owes_what_stays_whatever_is_told_beside_it(seed: int, after: int) -> None:
    """Called off, entered again, corrected, of another council or about other things: every day of the ledger stays."""
    life = Beside(seed)
    ledger = JOINT.ledger(fold(life.story.events, JOINT), life.first + timedelta(days=after))
    shown = [
        (row["on"], row["line_id"], row["origin"], row["payer"], hundredths(row["amount"]), hundredths(row["hours"]))
        for row in ledger["days"]
    ]
    owed = list(life.owed(life.first + timedelta(days=after)))
    assert sorted(shown, key=str) == sorted([(str(one[0]), *one[1:]) for one in owed], key=str), life.kinds


@settings(deadline=None, max_examples=60)
@given(seed=seeds)
def test_what_is_paid_back_stays_whatever_is_told_beside_it(seed: int) -> None:
    """The same of each bill, and of which a person has to look at."""
    life = Beside(seed)
    view = JOINT.view(fold(life.story.events, JOINT), LATER)
    due = {name: life.refund(name) for name, *_ in life.charged}
    shown = {name: None if life.is_doubted(name) and not pence else pence for name, pence in due.items()}
    rows = [row for row in view["charges"] if row["line_id"] != "Q"]
    assert {row["charge_id"]: hundredths(row["refund_due"]) for row in rows} == shown, life.kinds
    assert {row["charge_id"] for row in rows if row["reversed_on"]} == life.reversed, life.kinds
