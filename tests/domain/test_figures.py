"""Each measure at its edges, by hand: the day of leaving, the bands, areas that change, codes that are missing."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from hub.domain.figures import KINDS, contributions
from hub.domain.figures_cells import Counted
from hub.domain.figures_measures import band_code
from hub.errors import Rejected

DAY = date(2026, 11, 2)


def on(day: int) -> date:
    """Give a day of November or later: `on(2)` is the second."""
    return DAY + timedelta(days=day - 2)


AREA = {"council": "E1", "ics": "QA", "since": on(2)}
STAY = {
    "admitted_on": on(2), "areas": [AREA], "destination": "19", "ended": "left", "left_on": on(13),
    "pathway": "P1", "ready_on": on(10), "trust": "RZZ",
}  # fmt: skip
EPISODE = {
    "areas": [AREA], "discharged_on": on(13), "ended_because": None, "ended_on": None, "last_covered_day": on(54),
    "readmitted_on": None, "trust": "RZZ", "visits": [],
}  # fmt: skip
VISIT = {"done_on": on(14), "due_on": on(13), "provider": "1-100"}


def counted(kind: str, measure: str, **more: Any) -> list[tuple[Any, ...]]:
    """Give what a body counts in one measure: provider, category, day and amount, and the area where it is another."""
    body = {"StayFigures": STAY, "EpisodeFigures": EPISODE}[kind] | more
    found = contributions(kind, json.dumps(body, default=date.isoformat).encode())
    return [_short(what, amount) for what, amount in found if what[0] == measure]


def _short(what: Counted, amount: int) -> tuple[Any, ...]:
    _, ics, council, trust, provider, category, day = what
    assert trust == "RZZ"
    area = () if (ics, council) == ("QA", "E1") else (ics, council)
    return (*area, *(code for code in (provider, category) if code), day, amount)


def stay(measure: str, **more: Any) -> list[tuple[Any, ...]]:
    """Give what a stay counts."""
    return counted("StayFigures", measure, **more)


def episode(measure: str, **more: Any) -> list[tuple[Any, ...]]:
    """Give what an episode counts."""
    return counted("EpisodeFigures", measure, **more)


def test_somebody_is_in_hospital_from_admission_and_no_longer_on_the_day_of_leaving() -> None:
    """The stock is that of midnight: a stay without a night is never in it, an open one for ever."""
    assert stay("in_hospital") == [(on(2), 1), (on(13), -1)]
    assert stay("in_hospital", left_on=None, ended=None) == [(on(2), 1)]
    assert stay("in_hospital", left_on=on(2)) == stay("in_hospital", left_on=on(1)) == []
    assert stay("in_hospital", admitted_on=None) == []


def test_ready_and_not_left_is_counted_by_pathway_until_the_day_of_leaving() -> None:
    """Who leaves on the day of being ready was never kept waiting; readiness before admission counts from admission."""
    assert stay("ready_not_left") == [("P1", on(10), 1), ("P1", on(13), -1)]
    assert stay("ready_not_left", ready_on=on(13)) == stay("ready_not_left", ready_on=None) == []
    assert stay("ready_not_left", ready_on=on(1), pathway=None)[0] == ("unknown", on(2), 1)
    assert stay("ready_not_left", admitted_on=None)[0] == ("P1", on(10), 1)


@pytest.mark.parametrize("ended", ["moved", "died", None])
def test_only_who_left_alive_and_not_for_another_hospital_is_a_discharge(ended: str | None) -> None:
    """A death and a transfer are in the stocks until their day, and in no flow of discharges."""
    assert stay("in_hospital", ended=ended) == stay("in_hospital")
    for flow in (
        "discharges",
        "discharges_by_pathway",
        "discharge_delay",
        "delay_days",
        "quality",
        "delay_definitions",
        "sitrep_days",
    ):
        assert stay(flow)
        assert stay(flow, ended=ended) == []


def test_a_discharge_has_its_destination_and_pathway_or_says_that_they_are_unknown() -> None:
    """A code that nobody sent is a category of its own, never left out."""
    assert stay("discharges") == [("19", on(13), 1)]
    assert stay("discharges", destination=None) == [("unknown", on(13), 1)]
    assert stay("discharges_by_pathway", pathway=None) == [("unknown", on(13), 1)]


@pytest.mark.parametrize(
    ("days", "band"),
    [(0, "0"), (1, "1"), (2, "2-3"), (3, "2-3"), (4, "4-6"), (6, "4-6"), (7, "7-13"), (13, "7-13"), (14, "14-20"),
     (20, "14-20"), (21, "21+"), (400, "21+")],
)  # fmt: skip
def test_a_delay_falls_into_the_band_of_its_days(days: int, band: str) -> None:
    """The bands are those of the publication; the days themselves are added up beside them."""
    more = {"admitted_on": on(2) - timedelta(days=500), "ready_on": on(13) - timedelta(days=days)}
    assert stay("discharge_delay", **more) == [(band, on(13), 1)]
    assert stay("delay_days", **more) == ([(on(13), days)] if days else [])


@pytest.mark.parametrize(
    ("band", "code"),
    [("0", "0"), ("1", "1"), ("2-3", "2_to_3_days"), ("3-6", "3_to_6_days"), ("14-20", "14_to_20_days"),
     ("21+", "21_days_or_more"), ("7+", "7_days_or_more"), ("1-101", "1-101"), ("19", "19")],
)  # fmt: skip
def test_a_band_of_days_is_given_by_a_code_that_no_spreadsheet_takes_for_a_day(band: str, code: str) -> None:
    """In words, where it holds more days than one; what is no band, such as a care location, stays what it is."""
    assert band_code(band) == code


@pytest.mark.parametrize(
    "more", [{"ready_on": None}, {"ready_on": on(14)}, {"admitted_on": on(13), "ready_on": on(13)}]
)
def test_without_a_ready_date_or_a_night_there_is_no_delay(more: dict[str, Any]) -> None:
    """Such discharges are left out of the delays; those without a date are counted as such."""
    assert stay("discharge_delay", **more) == stay("delay_days", **more) == []
    assert (("ready_unknown", on(13), 1) in stay("quality", **more)) is ("admitted_on" not in more)


def test_readiness_before_the_admission_delays_from_the_admission() -> None:
    """Nobody waits for a bed that they were not in."""
    assert stay("delay_days", ready_on=on(1)) == [(on(13), 11)]
    assert stay("delay_days", ready_on=on(1), admitted_on=on(14)) == []
    assert stay("discharge_delay", ready_on=on(1), admitted_on=on(14)) == [("0", on(13), 1)]


def test_quality_says_of_each_discharge_what_is_not_known() -> None:
    """A discharge of which all is known counts once; 98 and 99 are no destination."""
    assert stay("quality") == [("all", on(13), 1)]
    nothing = stay(
        "quality", areas=[{"council": None, "ics": None, "since": on(2)}], destination="99", pathway=None,
        ready_on=None, admitted_on=None,
    )  # fmt: skip
    assert [row[2] for row in nothing] == [
        "all", "council_unknown", "ics_unknown", "destination_unknown", "pathway_unknown", "ready_unknown",
        "admission_unknown",
    ]  # fmt: skip


MOVES = [AREA, {"council": "E2", "ics": "QA", "since": on(5)}, {"council": "E2", "ics": "QB", "since": on(10)}]


def test_a_stock_goes_over_to_the_area_that_answers_next() -> None:
    """On the day on which another council or system begins to answer, one fewer here is one more there."""
    assert stay("in_hospital", areas=MOVES) == [
        (on(2), 1),
        (on(5), -1),
        ("QA", "E2", on(5), 1),
        ("QA", "E2", on(10), -1),
        ("QB", "E2", on(10), 1),
        ("QB", "E2", on(13), -1),
    ]


@pytest.mark.parametrize("left", [5, 6])
def test_an_area_that_begins_on_the_day_of_leaving_or_later_takes_over_nothing(left: int) -> None:
    """The stock ends in the area that answered until then; the discharge itself belongs to that of its day."""
    rows = stay("in_hospital", areas=MOVES, left_on=on(left))
    assert rows[-1] == ((on(5), -1) if left == 5 else ("QA", "E2", on(6), -1))
    assert stay("discharges", areas=MOVES, left_on=on(left)) == [("QA", "E2", "19", on(left), 1)]


def test_a_stock_that_begins_with_an_area_never_was_in_the_one_before() -> None:
    """Readiness on the day on which the person moved is the new council's."""
    assert stay("ready_not_left", areas=MOVES[:2], ready_on=on(5)) == [
        ("QA", "E2", "P1", on(5), 1),
        ("QA", "E2", "P1", on(13), -1),
    ]
    assert stay("in_hospital", areas=MOVES[1:], admitted_on=on(2))[0] == ("QA", "E2", on(2), 1)


