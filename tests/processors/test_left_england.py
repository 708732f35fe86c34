"""Leaving England ends the six weeks, by a home or by a move, unless a home in England is stated again inside them."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.adapters.reference_files import folders, load_areas
from hub.events import portability as p
from hub.events.identity import PersonUpdated
from hub.events.values import HomeArea
from hub.processors.joint import JointProcessor
from tests.domain.stories import HOME, Story
from tests.processors.moving import HERE, THERE, notified
from tests.processors.people import AREAS, fold, see, why
from tests.processors.standing import rules
from tests.processors.test_who_pays import home, paid

JOINT = JointProcessor(AREAS)
WALES = "W06000015"
FIRST, LAST = date(2026, 11, 13), date(2026, 12, 24)


def with_support() -> Story:
    """Home on 13 November, with joint support from that day on."""
    story = home()
    story.line("2026-11-13T17:00", "L1", 700, origin="NEW", price_per_hour=2000)
    return story


def lives(story: Story, day: str, code: str | None) -> None:
    """A home in a council is stated on a day."""
    story.tell(f"{day}T09:00", PersonUpdated(home=HomeArea(code, None, 1.0, "directory")))


def ended(story: Story, on: str = "2027-01-10") -> tuple[str | None, str | None, str]:
    """Say why and on which day the six weeks ended, and the last day of joint support."""
    episode = see(story, on)["episodes"][0]
    (joint,) = [row for row in paid(story, on) if row[5] == "joint_pays"]
    return episode["ended_because"], episode["ended_on"], joint[1]


@pytest.mark.parametrize("done", [True, False])
def test_a_move_out_of_england_ends_the_six_weeks_on_its_day(*, done: bool) -> None:
    """A notice to a council in Wales ends them as a home there does, completed or not; the hub looks again that day."""
    story = with_support()
    notified(story, "2026-11-15T09:00", "2026-11-20", to_council=WALES)
    assert JOINT.outline(fold(story), date(2026, 11, 19)).wakes_on == date(2026, 11, 20)
    if done:
        story.tell("2026-11-20T10:00", p.MoveCompleted("M1", date(2026, 11, 20)))
    assert ended(story) == ("left_england", "2026-11-20", "2026-11-19")
    assert why(story, "episodes.0.ended_because", "2026-11-25") == (3, "left_england")
    listing = JOINT.listing(fold(story), date(2026, 11, 20))
    assert listing is not None
    assert listing.status == "ended"


def test_a_postcode_in_another_country_ends_the_six_weeks() -> None:
    """The home area that the reference data give of a Welsh postcode, as a hospital states it, is outside England."""
    shipped = load_areas(folders(live=True))
    story = with_support()
    told = shipped.home_of("CF10 1EP", date(2026, 11, 20))
    story.tell("2026-11-20T09:00", PersonUpdated(home=told))
    assert ended(story) == ("left_england", "2026-11-20", "2026-11-19")


def test_who_lived_outside_england_all_along_has_no_six_weeks_until_the_address_is_put_right() -> None:
    """Nothing is asked of anybody and no English money is joint; an English address that is told gives them back."""
    wales = load_areas(folders(live=True)).home_of("CF10 1EP", FIRST)
    story = Story()
    story.admit("2026-11-02T09:15", home=wales)
    story.discharge("2026-11-13T16:40", home=wales)
    story.line("2026-11-13T17:00", "L1", 700, origin="NEW", price_per_hour=2000)
    state = see(story, "2026-11-20")
    assert (state["episodes"][0]["ended_because"], state["episodes"][0]["ended_on"]) == ("left_england", "2026-11-13")
    assert (state["open_steps"], state["episodes"][0]["alerts"], paid(story, "2026-11-20")) == ([], [], [])
    lives(story, "2026-11-16", HOME.council)
    assert see(story, "2026-11-20")["status"] == "open"
    assert rules(story) == ["back_in_england"]


def test_an_old_address_after_a_move_out_of_england_brings_nobody_back() -> None:
    """The hospital states the address in the first council again: the move stands."""
    story = with_support()
    notified(story, "2026-11-15T09:00", "2026-11-20", to_council=WALES)
    lives(story, "2026-11-22", HERE)
    assert ended(story)[:2] == ("left_england", "2026-11-20")
    lives(story, "2026-11-25", THERE)
    assert ended(story) == ("window_closed", "2026-12-25", "2026-12-24")


def test_a_move_out_of_england_that_did_not_happen_ends_nothing() -> None:
    """Cancelled before its day; cancelled after it, the person is back in the council whose home is known."""
    for cancelled, found in (("2026-11-18", []), ("2026-11-23", ["back_in_england"])):
        story = with_support()
        notified(story, "2026-11-15T09:00", "2026-11-20", to_council=WALES)
        story.tell(f"{cancelled}T09:00", p.MoveCancelled("M1"))
        assert ended(story)[0] == "window_closed"
        assert rules(story) == found
    assert why(story, "findings.0") == (4, "back_in_england")


def test_a_second_move_to_england_lets_the_six_weeks_go_on() -> None:
    """To Wales on the 20th, and from there to another English council on the 25th: the second notice says so."""
    story = with_support()
    notified(story, "2026-11-15T09:00", "2026-11-20", to_council=WALES)
    notified(story, "2026-11-22T09:00", "2026-11-25", "M2", from_council=WALES)
    assert ended(story)[0] == "window_closed"
    assert see(story)["episodes"][0]["council"] == THERE
    assert why(story, "findings.0") == (4, "back_in_england")


def test_a_wrong_postcode_that_was_corrected_lets_the_six_weeks_go_on() -> None:
    """A home in Wales on the 20th and the English one again on the 21st: open, joint money, and a finding tells."""
    story = with_support()
    lives(story, "2026-11-20", WALES)
    assert ended(story)[:2] == ("left_england", "2026-11-20")
    story.correct("2026-11-21T09:00", home=HOME)
    assert see(story)["episodes"][0]["status"] == "open"
    assert ended(story) == ("window_closed", "2026-12-25", "2026-12-24")
    assert rules(story) == ["back_in_england"]
    assert why(story, "findings.0") == (4, "back_in_england")
    lives(story, "2026-12-01", WALES)
    assert ended(story) == ("left_england", "2026-12-01", "2026-11-30")


def test_that_somebody_is_back_is_not_told_while_it_is_hidden() -> None:
    """It would say where they live."""
    story = with_support()
    lives(story, "2026-11-20", WALES)
    lives(story, "2026-11-21", HERE)
    assert JOINT.withholding().view(fold(story), date(2026, 12, 1))["findings"] == []


def test_a_home_in_england_after_the_six_weeks_brings_nothing_back() -> None:
    """Stated on the day after the last covered one."""
    story = with_support()
    lives(story, "2026-11-20", WALES)
    lives(story, "2026-12-25", HERE)
    assert ended(story) == ("left_england", "2026-11-20", "2026-11-19")


def test_a_home_that_became_unknown_is_not_one_in_england() -> None:
    """Who lived in Wales is not back because nobody knows any more where they live."""
    story = with_support()
    lives(story, "2026-11-20", WALES)
    lives(story, "2026-11-21", None)
    lives(story, "2026-11-22", "nonsense")
    assert ended(story) == ("left_england", "2026-11-20", "2026-11-19")


def test_somebody_of_whom_no_home_is_known_leaves_england_by_a_move() -> None:
    """Nothing was stated but where they move to."""
    story = Story()
    story.discharge("2026-11-13T16:40")
    notified(story, "2026-11-15T09:00", "2026-11-20", from_council=None, to_council=WALES)
    episode = see(story)["episodes"][0]
    assert (episode["ended_because"], episode["ended_on"]) == ("left_england", "2026-11-20")


def _by_hand(said: dict[date, str | None]) -> date | None:
    """Walk through the days: the first covered one of the stretch outside England that lasts to the end, or none."""
    outside, since = False, None
    for n in range(-12, 42):
        day = FIRST + timedelta(days=n)
        code = said.get(day, "same")
        if code == WALES:
            outside = True
        elif code in {HERE, THERE} or (code != "same" and n <= 0):
            outside = False
        if not outside:
            since = None
        elif since is None and n >= 0:
            since = day
    return since


@settings(deadline=None, max_examples=150)
@given(seed=st.integers(0, 10**9))
def test_the_day_on_which_somebody_left_england_is_that_of_the_list_of_homes(seed: int) -> None:
    """Homes of any kind on any days, in any order of arrival, against a walk by hand; and what is paid ends with it."""
    dice = random.Random(seed)
    story = with_support()
    days = [FIRST + timedelta(days=n) for n in range(-10, 46)]
    said = {day: dice.choice([HERE, THERE, WALES, WALES, None, "nonsense"]) for day in dice.sample(days, k=5)}
    for day, code in said.items():
        lives(story, str(day), code)
    dice.shuffle(story.events)
    gone = _by_hand(said)
    episode = see(story, "2027-01-10")["episodes"][0]
    assert episode["ended_on"] == str(gone or LAST + timedelta(days=1))
    joint = [row[1] for row in paid(story) if row[5] == "joint_pays"]
    last = LAST if gone is None else gone - timedelta(days=1)
    assert joint == ([str(last)] if last >= FIRST else [])
