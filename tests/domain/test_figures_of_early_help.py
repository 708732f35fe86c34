"""What early help and carers count, by hand; and that what was told before can still be read."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from hub.domain.figures import KINDS, contributions
from hub.errors import Rejected

DAY = date(2026, 11, 2)
CASE: dict[str, Any] = {
    "contacted_on": None, "council": "E1", "declined_on": None, "ics": "QA", "received_on": DAY, "referred_on": None,
    "screened_on": None, "source": "DWP", "withdrawn_on": None,
}  # fmt: skip
CARER: dict[str, Any] = {
    "assessed_on": None, "contacted_on": None, "council": "E1", "ics": "QA",
    "notices": [{"received_on": DAY, "source": "GP"}], "supported_on": None,
}  # fmt: skip


def counted(kind: str, **more: Any) -> list[tuple[Any, ...]]:
    """Give what a body counts: measure, category, day and amount; all of it is of one place and no trust."""
    body = {"EarlyHelpFigures": CASE, "CarerFigures": CARER, "ShortBreakFigures": BREAK}[kind] | more
    found = contributions(kind, json.dumps(body, default=date.isoformat).encode())
    assert {what[1:5] for what, _ in found} <= {("QA", "E1", "", ""), ("", "", "", "")}
    return [(what[0], what[5], what[6], amount) for what, amount in found]


def after(days: int) -> date:
    """Give a day so many days after receiving."""
    return DAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "within"), [(0, ["14", "28"]), (14, ["14", "28"]), (15, ["28"]), (28, ["28"]), (29, [])]
)
def test_a_contact_counts_on_the_day_of_receiving_within_14_and_28_days(days: int, within: list[str]) -> None:
    """So that the share of those who were passed on in a week is of that week; the last day is included."""
    found = counted("EarlyHelpFigures", contacted_on=after(days))
    assert found == [
        ("early_help_received", "DWP", DAY, 1),
        *[(f"early_help_contacted_{days}", "DWP", DAY, 1) for days in within],
    ]


def test_what_became_of_a_case_counts_on_its_own_day() -> None:
    """Screened, referred, declined and taken back are flows of their days, under the sender."""
    became = {"screened": 3, "referred": 4, "declined": 5, "withdrawn": 6}
    found = counted("EarlyHelpFigures", **{f"{name}_on": after(days) for name, days in became.items()})
    assert found[1:] == [(f"early_help_{name}", "DWP", after(days), 1) for name, days in became.items()]


def test_a_carer_counts_under_each_sender_and_once_when_assessed() -> None:
    """First reached, first assessed and first supported are flows of their days."""
    notices = [{"received_on": DAY, "source": "GP"}, {"received_on": after(3), "source": "DWP"}]
    found = counted("CarerFigures", notices=notices, assessed_on=after(9), contacted_on=after(1), supported_on=after(2))
    assert found == [
        ("carers_by_source", "GP", DAY, 1),
        ("carers_by_source", "DWP", after(3), 1),
        ("carers_contacted", "", after(1), 1),
        ("carers_assessed", "", after(9), 1),
        ("carers_supported", "", after(2), 1),
    ]
    assert counted("CarerFigures") == [("carers_by_source", "GP", DAY, 1)]


def test_who_is_told_without_a_place_counts_in_none() -> None:
    """Somebody who is kept hidden is in the whole and in no council's or system's number."""
    hidden = contributions("EarlyHelpFigures", json.dumps(CASE | {"council": None, "ics": None}, default=str).encode())
    assert [what[1:3] for what, _ in hidden] == [("", "")]


def test_what_comes_after_a_system_closed_counts_under_its_successor() -> None:
    """Received, and reached in time, under the old board; screened, assessed and supported under the new one."""
    later = [{"council": "E1", "ics": "QB", "since": after(10)}]
    case = CASE | {"contacted_on": after(12), "screened_on": after(9), "referred_on": after(10), "later": later}
    carer = CARER | {"contacted_on": after(9), "assessed_on": after(10), "supported_on": after(11), "later": later}
    found = [
        (what[0], what[1])
        for kind, body in (("EarlyHelpFigures", case), ("CarerFigures", carer))
        for what, _ in contributions(kind, json.dumps(body, default=date.isoformat).encode())
    ]
    assert found == [
        ("early_help_received", "QA"), ("early_help_contacted_14", "QA"), ("early_help_contacted_28", "QA"),
        ("early_help_screened", "QA"), ("early_help_referred", "QB"),
        ("carers_by_source", "QA"), ("carers_contacted", "QA"), ("carers_assessed", "QB"), ("carers_supported", "QB"),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["EarlyHelpFigures", "CarerFigures", "ShortBreakFigures"])
def test_another_body_is_refused_and_a_withdrawn_one_counts_nothing(kind: str) -> None:
    """Nothing of a body is said in the refusal."""
    assert contributions(kind, b"") == ()
    with pytest.raises(Rejected, match=f"none of {kind}"):
        contributions(kind, b'{"council": "E1"}')


BREAK: dict[str, Any] = {
    "areas": [{"council": "E1", "ics": "QA", "since": DAY}], "asked_on": DAY, "decided_on": None, "kind": "DAY",
    "late_from": after(66),
}  # fmt: skip
ASKED, OVERDUE = ("short_breaks_asked", "DAY", DAY, 1), ("short_breaks_overdue", "", after(66), 1)


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({}, [ASKED, OVERDUE]),
        ({"decided_on": after(65)}, [ASKED, ("short_breaks_decided", "in_time", after(65), 1)]),
        ({"decided_on": after(66)}, [ASKED, ("short_breaks_decided", "late", after(66), 1)]),
        (
            {"decided_on": after(70)},
            [
                ASKED,
                ("short_breaks_decided", "late", after(70), 1),
                OVERDUE,
                ("short_breaks_overdue", "", after(70), -1),
            ],
        ),
        (
            {"asked_on": None, "late_from": None, "decided_on": after(3)},
            [("short_breaks_decided", "unknown", after(3), 1)],
        ),
    ],
)
def test_a_short_break_is_asked_for_decided_in_time_or_overdue(more: dict[str, Any], found: list[Any]) -> None:
    """By kind on the day of asking; overdue from the day after the last one, until the day of the decision."""
    assert counted("ShortBreakFigures", **more) == found


def test_facts_of_stays_and_six_weeks_are_still_read() -> None:
    """What older releases told counts as it did."""
    assert {"StayFigures", "EpisodeFigures", "EarlyHelpFigures", "CarerFigures"} <= KINDS
