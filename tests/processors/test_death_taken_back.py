"""A mistaken death can be taken back, by whoever stated it and by nobody else, and the six weeks go on."""

import pytest

from hub.domain.record import SIX_WEEKS
from hub.events import discharge as d
from hub.events.values import Source, Stated
from hub.processors.record import RecordProcessor
from tests.domain.sayings import EMERGENCY, OTHER, PAS, dead, lives, says, suspected
from tests.domain.stories import Story, moment, spell, without
from tests.processors.people import fold, see, standing_kinds, why
from tests.processors.standing import JOINT, ON, home, in_bed, status, told


def test_a_death_that_its_own_source_takes_back_never_was() -> None:
    """A31 with Y, then with N: the same last covered day, row, facts and next step, and the page says what undid it."""
    story, never = home(), home()
    said = dead(story, "2026-11-20T08:00", died="2026-11-19")
    assert status(story) == ("discharged", "ended", "died")
    taken_back = lives(story, "2026-11-21T09:00")
    assert status(story) == ("discharged", "open", "open")
    seen, expected = see(story), see(never)
    assert seen["episodes"] == expected["episodes"]
    assert seen["episodes"][0]["last_covered_day"] == "2026-12-24"
    assert seen["next_step"] == expected["next_step"]
    assert told(story) == told(never)
    assert JOINT.wakes_on(fold(story), ON) == JOINT.wakes_on(fold(never), ON)
    assert JOINT.listing(fold(story)) == JOINT.listing(fold(never))
    assert why(story, "episodes.0.status") == (story.events.index(taken_back), "death_taken_back")
    alone = Story("alone")
    alone.events = without(story.events, said)
    assert why(alone, "episodes.0.status") == (1, "discharged")


@pytest.mark.parametrize("source", [OTHER, EMERGENCY], ids=["another hospital", "another system of the hospital"])
def test_nobody_else_takes_a_death_back(source: Source) -> None:
    """Whoever did not say it may not know of it yet: their routine N changes nothing."""
    story = home()
    dead(story, "2026-11-20T08:00")
    lives(story, "2026-11-21T09:00", source)
    assert status(story)[1:] == ("ended", "died")


def test_a_death_known_from_two_is_not_taken_back_by_one() -> None:
    """Two hospitals say so; one was wrong about its own record, the other's word stands until it takes it back too."""
    story = home()
    dead(story, "2026-11-20T08:00", died="2026-11-18")
    dead(story, "2026-11-22T08:00", OTHER, died="2026-11-19")
    assert see(story)["episodes"][0]["ended_on"] == "2026-11-18"
    lives(story, "2026-11-23T08:00")
    assert see(story)["episodes"][0]["ended_on"] == "2026-11-19"
    lives(story, "2026-11-24T08:00", OTHER)
    assert status(story)[1:] == ("open", "open")


def test_a_death_that_is_stated_again_counts_again() -> None:
    """Y, N, Y, N: the last word of the source counts each time."""
    story = home()
    dead(story, "2026-11-20T08:00", died="2026-11-19")
    lives(story, "2026-11-21T08:00")
    dead(story, "2026-11-22T08:00", died="2026-11-22")
    assert see(story)["episodes"][0]["ended_on"] == "2026-11-22"
    dead(story, "2026-11-23T08:00", died="2026-11-23")
    assert see(story)["episodes"][0]["ended_on"] == "2026-11-22"
    lives(story, "2026-11-24T08:00")
    assert status(story)[1:] == ("open", "open")


def test_only_a_death_stated_before_is_taken_back() -> None:
    """The hospital said that she lives until it learnt of her death: what it said before changes nothing."""
    story = home()
    lives(story, "2026-11-19T08:00")
    dead(story, "2026-11-20T08:00")
    assert status(story)[1:] == ("ended", "died")


def test_what_was_written_before_the_death_takes_nothing_back() -> None:
    """A death entered two days late stands: updates of those two days did not know of it, whatever time they are of."""
    story = home()
    dead(story, "2026-11-18T08:00", recorded="2026-11-20T10:00")
    lives(story, "2026-11-19T08:00")
    assert status(story)[1:] == ("ended", "died")
    lives(story, "2026-11-18T09:00", recorded="2026-11-20T10:01")
    assert status(story)[1:] == ("open", "open")


