"""Support of which the provider changes inside the six weeks: what is resumed stays resumed."""

from datetime import date

import pytest

from hub.events import care_record as c
from hub.processors.joint import JointProcessor
from tests.domain.stories import Story
from tests.processors.people import AREAS, fold, see

JOINT = JointProcessor(AREAS)


def switched(hours: int | None = 1400, service: str = "HOME_SUPPORT", origin: str | None = None) -> Story:
    """Ten hours before admission, which end on 29 October, and another provider from the 30th."""
    story = Story()
    story.line("2026-06-01", "L1", 1000, price_per_hour=2000)
    story.admit("2026-10-01T09:00")
    story.discharge("2026-10-20T15:00")
    ended = c.SupportLineEnded("L1", "1-100", date(2026, 10, 29))
    story.tell("2026-10-29T18:00", ended)
    fields = {"provider": "1-101", "service": service, "origin": origin, "started_on": "2026-10-30"}
    story.line("2026-10-28T09:00", "L2", hours, price_per_hour=2000, **fields)
    return story


def owed(story: Story) -> list[tuple[str, str, str, float | None]]:
    """Return line, origin, first day and hours of each period up to the end of the window."""
    rows = see(story, "2026-11-26")["episodes"][0]["responsibility"]
    return [(row["line_id"], row["origin"], row["from"], row["hours_per_week"]) for row in rows]


def shown(story: Story, on: str) -> list[tuple[str, str, float | None]]:
    """Return line, origin and hours of the lines as they are shown on a day."""
    rows = see(story, on)["episodes"][0]["lines"]
    return [(row["line_id"], row["origin"], row["hours_per_week"]) for row in rows]


def test_the_hours_of_a_line_that_ended_are_resumed_by_the_one_that_follows() -> None:
    """Ten of fourteen are resumed and four more, on the ledger and on the page, before and after the day itself."""
    story = switched()
    assert owed(story) == [
        ("L1", "RESUMED", "2026-10-20", 10.0),
        ("L2", "RESUMED", "2026-10-30", 10.0),
        ("L2", "INCREASE", "2026-10-30", 4.0),
    ]
    after = [("L1", "RESUMED", 10.0), ("L2", "RESUMED", 10.0), ("L2", "INCREASE", 4.0)]
    for day in ("2026-10-28", "2026-10-30", "2026-11-26"):
        assert shown(story, day) == after
    days = [row for row in JOINT.ledger(fold(story), date(2026, 10, 30))["days"] if row["on"] == "2026-10-30"]
    assert {(row["origin"], row["payer"]) for row in days} == {
        ("RESUMED", "COUNCIL"),
        ("INCREASE", "COUNCIL"),
        ("INCREASE", "ICB"),
    }


def test_another_service_takes_no_hours_and_a_stated_origin_stands() -> None:
    """Meals that follow home support are new, and so is what the sender calls new."""
    assert owed(switched(service="MEALS"))[1:] == [("L2", "NEW", "2026-10-30", 14.0)]
    assert owed(switched(origin="NEW"))[1:] == [("L2", "NEW", "2026-10-30", 14.0)]


@pytest.mark.parametrize("code", ["HOME_CARE", "homecare", "Domiciliary care"])
def test_events_that_hold_another_code_are_of_the_same_service(code: str) -> None:
    """Home support recorded by hand takes up what a provider sent as home care: one state, byte for byte."""
    assert JOINT.encode(fold(switched(service=code))) == JOINT.encode(fold(switched()))
    assert owed(switched(service=code)) == owed(switched())
    story = switched()
    story.tell("2026-11-05T09:00", c.SupportLineChanged("L2", "1-101", date(2026, 11, 5), code, None, 1400))
    assert owed(story) == owed(switched())


def test_hours_are_given_once() -> None:
    """Two lines after the one of ten hours: eight are resumed by the first, two of six by the second."""
    story = switched(800)
    story.line("2026-10-30", "L3", 600, provider="1-102", price_per_hour=2000)
    assert shown(story, "2026-11-01") == [
        ("L1", "RESUMED", 10.0),
        ("L2", "RESUMED", 8.0),
        ("L3", "RESUMED", 2.0),
        ("L3", "INCREASE", 4.0),
    ]


def test_a_line_that_pauses_keeps_its_hours() -> None:
    """One that starts again later is not over: what another provider gives meanwhile beside it is new."""
    story = Story()
    story.line("2026-06-01", "L1", 1000, ended_on=date(2026, 10, 29))
    story.admit("2026-10-01T09:00")
    story.discharge("2026-10-20T15:00")
    story.line("2026-11-05", "L1", 1000)
    story.line("2026-10-30", "L2", 400, provider="1-101")
    assert shown(story, "2026-10-31") == [("L1", "RESUMED", 10.0), ("L2", "NEW", 4.0)]


