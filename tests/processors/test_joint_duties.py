"""Death, support lines, visits, alerts, milestones, next steps and the board's rows."""

from datetime import date
from typing import Any

import pytest

from hub.domain.joint_state import suspected_death
from hub.events import assessment as a
from hub.events import care_record as c
from hub.events import discharge as d
from hub.events.coordination import CoordinatorNamed
from hub.events.values import Code, Place, Precision, Zone
from hub.processors.joint import JointProcessor
from tests.domain.stories import OTHER_TRUST, Story, moment, ms, spell
from tests.processors.people import AREAS, ASIDE, fold, see, standing_kinds, why

JOINT = JointProcessor(AREAS)


def home(name: str = "home") -> Story:
    """Admitted on 2 November, home on the 13th."""
    story = Story(name)
    story.admit("2026-11-02T09:15", place=Place("RZZ01", "AMU"))
    story.discharge("2026-11-13T16:40")
    return story


def facts(story: Story, on: str) -> list[tuple[str, str]]:
    """Return kind and the end of the key of each milestone and alert."""
    found = JOINT.facts(fold(story), date.fromisoformat(on))
    told = [(fact.kind, fact.key.split(":", 1)[1]) for fact in found if ":" in fact.key]
    return sorted((kind, key) for kind, key in told if key.split(":")[0] not in ASIDE)


def listing(story: Story) -> Any:
    """Return the row of the board."""
    return JOINT.listing(fold(story))


def test_a_confirmed_death_ends_the_episode() -> None:
    """PID-30 Y: the episode ended because of death on the day of death, and nothing waits."""
    story = home()
    story.death("2026-11-22T08:00", died="2026-11-20")
    view = see(story)
    row = view["episodes"][0]
    assert (row["status"], row["ended_because"], row["ended_on"]) == ("ended", "death", "2026-11-20")
    assert view["next_step"] is None
    assert listing(story).status == "died"


def test_a_suspected_death_is_an_alert_until_it_is_confirmed() -> None:
    """A death time with indicator N alerts, to be confirmed that day; the episode goes on; confirmation closes it."""
    story = home()
    story.death("2026-11-20T08:00", confirmed=False)
    story.death("2026-11-20T09:00", confirmed=False)
    view = see(story)
    assert view["episodes"][0]["status"] == "open"
    assert standing_kinds(view["episodes"][0]) == ["death_suspected"]
    assert (view["next_step"]["what"], view["next_step"]["due"]) == ("confirm_death", "2026-11-20")
    assert ("Alert", "death_suspected:") in facts(story, "2026-12-01")
    story.death("2026-11-21T08:00")
    story.death("2026-11-21T09:00")
    assert standing_kinds(see(story)["episodes"][0]) == []
    assert ("Alert", "death_suspected:") not in facts(story, "2026-12-01")


def test_death_in_hospital_opens_nothing() -> None:
    """A stay that ended by death has no episode; the stay says died; taken back, it is open again."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.tell("2026-11-13T16:40", d.PatientDiedInHospital(spell(), moment("2026-11-13T16:40")))
    view = see(story)
    assert (view["spells"][0]["status"], view["episodes"]) == ("died", [])
    assert listing(story).status == "died"
    story.tell("2026-11-13T16:40", d.DischargeCancelled(spell()))
    assert see(story)["spells"][0]["status"] == "open"
    assert see(story)["episodes"] == []


def test_a_suspected_death_at_discharge_keeps_the_duty_with_an_alert() -> None:
    """A word in the disposition is not enough to take the six weeks from somebody who may live."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.tell("2026-11-13T16:40", d.PatientDiedInHospital(spell(), moment("2026-11-13T16:40"), confirmed=False))
    view = see(story)
    assert view["spells"][0]["status"] == "discharged"
    assert standing_kinds(view["episodes"][0]) == ["death_suspected"]
    story.correct("2026-11-14T09:00", method=Code("method", "4"))
    assert see(story)["spells"][0]["status"] == "died"
    assert see(story)["episodes"] == []


def test_method_4_confirms_a_death() -> None:
    """A discharge with method died ends an earlier episode too."""
    story = home()
    story.admit("2026-11-20T08:00", "SP2")
    story.discharge("2026-11-24T08:00", "SP2", method="4", destination="79")
    view = see(story)
    assert [row["status"] for row in view["spells"]] == ["discharged", "died"]
    assert [(row["status"], row["ended_because"]) for row in view["episodes"]] == [("ended", "death")]


