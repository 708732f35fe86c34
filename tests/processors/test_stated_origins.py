"""The origin that a sender states of a line, against the line's own days: these decide, and both are shown."""

from datetime import date
from typing import Any

import pytest

from hub.events import care_record as c
from hub.web.care_view import lines_of
from tests.domain.stories import Story
from tests.processors.people import see, why

LATER = "2027-01-10"


def home() -> Story:
    """Admitted on 2 November, home on the 13th."""
    story = Story("stay")
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-13T16:40")
    return story


def supported(**stated: Any) -> Story:
    """Ten hours a week since June, and home on 13 November."""
    story = Story()
    story.line("2026-06-01", "L1", 1000, price_per_hour=2000, **stated)
    story.events += home().events
    return story


def changed(story: Story, day: str, hours: int | None, origin: str | None = None) -> None:
    """Hours change from a day on."""
    body = c.SupportLineChanged("L1", "1-100", date.fromisoformat(day), None, origin, hours)
    story.tell(f"{day}T10:00", body)


def parts(story: Story, episode: int = -1, on: str = LATER) -> list[tuple[str, float, str | None]]:
    """Return origin, hours and what was stated against it, of each line of the newest six weeks."""
    rows = see(story, on)["episodes"][episode]["lines"]
    return [(row["origin"], row["hours_per_week"], row["origin_stated"]) for row in rows]


def doubts(story: Story, on: str = LATER) -> list[tuple[int, str]]:
    """Return the event and rule of each finding."""
    return [why(story, f"findings.{place}", on) for place in range(len(see(story, on)["findings"]))]


def test_a_bigger_package_that_is_stated_as_resumed_is_split() -> None:
    """Ten of fourteen hours stay with the council, four are joint and free; days and statement are both shown."""
    story = supported()
    story.line("2026-11-13T18:00", "L1", 1400, origin="RESUMED", price_per_hour=2000)
    assert parts(story) == [("RESUMED", 10.0, "RESUMED"), ("INCREASE", 4.0, "RESUMED")]
    paid = see(story, LATER)["episodes"][0]["responsibility"]
    assert [(row["hours_per_week"], row["payer"], row["charging"]) for row in paid[:2]] == [
        (10.0, "council", "ORDINARY"),
        (4.0, "joint", "FREE"),
    ]
    assert why(story, "episodes.0.lines.0.origin", LATER) == (0, "ran_on_admission")
    assert why(story, "episodes.0.lines.0.origin_stated", LATER) == (3, "origin_contradicted")
    assert doubts(story) == [(3, "origin_contradicted")]
    shown = [(value.label, value.text) for value in lines_of(see(story, LATER), {})[0].values]
    assert ("Origin as stated", "Resumed: in place before admission") in shown


def test_a_line_that_ran_on_the_day_of_admission_is_not_new() -> None:
    """Stated as new, whether before the stay or after it, it stays with the council, and one finding tells."""
    before, after = supported(origin="NEW"), supported()
    after.line("2026-11-14T09:00", "L1", 1000, origin="NEW", price_per_hour=2000)
    for story, by in ((before, 0), (after, 3)):
        assert parts(story) == [("RESUMED", 10.0, "NEW")]
        assert [row["payer"] for row in see(story, LATER)["episodes"][0]["responsibility"]] == ["council"]
        assert doubts(story) == [(by, "origin_contradicted")]


def test_what_was_new_in_earlier_weeks_is_resumed_in_the_next() -> None:
    """It was new then, so nothing is contradicted: after the next stay its days simply say that it ran before."""
    story = Story()
    story.admit("2026-08-01T09:00", "SP0")
    story.discharge("2026-09-10T15:00", "SP0")
    story.line("2026-09-20", "L1", 700, origin="NEW", price_per_hour=2000)
    story.events += home().events
    assert parts(story, 0) == [("NEW", 7.0, None)]
    assert parts(story, 1) == [("RESUMED", 7.0, None)]
    assert see(story, LATER)["findings"] == []
    changed(story, "2026-11-20", 900)
    assert parts(story) == [("RESUMED", 7.0, None), ("INCREASE", 2.0, None)]
    assert see(story, LATER)["findings"] == []


