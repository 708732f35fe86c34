"""Amounts over days and their division: parts always make the whole."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from hub.domain.charges import Charge
from hub.domain.shares import ALL_COUNCIL, EVEN, Flow, Shares, divided

WEEKLY = st.integers(0, 10**9)
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
WHOLES = st.integers(0, 10_000).flatmap(
    lambda council: st.integers(0, 10_000 - council).map(lambda icb: Shares(council, icb, 10_000 - council - icb))
)


@given(weekly=WEEKLY, day=DAYS)
def test_seven_days_make_a_week(weekly: int, day: date) -> None:
    """Wherever the week begins, its days are its price, to the penny."""
    flow = Flow(weekly * 100, 100)
    days = [flow.between(day + timedelta(days=n), day + timedelta(days=n)) for n in range(7)]
    assert sum(days) == flow.between(day, day + timedelta(days=6)) == weekly
    assert max(days) - min(days) <= 1


@given(weekly=WEEKLY, day=DAYS, length=st.integers(0, 60), shares=WHOLES)
def test_many_days_are_divided_as_each_of_them(weekly: int, day: date, length: int, shares: Shares) -> None:
    """What each payer owes for a period is the sum of what it owes for each day, and all owe what falls due."""
    flow, last = Flow(weekly, 100), day + timedelta(days=length - 1)
    each = [flow.shared(day + timedelta(days=n), day + timedelta(days=n), shares) for n in range(length)]
    whole = flow.shared(day, last, shares)
    assert whole == {payer: sum(one[payer] for one in each) for payer in whole}
    assert sum(whole.values()) == flow.between(day, last)
    assert min(whole.values()) >= 0


@given(weekly=WEEKLY, day=DAYS, length=st.integers(1, 400), shares=WHOLES)
def test_nobody_pays_more_of_many_days_than_of_one(weekly: int, day: date, length: int, shares: Shares) -> None:
    """However many days there are, each payer owes its share of them to within two pence."""
    flow, last = Flow(weekly, 100), day + timedelta(days=length - 1)
    owed, whole = flow.shared(day, last, shares), flow.between(day, last)
    for payer, share in shares.paying():
        assert abs(owed[payer] - Fraction(whole * share, 10_000)) <= 2


def test_a_penny_that_cannot_be_shared_is_never_the_persons() -> None:
    """It is the board's, else the council's; who pays nothing is not named."""
    assert divided(101, EVEN) == {"COUNCIL": 50, "ICB": 51}
    assert divided(100, Shares(3_333, 3_333, 3_334)) == {"COUNCIL": 33, "ICB": 34, "PERSON": 33}
    assert divided(99, Shares(5_000, 0, 5_000)) == {"COUNCIL": 50, "PERSON": 49}
    assert divided(7, ALL_COUNCIL) == {"COUNCIL": 7}
    assert divided(7, Shares(0, 0, 10_000)) == {"PERSON": 7}


def test_a_third_of_nine_hundred_pounds_is_three_hundred() -> None:
    """45 days at 20 pounds: by days alone the last payer would have 54 pence more than its share."""
    first = date(2026, 10, 20)
    owed = Flow(14_000).shared(first, first + timedelta(days=44), Shares(3_333, 3_333, 3_334))
    assert sum(owed.values()) == 90_000
    assert abs(owed["PERSON"] - 30_006) <= 1


def test_shares_are_whole_or_not() -> None:
    """Ten thousand hundredths, and nobody less than nothing."""
    assert EVEN.is_whole
    assert not Shares(9_999, 0, 0).is_whole
    assert not Shares(-1, 10_001, 0).is_whole


@given(amount=st.integers(0, 10**7), first=DAYS, length=st.integers(1, 60), cut=st.integers(0, 60))
def test_the_days_of_a_charge_make_its_amount(amount: int, first: date, length: int, cut: int) -> None:
    """However a charge is cut into two, the two are all of it; days outside it are worth nothing."""
    charge = Charge("F1", first, first + timedelta(days=length - 1), amount, 0)
    middle = first + timedelta(days=cut)
    before, after = charge.between(date.min, middle - timedelta(days=1)), charge.between(middle, date.max)
    assert before + after == amount
    assert charge.between(charge.last + timedelta(days=1), date.max) == 0


def test_of_no_days_nobody_owes_anything() -> None:
    """The last day before the first: each who pays is named, with nothing."""
    flow, day = Flow(10_000), date(2026, 11, 13)
    assert flow.between(day, day - timedelta(days=1)) == 0
    assert flow.shared(day, day - timedelta(days=1), EVEN) == {"COUNCIL": 0, "ICB": 0}
