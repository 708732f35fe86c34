"""What was true on a day, as known now: facts count from their own time on, whenever they were told."""

from datetime import date

from hub.events import care_record as c
from hub.events import discharge as d
from hub.events.values import Code, Place
from hub.processors.record import RecordProcessor
from tests.domain.stories import Story, moment, spell
from tests.processors.looked_at import JOINT, on_the_day
from tests.processors.people import fold


def left() -> Story:
    """Admitted on 2 November, discharged home on the 13th."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-13T16:40")
    return story


def seen(story: Story, on: str) -> tuple[str, list[str], str | None]:
    """Status of the stay, statuses of the episodes and the next step, on a day."""
    day = date.fromisoformat(on)
    view = JOINT.view(on_the_day(story.events, day), day)
    waits = view["next_step"]
    return (
        view["spells"][0]["status"] if view["spells"] else "none",
        [episode["status"] for episode in view["episodes"]],
        waits and waits["what"],
    )


def test_a_discharge_that_is_corrected_to_an_earlier_day_was_on_that_day() -> None:
    """An update of the 14th says that she left on the 12th: on the 12th she was at home, and in bed on the 11th."""
    story = left()
    story.correct("2026-11-14T09:00", discharged_at=moment("2026-11-12T16:40"))
    assert seen(story, "2026-11-11") == ("open", [], "stay")
    assert seen(story, "2026-11-12") == ("discharged", ["open"], "start_support")
    assert seen(story, "2026-11-13") == ("discharged", ["open"], "start_support")


def test_a_discharge_that_is_corrected_to_a_later_day_was_not_before_it() -> None:
    """An update of the 14th says that she leaves on the 15th: on the 13th and 14th she is in hospital."""
    story = left()
    story.correct("2026-11-14T09:00", discharged_at=moment("2026-11-15T10:00"))
    assert [seen(story, f"2026-11-{day}")[0] for day in (13, 14, 15)] == ["open", "open", "discharged"]


def test_a_death_that_is_told_later_was_on_its_day() -> None:
    """A message of the 20th says that she died on the 16th: nobody was to start support on the 18th."""
    story = left()
    story.death("2026-11-20T09:00", died="2026-11-16")
    assert seen(story, "2026-11-15") == ("discharged", ["open"], "start_support")
    assert seen(story, "2026-11-16") == ("discharged", ["ended"], None)
    assert seen(story, "2026-11-18") == ("discharged", ["ended"], None)


def test_a_cancel_with_a_time_of_its_own_takes_back_on_every_day() -> None:
    """The cancel says the 21st and takes back the discharge of the 20th: on the 20th she was in bed."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-20T16:40", recorded="2026-11-20T17:00")
    story.cancel_discharge("2026-11-21T08:59")
    assert seen(story, "2026-11-19") == ("open", [], "stay")
    assert seen(story, "2026-11-20") == ("open", ["void"], "stay")
    story.discharge("2026-11-13T16:40", recorded="2026-11-21T09:00")
    assert seen(story, "2026-11-13")[:2] == ("discharged", ["open"])
    assert seen(story, "2026-11-20")[:2] == ("discharged", ["open", "void"])