def test_one_finding_tells_of_a_line_in_the_weeks_that_were_meant() -> None:
    """Stated as new between two six weeks, of a line that ran before both: about the later ones, and told once."""
    story = Story()
    story.line("2026-06-01", "L1", 1000)
    story.admit("2026-08-01T09:00", "SP0")
    story.discharge("2026-08-10T15:00", "SP0")
    story.line("2026-10-01", "L1", 1000, origin="NEW")
    changed(story, "2026-11-05", 900)
    story.events += home().events
    assert parts(story, 0) == [("RESUMED", 10.0, None)]
    assert parts(story, 1) == [("RESUMED", 9.0, "NEW")]
    assert [rule for _, rule in doubts(story)] == ["origin_contradicted"]


@pytest.mark.parametrize("hours", [1000, 600, None])
def test_a_statement_that_says_what_the_days_say_stays_the_reason(hours: int | None) -> None:
    """All of it is resumed and stated so: by the sender's word, without a finding."""
    story = supported()
    story.line("2026-11-13T18:00", "L1", hours, origin="RESUMED")
    assert [(origin, stated) for origin, _, stated in parts(story)] == [("RESUMED", None)]
    assert why(story, "episodes.0.lines.0.origin", LATER) == (3, "origin_stated")
    assert doubts(story) == []


def test_a_line_that_was_resumed_and_grew_later_was_stated_rightly() -> None:
    """What the sender said was said of ten hours; the four that came later are an increase by their days."""
    story = supported()
    story.line("2026-11-13T18:00", "L1", 1000, origin="RESUMED")
    changed(story, "2026-11-20", 1400)
    assert parts(story, on="2026-11-15") == [("RESUMED", 10.0, None)]
    assert parts(story) == [("RESUMED", 10.0, None), ("INCREASE", 4.0, None)]
    assert doubts(story) == []


def test_an_increase_is_what_is_more() -> None:
    """Stated of the whole line, only the hours above those from before are more; where none are, a finding tells."""
    story = supported()
    changed(story, "2026-11-13", 1400, "INCREASE")
    assert parts(story) == [("RESUMED", 10.0, None), ("INCREASE", 4.0, None)]
    assert doubts(story) == []
    changed(story, "2026-11-20", 800, "INCREASE")
    assert parts(story) == [("RESUMED", 8.0, "INCREASE")]
    assert doubts(story) == [(4, "origin_contradicted")]


@pytest.mark.parametrize("origin", ["NEW", "RESUMED"])
@pytest.mark.parametrize("more", [{"provider": "1-101"}, {"service": "MEALS"}, {}])
def test_where_the_line_did_not_run_before_its_sender_is_believed(origin: str, more: dict[str, str]) -> None:
    """Of another provider, as another service, or after it had ended: the hub may not know all that there was."""
    story = supported()
    story.tell("2026-10-20T12:00", c.SupportLineEnded("L1", "1-100", date(2026, 11, 2 if more else 1)))
    story.line("2026-11-14T09:00", "L1", 1400, origin=origin, **more)
    assert parts(story)[-1] == (origin, 14.0, None)
    assert doubts(story) == []


def test_without_an_admission_the_day_before_the_discharge_stands_for_it() -> None:
    """Only the discharge was seen: support that ran the day before is not new."""
    story = Story()
    story.line("2026-06-01", "L1", 1000, origin="NEW")
    story.discharge("2026-11-13T16:40")
    assert parts(story) == [("RESUMED", 10.0, "NEW")]
    assert "origin_contradicted" in [rule for _, rule in doubts(story)]


def test_a_statement_about_no_six_weeks_contradicts_nothing() -> None:
    """Before any discharge, after one that was cancelled, of days that were cut off, and after the weeks are over."""
    alone, cancelled, cut = Story(), supported(origin="NEW"), supported()
    alone.line("2026-06-01", "L1", 1000, origin="NEW")
    cancelled.cancel_discharge("2026-11-13T16:40", recorded="2026-11-13T18:00")
    changed(cut, "2026-11-20", 1400, "NEW")
    cut.tell("2026-11-21T09:00", c.SupportLineEnded("L1", "1-100", date(2026, 11, 18)))
    over = home()
    over.line("2026-12-26", "L1", 700, origin="NEW")
    assert [doubts(story) for story in (alone, cancelled, over)] == [[]] * 3
    assert doubts(cut) == [(3, "line_changed_at_rest")]


