"""The hospital feed of one stay after another, as real messages tell it."""

from datetime import date

import pytest

from hub.events import discharge as d
from hub.events.identity import PersonUpdated
from hub.events.values import ERASED, Code, HomeArea, Moment, Place, Precision
from hub.processors.joint import JointProcessor
from tests.domain.stories import HOME, OTHER_TRUST, Story, moment, spell, without
from tests.processors.people import AREAS, fold, see, standing_kinds, why

LONDON_WALL = "2026-11-13T16:40:00+00:00"


def ashworth() -> Story:
    """An emergency admission, a move, an update with readiness, and the discharge home."""
    story = Story("ashworth")
    story.admit(
        "2026-11-02T09:15",
        "SP7700123",
        method="21",
        source=Code("source", "19"),
        place=Place("RZZ01", "AMU", "BAY2", "05"),
        specialty="300",
    )
    story.tell("2026-11-02T09:15", d.ExpectedDischargeChanged(spell("SP7700123"), moment("2026-11-12")))
    story.tell("2026-11-04T10:00", d.SpellTransferred(spell("SP7700123"), Place("RZZ01", "W7", "BAY1", "12")))
    story.tell("2026-11-10T14:25", d.ExpectedDischargeChanged(spell("SP7700123"), moment("2026-11-12T15:00")))
    story.tell("2026-11-10T14:25", d.ReadinessChanged(spell("SP7700123"), ready=True, since=moment("2026-11-10")))
    story.correct("2026-11-10T14:25", "SP7700123", patient_class="I", reported_place=Place("RZZ01", "W9"))
    story.discharge("2026-11-13T16:40", "SP7700123", method="1", recorded="2026-11-13T17:12")
    return story


def test_the_whole_stay_and_its_episode() -> None:
    """Admission, expected day, ready day, discharge, day of 42, last covered day, council and ICS are all right."""
    view = see(ashworth())
    (stay,), (episode,) = view["spells"], view["episodes"]
    assert stay["spell_id"] == "SP7700123"
    assert (stay["trust"], stay["status"]) == ("RZZ", "discharged")
    assert stay["admitted_at"] == "2026-11-02T09:15:00+00:00"
    assert stay["expected_discharge_on"] == "2026-11-12"
    assert stay["ready_at"] == "2026-11-10"
    assert stay["discharged_at"] == LONDON_WALL
    assert stay["destination"] == {"system": "destination", "code": "19", "display": None}
    assert stay["location"] == {"site": "RZZ01", "ward": "W7", "room": "BAY1", "bed": "12"}
    assert (episode["status"], episode["ended_because"], episode["day"]) == ("open", None, 19)
    assert (episode["discharged_on"], episode["last_covered_day"]) == ("2026-11-13", "2026-12-24")
    assert episode["council"] == "E06000001"
    assert episode["ics"] == {"code": "QF7", "decided_by": "gp_practice"}
    assert episode["pathway"] is None
    assert view["findings"] == []


def test_every_value_says_which_event_and_rule() -> None:
    """The place comes from the transfer, the last covered day from the discharge, the admission from A01."""
    story = ashworth()
    assert why(story, "spells.0.admitted_at") == (0, "admitting_event")
    assert why(story, "spells.0.location") == (2, "transfer_place")
    assert why(story, "spells.0.ready_at") == (4, "stated_ready")
    assert why(story, "episodes.0.last_covered_day") == (6, "day_one")
    assert why(story, "episodes.0.council") == (0, "home_on_discharge_day")
    assert why(story, "episodes.0.ics") == (0, "ics_of_gp_practice")


def test_a_simple_stay_takes_less_than_600_bytes() -> None:
    """The state of one stay stays small, so that millions of people fit."""
    assert len(JointProcessor().encode(fold(ashworth()))) < 600