def test_the_six_weeks_count_from_day_1_to_the_last_covered_day() -> None:
    """Day 42 is in the stock, the day after it is not."""
    assert episode("in_six_weeks") == [(on(13), 1), (on(55), -1)]
    assert episode("six_weeks_due") == episode("six_weeks_done") == [(on(54), 1)]


@pytest.mark.parametrize("stopped", ["ended_on", "readmitted_on"])
def test_weeks_that_stop_are_due_and_not_done(stopped: str) -> None:
    """Death, other six weeks, or back in hospital: out of the stock from that day on, also on the last covered day."""
    assert episode("in_six_weeks", **{stopped: on(20)}) == [(on(13), 1), (on(20), -1)]
    assert episode("in_six_weeks", **{stopped: on(13)}) == []
    for day in (20, 54):
        assert episode("six_weeks_due", **{stopped: on(day)}) == [(on(54), 1)]
        assert episode("six_weeks_done", **{stopped: on(day)}) == []


def test_what_people_say_of_the_end_decides_whether_the_six_weeks_were_done() -> None:
    """In hospital or by death they did not go on to their end, whatever stays say; otherwise they did."""
    for outcome in ("OWN_HOME", "HOME_WITH_SUPPORT", "CARE_HOME", "HOSPICE", "OTHER"):
        assert episode("six_weeks_done", outcome=outcome, readmitted_on=on(20)) == [(on(54), 1)]
    for outcome in ("HOSPITAL", "DIED"):
        assert episode("six_weeks_done", outcome=outcome) == []