def test_a_discharge_that_is_told_later_was_on_its_day() -> None:
    """EVN-6 is the 14th and PV1-45 the 12th: on the 12th and 13th she was at home."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-14T09:00", at=moment("2026-11-12T16:40"), patient_class="I", pathway="P1")
    assert [seen(story, f"2026-11-{day}")[0] for day in (11, 12, 13)] == ["open", "discharged", "discharged"]
    on = date(2026, 11, 12)
    assert JOINT.view(on_the_day(story.events, on), on)["episodes"][0]["pathway"] == "P1"


def test_a_stay_that_is_told_only_later_was_there_and_nobody_had_named_a_ward() -> None:
    """The hospital sends the admission of the 2nd on the 5th: on the 3rd she was in hospital, on the 1st not."""
    story = Story()
    story.admit("2026-11-05T09:00", admitted_at=moment("2026-11-02T09:15"), place=Place("RZZ01", "W7"))
    on = date(2026, 11, 3)
    (row,) = JOINT.view(on_the_day(story.events, on), on)["spells"]
    assert (row["status"], row["location"]) == ("open", None)
    assert seen(story, "2026-11-01") == ("none", [], None)


def test_a_planned_stay_is_none_yet() -> None:
    """A plan that was made before the day is no stay on it, and the stay that follows it begins with its admission."""
    story = Story()
    story.tell("2026-10-20T09:00", d.AdmissionPlanned(spell(), moment("2026-11-02")))
    story.admit("2026-11-02T09:15")
    assert seen(story, "2026-10-25") == ("none", [], None)
    assert seen(story, "2026-11-02")[0] == "open"


def test_what_had_no_day_of_its_own_is_what_was_stated_by_then() -> None:
    """Ward and readiness of the 6th stand on the 6th, whatever was said afterwards; a ready date told later counts."""
    story = Story()
    story.admit("2026-11-02T09:15", place=Place("RZZ01", "AMU"))
    story.tell("2026-11-05T09:00", d.ReadinessChanged(spell(), ready=True, since=moment("2026-11-05")))
    story.tell("2026-11-07T09:00", d.ReadinessChanged(spell(), ready=False))
    story.move("2026-11-08T09:00", "W7")
    story.tell("2026-11-12T09:00", d.ReadinessChanged(spell(), ready=True, since=moment("2026-11-10")))

    def told(on: str) -> tuple[str, str | None]:
        day = date.fromisoformat(on)
        row = JOINT.view(on_the_day(story.events, day), day)["spells"][0]
        return row["location"]["ward"], row["ready_at"]

    assert told("2026-11-04") == ("AMU", None)
    assert told("2026-11-06") == ("AMU", "2026-11-05")
    assert told("2026-11-07") == ("AMU", None)
    assert told("2026-11-09") == ("W7", None)
    assert told("2026-11-10") == ("W7", "2026-11-10")


def test_a_pathway_that_is_decided_later_was_not_decided_yet() -> None:
    """The discharge of the 13th says P1, the transfer hub decides P2 on the 15th: on the 14th it was P1."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-13T16:40", pathway="P1")
    story.tell("2026-11-15T09:00", d.PathwayDecided(spell(), "P2"))
    late = Story("told late")
    late.admit("2026-11-02T09:15")
    late.tell("2026-11-14T09:00", d.PathwayDecided(spell(), "P2"))
    late.discharge("2026-11-15T09:00", at=moment("2026-11-13T16:40"))

    def pathway(told: Story, on: date) -> str | None:
        found: str | None = JOINT.view(on_the_day(told.events, on), on)["episodes"][0]["pathway"]
        return found

    assert [pathway(story, date(2026, 11, day)) for day in (13, 14, 15)] == ["P1", "P1", "P2"]
    assert [pathway(late, date(2026, 11, day)) for day in (13, 14)] == [None, "P2"]


def test_somebody_who_died_in_bed_is_dead_before_the_stay_is_left() -> None:
    """She died on the 12th and the stay was left on the 13th: on the 12th she was dead."""
    story = Story()
    story.admit("2026-11-02T09:15")
    body = d.PatientDiedInHospital(spell(), moment("2026-11-12T23:00"), discharged_at=moment("2026-11-13T10:00"))
    story.tell("2026-11-13T10:00", body)
    assert [seen(story, f"2026-11-{day}")[0] for day in (11, 12, 13)] == ["open", "died", "died"]