def test_a_cancelled_discharge_reopens_the_stay_and_voids_the_episode() -> None:
    """A13: the stay is open again, the episode is shown as void, never deleted."""
    story = ashworth()
    story.cancel_discharge("2026-11-13T16:40", "SP7700123", recorded="2026-11-13T19:00")
    view = see(story)
    assert view["spells"][0]["status"] == "open"
    assert view["spells"][0]["discharged_at"] is None
    assert [(row["status"], row["day"], row["milestones"]) for row in view["episodes"]] == [("void", None, [])]
    assert why(story, "episodes.0.status") == (7, "discharge_cancelled")
    assert why(story, "spells.0.status") == (7, "discharge_cancelled")


def test_discharge_cancel_discharge_in_one_minute_leaves_one_open_episode() -> None:
    """A03, A13, A03 with one time: one open episode under the same id, no void one beside it."""
    story = ashworth()
    before = see(story)["episodes"][0]["episode_id"]
    story.cancel_discharge("2026-11-13T16:40", "SP7700123", recorded="2026-11-13T19:00")
    story.discharge("2026-11-13T16:40", "SP7700123", recorded="2026-11-13T20:00")
    (episode,) = see(story)["episodes"]
    assert (episode["status"], episode["episode_id"]) == ("open", before)


def test_a_discharge_cancelled_twice_at_one_time_is_one_void_episode() -> None:
    """Two void versions of one time are one line on the page."""
    story = ashworth()
    story.cancel_discharge("2026-11-13T16:40", "SP7700123", recorded="2026-11-13T19:00")
    story.discharge("2026-11-13T16:40", "SP7700123", recorded="2026-11-13T20:00")
    story.cancel_discharge("2026-11-13T16:40", "SP7700123", recorded="2026-11-13T21:00")
    assert [row["status"] for row in see(story)["episodes"]] == ["void"]


def test_a_later_discharge_after_a_cancel_makes_a_new_version() -> None:
    """The six-week clock follows the discharge that stands."""
    story = ashworth()
    story.cancel_discharge("2026-11-13T16:40", "SP7700123", recorded="2026-11-13T19:00")
    story.discharge("2026-11-15T11:00", "SP7700123")
    rows = see(story)["episodes"]
    assert [(row["status"], row["discharged_on"]) for row in rows] == [("void", "2026-11-13"), ("open", "2026-11-15")]


def test_a_struck_version_entered_later_in_time_stays_behind_the_one_that_stands() -> None:
    """A discharge typed for tomorrow and taken back before today's was written does not hide that."""
    story = ashworth()
    story.discharge("2026-11-14T16:40", "SP7700123", recorded="2026-11-13T10:00")
    story.cancel_discharge("2026-11-14T16:40", "SP7700123", recorded="2026-11-13T11:00")
    view = see(story)
    assert view["spells"][0]["discharged_at"] == LONDON_WALL
    assert [row["status"] for row in view["episodes"]] == ["open", "void"]


def test_a_vendor_feed_with_a_date_only_discharge_and_no_admission() -> None:
    """A stay of which only the end was seen opens an episode, shows the date alone, and says what is missing."""
    story = Story("sample")
    story.discharge("2026-11-14", "88120045", OTHER_TRUST, destination="85", home=HOME, place=Place("RZY02", "STROKE"))
    view = see(story)
    assert view["spells"][0]["discharged_at"] == "2026-11-14"
    assert view["spells"][0]["location"]["ward"] == "STROKE"
    assert view["episodes"][0]["last_covered_day"] == "2026-12-25"
    assert view["findings"][0]["rule"] == "no_admission_seen"


