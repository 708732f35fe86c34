"""What a person's page makes of the joint state."""

from datetime import date, timedelta
from typing import Any

import pytest

from hub.api.refs import ref_of
from hub.ports.reading import BoardPage
from hub.web.board_view import counts_of, current_spell, day_of_42, status_of
from hub.web.person_view import death_of, spells_of, values_of
from hub.web.weeks_view import weeks_of
from tests.api.desk import NAMES
from tests.api.invented import PEOPLE, joint_of


def state(number: int) -> dict[str, Any]:
    """The joint state of an invented person."""
    who = PEOPLE[number - 1]
    return joint_of(who, ref_of(who.subject))


@pytest.mark.parametrize(
    ("number", "status"), [(1, "open"), (5, "suspended"), (6, "in_hospital"), (8, "ended"), (9, "died")]
)
def test_a_status_is_what_the_hub_says(number: int, status: str) -> None:
    """One word says where somebody stands, and the pages have no second opinion of it."""
    assert status_of(state(number)) == status
    assert status_of(state(number) | {"status": None}) == "ended"


def test_the_stay_that_is_shown_is_the_one_that_the_hub_names() -> None:
    """Left last, though another began later; without a name the last one that was not cancelled."""
    spells = [{"spell_id": "A", "status": "discharged"}, {"spell_id": "B", "status": "discharged"}]
    gone = [*spells, {"spell_id": "C", "status": "cancelled"}]
    assert (current_spell({"spells": gone, "current_stay": 0}) or {})["spell_id"] == "A"
    assert (current_spell({"spells": gone}) or {})["spell_id"] == "B"
    assert current_spell({"spells": [], "current_stay": None}) is None


def test_a_void_episode_is_nobodys_six_weeks() -> None:
    """A struck discharge is shown as struck and counts no days."""
    shown = state(1)
    shown["episodes"][0]["status"] = "void"
    assert weeks_of(shown, NAMES) is None


def test_the_days_drawn_are_the_days_that_passed() -> None:
    """42 cells, one of them today, and the same in words."""
    weeks = weeks_of(state(2), NAMES)
    assert weeks
    marks = [when for _, _, when in weeks.cells]
    assert marks == ["past"] * 11 + ["today"] + ["ahead"] * 30
    assert "Day 12 of 42" in weeks.description
    assert weeks.more.startswith("30 days left")


def test_nobody_is_counted_on_after_death() -> None:
    """No days are left, and there is no today."""
    weeks = weeks_of(state(9), NAMES)
    assert weeks
    assert not weeks.running
    assert "left" not in weeks.more
    assert "today" not in [when for _, _, when in weeks.cells]


def test_a_death_has_a_day_or_says_that_it_has_none() -> None:
    """The day of a death in hospital is that of the stay; a death that is only heard of has no day yet."""
    assert death_of(state(1)) is None
    assert death_of(state(9)) == ""
    shown = state(9)
    shown["spells"][0] |= {"status": "died", "died_at": "2026-11-20T10:00:00+00:00"}
    assert death_of(shown) == "2026-11-20T10:00:00+00:00"


def test_a_death_that_is_in_question_is_shown_until_it_is_taken_back() -> None:
    """Something happened after it, so that the person is on the board, and the page still says the death first."""
    shown = state(1) | {"status": "unfinished", "died_at": "2026-11-10T03:00:00+00:00"}
    assert death_of(shown) == "2026-11-10T03:00:00+00:00"


def test_the_past_is_counted_up_to_a_thousand_and_says_so() -> None:
    """A number that stands for more says that it does; those of the present are exact."""
    counts, _ = counts_of(BoardPage((), counts={"open": 1000, "ended": 1000, "died": 999}))
    assert {one.status: one.number for one in counts if one.number != "0"} == {
        "open": "1,000",
        "ended": "1,000+",
        "died": "999",
    }


def test_the_newest_stay_comes_first_with_its_own_path() -> None:
    """Order on the page never changes which value a path explains."""
    blocks = spells_of(state(5), NAMES)
    assert blocks[0].status.text == "In hospital"
    assert [value.why for value in blocks[0].values if value.label == "Admitted"] == ["spells.1.admitted_at"]


def test_a_place_that_an_update_reports_stands_beside_the_place() -> None:
    """Another ward in an update is shown under its own name and says why; without one there is no such line."""
    shown = state(6)
    quiet = {value.label for value in spells_of(shown, NAMES)[0].values}
    shown["spells"][0]["reported_elsewhere"] = {"site": "Main", "ward": "W7", "room": None, "bed": "12"}
    (block,) = spells_of(shown, NAMES)
    labels = [value.label for value in block.values]
    (beside,) = [value for value in block.values if value.label == "Reported elsewhere"]
    assert (beside.text, beside.why) == ("W7, bed 12, Main", "spells.0.reported_elsewhere")
    assert labels.index("Reported elsewhere") == labels.index("Place") + 1
    assert "Reported elsewhere" not in quiet