def test_destination_79_alone_starts_no_clock() -> None:
    """The code for died without a method is not confirmed and opens nothing; the hospital is asked."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-13T16:40", destination="79")
    assert see(story)["episodes"] == []
    assert listing(story).status == "ended"


def test_death_while_in_hospital_shows_on_the_open_stay() -> None:
    """A record says that somebody in a bed died before the discharge came."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.death("2026-11-05T08:00")
    assert see(story)["spells"][0]["status"] == "died"
    assert listing(story).status == "died"


def test_what_happens_after_a_death_is_flagged() -> None:
    """An admission after a confirmed death is a mistake somewhere: shown, never refused, and no episode stays open."""
    story = Story()
    story.death("2026-11-01T08:00")
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-13T16:40")
    view = see(story)
    assert [row["rule"] for row in view["findings"]] == ["active_after_death"]
    assert view["episodes"][0]["ended_because"] == "death"


def test_a_suspected_death_without_any_stay() -> None:
    """A record alone: the hospital is not known, the step still is."""
    story = Story()
    story.death("2026-11-01T08:00", confirmed=False)
    view = see(story)
    assert (view["next_step"]["what"], view["next_step"]["organisation"]) == ("confirm_death", None)
    assert listing(story) is None


def test_what_ran_on_admission_is_resumed_and_more_hours_are_split() -> None:
    """Ten hours before, fourteen after: ten the council's, four joint and free."""
    story = Story()
    story.line("2026-06-01", "L1", 1000)
    story.events += home().events
    story.tell("2026-11-14T09:00", c.SupportLineChanged("L1", "1-100", date(2026, 11, 14), hours_per_week=1400))
    row = see(story)["episodes"][0]
    assert [(part["line_id"], part["origin"], part["hours_per_week"]) for part in row["lines"]] == [
        ("L1", "RESUMED", 10.0),
        ("L1", "INCREASE", 4.0),
    ]
    assert [(part["payer"], part["hours_per_week"]) for part in row["responsibility"]] == [
        ("council", 10.0),
        ("joint", 4.0),
    ]
    assert why(story, "episodes.0.lines.1.origin")[1] == "more_than_before"
    assert why(story, "episodes.0.responsibility.1")[1] == "joint_pays"


def test_a_package_restarted_under_another_id_is_resumed() -> None:
    """The old line ended at admission, a new one of the same service takes its hours up; the rest is an increase."""
    story = Story()
    story.line("2026-06-01", "L1", 1000)
    story.tell("2026-11-02T20:00", c.SupportLineEnded("L1", "1-100", date(2026, 11, 2)))
    story.events += home().events
    story.line("2026-11-14T09:00", "L2", 600)
    story.line("2026-11-15T09:00", "L3", 800)
    story.line("2026-11-16T09:00", "L4", 200)
    row = see(story)["episodes"][0]
    assert [(part["line_id"], part["origin"], part["hours_per_week"]) for part in row["lines"]] == [
        ("L2", "RESUMED", 6.0),
        ("L3", "RESUMED", 4.0),
        ("L3", "INCREASE", 4.0),
        ("L4", "NEW", 2.0),
    ]


def test_hours_that_a_line_gave_up_may_be_taken_up_by_another() -> None:
    """Ten hours become six on the old line and four on a new one: all of it was there before."""
    story = Story()
    story.line("2026-06-01", "L1", 1000)
    story.events += home().events
    story.tell("2026-11-14T09:00", c.SupportLineChanged("L1", "1-100", date(2026, 11, 14), hours_per_week=600))
    story.line("2026-11-14T09:00", "L2", 400)
    row = see(story)["episodes"][0]
    assert [(part["origin"], part["hours_per_week"]) for part in row["lines"]] == [("RESUMED", 6.0), ("RESUMED", 4.0)]