@pytest.mark.parametrize("destination", ["48", "49", "50", "51", "52", "53", "84", "87"])
def test_a_move_to_another_hospital_starts_no_clock(destination: str) -> None:
    """A ward of another hospital is a transfer: no episode, and the receiving hospital holds the next step."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-13T16:40", destination=destination)
    view = see(story)
    assert view["episodes"] == []
    assert view["next_step"]["what"] == "receive"
    listing = JointProcessor(AREAS).listing(fold(story))
    assert listing is not None
    assert listing.status == "in_hospital"
    story.admit("2026-11-13T18:00", "SP2", OTHER_TRUST)
    assert see(story)["next_step"]["what"] == "stay"
    story.discharge("2026-11-20T11:00", "SP2", OTHER_TRUST)
    assert [row["discharged_on"] for row in see(story)["episodes"]] == ["2026-11-20"]


def test_admitted_elsewhere_on_the_day_of_discharge_is_a_transfer() -> None:
    """Discharged here and admitted at another trust the same day: the first discharge opens nothing."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-13T16:40")
    story.admit("2026-11-13T18:00", "SP2", OTHER_TRUST)
    assert see(story)["episodes"] == []
    story.cancel_admission("2026-11-13T18:00", "SP2", OTHER_TRUST)
    assert [row["status"] for row in see(story)["episodes"]] == ["open"]


def test_another_stay_that_was_over_before_is_no_transfer() -> None:
    """A day that began in another trust's bed does not make the evening's discharge a transfer."""
    story = Story()
    story.admit("2026-11-13T06:00", "SP1", OTHER_TRUST)
    story.discharge("2026-11-13T09:00", "SP1", OTHER_TRUST, destination="51")
    story.admit("2026-11-13T10:00", "SP2")
    story.discharge("2026-11-13T18:00", "SP2")
    assert [row["spell_id"] for row in see(story)["episodes"]] == ["SP2"]


def test_a_stay_elsewhere_that_ended_during_this_one_is_no_transfer() -> None:
    """A short admission at another trust that ended before this discharge did not take the person over."""
    story = Story()
    story.admit("2026-11-13T08:00", "SP1")
    story.admit("2026-11-13T09:00", "SP2", OTHER_TRUST)
    story.discharge("2026-11-13T11:00", "SP2", OTHER_TRUST, destination="87")
    story.discharge("2026-11-13T18:00", "SP1")
    assert [row["spell_id"] for row in see(story)["episodes"]] == ["SP1"]


def test_two_dated_only_stays_of_one_day_do_not_end_each_other() -> None:
    """Two stays of one day without times: the later known one is the later one, for both questions."""
    story = Story()
    story.admit("2026-11-13", "SP1")
    story.discharge("2026-11-13", "SP1")
    story.admit("2026-11-13", "SP2", recorded="2026-11-14")
    story.discharge("2026-11-13", "SP2", recorded="2026-11-14")
    rows = see(story)["episodes"]
    assert [(row["spell_id"], row["status"]) for row in rows] == [("SP1", "ended"), ("SP2", "open")]


def test_readmission_suspends_and_the_next_discharge_opens_a_new_episode() -> None:
    """Back in hospital suspends; leaving again opens a new window and ends the first."""
    story = ashworth()
    back = story.admit("2026-11-20T08:00", "SP2")
    (episode,) = see(story)["episodes"]
    assert (episode["status"], episode["suspended_on"], episode["day"]) == ("suspended", "2026-11-20", 19)
    assert why(story, "episodes.0.status")[1] == "readmitted"
    story.discharge("2026-11-25T12:00", "SP2")
    first, second = see(story)["episodes"]
    assert (first["status"], first["ended_because"], first["ended_on"]) == ("ended", "new_episode", "2026-11-25")
    assert (second["status"], second["last_covered_day"]) == ("open", "2027-01-05")
    reopened = Story("reopened")
    reopened.events = without(story.events[:8], back)
    assert see(reopened)["episodes"][0]["status"] == "open"


def test_a_cancelled_readmission_reopens_the_episode() -> None:
    """The readmission did not happen, so the six weeks were never suspended."""
    story = ashworth()
    story.admit("2026-11-20T08:00", "SP2")
    story.cancel_admission("2026-11-20T08:00", "SP2")
    view = see(story)
    assert view["episodes"][0]["status"] == "open"
    assert [row["status"] for row in view["spells"]] == ["discharged", "cancelled"]