def test_days_that_were_told_later_take_the_place_of_those_that_were_stated() -> None:
    """Twelve hours, stated as resumed from the 20th, turn out to run from the 13th: still more than before."""
    story = supported()
    story.line("2026-11-20", "L1", 1200, origin="RESUMED")
    story.tell("2026-11-21T10:00", c.SupportLineChanged("L1", "1-100", date(2026, 11, 13), None, None, 1200))
    assert parts(story) == [("RESUMED", 10.0, "RESUMED"), ("INCREASE", 2.0, "RESUMED")]
    assert doubts(story) == [(3, "origin_contradicted")]


def unseen(*told: tuple[str, int, str | None]) -> Story:
    """Home on 13 November by a discharge alone; one line, by day, hours and the origin that is stated with them."""
    story = Story("unseen")
    for day, hours, origin in told:
        if day == told[0][0]:
            story.line(f"{day}T09:00", "L1", hours, origin=origin, price_per_hour=2000)
        else:
            changed(story, day, hours, origin)
    story.discharge("2026-11-13T16:40")
    return story


def test_a_day_of_admission_that_is_only_guessed_outweighs_no_word() -> None:
    """Nobody saw the admission, so that the eve of the discharge stands in: new by its sender's word, as of then."""
    assert parts(unseen(("2026-11-12", 1400, "NEW"))) == [("NEW", 14.0, None)]
    more = unseen(("2026-11-01", 1000, None), ("2026-11-12", 1400, "INCREASE"))
    assert parts(more) == [("RESUMED", 10.0, None), ("INCREASE", 4.0, None)]
    for story in (unseen(("2026-11-12", 1400, "NEW")), more):
        assert [rule for _, rule in doubts(story)] == ["no_admission_seen"]
    assert parts(unseen(("2026-11-12", 1400, None))) == [("RESUMED", 14.0, None)]
    assert parts(unseen(("2026-11-12", 1400, "RESUMED"))) == [("RESUMED", 14.0, None)]


def test_what_began_more_than_six_weeks_before_is_known_by_its_days() -> None:
    """The stay that nobody saw is taken to have been no longer: stated as new on 1 October, 43 days before, it ran."""
    assert parts(unseen(("2026-10-02", 1400, "NEW"))) == [("NEW", 14.0, None)]
    assert parts(unseen(("2026-10-01", 1400, "NEW"))) == [("RESUMED", 14.0, "NEW")]


def test_what_was_new_in_earlier_weeks_is_no_word_about_a_stay_that_nobody_saw() -> None:
    """Home since 1 October, new on the 20th, home again on 13 November: resumed once the earlier weeks are over."""
    story = Story()
    story.admit("2026-09-20T09:00", "SP0")
    story.discharge("2026-10-01T15:00", "SP0")
    story.events += unseen(("2026-10-20", 700, "NEW")).events
    assert parts(story, 0) == [("NEW", 7.0, None)]
    assert parts(story, 1, "2026-11-14") == [("RESUMED", 7.0, None)]


def test_hours_that_are_new_by_word_leave_nothing_when_they_end() -> None:
    """They did not run before, so that another line that follows is new as well."""
    story = unseen(("2026-11-12", 1400, "NEW"))
    story.tell("2026-11-20T09:00", c.SupportLineEnded("L1", "1-100", date(2026, 11, 20)))
    story.line("2026-11-21", "L2", 1000, price_per_hour=2000)
    assert parts(story) == [("NEW", 14.0, None), ("NEW", 10.0, None)]


def test_a_statement_is_about_the_days_that_came_with_it_whenever_others_were_told() -> None:
    """Four more from the 20th, stated as an increase; a price of the 17th, told and dated later, has no part in it."""
    story = supported()
    changed(story, "2026-11-20", 1400, "INCREASE")
    price = c.SupportLineChanged("L1", "1-100", date(2026, 11, 17), price_per_hour=2100)
    story.tell("2026-11-25T10:00", price)
    assert doubts(story) == []