def test_outcomes_are_counted_by_code_on_the_last_covered_day() -> None:
    """Of the same people as are due, under each provider as well; unknown while nobody said."""
    assert episode("six_weeks_outcome") == [("unknown", on(54), 1)]
    assert episode("six_weeks_outcome", outcome="CARE_HOME", visits=[VISIT]) == [
        ("CARE_HOME", on(54), 1),
        ("1-100", "CARE_HOME", on(54), 1),
    ]


@pytest.mark.parametrize(("days", "is_counted"), [(0, True), (30, True), (31, False)])
def test_a_readmission_counts_within_thirty_days_on_the_day_of_discharge(days: int, *, is_counted: bool) -> None:
    """Day 30 is in, day 31 is not."""
    found = episode("readmitted_30_days", readmitted_on=on(13 + days))
    assert found == ([(on(13), 1)] if is_counted else [])
    assert episode("readmitted_30_days") == []


@pytest.mark.parametrize(
    ("days", "band"), [(0, "0"), (1, "1"), (2, "2"), (3, "3-6"), (6, "3-6"), (7, "7+"), (41, "7+")]
)
def test_a_first_visit_falls_into_the_band_of_its_days(days: int, band: str) -> None:
    """Days are counted from the discharge, on the day of the visit; under its provider as well."""
    done = on(13 + days)
    assert episode("first_visit", visits=[VISIT | {"done_on": done}]) == [(band, done, 1), ("1-100", band, done, 1)]


def test_a_visit_that_is_awaited_counts_on_the_day_it_is_due_and_nobody_without_support_waits() -> None:
    """Of two providers the first visit of any counts for the person; each has its own."""
    late = {"done_on": None, "due_on": on(15), "provider": "1-200"}
    assert episode("first_visit") == []
    assert episode("first_visit", visits=[late]) == [("none", on(15), 1), ("1-200", "none", on(15), 1)]
    assert episode("first_visit", visits=[late, VISIT])[0] == ("1", on(14), 1)
    assert episode("first_visit", visits=[late, VISIT | {"done_on": None}])[0] == ("none", on(13), 1)


def test_each_provider_counts_its_own_people() -> None:
    """In the six weeks from when its support begins; the weeks that are due, done and broken off as the person's."""
    late = {"done_on": None, "due_on": on(15), "provider": "1-200"}
    assert episode("in_six_weeks", visits=[VISIT, late]) == [
        (on(13), 1), (on(55), -1), ("1-100", on(13), 1), ("1-100", on(55), -1), ("1-200", on(15), 1),
        ("1-200", on(55), -1),
    ]  # fmt: skip
    assert episode("six_weeks_due", visits=[VISIT]) == [(on(54), 1), ("1-100", on(54), 1)]
    assert episode("six_weeks_done", visits=[VISIT]) == [(on(54), 1), ("1-100", on(54), 1)]
    back = episode("readmitted_30_days", visits=[VISIT], readmitted_on=on(20))
    assert back == [(on(13), 1), ("1-100", on(13), 1)]


def test_the_last_day_there_is_takes_no_day_after_it() -> None:
    """A sender's 31 December 9999 is counted as it is and stops nothing."""
    last = date(9999, 12, 31)
    assert episode("in_six_weeks", discharged_on=last, last_covered_day=last) == []
    assert episode("six_weeks_due", last_covered_day=last) == [(last, 1)]