@pytest.mark.parametrize("kind", ["D", "E", "O", "P", "R", "B"])
def test_only_an_inpatient_discharge_counts(kind: str) -> None:
    """Day cases, attenders and outpatients open no episode and suspend none."""
    story = Story()
    story.admit("2026-11-02T09:15", patient_class=kind)
    story.discharge("2026-11-02T16:40")
    assert see(story)["episodes"] == []
    assert JointProcessor().listing(fold(story)) is None
    after = ashworth()
    after.admit("2026-11-20T08:00", "SP2", patient_class=kind)
    assert see(after)["episodes"][0]["status"] == "open"


@pytest.mark.parametrize("kind", ["I", "U", None, ERASED])
def test_a_class_that_is_unknown_counts(kind: object) -> None:
    """Nobody loses the six weeks because a class was not sent, or was emptied later."""
    story = Story()
    story.admit("2026-11-02T09:15", patient_class="I" if kind is ERASED else kind)
    story.discharge("2026-11-02T16:40")
    story.correct("2026-11-02T17:00", patient_class=kind)
    assert [row["status"] for row in see(story)["episodes"]] == ["open"]


def test_a_class_corrected_to_day_case_takes_the_episode_away() -> None:
    """A08 after the discharge may say that it was a day case."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-02T16:40")
    story.correct("2026-11-03T09:00", patient_class="D")
    assert see(story)["episodes"] == []


def test_the_window_closes_after_the_last_covered_day() -> None:
    """Day 42 is covered, day 43 is not."""
    story = ashworth()
    assert see(story, "2026-12-24")["episodes"][0]["status"] == "open"
    closed = see(story, "2026-12-25")["episodes"][0]
    assert (closed["status"], closed["ended_because"], closed["ended_on"]) == ("ended", "window_closed", "2026-12-25")
    assert why(story, "episodes.0.ended_because", "2026-12-25")[1] == "window_closed"


def test_what_comes_after_the_window_changes_nothing_in_it() -> None:
    """A readmission, a discharge or a death after the last day leaves the reason as it was."""
    story = ashworth()
    story.admit("2027-01-10T08:00", "SP2")
    story.discharge("2027-01-12T08:00", "SP2")
    story.death("2027-03-20")
    first, second = see(story, "2027-04-01")["episodes"]
    assert (first["ended_because"], first["suspended_on"]) == ("window_closed", None)
    assert second["ended_because"] == "window_closed"


def test_an_update_after_the_discharge_corrects_its_facts() -> None:
    """A08 after A03 may move the discharge time and the destination; the episode keeps its id."""
    story = ashworth()
    before = see(story)["episodes"][0]
    story.correct(
        "2026-11-14T09:00",
        "SP7700123",
        discharged_at=moment("2026-11-12T18:00"),
        destination=Code("destination", "29"),
        method=Code("method", "6"),
        pathway="P1",
        specialty="430",
    )
    view = see(story)
    assert view["spells"][0]["discharged_at"] == "2026-11-12T18:00:00+00:00"
    assert (view["spells"][0]["method"], view["spells"][0]["specialty"]) == ("6", "430")
    after = view["episodes"][0]
    assert (after["last_covered_day"], after["pathway"]) == ("2026-12-23", "P1")
    assert after["episode_id"] == before["episode_id"]
    assert why(story, "spells.0.discharged_at") == (7, "discharge_corrected")


def test_an_update_never_moves_place_or_admission_and_never_undoes_a_discharge() -> None:
    """A08 with another place, or with an emptied discharge time, changes neither."""
    story = ashworth()
    story.correct("2026-11-14T09:00", "SP7700123", discharged_at=ERASED, destination=ERASED, method=ERASED)
    view = see(story)
    assert view["spells"][0]["location"]["ward"] == "W7"
    assert (view["spells"][0]["status"], view["spells"][0]["destination"]) == ("discharged", None)
    assert [row["rule"] for row in view["findings"]] == ["discharge_time_erased"]


def test_a_second_discharge_without_a_cancel_moves_the_clock_and_is_flagged() -> None:
    """Two discharges of one stay: the last decides, the episode keeps its id, and somebody is told."""
    story = ashworth()
    before = see(story)["episodes"][0]["episode_id"]
    story.discharge("2026-11-13T16:40", "SP7700123", recorded="2026-11-13T17:13")
    assert see(story)["findings"] == []
    story.discharge("2026-11-14T10:00", "SP7700123")
    view = see(story)
    assert [(row["discharged_on"], row["episode_id"]) for row in view["episodes"]] == [("2026-11-14", before)]
    assert [row["rule"] for row in view["findings"]] == ["discharged_again"]


def test_a_second_admission_of_an_open_stay_is_an_update() -> None:
    """A repeated A01 moves the place and keeps the admission; another admission time is flagged."""
    story = Story()
    story.admit("2026-11-02T09:15", place=Place("RZZ01", "AMU"))
    story.admit("2026-11-02T09:15", place=Place("RZZ01", "W1"), recorded="2026-11-02T10:00")
    assert see(story)["findings"] == []
    story.admit("2026-11-03T09:15", place=Place("RZZ01", "W2"))
    view = see(story)
    assert [row["admitted_at"] for row in view["spells"]] == ["2026-11-02T09:15:00+00:00"]
    assert view["spells"][0]["location"]["ward"] == "W2"
    assert view["findings"] == [
        {
            "rule": "admitted_twice",
            "words": "A second admission of an open stay was taken as an update.",
            "spell_id": "SP1",
            "about": {"kind": "spell", "id": "SP1", "of": "RZZ"},
            "sources": [0, 2],
        }
    ]


def test_an_attender_who_becomes_an_inpatient_begins_the_stay_then() -> None:
    """Class E, then A06 with class I: the stay begins with the second; A07 takes it back."""
    story = Story()
    story.admit("2026-11-02T09:15", patient_class="E")
    story.admit("2026-11-02T14:00", patient_class="I")
    assert see(story)["spells"][0]["admitted_at"] == "2026-11-02T14:00:00+00:00"
    assert why(story, "spells.0.admitted_at")[1] == "turned_inpatient"
    story.tell("2026-11-02T15:00", d.AdmissionCancelled(spell()))
    row = see(story)["spells"][0]
    assert (row["admitted_at"], row["patient_class"]) == ("2026-11-02T09:15:00+00:00", "E")


def test_a_cancelled_admission_is_void_until_somebody_is_admitted_again() -> None:
    """A11 voids the stay, whatever else is said of it; a later A01 under the number revives it."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.cancel_admission("2026-11-02T09:15", recorded="2026-11-02T12:00")
    story.move("2026-11-02T10:00", "W1")
    view = see(story)
    assert [row["status"] for row in view["spells"]] == ["cancelled"]
    assert JointProcessor().listing(fold(story)) is None
    story.admit("2026-11-03T09:15")
    (row,) = see(story)["spells"]
    assert (row["status"], row["admitted_at"]) == ("open", "2026-11-03T09:15:00+00:00")


