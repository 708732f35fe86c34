"""Bills of two councils for any line of an invented life, against a walk through their days by hand."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.processors.joint import JointProcessor
from tests.domain.money_of_any_line import BilledLife
from tests.processors.people import AREAS
from tests.processors.test_joint_lives import fold
from tests.processors.test_money_by_hand import LATER, hundredths

JOINT = JointProcessor(AREAS)


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 10**9), after=st.integers(0, 130))
def test_the_ledger_of_decisions_and_healthcare_of_any_kind_is_as_a_walk_says(seed: int, after: int) -> None:
    """Several cases, by decision and fast track, ended in either way, and decisions about any line."""
    life = BilledLife(seed)
    on = life.first + timedelta(days=after)
    shown = [
        (row["on"], row["line_id"], row["origin"], row["payer"], hundredths(row["amount"]), hundredths(row["hours"]))
        for row in JOINT.ledger(fold(life.story.events, JOINT), on)["days"]
    ]
    assert sorted(shown, key=str) == sorted([(str(one[0]), *one[1:]) for one in life.owed(on)], key=str)


@settings(deadline=None, max_examples=100)
@given(seed=st.integers(0, 10**9))
def test_what_is_paid_back_of_each_bill_is_what_a_walk_through_its_days_says(seed: int) -> None:
    """Of resumed, bigger and new support, decided or not, alone and together, whoever charged and took it back."""
    life = BilledLife(seed)
    rows = JOINT.view(fold(life.story.events, JOINT), LATER)["charges"]
    shown = [
        (row["charge_id"], row["charged_by"], row["line_id"], row["from"], row["to"], hundredths(row["amount"]),
         row["reversed_on"] is not None, hundredths(row["refund_due"]))
        for row in rows
    ]  # fmt: skip
    due = [
        (bill.number, bill.council, bill.line, str(bill.first), str(bill.last), bill.pence, bill.back, pence)
        for bill, pence in life.due()
    ]
    assert sorted(shown, key=str) == sorted(due, key=str)