def test_a_line_is_there_from_its_first_day_and_ends_when_it_ended() -> None:
    """A line that ran from the 14th to the 20th is told whole on the 21st; on the 15th no end of it was known.

    One that the provider plans on the 18th for the 25th is planned from then on.
    """
    story = left()
    line = story.line("2026-11-14", "L1", 700, recorded="2026-11-21T09:00")
    story.tell("2026-11-20", c.SupportLineEnded("L1", "1-100", date(2026, 11, 20)), recorded="2026-11-21T09:00")
    story.line("2026-11-18", "L2", 300, ended_on=date(2026, 11, 30))
    story.line("2026-11-18", "L3", 300, started_on="2026-11-25")
    assert line.type == "SupportLineStarted"

    def lines(on: str) -> list[tuple[str, str | None]]:
        day = date.fromisoformat(on)
        rows = JOINT.view(on_the_day(story.events, day), day)["episodes"][0]["lines"]
        return [(row["line_id"], row["ended_on"]) for row in rows]

    assert lines("2026-11-13") == []
    assert lines("2026-11-15") == [("L1", None)]
    assert lines("2026-11-19") == [("L1", None), ("L2", "2026-11-30"), ("L3", None)]
    assert lines("2026-11-22") == [("L1", "2026-11-20"), ("L2", "2026-11-30"), ("L3", None)]


def test_a_line_that_is_told_only_later_ran_and_had_no_end_yet() -> None:
    """The table of the 21st says that a line ran from the 14th on and another runs from the 25th on."""
    story = left()
    start = date(2026, 11, 14)
    story.tell("2026-11-21", c.SupportLineStarted("L1", "1-100", "HOME_SUPPORT", start, ended_on=date(2026, 11, 20)))
    story.tell("2026-11-21", c.SupportLineStarted("L2", "1-100", "HOME_SUPPORT", date(2026, 11, 25)))
    on = date(2026, 11, 15)
    rows = JOINT.view(on_the_day(story.events, on), on)["episodes"][0]["lines"]
    assert [(row["line_id"], row["ended_on"]) for row in rows] == [("L1", None)]


def test_what_lies_ahead_is_looked_at_again_on_its_day() -> None:
    """Messages of a sender whose clock runs ahead: readiness and a death by an update count from their day on."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.tell("2026-11-05T09:00", d.ReadinessChanged(spell(), ready=True, since=moment("2026-11-12")))
    story.correct("2026-11-20T09:00", method=Code("method", "4"))
    state = fold(story)
    waits = [JOINT.view(state, date(2026, 11, day))["next_step"]["what"] for day in (11, 12, 20)]
    assert waits == ["stay", "discharge", "confirm_death"]
    assert [JOINT.wakes_on(state, date(2026, 11, day)) for day in (11, 12, 20)] == [
        date(2026, 11, 12),
        date(2026, 11, 20),
        None,
    ]


def test_readiness_that_is_dated_after_the_leaving_is_no_readiness_before_it() -> None:
    """A ready date of the 14th, corrected after the discharge of the 13th: on the 13th the date before it stands."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.tell("2026-11-05T09:00", d.ReadinessChanged(spell(), ready=True, since=moment("2026-11-05")))
    story.discharge("2026-11-13T16:40")
    story.tell("2026-11-14T09:00", d.ReadinessChanged(spell(), ready=True, since=moment("2026-11-14")))
    shown = {}
    for day in (13, 14):
        on = date(2026, 11, day)
        shown[day] = JOINT.view(on_the_day(story.events, on), on)["spells"][0]["ready_at"]
    assert shown == {13: "2026-11-05", 14: "2026-11-14"}


def test_the_record_of_a_day_has_the_episodes_and_lines_of_that_day() -> None:
    """The shared record looks at the same state: a death of the 16th that is told on the 20th ended the six weeks."""
    story, record = left(), RecordProcessor()
    story.death("2026-11-20T09:00", died="2026-11-16")
    on = date(2026, 11, 18)
    view = record.view(on_the_day(story.events, on, record), on)
    weeks, timeline = view["headings"][3]["items"], view["headings"][4]["items"]
    assert ([item["values"]["status"] for item in weeks], len(timeline)) == (["ended"], 2)