def test_one_of_two_admissions_cancelled_leaves_the_stay() -> None:
    """A doubled A01 of which one is cancelled leaves the person admitted."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.admit("2026-11-02T10:15")
    story.cancel_admission("2026-11-02T10:15")
    assert see(story)["spells"][0]["status"] == "open"


def test_two_cancelled_admissions_are_one_cancelled_stay() -> None:
    """Both were taken back: one void stay."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.admit("2026-11-02T10:15")
    story.cancel_admission("2026-11-02T09:15")
    story.cancel_admission("2026-11-02T10:15")
    assert [row["status"] for row in see(story)["spells"]] == ["cancelled"]


def test_a_discharge_of_a_void_stay_is_kept_flagged_and_opens_nothing() -> None:
    """Admission cancelled with the discharge left standing: a void episode and a finding; a new A01 is a new stay."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.cancel_admission("2026-11-02T09:15", recorded="2026-11-05T12:00")
    story.discharge("2026-11-04T10:00")
    view = see(story)
    assert [row["status"] for row in view["episodes"]] == ["void"]
    assert [row["rule"] for row in view["findings"]] == ["ended_while_void"]
    story.admit("2026-11-06T09:15")
    assert [row["status"] for row in see(story)["spells"]] == ["cancelled", "open"]


def test_a_number_used_again_is_a_new_stay() -> None:
    """An admission under the number of a stay that ended begins another stay and suspends the six weeks."""
    story = ashworth()
    story.admit("2026-11-02T09:15", "SP7700123", recorded="2026-11-15T09:00")
    story.tell("2026-11-16T09:00", d.SpellAdmitted(spell("SP7700123"), moment("2026-11-02T09:15"), "I"))
    assert len(see(story)["spells"]) == 1
    story.admit("2026-11-20T08:00", "SP7700123")
    view = see(story)
    assert [row["status"] for row in view["spells"]] == ["discharged", "open"]
    assert view["episodes"][0]["status"] == "suspended"
    story.move("2026-11-21T08:00", "W3", "SP7700123")
    assert [row["location"]["ward"] for row in see(story)["spells"] if row["location"]] == ["W7", "W3"]


def test_a_discharge_before_the_admission_is_kept_with_a_finding() -> None:
    """Times the wrong way round, written after the admission: one stay that ended, and somebody is told."""
    story = Story()
    story.discharge("2026-11-13T16:40", recorded="2026-11-15T17:00")
    story.admit("2026-11-15T09:15")
    view = see(story)
    assert [row["status"] for row in view["spells"]] == ["discharged"]
    assert [row["rule"] for row in view["findings"]] == ["discharged_before_admission"]


def test_stays_that_overlap_are_kept_with_a_finding() -> None:
    """Admitted while another stay was open: both stand and somebody is told."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.admit("2026-11-05T09:15", "SP2", OTHER_TRUST)
    assert [row["rule"] for row in see(story)["findings"]] == ["spells_overlap"]
    story.discharge("2026-11-06T09:15")
    assert [row["rule"] for row in see(story)["findings"]] == ["spells_overlap"]