@pytest.mark.parametrize(("written", "expected"), [("2026-11-20T09:00", "open"), ("2026-11-20T07:00", "died")])
def test_of_two_messages_of_one_time_the_later_written_counts(written: str, expected: str) -> None:
    """A correction that repeats the time of the mistake (EVN-6) is told apart by when it was written down."""
    story = home()
    lives(story, "2026-11-20T08:00", recorded=written)
    dead(story, "2026-11-20T08:00")
    assert status(story)[2] == expected


def test_a_repeated_death_is_taken_back_by_what_was_written_after_the_repeat() -> None:
    """Each message repeats Y: an N that was written between two of them is older than the last word."""
    story = home()
    dead(story, "2026-11-20T08:00")
    dead(story, "2026-11-21T08:00", recorded="2026-11-22T12:00")
    lives(story, "2026-11-22T08:00")
    assert status(story)[2] == "died"
    lives(story, "2026-11-22T13:00")
    assert status(story)[2] == "open"


def test_a_death_without_a_source_is_never_taken_back() -> None:
    """Events of version 1 do not say who states the death, so nobody is known who may deny it."""
    story = home()
    dead(story, "2026-11-20T08:00", None)
    lives(story, "2026-11-21T08:00")
    assert status(story)[2] == "died"


def test_a_suspected_death_is_confirmed_and_taken_back_like_any_other() -> None:
    """A time of death alone alerts; Y confirms; N of the same hospital withdraws both, and nobody has to ask."""
    story = home()
    suspected(story, "2026-11-20T08:00")
    assert see(story)["next_step"]["what"] == "confirm_death"
    dead(story, "2026-11-21T08:00")
    suspected(story, "2026-11-22T08:00")
    assert status(story)[2] == "died"
    lives(story, "2026-11-23T08:00")
    assert standing_kinds(see(story)["episodes"][0]) == []
    assert see(story)["next_step"]["what"] == "start_support"


def test_a_message_that_states_nothing_of_life_takes_nothing_back() -> None:
    """An update about hiding alone leaves a death where it is."""
    story = home()
    dead(story, "2026-11-20T08:00")
    says(story, "2026-11-21T08:00", hidden=False)
    assert status(story)[2] == "died"


def test_somebody_in_a_bed_is_in_it_again() -> None:
    """The record called a patient dead: the stay was closed on every page, and opens again with the reason."""
    story = in_bed()
    dead(story, "2026-11-05T08:00")
    assert status(story) == ("died", "none", "died")
    taken_back = lives(story, "2026-11-05T10:00")
    assert status(story) == ("open", "none", "in_hospital")
    assert why(story, "spells.0.status") == (story.events.index(taken_back), "death_taken_back")
    story.admit("2026-12-05T08:00", "SP2")
    assert why(story, "spells.1.status", "2026-12-06")[1] == "admitting_event"


def test_an_old_mistake_does_not_explain_a_new_stay() -> None:
    """A death taken back years before the admission is not why the six weeks are open."""
    story = Story()
    dead(story, "2024-03-01T08:00")
    lives(story, "2024-03-02T08:00")
    story.events += home().events
    assert why(story, "episodes.0.status")[1] == "discharged"
    assert why(story, "spells.0.status")[1] == "discharged"


def test_a_cancelled_message_still_says_that_the_person_lives() -> None:
    """The cancel takes the discharge back, not what its message said of the person."""
    story = in_bed()
    dead(story, "2026-11-05T08:00")
    body = d.SpellDischarged(spell(), moment("2026-11-06T10:00"), stated=Stated(PAS, alive=True))
    story.tell("2026-11-06T10:00", body)
    story.cancel_discharge("2026-11-06T10:00")
    assert status(story) == ("open", "void", "in_hospital")


def test_the_record_says_what_the_board_says() -> None:
    """The shared record folds the same deaths: its six-week status opens again too."""
    story, record = home(), RecordProcessor()
    for say, expected in ((dead, "ended"), (lives, "open")):
        say(story, f"2026-11-2{len(story.events)}T08:00")
        headings = record.view(fold(story, record), ON)["headings"]
        (items,) = [heading["items"] for heading in headings if heading["heading"] == SIX_WEEKS]
        assert [item["values"]["status"] for item in items] == [expected]


def test_somebody_who_always_lived_is_kept_without_a_word_of_it() -> None:
    """Every message says N: not one byte of the state is about it."""
    silent, speaking = home(), home()
    for story, stated in ((silent, None), (speaking, Stated(PAS, alive=True, hidden=False))):
        story.correct("2026-11-14T09:00", specialty="430", stated=stated)
    assert JOINT.encode(fold(speaking)) == JOINT.encode(fold(silent))