@pytest.mark.parametrize(("before", "after"), [(None, 500), (500, None), (None, None)])
def test_unknown_hours_are_never_split(before: int | None, after: int | None) -> None:
    """When hours were not sent the line is resumed whole, on its own id or another."""
    story = Story()
    story.line("2026-06-01", "L1", before)
    story.line("2026-06-01", "L2", before, service="MEALS")
    story.tell("2026-11-02T20:00", c.SupportLineEnded("L2", "1-100", date(2026, 11, 2)))
    story.events += home().events
    story.line("2026-11-14T08:00", "L1", after)
    story.line("2026-11-14T09:00", "L3", after, service="MEALS")
    row = see(story)["episodes"][0]
    assert [(part["origin"], part["line_id"]) for part in row["lines"]] == [("RESUMED", "L1"), ("RESUMED", "L3")]


def test_what_the_sender_states_is_not_derived() -> None:
    """A provider that says NEW or RESUMED of what nobody knows to have run before is taken at its word."""
    story = home()
    story.line("2026-11-13T18:00", "L1", 1000, origin="NEW")
    story.line("2026-11-14T09:00", "L2", 300, origin="RESUMED", price_per_hour=2350)
    row = see(story)["episodes"][0]
    assert [part["origin"] for part in row["lines"]] == ["NEW", "RESUMED"]
    assert row["lines"][1]["price_per_hour"] == 23.5
    assert why(story, "episodes.0.lines.0.origin")[1] == "origin_stated"


def test_support_that_starts_on_the_day_of_discharge_is_new() -> None:
    """Admitted and discharged on one day: what starts that evening did not run before."""
    story = Story()
    story.admit("2026-11-13T06:00")
    story.discharge("2026-11-13T16:40")
    story.line("2026-11-13T18:00", "L1", 300)
    assert see(story)["episodes"][0]["lines"][0]["origin"] == "NEW"


def test_without_an_admission_the_day_before_discharge_stands_for_it() -> None:
    """Only the discharge was seen: support that ran the day before is resumed."""
    story = Story()
    story.line("2026-06-01", "L1", 1000)
    story.discharge("2026-11-13T16:40")
    assert see(story)["episodes"][0]["lines"][0]["origin"] == "RESUMED"


def test_lines_outside_the_window_are_not_part_of_it() -> None:
    """What ended before the discharge or starts after the last covered day is not in the episode."""
    story = home()
    story.line("2026-06-01", "L0", 1000, ended_on=date(2026, 10, 1))
    story.line("2026-12-20", "L9", 1000, started_on="2027-01-10")
    assert see(story)["episodes"][0]["lines"] == []


def test_a_line_that_ended_inside_the_window_still_shows() -> None:
    """It ran for some covered days."""
    story = home()
    story.line("2026-11-14", "L1", 700, ended_on=date(2026, 11, 20))
    row = see(story)["episodes"][0]["lines"][0]
    assert (row["started_on"], row["ended_on"]) == ("2026-11-14", "2026-11-20")


def test_visits_are_counted_once_each() -> None:
    """A resent visit counts once; a missed one that took place after all is no longer missed."""
    story = home()
    story.line("2026-11-14", "L1", 700)
    first, second, third = ms("2026-11-15T08:00"), ms("2026-11-16T08:00"), ms("2026-11-17T08:00")
    story.tell("2026-11-15T08:10", c.VisitConfirmed("L1", "1-100", first, first + 600_000))
    story.tell("2026-11-15T08:10", c.VisitConfirmed("L1", "1-100", first, first + 600_000))
    story.tell("2026-11-15T09:00", c.VisitMissed("L1", "1-100", first))
    story.tell("2026-11-16T08:00", c.VisitMissed("L1", "1-100", second))
    story.tell("2026-11-16T08:00", c.VisitMissed("L1", "1-100", second))
    row = see(story)["episodes"][0]
    assert row["lines"][0]["visits"] == {"confirmed": 1, "missed": 1, "missed_in_hospital": 0}
    (alert,) = [alert for alert in row["alerts"] if alert["kind"] == "visit_missed"]
    assert (alert["provider"], alert["closed_at"]) == ("1-100", None)
    assert see(story)["next_step"]["what"] == "visit"
    story.tell("2026-11-16T10:00", c.VisitConfirmed("L1", "1-100", second, second + 7_200_000))
    row = see(story)["episodes"][0]
    assert row["lines"][0]["visits"] == {"confirmed": 2, "missed": 0, "missed_in_hospital": 0}
    assert standing_kinds(row) == []
    story.tell("2026-11-17T08:00", c.VisitMissed("L1", "1-100", third))
    story.tell("2026-11-18T08:00", c.VisitConfirmed("L1", "1-100", None, third + 86_400_000))
    row = see(story)["episodes"][0]
    assert (row["lines"][0]["visits"], standing_kinds(row)) == (
        {"confirmed": 3, "missed": 1, "missed_in_hospital": 0},
        [],
    )