def test_a_cancelled_transfer_gives_back_the_place_before() -> None:
    """After A12 the person is where they were."""
    story = Story()
    story.admit("2026-11-02T09:15", place=Place("RZZ01", "AMU"))
    story.move("2026-11-03T10:00", "W7")
    story.tell("2026-11-03T10:00", d.TransferCancelled(spell()), recorded="2026-11-03T12:00")
    story.tell("2026-11-04T10:00", d.SpellTransferred(spell()))
    assert see(story)["spells"][0]["location"]["ward"] == "AMU"


def test_leave_of_absence_is_no_discharge() -> None:
    """Out on leave the stay is open; back from leave the mark goes; a cancelled leave never was."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.tell("2026-11-05T10:00", d.LeaveStarted(spell()))
    row = see(story)["spells"][0]
    assert (row["status"], row["on_leave_since"]) == ("open", "2026-11-05T10:00:00+00:00")
    story.tell("2026-11-06T10:00", d.LeaveEnded(spell()))
    assert see(story)["spells"][0]["on_leave_since"] is None
    story.tell("2026-11-07T10:00", d.LeaveStarted(spell()))
    story.tell("2026-11-07T10:00", d.LeaveStartCancelled(spell()))
    assert see(story)["spells"][0]["on_leave_since"] is None


def test_a_planned_admission_is_no_stay() -> None:
    """A plan, even with updates, even cancelled, shows no stay; an admission makes it one."""
    story = Story()
    story.tell("2026-10-01", d.AdmissionPlanned(spell()))
    story.tell("2026-10-01T10:00", d.AdmissionPlanned(spell()))
    story.tell("2026-10-02", d.ExpectedDischargeChanged(spell(), moment("2026-11-12")))
    assert see(story)["spells"] == []
    story.tell("2026-10-01", d.AdmissionPlanCancelled(spell()))
    assert see(story)["spells"] == []
    story.admit("2026-11-02T09:15")
    assert see(story)["spells"][0]["status"] == "open"


def test_the_pathway_is_the_decision_and_else_the_discharge() -> None:
    """What the transfer hub decided stands above what the message says."""
    story = ashworth()
    story.correct("2026-11-14T09:00", "SP7700123", pathway="P3")
    assert see(story)["episodes"][0]["pathway"] == "P3"
    story.tell("2026-11-12T09:00", d.PathwayDecided(spell("SP7700123"), "P1"))
    assert see(story)["episodes"][0]["pathway"] == "P1"
    story.tell("2026-11-13T09:00", d.PathwayDecided(spell("SP7700123"), "P2"))
    assert see(story)["episodes"][0]["pathway"] == "P2"
    assert why(story, "episodes.0.pathway")[1] == "pathway_decided"


def test_readiness_is_the_start_of_the_current_period() -> None:
    """Ready, not ready, ready again: the ready day is that of the last period (discharge ready date)."""
    story = Story()
    key = spell()
    story.admit("2026-11-02T09:15")
    story.tell("2026-11-04T09:00", d.CriteriaToResideAssessed(key, met=False))
    story.tell("2026-11-05T09:00", d.CriteriaToResideAssessed(key, met=False))
    assert see(story)["spells"][0]["ready_at"] == "2026-11-04T09:00:00+00:00"
    story.tell("2026-11-05T10:00", d.ReadinessChanged(key, ready=True))
    assert see(story)["spells"][0]["ready_at"] == "2026-11-04T09:00:00+00:00"
    story.tell("2026-11-06T09:00", d.CriteriaToResideAssessed(key, met=True))
    assert see(story)["spells"][0]["ready_at"] is None
    story.tell("2026-11-07T09:00", d.ReadinessChanged(key, ready=True))
    assert see(story)["spells"][0]["ready_at"] == "2026-11-07T09:00:00+00:00"
    story.tell("2026-11-08T09:00", d.ReadinessChanged(key, ready=False))
    assert why(story, "spells.0.ready_at")[1] == "not_ready"


def test_the_expected_discharge_can_be_pending_moved_and_erased() -> None:
    """A16 sets it, A25 takes A16 back, an emptied field erases it."""
    story = Story()
    key = spell()
    story.admit("2026-11-02T09:15")
    story.tell("2026-11-03T09:00", d.DischargeExpected(key))
    assert see(story)["spells"][0]["expected_discharge_on"] is None
    story.tell("2026-11-04T09:00", d.DischargeExpected(key, moment("2026-11-12")))
    assert see(story)["spells"][0]["expected_discharge_on"] == "2026-11-12"
    story.tell("2026-11-04T09:00", d.DischargeExpectationCancelled(key))
    assert see(story)["spells"][0]["expected_discharge_on"] is None
    story.tell("2026-11-05T09:00", d.ExpectedDischargeChanged(key, moment("2026-11-13")))
    story.tell("2026-11-06T09:00", d.ExpectedDischargeChanged(key, ERASED))
    assert see(story)["spells"][0]["expected_discharge_on"] is None


def test_reasons_for_delay_are_kept_once_each() -> None:
    """Several reasons hold at once; a repeat replaces."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.tell("2026-11-10T09:00", d.DelayReasonRecorded(spell(), Code("delay", "CAP05")))
    story.tell("2026-11-11T09:00", d.DelayReasonRecorded(spell(), Code("delay", "HOSP03")))
    story.tell("2026-11-12T09:00", d.DelayReasonRecorded(spell(), Code("delay", "CAP05"), date(2026, 11, 14)))
    assert see(story)["spells"][0]["delay_reasons"] == [
        {"code": "HOSP03", "until": None},
        {"code": "CAP05", "until": "2026-11-14"},
    ]


