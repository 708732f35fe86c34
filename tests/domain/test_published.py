"""The border between true amounts and what a reader sees, and what products are made of."""

from datetime import date
from typing import Any

import pytest

from hub.domain.products import Change, Kind, Part, Product
from hub.domain.published import published, published_waits
from hub.domain.small_numbers import Rounding, written
from hub.domain.variation import Improvement

NATIONAL = Rounding()
PEOPLE = Part("discharges")


def product(kind: Kind, **more: Any) -> Product:
    """A product of a kind."""
    among = PEOPLE if kind in {Kind.PERCENTAGE, Kind.MEAN, Kind.DAYS, Kind.TOTAL} else None
    given: dict[str, Any] = {"of": Part("delay_days"), "among": among, "improvement": Improvement.NEUTRAL} | more
    return Product(title="t", definition="d", group="g", source="s", kind=kind, **given)


def shown(kind: Kind, of: dict[str, list[int]], among: dict[str, list[int]], **rule: Rounding) -> dict[str, str]:
    """What each row is written as, its periods parted by blanks; `rounding` is left out for true numbers."""
    given = published(product(kind), of, among, [True] * 2, rule.get("rounding"))
    return {name: " ".join(written(number) for number in numbers) for name, numbers in given.items()}


@pytest.mark.parametrize(
    ("kind", "true", "rounded"),
    [
        (Kind.STOCK, "3 33", "* 35"),
        (Kind.FLOW, "3 33", "* 35"),
        (Kind.PERCENTAGE, "37.5 275", "* 350"),
        (Kind.MEAN, "0.4 2.8", "0.4 2.8"),
        (Kind.DAYS, "3 33", "5 35"),
        (Kind.TOTAL, "3 33", "5 35"),
    ],
)
def test_each_kind_is_shown_true_or_by_its_rule(kind: Kind, true: str, rounded: str) -> None:
    """3 and 33, of 8 and 12 people: only a reader who may know them gets 3, or a share made of it."""
    of, among = {"": [3, 33]}, {"": [8, 12]}
    assert shown(kind, of, among) == {"": true}
    assert shown(kind, of, among, rounding=NATIONAL) == {"": rounded}


@pytest.mark.parametrize("kind", [Kind.MEAN, Kind.DAYS, Kind.TOTAL])
def test_days_of_a_few_people_are_hidden(kind: Kind) -> None:
    """30 days of one person say how long that person waited."""
    assert shown(kind, {"": [30, 30]}, {"": [1, 10]}, rounding=NATIONAL)[""].split()[0] == "*"


def test_a_table_that_would_give_a_number_away_is_hidden_for_that_period() -> None:
    """1, 8, 8 of 17 are hidden, all of them; the next period of the same rows is not."""
    rows = {"a": [1, 4], "b": [8, 9], "c": [8, 9]}
    assert shown(Kind.FLOW, rows, {}, rounding=NATIONAL) == {"a": "* *", "b": "* 10", "c": "* 10"}
    assert shown(Kind.FLOW, rows, {}) == {"a": "1 4", "b": "8 9", "c": "8 9"}


@pytest.mark.parametrize(("few", "seen"), [(3, "* *"), (7, "* *"), (8, "1000 1000")])
def test_rows_of_a_total_are_not_given_where_few_people_could_be_subtracted(few: int, seen: str) -> None:
    """1,000 hours of 100 people, and 36 of a few: 1,035 less 1,000 would say how much support these few have."""
    hours, people = {"a": [1000, 1000], "b": [36, 36]}, {"a": [100, 100], "b": [few, few]}
    assert shown(Kind.TOTAL, hours, people, rounding=NATIONAL)["a"] == seen
    assert shown(Kind.TOTAL, hours, people)["b"] == "36 36"
    assert shown(Kind.TOTAL, {"": [1036, 36]}, {"": [103, 3]}, rounding=NATIONAL) == {"": "1035 *"}


@pytest.mark.parametrize(("pence", "pounds"), [(0, "0"), (149, "1"), (150, "2"), (123_449, "1234")])
def test_a_total_is_shown_in_whole_units_of_its_scale(pence: int, pounds: str) -> None:
    """Pence are kept and pounds are shown; half a pound counts as one."""
    given = published(product(Kind.TOTAL, scale=100), {"": [pence]}, {"": [9]}, [True], None)
    assert written(given[""][0]) == pounds