def test_a_withdrawn_fact_counts_nothing() -> None:
    """What is no longer true leaves no cell."""
    assert [list(contributions(kind, b"")) for kind in sorted(KINDS)] == [[]] * len(KINDS)


@pytest.mark.parametrize("body", [b"{", b"{}", b"[]", b'{"trust": "RZZ"}', b"\xff"])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_body_that_is_none_of_its_kind_is_refused_without_its_content(kind: str, body: bytes) -> None:
    """The reason names the kind, and nothing that was sent."""
    with pytest.raises(Rejected) as told:
        contributions(kind, body)
    assert (told.value.path, told.value.rule) == ("body.body", "no_figures")
    assert "RZZ" not in str(told.value)


def test_a_body_with_more_fields_than_we_know_is_taken() -> None:
    """A newer hub may tell more of a stay before every dashboard is upgraded."""
    assert stay("discharges", delay_reasons=["D3"]) == stay("discharges")


NOTICE = {
    "answered_on": on(9), "areas": [AREA], "issued_on": on(5), "kind": "ASSESSMENT", "referred_on": on(4),
    "rejected_on": on(9), "trust": "RZZ", "waited": 4, "withdrawn_because": "12", "withdrawn_on": on(11),
}  # fmt: skip
APPEAL = {
    "about": "CHARGE", "acknowledged_on": None, "acknowledgement_late_from": on(9), "areas": [AREA], "days": None,
    "decided_on": None, "decision_late_from": on(20), "lodged_on": on(4), "outcome": None, "withdrawn_on": None,
}  # fmt: skip


def every(of: str, **more: Any) -> list[tuple[Any, ...]]:
    """Give measure, category, day and amount of all that a body of a notice or of an appeal counts."""
    bodies: dict[str, dict[str, Any]] = {"NoticeFigures": NOTICE, "AppealFigures": APPEAL}
    body = bodies[of] | more
    found = contributions(of, json.dumps(body, default=date.isoformat).encode())
    assert {what[1:5] for what, _ in found} <= {("QA", "E1", body.get("trust", ""), "")}
    return [(what[0], what[5], what[6], amount) for what, amount in found]


def test_a_notice_counts_on_the_days_of_its_steps() -> None:
    """Issued, not accepted, withdrawn by reason; the referral's wait once, as people and as days."""
    assert every("NoticeFigures") == [
        ("notices_issued", "ASSESSMENT", on(5), 1),
        ("notices_rejected", "ASSESSMENT", on(9), 1),
        ("notices_withdrawn", "12", on(11), 1),
        ("referral_to_answer_days", "count", on(9), 1),
        ("referral_to_answer_days", "days", on(9), 5),
    ]
    bare = {"answered_on": None, "kind": "", "rejected_on": None, "withdrawn_on": None}
    assert every("NoticeFigures", **bare) == [("notices_issued", "unknown", on(5), 1)]
    odd = every("NoticeFigures", rejected_on=None, withdrawn_because=None, referred_on=on(10))
    assert odd[1:] == [("notices_withdrawn", "unknown", on(11), 1), ("referral_to_answer_days", "count", on(9), 1)]
    assert not [row for row in every("NoticeFigures", referred_on=None) if row[0] == "referral_to_answer_days"]


def test_an_appeal_is_overdue_under_one_clock_at_a_time() -> None:
    """First its acknowledgement, then its decision, until it is decided or taken back."""
    assert every("AppealFigures") == [
        ("appeals_lodged", "CHARGE", on(4), 1),
        ("appeals_overdue", "acknowledgement", on(9), 1),
        ("appeals_overdue", "acknowledgement", on(20), -1),
        ("appeals_overdue", "decision", on(20), 1),
    ]
    done = every("AppealFigures", acknowledged_on=on(10), decided_on=on(22), outcome="UPHELD")
    assert done == [
        ("appeals_lodged", "CHARGE", on(4), 1),
        ("appeals_decided", "UPHELD", on(22), 1),
        ("appeals_overdue", "acknowledgement", on(9), 1),
        ("appeals_overdue", "acknowledgement", on(10), -1),
        ("appeals_overdue", "decision", on(20), 1),
        ("appeals_overdue", "decision", on(22), -1),
    ]
    assert every("AppealFigures", about="", withdrawn_on=on(8)) == [("appeals_lodged", "unknown", on(4), 1)]
    odd = every("AppealFigures", decided_on=on(8))
    assert odd == [("appeals_lodged", "CHARGE", on(4), 1), ("appeals_decided", "unknown", on(8), 1)]