def test_a_cancel_that_has_not_met_its_target_is_a_finding() -> None:
    """A cancel without its target waits, strikes nothing and is shown."""
    story = ashworth()
    story.cancel_admission("2026-11-01T09:15", "SP9", recorded="2026-11-01T09:20")
    assert see(story)["findings"] == [
        {
            "rule": "cancel_without_target",
            "words": "A cancel has not met what it cancels yet.",
            "spell_id": None,
            "about": {"kind": "spell", "id": None, "of": None},
            "sources": [0],
        }
    ]


def test_two_merged_numbers_are_one_stay() -> None:
    """A42: admission under one number, discharge under another, one stay and one episode."""
    story = Story()
    story.admit("2026-11-02T09:15", "OLD")
    story.discharge("2026-11-13T16:40", "SP1")
    story.tell("2026-11-14", d.SpellMerged(spell("SP1"), spell("OLD")))
    view = see(story)
    assert [(row["spell_id"], row["status"]) for row in view["spells"]] == [("SP1", "discharged")]
    assert view["findings"] == []


def test_a_discharge_typed_for_the_end_of_time_is_kept() -> None:
    """31 December 9999 is a typing mistake, not a reason to stop; until then the stay goes on, and a finding asks."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-13T16:40", at=Moment(moment("9999-12-31").at, Precision.DAY))
    view = see(story)
    assert (view["episodes"], view["spells"][0]["status"], view["spells"][0]["discharged_at"]) == ([], "open", None)
    assert see(story, "9999-12-31")["episodes"][0]["last_covered_day"] == "9999-12-31"


def test_the_home_in_force_on_the_day_decides_the_council() -> None:
    """A move changes the days from it on, one on the day of discharge all of them; a home learnt later fills a gap."""
    moved = HomeArea("E08000016", "QWO", 1.0, "directory")
    story = ashworth()
    story.tell("2026-11-20T10:00", PersonUpdated(home=moved))
    assert see(story, "2026-11-19")["episodes"][0]["council"] == "E06000001"
    assert see(story, "2026-11-20")["episodes"][0]["council"] == "E08000016"
    story.tell("2026-11-13T20:00", PersonUpdated(home=moved))
    assert see(story)["episodes"][0]["council"] == "E08000016"
    late = Story("late")
    late.admit("2026-11-02T09:15", home=None, gp_practice=None)
    late.discharge("2026-11-13T16:40")
    assert see(late)["episodes"][0]["council"] is None
    late.correct("2026-11-16T10:00", home=HOME)
    row = see(late)["episodes"][0]
    assert (row["council"], row["ics"]) == ("E06000001", {"code": "QF7", "decided_by": "home_area"})
    assert why(late, "episodes.0.council")[1] == "home_learnt_later"


def test_an_erased_home_gives_no_council() -> None:
    """A hidden address stays hidden: no council is guessed from an older one, and an alert says so."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.correct("2026-11-10T09:00", home=ERASED, gp_practice=ERASED)
    story.discharge("2026-11-13T16:40")
    story.correct("2026-11-20T09:00", home=ERASED)
    row = see(story)["episodes"][0]
    assert (row["council"], row["ics"]) == (None, None)
    assert standing_kinds(row) == ["council_unknown"]