def test_medians_of_rows_stand_each_for_itself() -> None:
    """The row of few people is hidden and the others are not: no middle follows from others."""
    spreads = {"a": [{2: 9}, {2: 9}], "b": [{5: 3}, {5: 3}]}
    given = published_waits(product(Kind.MEDIAN), spreads, [False, True], NATIONAL)
    assert {name: [written(number) for number in row] for name, row in given.items()} == {
        "a": ["", "2"],
        "b": ["", "*"],
    }


def test_the_people_of_a_share_are_guarded_as_well() -> None:
    """A share whose people would be given away is hidden though its own part would not."""
    people = {"a": [1, 4], "b": [8, 9], "c": [8, 9]}
    nobody = {name: [0, 0] for name in people}
    assert shown(Kind.PERCENTAGE, nobody, people, rounding=NATIONAL) == {"a": "* *", "b": "* 0", "c": "* 0"}


def test_a_row_that_one_part_lacks_counts_nobody_there() -> None:
    """A provider without a first visit in time has a share of 0; one without people has none."""
    assert shown(Kind.PERCENTAGE, {"a": [9, 9]}, {"b": [9, 9]}) == {"a": "- -", "b": "0 0"}


def test_what_nobody_told_of_is_missing_and_not_nought() -> None:
    """Before the hub began there is no number at all, whoever asks."""
    for rounding in (NATIONAL, None):
        given = published(product(Kind.FLOW), {"": [0, 0, 12]}, {}, [False, True, True], rounding)
        assert [number.status for number in given[""]] == ["missing", "shown", "shown"]


def test_an_amount_below_nought_hides_nothing_and_is_missing() -> None:
    """A withdrawal that came before what it withdraws is no number of people."""
    assert shown(Kind.STOCK, {"a": [-1, 9], "b": [9, 9]}, {}, rounding=NATIONAL) == {"a": " 10", "b": "10 10"}


@pytest.mark.parametrize(
    ("part", "signs"),
    [
        (Part("m"), {"": 1, "x": 1}),
        (Part("m", ("x", "y")), {"": 0, "x": 1, "y": 1, "z": 0}),
        (Part("m", ("all",), ("x",)), {"all": 1, "x": -1, "y": 0}),
        (Part("m", whole="any"), {"any": 1, "x": 0}),
    ],
)
def test_a_part_counts_its_categories_and_takes_others_off(part: Part, signs: dict[str, int]) -> None:
    """Known are all less those not known; without categories everything counts."""
    assert {category: part.sign(category) for category in signs} == signs


def test_who_may_be_in_several_rows_is_once_in_the_whole() -> None:
    """Rows of a split are its categories alone, and what is not split is the whole alone: never the sum of the rows."""
    part = Part("m", whole="any")
    assert [part.sign(category, split=True) for category in ("any", "x", "y")] == [0, 1, 1]
    assert [Part("m").sign(category, split=True) for category in ("any", "x")] == [1, 1]


@pytest.mark.parametrize(
    ("kind", "more", "wrong"),
    [
        (Kind.PERCENTAGE, {"among": None}, "name their people"),
        (Kind.FLOW, {"among": PEOPLE}, "name their people"),
        (Kind.FLOW, {"split": {"a": "A"}}, "categories have a name"),
        (Kind.FLOW, {"target": 95}, "a target has a reason"),
        (Kind.FLOW, {"target_reason": "x"}, "a target has a reason"),
        (Kind.FLOW, {"base": 50}, "threshold and base"),
        (Kind.FLOW, {"scale": 100}, "only a total has a scale"),
        (Kind.TOTAL, {"scale": 0}, "only a total has a scale"),
        (Kind.FLOW, {"changes": (Change(date(2026, 4, 1), " "),)}, "a change has a reason"),
        (Kind.FLOW, {"people_status": "open", "people_ready": True}, "one list of the people"),
    ],
)
def test_a_product_that_does_not_fit_is_refused(kind: Kind, more: dict[str, Any], wrong: str) -> None:
    """The catalogue is data: a mistake in it is told when it is read, not when somebody looks."""
    with pytest.raises(ValueError, match=wrong):
        product(kind, **more)


def test_a_product_has_its_own_rule() -> None:
    """Threshold and base come from the product."""
    assert product(Kind.FLOW, threshold=4, base=10).rounding == Rounding(4, 10)
