"""A discharge that is dated ahead does not count before its day."""

from datetime import date

import pytest

from hub.domain.ahead import happened_by
from hub.processors.joint import JointProcessor
from hub.processors.record import RecordProcessor
from tests.domain.stories import Story, moment
from tests.processors.people import AREAS, fold, see, why
from tests.processors.standing import in_bed

JOINT = JointProcessor(AREAS)
TODAY, BEFORE, DAY = date(2026, 11, 25), date(2026, 12, 24), date(2026, 12, 25)


def ahead() -> Story:
    """In a bed since the 2nd; on 25 November somebody writes that they left on 25 December."""
    story = in_bed()
    story.discharge("2026-12-25T16:40", recorded="2026-11-25T16:40", destination="19")
    return story


def test_until_its_day_somebody_is_in_hospital_and_a_finding_tells() -> None:
    """The stay is open without an end, no six weeks, and the hospital has the next step."""
    for day in (TODAY, BEFORE):
        view = see(ahead(), day.isoformat())
        (stay,) = view["spells"]
        assert (stay["status"], stay["discharged_at"], stay["destination"]) == ("open", None, None)
        assert (view["episodes"], view["status"]) == ([], "in_hospital")
        assert [row["rule"] for row in view["findings"]] == ["discharged_ahead"]
        assert (view["next_step"]["what"], view["next_step"]["organisation"]) == ("stay", "RZZ")
    assert why(ahead(), "findings.0", TODAY.isoformat()) == (1, "discharged_ahead")


def test_on_its_day_it_counts() -> None:
    """Day 1 of 42, and nothing to find any more."""
    view = see(ahead(), DAY.isoformat())
    assert [(row["status"], row["day"]) for row in view["episodes"]] == [("open", 1)]
    assert (view["spells"][0]["status"], view["findings"], view["status"]) == ("discharged", [], "open")


def test_others_and_the_board_are_told_on_its_day() -> None:
    """No milestone, and in hospital on the board, until the day on which the person is looked at again."""
    state = fold(ahead())
    for day in (TODAY, BEFORE):
        outline = JOINT.outline(state, day)
        told = {fact.kind: fact.body for fact in outline.facts}
        assert (set(told), outline.wakes_on) == ({"StayFigures"}, DAY)
        assert '"left_on":null' in told["StayFigures"]
        assert outline.listing is not None
        assert (outline.listing.status, outline.listing.discharged_on) == ("in_hospital", None)
    outline = JOINT.outline(state, DAY)
    told = {fact.kind: fact.body for fact in outline.facts}
    assert told.keys() == {"StayFigures", "EpisodeFigures", "WindowMilestone"}
    assert f'"left_on":"{DAY}"' in told["StayFigures"]
    assert outline.listing is not None
    assert (outline.listing.status, outline.listing.discharged_on) == ("open", DAY)


def test_one_that_opens_no_six_weeks_is_looked_at_on_its_day_too() -> None:
    """A suspected death dated ahead changes the row on its day: the hospital is asked for its word."""
    story = in_bed()
    story.discharge("2026-12-25T16:40", recorded="2026-11-25T16:40", destination="79")
    assert JOINT.wakes_on(fold(story), TODAY) == DAY
    row = JOINT.outline(fold(story), DAY).listing
    assert row is not None
    assert (row.status, row.step, row.discharged_on) == ("unfinished", "confirm_death", None)


def test_the_six_weeks_that_run_go_on_until_then() -> None:
    """Readmitted, and the second discharge is dated ahead: suspended until its day, ended by new ones on it."""
    story = in_bed()
    story.discharge("2026-11-13T16:40")
    story.admit("2026-11-20T09:00", "SP2")
    story.discharge("2026-12-20T10:00", "SP2", recorded="2026-11-21T10:00")
    assert [row["status"] for row in see(story, "2026-12-19")["episodes"]] == ["suspended"]
    assert [row["status"] for row in see(story, "2026-12-20")["episodes"]] == ["ended", "open"]


def test_a_correction_into_the_future_is_one_too_and_one_back_settles_it() -> None:
    """An update that mistypes the month, and the next that puts it right."""
    story = in_bed()
    story.discharge("2026-11-13T16:40")
    story.correct("2026-11-14T09:00", discharged_at=moment("2026-12-13T16:40"))
    view = see(story)
    assert ([row["rule"] for row in view["findings"]], view["episodes"]) == (["discharged_ahead"], [])
    story.correct("2026-11-15T09:00", discharged_at=moment("2026-11-13T16:40"))
    view = see(story)
    assert ([row["status"] for row in view["episodes"]], view["findings"]) == (["open"], [])


def test_looking_at_a_day_before_a_plain_discharge_finds_nothing() -> None:
    """It was written when it happened: in hospital on that day, and no finding."""
    story = in_bed()
    story.discharge("2026-11-13T16:40")
    view = see(story, "2026-11-10")
    assert (view["status"], view["episodes"], view["findings"]) == ("in_hospital", [], [])


@pytest.mark.parametrize(("day", "weeks"), [(TODAY, 0), (DAY, 1)])
def test_the_shared_record_says_the_same(day: date, weeks: int) -> None:
    """Its heading of the six weeks has none before the day."""
    record = RecordProcessor()
    headings = record.view(fold(ahead(), record), day)["headings"]
    (items,) = [heading["items"] for heading in headings if heading["heading"] == "six_week_status"]
    assert len(items) == weeks


def test_without_a_day_everything_has_happened() -> None:
    """A hub that has not been told the day yet holds nothing back."""
    state = fold(ahead())
    assert happened_by(state, date.min) is state
    row = JOINT.listing(state)
    assert row is not None
    assert row.status == "open"
