"""An update that reports another ward than the one known: said beside the place, and nobody is moved."""

import random
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.events import discharge as d
from hub.events.envelope import Event
from hub.events.values import Place
from hub.processors.joint import JointProcessor
from tests.domain.oracle import struck_by_hand
from tests.domain.stories import Story, spell
from tests.processors.people import fold, see, why
from tests.processors.test_joint_lives import arrive

JOINT = JointProcessor()
AMU, W7, W9 = Place("RZZ01", "AMU", "BAY2", "05"), Place("RZZ01", "W7", "BAY1", "12"), Place("RZZ01", "W9")


def on_amu(reports: Place | None = None) -> Story:
    """Somebody was admitted to AMU, and an update reports a place."""
    story = Story()
    story.admit("2026-11-02T09:15", place=AMU)
    story.correct("2026-11-03T10:00", reported_place=reports)
    return story


def stay(story: Story) -> dict[str, Any]:
    """Give the stay as it is shown."""
    shown: dict[str, Any] = see(story, "2026-11-10")["spells"][0]
    return shown


def rules(story: Story) -> list[str]:
    """Give the rules of the findings."""
    return [finding["rule"] for finding in see(story, "2026-11-10")["findings"]]


def test_another_ward_is_said_beside_the_place_and_moves_nobody() -> None:
    """The transfer to W7 was lost: the place stays AMU, with a finding about this stay and the update behind it."""
    story = on_amu(W7)
    assert stay(story)["location"]["ward"] == "AMU"
    assert stay(story)["reported_elsewhere"] == {"site": "RZZ01", "ward": "W7", "room": "BAY1", "bed": "12"}
    (finding,) = see(story)["findings"]
    assert (finding["rule"], finding["spell_id"]) == ("reported_elsewhere", "SP1")
    assert why(story, "spells.0.reported_elsewhere") == why(story, "findings.0") == (1, "reported_elsewhere")


@pytest.mark.parametrize(
    "place", [None, AMU, Place("RZZ01", "AMU", "BAY9"), Place(None, "AMU"), Place("RZZ01"), Place(None, None, "BAY9")]
)
def test_the_same_ward_is_nothing_to_say(place: Place | None) -> None:
    """Another bay or bed of the ward, or a part that is left out, is not another ward."""
    story = on_amu(place)
    assert stay(story)["reported_elsewhere"] is None
    assert rules(story) == []
    assert fold(story).spells[0].reported is None


@pytest.mark.parametrize("place", [Place("RZZ02", "AMU"), Place(None, "W7"), Place("RZZ02")])
def test_another_site_or_ward_is_elsewhere(place: Place) -> None:
    """A ward of the same name at another site is another ward."""
    assert rules(on_amu(place)) == ["reported_elsewhere"]


@pytest.mark.parametrize("ward", ["W7", "W9"])
def test_a_newer_place_ends_it(ward: str) -> None:
    """The transfer comes, to the reported ward or to another one: what was reported before it is old."""
    story = on_amu(W7)
    story.move("2026-11-04T10:00", ward)
    assert stay(story)["location"]["ward"] == ward
    assert stay(story)["reported_elsewhere"] is None
    assert rules(story) == []


def test_the_ward_that_a_discharge_names_ends_it() -> None:
    """The discharge says where the person left from."""
    story = on_amu(W7)
    story.discharge("2026-11-04T10:00", place=AMU)
    assert rules(story) == []


def test_the_last_update_counts() -> None:
    """A later update replaces it, one that agrees with the place ends it, one without a place changes nothing."""
    story = on_amu(W7)
    story.correct("2026-11-03T11:00", reported_place=W9)
    story.correct("2026-11-03T12:00", specialty="430")
    assert stay(story)["reported_elsewhere"]["ward"] == "W9"
    assert why(story, "spells.0.reported_elsewhere") == (2, "reported_elsewhere")
    story.correct("2026-11-03T13:00", reported_place=AMU)
    assert stay(story)["reported_elsewhere"] is None


def test_the_first_update_that_says_so_is_the_reason() -> None:
    """The same report again and again is as old as its first."""
    story = on_amu(W7)
    story.correct("2026-11-03T11:00", reported_place=W7)
    assert why(story, "spells.0.reported_elsewhere") == (1, "reported_elsewhere")


def test_a_place_that_is_not_known_is_reported_all_the_same() -> None:
    """Of a stay without any place the report is all there is; a stay that has not begun is no place to be."""
    story = Story()
    story.correct("2026-11-03T10:00", reported_place=W7)
    assert stay(story)["location"] is None
    assert rules(story) == ["reported_elsewhere"]
    story.tell("2026-11-01T10:00", d.AdmissionPlanned(spell()))
    assert see(story)["spells"] == []
    assert rules(story) == []


def test_a_stay_that_was_cancelled_says_nothing() -> None:
    """Nobody is anywhere in a stay that did not happen."""
    story = on_amu(W7)
    story.cancel_admission("2026-11-02T09:15", recorded="2026-11-03T11:00")
    assert stay(story)["status"] == "cancelled"
    assert stay(story)["reported_elsewhere"] is None
    assert rules(story) == []


def _busy(dice: random.Random, size: int) -> list[Event]:
    """Invent moves, cancelled moves and reports of one stay."""
    story = Story()
    story.admit("2026-11-02T09:15", place=AMU)
    for _ in range(size):
        when = f"2026-11-0{dice.randrange(3, 7)}T10:00"
        recorded = f"2026-11-0{dice.randrange(3, 9)}T10:00"
        match dice.randrange(4):
            case 0 | 1:
                place = dice.choice([AMU, W7, W9, None])
                story.correct(when, recorded=recorded, reported_place=place)
            case 2:
                story.move(when, dice.choice(["W7", "W9"]), recorded=recorded)
            case _:
                story.tell(when, d.TransferCancelled(spell()), recorded=recorded)
    return story.events


def _elsewhere_by_hand(events: Sequence[Event]) -> tuple[str, str | None]:
    """Walk through what happened, dropping what was taken back: the ward, and the ward reported beside it."""
    gone = struck_by_hand(events)
    ranks = {"SpellAdmitted": 12, "SpellTransferred": 18, "SpellDetailsCorrected": 44}
    told = [event for event in events if event.type in ranks and event.event_id not in gone]
    ward, beside = "", None
    for event in sorted(told, key=lambda e: (e.occurred_at, ranks[e.type], e.recorded_at, e.event_id)):
        body: Any = event.body
        if event.type == "SpellDetailsCorrected":
            said = body.reported_place.ward if body.reported_place else None
            beside = beside if said is None else None if said == ward else said
        else:
            ward, beside = body.place.ward, None
    return ward, beside


@settings(deadline=None, max_examples=300)
@given(st.randoms(use_true_random=False), st.integers(1, 9))
def test_in_any_order_the_report_is_the_one_that_the_list_gives(dice: random.Random, size: int) -> None:
    """Late moves, late reports and cancelled moves end in one state, the one that a walk through the list gives."""
    events = _busy(dice, size)
    arrived = list(events)
    dice.shuffle(arrived)
    state = arrive([arrived], JOINT)
    (held,) = state.spells
    ward, beside = _elsewhere_by_hand(events)
    assert (held.place.value.ward, held.reported.value.ward if held.reported else None) == (ward, beside)
    assert JOINT.encode(state) == JOINT.encode(arrive([events], JOINT))
