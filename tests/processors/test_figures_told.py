"""What is told of stays and six weeks so that they can be counted: which count, with which days and areas."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from hub.domain.homes import AreaLookup
from hub.events import care_record as c
from hub.events import discharge as d
from hub.events.values import ERASED, Code, HomeArea
from hub.processors.joint import JointProcessor
from tests.domain.stories import OTHER_TRUST, Story, moment, ms, spell
from tests.processors.people import AREAS, fold
from tests.processors.standing import ON, home, in_bed

AREA = {"council": "E06000001", "ics": "QF7", "since": "2026-11-02"}


def told(story: Story, kind: str, areas: AreaLookup = AREAS) -> dict[str, dict[str, Any]]:
    """Return the bodies of one kind of fact by key, in the order of keys."""
    found = JointProcessor(areas).facts(fold(story, JointProcessor(areas)), ON)
    return {fact.key: json.loads(fact.body) for fact in sorted(found) if fact.kind == kind}


def stays(story: Story, areas: AreaLookup = AREAS) -> list[dict[str, Any]]:
    """Return what is told of stays, by admission."""
    return sorted(told(story, "StayFigures", areas).values(), key=lambda body: body["admitted_on"] or "")


def episodes(story: Story, areas: AreaLookup = AREAS) -> list[dict[str, Any]]:
    """Return what is told of six weeks, by discharge."""
    return sorted(told(story, "EpisodeFigures", areas).values(), key=lambda body: str(body["discharged_on"]))


def test_a_stay_and_its_six_weeks_are_told_with_their_days() -> None:
    """Admission, readiness, discharge, where to and how; day 1 and the last covered day; who answers."""
    story = home()
    story.tell("2026-11-10", d.ReadinessChanged(spell(), ready=True, since=moment("2026-11-10")))
    story.tell("2026-11-11", d.PathwayDecided(spell(), "P1"))
    assert stays(story) == [
        {
            "admitted_on": "2026-11-02", "areas": [AREA], "destination": "19", "ended": "left",
            "left_on": "2026-11-13", "pathway": "P1", "ready_on": "2026-11-10", "trust": "RZZ",
        }
    ]  # fmt: skip
    assert episodes(story) == [
        {
            "areas": [AREA | {"since": "2026-11-13"}], "discharged_on": "2026-11-13", "ended_because": None,
            "ended_on": None, "last_covered_day": "2026-12-24", "readmitted_on": None, "trust": "RZZ", "visits": [],
        }
    ]  # fmt: skip


def test_bodies_are_in_the_order_of_their_names_and_hold_no_number_of_a_visit() -> None:
    """One content has one text, and neither key nor body holds the hospital's number of the stay."""
    facts = JointProcessor(AREAS).facts(fold(home()), ON)
    for fact in facts:
        body = json.loads(fact.body)
        assert list(body) == sorted(body)
        assert "SP1" not in fact.key + fact.body


def test_a_stay_is_told_while_it_goes_on() -> None:
    """Without an end, and with what is known so far."""
    (body,) = stays(in_bed())
    assert (body["left_on"], body["ended"], body["destination"], body["ready_on"]) == (None, None, None, None)


@pytest.mark.parametrize("patient_class", ["D", "O", "E", "R"])
def test_only_an_inpatient_counts(patient_class: str) -> None:
    """A day case, an outpatient's visit and an attendance are no stays."""
    story = Story()
    story.admit("2026-11-02T09:15", patient_class=patient_class)
    assert stays(story) == []


def test_a_stay_that_its_discharge_turns_into_a_day_case_no_longer_counts() -> None:
    """It was told as a stay while it went on, and is withdrawn with its six weeks."""
    story = in_bed()
    assert len(stays(story)) == 1
    story.discharge("2026-11-02T17:00", patient_class="D")
    assert stays(story) == episodes(story) == []


def test_a_cancelled_admission_a_plan_and_a_void_discharge_do_not_count() -> None:
    """What was taken back leaves no figure; the stay that goes on after a cancelled discharge is told as open."""
    cancelled = in_bed()
    cancelled.cancel_admission("2026-11-02T09:15")
    assert stays(cancelled) == []
    planned = Story()
    planned.tell("2026-11-02", d.AdmissionPlanned(spell(), moment("2026-11-20")))
    assert stays(planned) == []
    void = home()
    void.cancel_discharge("2026-11-13T16:40")
    assert [body["left_on"] for body in stays(void)] == [None]
    assert episodes(void) == []