def test_a_visit_missed_before_this_episode_is_no_alert_of_it() -> None:
    """An old missed visit belongs to the time before."""
    story = home()
    story.line("2026-06-01", "L1", 700)
    story.tell("2026-10-01T08:00", c.VisitMissed("L1", "1-100", ms("2026-10-01T08:00")))
    view = see(story)
    assert standing_kinds(view["episodes"][0]) == []
    assert view["next_step"]["what"] == "name_coordinator"


def test_lines_that_were_never_seen_to_start_are_flagged() -> None:
    """Changes, ends and visits of an unknown line are kept with a finding each line once."""
    story = home()
    story.tell("2026-11-15T08:00", c.SupportLineChanged("L1", "1-100", date(2026, 11, 15), "MEALS", "NEW", 300, 1200))
    story.tell("2026-11-16T08:00", c.SupportLineEnded("L2", "1-100", date(2026, 11, 15)))
    story.tell("2026-11-16T09:00", c.VisitConfirmed("L2", "1-100", None, ms("2026-11-15T08:00")))
    story.tell("2026-11-17T08:00", c.VisitMissed("L3", "1-200", ms("2026-11-15T08:00")))
    view = see(story)
    assert [row["rule"] for row in view["findings"]] == ["unknown_line"] * 3
    line = view["episodes"][0]["lines"][0]
    assert (line["line_id"], line["service"], line["hours_per_week"], line["origin"]) == ("L1", "MEALS", 3.0, "NEW")


def test_a_line_that_ended_before_it_started_is_flagged() -> None:
    """Days the wrong way round: kept, never running, and somebody is told."""
    story = home()
    story.line("2026-11-14", "L1", 700, ended_on=date(2026, 11, 1))
    story.line("2026-11-14", "L2", 700)
    story.tell("2026-11-15", c.SupportLineEnded("L2", "1-100", date(2026, 11, 1)))
    view = see(story)
    assert [row["rule"] for row in view["findings"]] == ["line_ended_before_start"] * 2
    assert view["episodes"][0]["lines"] == []


def test_changes_of_a_line_hold_from_their_day() -> None:
    """Hours, price and service change from a day on; what is not said stays; an end cuts later days off.

    After it a change begins nothing.
    """
    story = home()
    story.line("2026-11-14", "L1", 700, price_per_hour=2000)
    story.tell("2026-11-20", c.SupportLineChanged("L1", "1-100", date(2026, 11, 20), price_per_hour=2100))
    story.tell("2026-11-21", c.SupportLineChanged("L1", "1-100", date(2026, 11, 28), hours_per_week=900))
    assert [see(story, day)["episodes"][0]["lines"][0]["hours_per_week"] for day in ("2026-11-20", "2026-11-28")] == [
        7,
        9,
    ]
    assert see(story, "2026-11-28")["episodes"][0]["lines"][0]["price_per_hour"] == 21.0
    story.tell("2026-11-22", c.SupportLineEnded("L1", "1-100", date(2026, 11, 24)))
    row = see(story)["episodes"][0]["lines"][0]
    assert (row["ended_on"], row["hours_per_week"]) == ("2026-11-24", 7.0)
    story.tell("2026-11-26", c.SupportLineChanged("L1", "1-100", date(2026, 11, 26), service="MEALS"))
    row = see(story)["episodes"][0]["lines"][0]
    assert (row["ended_on"], row["service"], row["hours_per_week"]) == ("2026-11-24", "HOME_SUPPORT", 7.0)


def test_milestones_are_told_once_they_are_reached() -> None:
    """Day 1, 14, 28, 35, 42 and 43, and nothing before its day."""
    story = home()
    assert facts(story, "2026-11-12") == []
    assert facts(story, "2026-11-13") == [("WindowMilestone", "1")]
    assert facts(story, "2026-11-26") == [("WindowMilestone", "1"), ("WindowMilestone", "14")]
    assert len(facts(story, "2026-12-25")) == len(facts(story, "2027-12-25")) == 6
    assert JOINT.wakes_on(fold(story), date(2026, 11, 16)) == date(2026, 11, 26)
    assert JOINT.wakes_on(fold(story), date(2026, 12, 24)) == date(2026, 12, 25)
    assert JOINT.wakes_on(fold(story), date(2026, 12, 25)) is None


