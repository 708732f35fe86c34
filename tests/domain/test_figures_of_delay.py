"""What the waiting of a stay counts, by hand: earlier days of being ready, reasons, and both definitions."""

from typing import Any

import pytest

from tests.domain.test_figures import on, stay

RUNS: list[dict[str, Any]] = [
    {"code": "CAP05", "since": on(6), "until": on(8)},
    {"code": None, "since": on(10), "until": on(11)},
    {"code": "HOSP04", "since": on(11), "until": on(13)},
]
VOIDED: list[dict[str, Any]] = [{"since": on(6), "until": on(8)}]


def test_days_before_readiness_was_taken_back_are_in_the_stock() -> None:
    """The daily report counted them on those days: they stay counted, and the ready date leaves them out."""
    assert stay("ready_not_left", voided=VOIDED) == [("P1", on(6), 1), ("P1", on(8), -1), *stay("ready_not_left")]
    assert stay("ready_not_left", voided=VOIDED, ready_on=None) == [("P1", on(6), 1), ("P1", on(8), -1)]
    assert stay("delay_days", voided=VOIDED) == stay("delay_days") == [(on(13), 3)]


def test_each_day_of_waiting_counts_under_its_national_reason_and_group() -> None:
    """One of 37 codes, one of five groups; a day on which nobody gave one that counts is of an unknown reason."""
    assert stay("delay_reason", delay_codes=RUNS, voided=VOIDED) == [
        ("CAP05", on(6), 1), ("CAP05", on(8), -1), ("unknown", on(10), 1), ("unknown", on(11), -1),
        ("HOSP04", on(11), 1), ("HOSP04", on(13), -1),
    ]  # fmt: skip
    groups = {row[0] for row in stay("delay_group", delay_codes=[*RUNS, {**RUNS[0], "code": "a code of tomorrow"}])}
    assert groups == {"capacity", "unknown", "hospital"}
    open_run = [{"code": "CAP05", "since": on(10), "until": None}]
    assert stay("delay_reason", delay_codes=open_run, left_on=None, ended=None) == [("CAP05", on(10), 1)]


def test_who_waits_without_a_reason_waits_for_an_unknown_one() -> None:
    """A body that was told before reasons were is as many people as are ready, all for an unknown reason."""
    for measure in ("delay_reason", "delay_group"):
        assert stay(measure) == [("unknown", on(10), 1), ("unknown", on(13), -1)]
        assert len(stay(measure, voided=VOIDED)) == 4
        assert stay(measure, ready_on=None) == []


@pytest.mark.parametrize(
    ("more", "category", "days"),
    [
        ({}, "same", 3),
        ({"voided": VOIDED}, "differ", 5),
        ({"voided": VOIDED, "ready_on": None}, "differ", 2),
        ({"ready_on": None}, "no_wait", 0),
        ({"ready_on": on(13)}, "no_wait", 0),
        ({"admitted_on": on(13)}, "no_wait", 0),
        ({"ready_on": on(1)}, "same", 11),
    ],
)
def test_both_definitions_count_the_days_of_who_left(more: dict[str, Any], category: str, days: int) -> None:
    """Days of the situation report, and whether the ready date counts another number."""
    assert stay("delay_definitions", **more) == [(category, on(13), 1)]
    assert stay("sitrep_days", **more) == ([(on(13), days)] if days else [])


def test_a_reason_of_no_national_list_is_counted_among_the_faults_of_a_discharge() -> None:
    """How many discharges had one, never what it said."""
    assert stay("quality", delay_unmapped=True) == [("all", on(13), 1), ("delay_label_unmapped", on(13), 1)]


@pytest.mark.parametrize(
    ("more", "because"),
    [
        ({}, {}),
        ({"ready_on": None}, {}),
        ({"voided": VOIDED}, {"ready_voided": 2}),
        ({"voided": VOIDED, "ready_on": None}, {"ready_voided": 2, "met_on_leaving": 0}),
        ({"ended": "died"}, {"delay_ended_by_death": 3}),
        ({"ended": "died", "ready_on": None}, {}),
        ({"ended": "moved", "voided": VOIDED}, {"ready_voided": 2, "delay_ended_by_transfer": 3}),
    ],
)
def test_why_the_definitions_differ_is_counted_by_its_reason(more: dict[str, Any], because: dict[str, int]) -> None:
    """People under each reason and once in the whole, and the days that each explains, on the day the stay ended."""
    people = [(reason, on(13), 1) for reason in because]
    days = [(reason, on(13), number) for reason, number in because.items() if number]
    whole = sum(because.values())
    assert stay("delay_differs_because", **more) == ([*people, ("any", on(13), 1)] if because else [])
    assert stay("delay_differs_days", **more) == ([*days, ("any", on(13), whole)] if because else [])
    assert stay("delay_differs_because", left_on=None, ended=None, **{k: more[k] for k in more if k == "voided"}) == []


def test_days_count_under_every_reason_that_held_and_once_in_the_whole() -> None:
    """A bed and a carer at once: two days of each, three days in all; the national code of each day is one."""
    chain = [
        {"code": "CAP05", "since": on(10), "until": on(12)},
        {"code": "HOSP04", "since": on(11), "until": on(13)},
    ]
    codes = [
        {"code": "CAP05", "since": on(10), "until": on(12)},
        {"code": "HOSP04", "since": on(12), "until": on(13)},
    ]
    assert stay("delay_reason_days", delay_codes=codes, delay_held=chain) == [
        ("CAP05", on(13), 2), ("HOSP04", on(13), 2), ("any", on(13), 3),
    ]  # fmt: skip
    assert stay("delay_reason_people", delay_codes=codes, delay_held=chain) == [
        ("CAP05", on(13), 1), ("HOSP04", on(13), 1), ("any", on(13), 1),
    ]  # fmt: skip


def test_where_one_reason_held_at_a_time_the_code_of_each_day_says_it() -> None:
    """So it is counted of bodies that were told before the chain was; a day without a reason is under none."""
    assert stay("delay_reason_days", delay_codes=RUNS) == [
        ("CAP05", on(13), 2), ("HOSP04", on(13), 2), ("any", on(13), 4),
    ]  # fmt: skip
    for more in ({}, {"delay_codes": RUNS, "ended": "died"}, {"delay_codes": RUNS, "left_on": None, "ended": None}):
        assert stay("delay_reason_days", **more) == stay("delay_reason_people", **more) == []