def test_a_stay_of_which_no_day_is_known_is_not_told() -> None:
    """An update alone says that somebody is in a bed, and not since when; readiness or a discharge gives it days."""
    story = Story()
    story.correct("2026-11-02", pathway="P1")
    assert stays(story) == []
    story.tell("2026-11-10", d.ReadinessChanged(spell(), ready=True, since=moment("2026-11-10")))
    (body,) = stays(story)
    assert (body["admitted_on"], body["ready_on"], body["areas"][0]["since"]) == (None, "2026-11-10", "2026-11-10")
    unseen = Story()
    unseen.discharge("2026-11-13T16:40")
    assert [(body["admitted_on"], body["left_on"]) for body in stays(unseen)] == [(None, "2026-11-13")]


def test_readiness_that_was_withdrawn_is_void() -> None:
    """Criteria to reside are met again: the earlier date does not count, the later one does."""
    story = in_bed()
    for day, ready in (("2026-11-05", True), ("2026-11-06", False)):
        story.tell(day, d.ReadinessChanged(spell(), ready=ready))
    assert stays(story)[0]["ready_on"] is None
    story.tell("2026-11-09", d.CriteriaToResideAssessed(spell(), met=False))
    assert stays(story)[0]["ready_on"] == "2026-11-09"


@pytest.mark.parametrize(
    ("way", "ended"),
    [({"destination": "51"}, "moved"), ({"destination": "87"}, "moved"), ({"method": "4"}, "died"),
     ({"destination": "79"}, "died"), ({"destination": "54"}, "left")],
)  # fmt: skip
def test_how_a_stay_ended_is_told(way: dict[str, str], ended: str) -> None:
    """A death and a transfer are no discharges, and open no six weeks."""
    story = in_bed()
    story.discharge("2026-11-13T16:40", **way)
    assert [body["ended"] for body in stays(story)] == [ended]
    assert bool(episodes(story)) is (ended == "left")


def test_an_admission_elsewhere_on_the_same_day_is_a_move() -> None:
    """Whatever the first hospital's destination says; the second stay is open."""
    story = home()
    story.admit("2026-11-13T18:00", "SP2", OTHER_TRUST)
    assert [(body["trust"], body["ended"]) for body in stays(story)] == [("RZZ", "moved"), ("RZY", None)]


def test_somebody_who_died_is_in_no_bed() -> None:
    """A confirmed death ends a stay whose discharge never came; a suspected one does not."""
    story = in_bed()
    story.death("2026-11-20T08:00", confirmed=False)
    assert stays(story)[0]["left_on"] is None
    story.death("2026-11-21T08:00", died="2026-11-20")
    assert [(body["ended"], body["left_on"]) for body in stays(story)] == [("died", "2026-11-20")]


def test_two_stays_under_one_number_are_told_apart() -> None:
    """A hospital used a number again: each stay has a key of its own, and keeps it."""
    story = home()
    first = set(told(story, "StayFigures"))
    story.admit("2026-11-20T08:00")
    both = told(story, "StayFigures")
    assert len(both) == 2
    assert first < set(both)
    assert [body["admitted_on"] for body in stays(story)] == ["2026-11-02", "2026-11-20"]


def test_six_weeks_say_how_they_ended_and_who_came_back() -> None:
    """Back in hospital on day 8; discharged again: other six weeks; a death inside them."""
    story = home()
    story.admit("2026-11-20T08:00", "SP2")
    assert [body["readmitted_on"] for body in episodes(story)] == ["2026-11-20"]
    story.discharge("2026-11-25T10:00", "SP2")
    first, second = episodes(story)
    assert (first["ended_because"], first["ended_on"]) == ("new_episode", "2026-11-25")
    assert (second["ended_because"], second["discharged_on"]) == (None, "2026-11-25")
    story.death("2026-12-01T08:00")
    assert [body["ended_because"] for body in episodes(story)] == ["new_episode", "death"]


class Merging:
    """Reference data in which every board becomes another one on 20 November."""

    changes: Sequence[date] = (date(2020, 4, 1), date(2026, 11, 20), date(2031, 4, 1))

    def ics_of(
        self, gp_practice: str | None, home: HomeArea | None, council: str | None, on: date
    ) -> tuple[str, str] | None:
        """Give the board of the home, old or new."""
        del gp_practice, council
        return (f"{home.icb}{'2' if on >= self.changes[1] else ''}", "home_area") if home and home.icb else None


def since(body: dict[str, Any]) -> list[tuple[str, str | None, str | None]]:
    """Return from which day on who answers."""
    return [(area["since"], area["council"], area["ics"]) for area in body["areas"]]