@pytest.mark.parametrize("stop", ["back in hospital", "died"])
def test_no_milestone_is_reached_after_the_episode_stopped(stop: str) -> None:
    """Suspended on day 8, or dead on day 8: day 14 never comes."""
    story = home()
    if stop == "died":
        story.death("2026-11-20T08:00")
    else:
        story.admit("2026-11-20T08:00", "SP2")
    assert facts(story, "2027-02-01") == [("WindowMilestone", "1")]


def test_a_void_episode_tells_nothing() -> None:
    """A cancelled discharge takes its milestones and alerts back."""
    story = home()
    story.tell("2026-11-13T16:40", d.DischargeCancelled(spell()))
    assert facts(story, "2026-12-01") == []
    assert JOINT.wakes_on(fold(story), date(2026, 11, 13)) is None


def test_who_holds_the_next_step() -> None:
    """From the bed to the review, and after: hospital, hospital when ready, council, provider, council."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.tell("2026-11-03T09:00", d.ExpectedDischargeChanged(spell(), moment("2026-11-12")))
    seen = [_next(story, "2026-11-03")]
    story.tell("2026-11-10T09:00", d.ReadinessChanged(spell(), ready=True, since=moment("2026-11-10")))
    seen.append(_next(story, "2026-11-10"))
    story.discharge("2026-11-13T16:40")
    seen.append(_next(story, "2026-11-13"))
    story.line("2026-11-14", "L1", 700)
    seen.append(_next(story, "2026-11-15"))
    story.tell("2026-11-15T09:00", CoordinatorNamed("post-1", "E06000001"))
    seen += [_next(story, "2026-11-15"), _next(story, "2026-12-10")]
    story.tell("2026-12-10T09:00", a.AssessmentCompleted("A0", "CARER"))
    seen.append(_next(story, "2026-12-10"))
    story.tell("2026-12-11T09:00", a.AssessmentCompleted("A1", "REVIEW"))
    seen += [_next(story, "2026-12-11"), _next(story, "2026-12-25")]
    assert seen == [
        ("stay", "hospital", "RZZ", "2026-11-12"),
        ("discharge", "hospital", "RZZ", "2026-11-10"),
        ("start_support", "council", "E06000001", "2026-11-13"),
        ("name_coordinator", "council", "E06000001", "2026-11-16"),
        ("support", "provider", "1-100", None),
        ("review", "council", "E06000001", "2026-12-17"),
        ("review", "council", "E06000001", "2026-12-17"),
        ("support", "provider", "1-100", None),
        ("determine_funding", "council", "E06000001", "2026-12-17"),
    ]


def _next(story: Story, on: str) -> tuple[str, str, str, str | None] | None:
    step = see(story, on)["next_step"]
    return step and (step["what"], step["holder"], step["organisation"], step["due"])


def test_nobody_in_the_community_waits_for_pathway_0() -> None:
    """Home with no new need and no support: nothing is waiting."""
    story = home()
    story.tell("2026-11-13T09:00", d.PathwayDecided(spell(), "P0"))
    assert see(story)["next_step"] is None


def test_without_a_council_somebody_has_to_find_it() -> None:
    """The integrated care system holds the step, named when it is known."""
    story = Story()
    story.admit("2026-11-02T09:15", home=None)
    story.discharge("2026-11-13T16:40")
    assert _next(story, "2026-11-14") == ("find_council", "ics", "QF7", "2026-11-13")
    bare = Story()
    bare.discharge("2026-11-13T16:40")
    assert see(bare)["next_step"]["organisation"] is None


def test_somebody_who_arrived_elsewhere_and_went_home_waits_for_the_community() -> None:
    """Two dates without times: moved on the first day, home from the second hospital three days later."""
    story = Story()
    story.admit("2026-11-10", "SP2", OTHER_TRUST)
    story.admit("2026-11-10", "SP1", recorded="2026-11-12")
    story.discharge("2026-11-10", "SP1", destination="51", recorded="2026-11-12")
    story.discharge("2026-11-13", "SP2", OTHER_TRUST)
    assert [row["spell_id"] for row in see(story)["episodes"]] == ["SP2"]
    assert _next(story, "2026-11-14") == ("start_support", "council", "E06000001", "2026-11-13")


def test_a_stay_known_only_by_its_updates_is_a_stay() -> None:
    """The hub joined in the middle: no admission was seen, the person is in hospital all the same."""
    story = Story()
    story.tell("2026-11-10T09:00", d.ReadinessChanged(spell(), ready=False))
    assert see(story)["spells"][0]["status"] == "open"
    assert see(story)["next_step"]["what"] == "stay"
    assert listing(story).status == "in_hospital"
    assert why(story, "next_step") == (0, "step_stay")


def test_in_hospital_a_provider_keeps_somebody_until_the_last_day_that_was_told_of_its_support() -> None:
    """Over at the end of the year, as was said ahead: on its board until then, and looked at on the day after."""
    story = Story()
    story.line("2026-10-01", "L1", 700, ended_on=date(2026, 12, 31))
    story.line("2026-10-01", "L2", 700, provider="1-200", ended_on=date(2026, 11, 1))
    story.admit("2026-11-02T09:15")
    state = fold(story)
    outline = JOINT.outline(state, date(2026, 11, 5))
    assert outline.listing is not None
    assert (outline.listing.providers, outline.wakes_on) == (("1-100",), date(2027, 1, 1))
    over = JOINT.listing(state, date(2027, 1, 1))
    assert over is not None
    assert over.providers == ()


def test_rows_of_the_board() -> None:
    """In hospital, open, suspended: with system, council, trust, providers and dates."""
    story = Story()
    story.line("2026-06-01", "L1", 700)
    story.admit("2026-11-02T09:15")
    story.tell("2026-11-03T09:00", d.ExpectedDischargeChanged(spell(), moment("2026-11-12")))
    row = listing(story)
    assert (row.status, row.ics, row.council, row.trust) == ("in_hospital", "QF7", "E06000001", "RZZ")
    assert (row.providers, row.expected_on, row.last_covered_day) == (("1-100",), date(2026, 11, 12), None)
    story.discharge("2026-11-13T16:40")
    row = listing(story)
    assert (row.status, row.discharged_on, row.last_covered_day) == ("open", date(2026, 11, 13), date(2026, 12, 24))
    assert (row.providers, row.expected_on) == (("1-100",), None)
    story.admit("2026-11-20T08:00", "SP2", OTHER_TRUST)
    assert listing(story).status == "suspended"


def test_somebody_admitted_after_the_window_is_in_hospital() -> None:
    """An old episode does not hide a new stay."""
    story = home()
    story.admit("2027-02-01T08:00", "SP2")
    row = listing(story)
    assert (row.status, row.discharged_on) == ("in_hospital", None)


def test_somebody_with_support_alone_is_not_on_the_board() -> None:
    """No stay, no row."""
    story = Story()
    story.line("2026-06-01", "L1", 700)
    assert listing(story) is None
    assert see(story)["spells"] == []
    assert see(story)["next_step"] is None


@pytest.mark.parametrize("stay", [True, False])
def test_a_death_without_a_time_is_one_of_the_day_it_was_told(*, stay: bool) -> None:
    """PID-30 Y and no PID-29: the day of the message, never its minute."""
    story = home() if stay else Story()
    story.death("2026-11-20T09:00")
    assert see(story)["died_at"] == "2026-11-20"
    assert why(story, "died_at")[1] == "death_confirmed"


def test_a_time_of_death_stands_before_the_day_alone() -> None:
    """One record says so in the morning without a time, the discharge gives one that evening: the time counts."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.death("2026-11-20T09:00")
    story.tell("2026-11-20T18:00", d.PatientDiedInHospital(spell(), moment("2026-11-20T08:40")))
    assert see(story)["died_at"] == "2026-11-20T08:40:00+00:00"
    story.death("2026-11-25T09:00", died="2026-11-19")
    assert see(story)["died_at"] == "2026-11-19"


def test_a_death_that_an_update_suspects_has_a_day_alone() -> None:
    """A08 with method 4 before any discharge."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.correct("2026-11-20T09:00", method=Code("method", "4"))
    suspected = suspected_death(fold(story))
    assert suspected is not None
    assert (suspected.value.precision, suspected.value.zone) == (Precision.DAY, Zone.ASSUMED)