@pytest.mark.parametrize("names", [("L2", "L3"), ("L3", "L2")])
def test_what_is_stated_as_resumed_uses_up_hours_from_before(names: tuple[str, str]) -> None:
    """Ten hours ended in the stay; of two lines of ten the one that is stated as resumed is, and the other is new."""
    stated, other = names
    story = Story()
    story.line("2026-06-01", "L1", 1000, ended_on=date(2026, 11, 3), price_per_hour=2000)
    story.admit("2026-11-02T10:00")
    story.discharge("2026-11-13T10:00")
    story.line("2026-11-13T11:00", stated, 1000, provider="1-200", origin="RESUMED", price_per_hour=2000)
    story.line("2026-11-13T12:00", other, 1000, provider="1-300", price_per_hour=2000)
    rows = see(story, "2026-11-20")["episodes"][0]["responsibility"]
    assert sorted((row["line_id"], row["origin"], row["payer"], row["charging"]) for row in rows) == sorted([
        (stated, "RESUMED", "council", "ORDINARY"),
        (other, "NEW", "joint", "FREE"),
    ])  # fmt: skip


def test_hours_are_free_again_once_the_line_that_resumed_them_is_over() -> None:
    """On the page too: each line as it was on its last day, is, or will be on its first, by whomever it follows."""
    story = switched(1000)
    story.tell("2026-11-05T18:00", c.SupportLineEnded("L2", "1-101", date(2026, 11, 5)))
    stated = {"provider": "1-102", "origin": "RESUMED", "ended_on": date(2026, 11, 15)}
    story.line("2026-11-10", "L3", 1000, **stated)
    story.line("2026-11-10", "L4", 300, provider="1-103", ended_on=date(2026, 11, 15))
    story.line("2026-11-16", "L5", 1000, provider="1-104")
    resumed = [(f"L{number}", "RESUMED", 10.0) for number in (1, 2, 3)]
    for day in ("2026-10-25", "2026-11-05", "2026-11-12", "2026-11-20"):
        assert shown(story, day) == [*resumed, ("L4", "NEW", 3.0), ("L5", "RESUMED", 10.0)]
    assert [row[1] for row in owed(story)] == ["RESUMED", "RESUMED", "RESUMED", "NEW", "RESUMED"]


def test_where_nobody_says_how_many_hours_follow_all_are_resumed_and_none_are_left() -> None:
    """Ten ended; a line without hours takes them up, as does one that is stated as resumed, and the next is new."""
    for origin in (None, "RESUMED"):
        story = switched(None, origin=origin)
        story.line("2026-10-31", "L3", 1000, provider="1-102")
        assert shown(story, "2026-11-01") == [("L1", "RESUMED", 10.0), ("L2", "RESUMED", None), ("L3", "NEW", 10.0)]


def test_what_began_anew_comes_after_what_has_run_since_before() -> None:
    """Ten hours ended on the 29th and B goes on with them; A, who ran in 2024, starts again on 5 November: new."""
    story = switched(1000)
    fields = {"provider": "1-102", "price_per_hour": 2000}
    story.line("2024-01-10", "A1", 500, ended_on=date(2024, 3, 31), **fields)
    story.line("2026-11-05", "A1", 500, **fields)
    assert owed(story) == [
        ("L1", "RESUMED", "2026-10-20", 10.0),
        ("L2", "RESUMED", "2026-10-30", 10.0),
        ("A1", "NEW", "2026-11-05", 5.0),
    ]


def test_a_change_of_hours_is_no_new_beginning() -> None:
    """B has run since the 30th, with other hours from the 10th; what begins between the two comes after it."""
    story = switched(1000)
    story.line("2026-11-05", "A1", 500, provider="1-102", price_per_hour=2000)
    story.tell("2026-11-10T09:00", c.SupportLineChanged("L2", "1-101", date(2026, 11, 10), None, None, 900))
    assert [row[:2] for row in owed(story) if row[0] == "A1"] == [("A1", "NEW"), ("A1", "RESUMED"), ("A1", "INCREASE")]


@pytest.mark.parametrize("origin", [None, "NEW"])
def test_a_change_of_provider_after_the_weeks_makes_nobody_pay_for_what_nobody_decided(origin: str | None) -> None:
    """Ten hours ended on 9 December and another provider gives them: what was new in the weeks stays undecided.

    It would be charged beside them. Only what they leave over is resumed, and where nobody else goes on all of it.
    """
    story = Story("switched after the weeks")
    story.line("2026-06-01", "L1", 1000, price_per_hour=2000)
    story.admit("2026-10-01T09:00")
    story.discharge("2026-10-20T15:00")
    story.line("2026-10-21", "L2", 800, price_per_hour=2000)
    story.line("2020-01-01", "L3", 300, provider="1-101", price_per_hour=2000, ended_on=date(2020, 2, 1))
    story.tell("2026-12-09T18:00", c.SupportLineEnded("L1", "1-100", date(2026, 12, 9)))

    def now() -> list[tuple[str, float, str]]:
        rows = see(story, "2027-01-10")["episodes"][0]["responsibility"]
        return [(row["origin"], row["hours_per_week"], row["rule"]) for row in rows if row["to"] is None]

    assert now() == [("RESUMED", 8.0, "council_pays")]
    story.line("2026-12-10", "L3", 700, provider="1-101", origin=origin, price_per_hour=2000)
    assert now() == [("RESUMED", 3.0, "council_pays"), ("INCREASE", 5.0, "assessment_overdue")]
    story.tell("2026-12-10T18:00", c.SupportLineChanged("L3", "1-101", date(2026, 12, 10), hours_per_week=1000))
    assert now() == [("NEW", 8.0, "assessment_overdue")]