def test_a_board_that_becomes_another_one_answers_from_its_day_on() -> None:
    """During a stay, during the six weeks, and ahead while the stay goes on."""
    story = home()
    merged = [("2026-11-13", "E06000001", "QF7"), ("2026-11-20", "E06000001", "QF72")]
    assert since(stays(story, Merging())[0]) == [("2026-11-02", "E06000001", "QF7")]
    assert since(episodes(story, Merging())[0]) == merged
    open_stay = since(stays(in_bed(), Merging())[0])
    assert open_stay == [("2026-11-02", "E06000001", "QF7"), ("2026-11-20", "E06000001", "QF72")]
    later = Story()
    later.admit("2026-11-21T08:00")
    later.discharge("2026-11-23T08:00")
    assert since(stays(later, Merging())[0]) == [("2026-11-21", "E06000001", "QF72")]
    early = Story()
    early.admit("2026-11-19T08:00")
    early.discharge("2026-11-21T08:00")
    assert [ics for _, _, ics in since(stays(early, Merging())[0])] == ["QF7", "QF72"]
    assert [ics for _, _, ics in since(episodes(early, Merging())[0])] == ["QF72"]


def test_somebody_who_moves_house_in_hospital_is_counted_where_they_live() -> None:
    """From the day on which the new home is told, the six weeks too: they go with the person."""
    story = in_bed()
    story.correct("2026-11-06", home=HomeArea("E06000002", "QOQ", 1.0, "directory"), gp_practice=ERASED)
    story.discharge("2026-11-13T16:40")
    story.correct("2026-11-20", home=HomeArea("E06000003", "QOQ", 1.0, "directory"))
    assert since(stays(story)[0]) == [("2026-11-02", "E06000001", "QF7"), ("2026-11-06", "E06000002", "QOQ")]
    assert [day for day, *_ in since(episodes(story)[0])] == ["2026-11-13", "2026-11-20"]


def test_a_home_that_is_not_known_is_told_as_such() -> None:
    """None is none: the figures count it as unknown."""
    story = Story()
    story.admit("2026-11-02T09:15", home=None, gp_practice=None)
    assert since(stays(story)[0]) == [("2026-11-02", None, None)]


def support(story: Story, line: str, provider: str, started: str, *visits: str) -> None:
    """Add a line of support and visits that took place."""
    story.line(started, line, 1000, provider=provider)
    for at in visits:
        story.tell(at, c.VisitConfirmed(line, provider, ms(at), ms(at)))


def visits(story: Story) -> list[list[tuple[str, str, str | None]]]:
    """Return provider, due day and day of the first visit, for each six weeks."""
    return [
        [(visit["provider"], visit["due_on"], visit["done_on"]) for visit in body["visits"]] for body in episodes(story)
    ]


def test_the_first_visit_of_each_provider_is_told() -> None:
    """Due when support begins, done when the first visit took place, of whichever of its lines; awaited until then."""
    story = home()
    support(story, "L1", "1-200", "2026-11-16")
    support(story, "L2", "1-100", "2026-11-15", "2026-11-17T09:00", "2026-11-18T09:00")
    support(story, "L3", "1-100", "2026-11-14", "2026-11-16T09:00")
    assert visits(story) == [[("1-100", "2026-11-14", "2026-11-16"), ("1-200", "2026-11-16", None)]]


def test_support_that_ran_before_is_due_on_day_1_and_its_old_visits_do_not_count() -> None:
    """A resumed line: the first visit after the discharge counts, and that of before the stay does not."""
    story = Story()
    support(story, "L1", "1-100", "2026-10-01", "2026-10-02T09:00", "2026-10-03T09:00")
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-13T16:40")
    assert visits(story) == [[("1-100", "2026-11-13", None)]]
    for at in ("2026-11-15T09:00", "2026-11-16T09:00"):
        story.tell(at, c.VisitConfirmed("L1", "1-100", ms(at), ms(at)))
    assert visits(story) == [[("1-100", "2026-11-13", "2026-11-15")]]


def test_each_six_weeks_have_a_first_visit_of_their_own() -> None:
    """Discharged again: the next visit is the first of the new weeks, and nothing of it is in the old ones."""
    story = home()
    support(story, "L1", "1-100", "2026-11-14", "2026-11-15T09:00")
    story.admit("2026-11-20T08:00", "SP2")
    story.discharge("2026-11-25T10:00", "SP2")
    story.tell("2026-11-27T09:00", c.VisitConfirmed("L1", "1-100", ms("2026-11-27T09:00"), ms("2026-11-27T09:00")))
    assert visits(story) == [[("1-100", "2026-11-14", "2026-11-15")], [("1-100", "2026-11-25", "2026-11-27")]]