def test_the_six_weeks_of_somebody_who_died_end_on_that_day() -> None:
    """Who died on day 3 is not counted on to the day that is looked at, on the board neither."""
    shown = state(9)
    first = date.fromisoformat(shown["episodes"][0]["discharged_on"])
    shown["episodes"][0] |= {"ended_on": str(first + timedelta(days=2)), "day": 29}
    weeks = weeks_of(shown, NAMES)
    assert weeks
    assert weeks.passed == 3
    assert day_of_42(shown["episodes"][0]) == 3


def test_who_answered_before_a_move_is_told_with_the_last_day() -> None:
    """The page says until when the old council answered, and can say why."""
    terms = [
        {"from": "2026-11-13", "until": "2026-11-19", "council": "E10999001", "ics": None},
        {"from": "2026-11-20", "until": None, "council": "E10999002", "ics": None},
    ]
    episode = {"status": "open", "day": 9, "last_covered_day": "2026-12-24", "responsible": terms}
    weeks = weeks_of({"spells": [], "episodes": [episode]}, {"council": {"E10999001": "Old"}})
    assert weeks is not None
    (before,) = [value for value in weeks.values if value.label.startswith("Until")]
    assert before[:3] == ("Until 19-Nov-2026", "Old", "episodes.0.responsible.0.council")


@pytest.mark.parametrize(
    ("decided_by", "share", "unsure", "text"),
    [
        ("sector", 0.5, True, "To be confirmed: Old, 50% of the postcode sector"),
        ("sector", 1.0, False, "Old, by postcode sector"),
        ("directory", 1.0, False, "Old"),
    ],
)
def test_a_council_says_how_sure_it_is(decided_by: str, share: float, unsure: bool, text: str) -> None:  # noqa: FBT001
    """A guess is never shown as a fact."""
    held = {
        "council": "E10999001",
        "council_decided_by": decided_by,
        "council_share": share,
        "council_to_be_confirmed": unsure,
    }
    (shown,) = values_of((("Council", "council"),), "episodes.0", held, {"council": {"E10999001": "Old"}})
    assert shown[:3] == ("Council", text, "episodes.0.council")


def test_a_stay_says_what_she_waited_for_and_how_long_by_both_definitions() -> None:
    """The national reason with its group, both numbers, why they differ, and every decision on the pathway."""
    shown = state(1)
    delay = {
        "ready": [{"set_at": "2026-11-06", "voided_at": "2026-11-08", "said_by": "RZZ", "also_said": []}],
        "reasons": [], "national_code": "CAP05",
        "sitrep_days": 2, "drd_days": None,
        "differ_because": [{"rule": "ready_voided", "words": "Readiness was taken back.", "days": 2}],
    }  # fmt: skip
    decided = {"pathway": "P1", "destination": "P1-REHAB", "out_of_area": True, "from": "2026-11-08", "said_by": None}
    other = decided | {"pathway": "P2", "destination": None, "out_of_area": None}
    unknown = decided | {"destination": "HOME", "out_of_area": False}
    shown["spells"][0] |= {"delay": delay, "pathways": [decided, other, unknown]}
    block = spells_of(shown, NAMES)[-1]
    said = [(value.label, value.text, value.why) for value in block.values if ".delay." in value.why]
    assert said == [
        ("National reason", "Capacity: Other home-based social care service not yet available",
         "spells.0.delay.national_code"),
        ("Days waited, situation report", "2", "spells.0.delay.sitrep_days"),
        ("Days after ready date", "None counted", "spells.0.delay.drd_days"),
        ("These differ because", "Readiness was taken back. 2 days.", "spells.0.delay.differ_because.0"),
    ]  # fmt: skip
    assert [value.text for value in block.values if ".pathways." in value.why] == [
        "P1: Home with rehabilitation, reablement or recovery, to the area of another council, from 08-Nov-2026",
        "P2, from 08-Nov-2026",
        "P1: HOME, from 08-Nov-2026",
    ]
    shown["spells"][0]["delay"] = delay | {"national_code": None, "drd_days": 0, "differ_because": []}
    assert [value.text for value in spells_of(shown, NAMES)[-1].values if ".delay." in value.why] == ["2", "0"]


def test_a_reason_for_waiting_is_told_by_its_national_label() -> None:
    """Not by its code alone; what is on no national list stays as the hospital sent it."""
    held = state(6)
    held["spells"][0]["delay_reasons"] = [{"code": "CTH03", "until": None}, {"code": "LOCAL-7", "until": "2026-11-20"}]
    (block,) = spells_of(held, NAMES)
    assert [value.text for value in block.values if value.label == "Waiting for"] == [
        "Waiting for confirmation of immediate care needs and pathway (CTH03)",
        "LOCAL-7, until 20-Nov-2026",
    ]


def test_who_has_left_waits_no_more() -> None:
    """What somebody waited for is said of the past once the stay is over."""
    held = state(1)
    held["spells"][0]["delay_reasons"] = [{"code": "CTH03", "until": None}]
    labels = [value.label for value in spells_of(held, NAMES)[-1].values]
    assert ("Waited for" in labels, "Waiting for" in labels) == (True, False)