def test_a_home_that_was_only_ever_erased_gives_no_council() -> None:
    """Erased before anything was known, and nothing since."""
    story = Story()
    story.admit("2026-11-02T09:15", home=None)
    story.discharge("2026-11-13T16:40")
    story.correct("2026-11-20T09:00", home=ERASED)
    assert see(story)["episodes"][0]["council"] is None


def test_the_council_decides_the_ics_when_nothing_else_does() -> None:
    """No practice and no board of the home: the council's own system, and it says so."""
    story = Story()
    story.admit("2026-11-02T09:15", gp_practice=None, home=HomeArea("E06000001", None, 1.0, "sector"))
    story.discharge("2026-11-13T16:40")
    assert see(story)["episodes"][0]["ics"] == {"code": "QHM", "decided_by": "council"}
    assert why(story, "episodes.0.ics") == (0, "ics_of_council")


def test_a_date_only_discharge_on_the_day_of_admission_is_still_a_discharge() -> None:
    """The date sorts before the admission's time; the stay ended all the same and nothing is flagged."""
    story = Story()
    story.admit("2026-11-13T09:15")
    story.discharge("2026-11-13")
    view = see(story)
    assert [(row["status"], row["discharged_at"]) for row in view["spells"]] == [("discharged", "2026-11-13")]
    assert [row["status"] for row in view["episodes"]] == ["open"]
    assert view["findings"] == []