def test_support_that_never_touched_the_weeks_is_not_told() -> None:
    """A line that ended before, and one that began after the person was back in hospital."""
    story = home()
    support(story, "L1", "1-100", "2026-10-01")
    story.tell("2026-10-05", c.SupportLineEnded("L1", "1-100", date(2026, 10, 5)))
    support(story, "L2", "1-200", "2026-11-24")
    assert visits(story) == [[("1-200", "2026-11-24", None)]]
    story.admit("2026-11-20T08:00", "SP2")
    assert visits(story) == [[]]


def test_a_visit_sent_twice_and_a_second_visit_change_nothing() -> None:
    """The first one stays the first; what is told changes once."""
    story = home()
    support(story, "L1", "1-100", "2026-11-14", "2026-11-15T09:00")
    before = visits(story)
    for at in ("2026-11-15T09:00", "2026-11-16T09:00"):
        story.tell(at, c.VisitConfirmed("L1", "1-100", ms(at), ms(at)))
    assert visits(story) == before


def test_the_facts_of_figures_are_the_same_on_every_later_day() -> None:
    """Nothing has to be woken for them: days ahead are told as they will be if nothing happens."""
    story = home()
    story.tell("2026-11-13T16:40", d.SpellDetailsCorrected(spell(), destination=Code("destination", "54")))
    state = fold(story)
    seen = [
        {fact for fact in JointProcessor(AREAS).facts(state, day) if fact.kind.endswith("Figures")}
        for day in (date(2026, 11, 13), ON, date(2030, 1, 1))
    ]
    assert seen[0] == seen[1] == seen[2]
    assert len(seen[0]) == 2


def test_a_stay_is_told_with_its_earlier_readiness_and_the_reason_of_each_day() -> None:
    """Ready on the 4th, taken back on the 6th, ready on the 10th; medicines, then a carer, and a label of no list."""
    story = home()
    story.tell("2026-11-04T09:00", d.ReadinessChanged(spell(), ready=True))
    story.tell("2026-11-05T09:00", d.DelayReasonRecorded(spell(), Code("delay", "HOSP03"), said_by="RZZ"))
    story.tell("2026-11-06T09:00", d.ReadinessChanged(spell(), ready=False))
    story.tell("2026-11-10T09:00", d.ReadinessChanged(spell(), ready=True))
    story.tell("2026-11-11T09:00", d.DelayReasonRecorded(spell(), Code("delay", "CAP05"), said_by="RZZ"))
    story.tell("2026-11-11T10:00", d.DelayReasonRecorded(spell(), Code("delay", "Awaiting the moon"), said_by="RZZ"))
    (stay,) = stays(story)
    assert stay["ready_on"] == "2026-11-10"
    assert stay["voided"] == [{"since": "2026-11-04", "until": "2026-11-06"}]
    assert stay["delay_unmapped"] is True
    assert stay["delay_codes"] == [
        {"code": None, "since": "2026-11-04", "until": "2026-11-05"},
        {"code": "HOSP03", "since": "2026-11-05", "until": "2026-11-06"},
        {"code": None, "since": "2026-11-10", "until": "2026-11-11"},
        {"code": "CAP05", "since": "2026-11-11", "until": "2026-11-13"},
    ]
    assert "moon" not in str(told(story, "StayFigures"))


def test_a_reason_that_counts_on_no_day_is_told_of_no_day() -> None:
    """It was given after she left, or had ended before she was ready: no code is told, and days have none."""
    story = home()
    story.tell("2026-11-10T09:00", d.ReadinessChanged(spell(), ready=True))
    story.tell("2026-11-14T09:00", d.DelayReasonRecorded(spell(), Code("delay", "CAP05")))
    (stay,) = stays(story)
    assert "delay_codes" not in stay
    assert "delay_unmapped" not in stay


def test_one_code_that_goes_on_over_several_changes_is_one_run() -> None:
    """Another organisation's reason ends and the pathway is decided: the code, and so what is told, stays one."""
    story = in_bed()
    story.tell("2026-11-10T09:00", d.ReadinessChanged(spell(), ready=True))
    story.tell("2026-11-10T10:00", d.DelayReasonRecorded(spell(), Code("delay", "CAP05")))
    story.tell("2026-11-11T10:00", d.DelayReasonRecorded(spell(), Code("delay", "HOSP03"), date(2026, 11, 12)))
    story.tell("2026-11-13T09:00", d.PathwayDecided(spell(), "P1"))
    (stay,) = stays(story)
    assert stay["delay_codes"] == [{"code": "CAP05", "since": "2026-11-10", "until": None}]
