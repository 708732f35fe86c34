"""A postcode sector that straddles councils makes a council likely and nobody responsible."""

from datetime import date
from typing import Any

import pytest

from hub.events.identity import PersonUpdated
from hub.events.values import HomeArea
from hub.processors.joint import JointProcessor
from tests.domain.stories import Story
from tests.processors.people import AREAS, fold, see, standing_kinds, why

JOINT = JointProcessor(AREAS)
COIN = HomeArea("E08000025", None, 0.5, "sector")
WHOLE = HomeArea("E08000025", "QHL", 1.0, "directory")


def at_home(home: HomeArea, practice: str | None = None) -> Story:
    """Discharged on 13 November to a home."""
    story = Story()
    story.admit("2026-11-02T09:15", home=home, gp_practice=practice)
    story.discharge("2026-11-13T16:40")
    return story


def told(story: Story, on: str = "2026-11-14") -> dict[str, Any]:
    """Give the episode of a day."""
    episode: dict[str, Any] = see(story, on)["episodes"][0]
    return episode


def test_a_coin_toss_says_so_and_why() -> None:
    """The council is named with its share, to be confirmed, in the state and in its reasons."""
    episode = told(at_home(COIN))
    names = ("council", "council_decided_by", "council_share", "council_to_be_confirmed", "ics")
    assert [episode[name] for name in names] == ["E08000025", "sector", 0.5, True, None]
    for name in names[:4]:
        assert why(at_home(COIN), f"episodes.0.{name}") == (0, "council_unsure")
    assert [alert["kind"] for alert in episode["alerts"]] == ["council_unsure"]
    assert why(at_home(COIN), "episodes.0.alerts.0") == (0, "council_unsure")


def test_the_system_confirms_the_council() -> None:
    """Nobody is told to start support for a resident who may be another council's; a GP practice says which system."""
    step = see(at_home(COIN, "Y99999"), "2026-11-14")["next_step"]
    assert (step["what"], step["holder"], step["organisation"]) == ("confirm_council", "ics", "QF7")
    assert see(at_home(COIN), "2026-11-14")["next_step"]["organisation"] is None


def test_nothing_is_opened_or_told_to_a_council_on_a_guess() -> None:
    """The row of the board has no council, so no filter and no access decision finds it, and others hear none."""
    state, on = fold(at_home(COIN)), date(2026, 11, 14)
    row = JOINT.listing(state, on)
    assert row is not None
    assert (row.status, row.council, row.ics) == ("open", None, None)
    assert not [fact for fact in JOINT.facts(state, on) if "E08000025" in fact.body]
    assert [fact.key.split(":")[1] for fact in JOINT.facts(state, on) if fact.kind == "Alert"] == ["council_unsure"]


@pytest.mark.parametrize(
    ("home", "rule", "unsure"),
    [
        (WHOLE, "council_of_postcode", False),
        (HomeArea("E08000025", "QHL", 1.0, "sector"), "council_of_sector", False),
        (HomeArea("E08000025", "QHL", 0.95, "sector"), "council_of_sector", False),
        (HomeArea("E08000025", "QHL", 0.9499, "sector"), "council_unsure", True),
    ],
)
def test_how_the_council_was_decided_is_said(home: HomeArea, rule: str, unsure: bool) -> None:  # noqa: FBT001
    """From 95 of 100 postcodes on a sector decides; a directory always does."""
    episode = told(at_home(home))
    assert (episode["council_decided_by"], episode["council_share"]) == (home.decided_by, home.share)
    assert episode["council_to_be_confirmed"] is unsure
    assert why(at_home(home), "episodes.0.council_share") == (0, rule)


def test_a_better_postcode_confirms_the_council_from_its_day_on() -> None:
    """The terms say since when it is sure; before, it was to be confirmed."""
    story = at_home(COIN)
    story.tell("2026-11-16T09:00", PersonUpdated(home=WHOLE))
    assert (told(story, "2026-11-15")["council_to_be_confirmed"], standing_kinds(told(story, "2026-11-16"))) == (
        True,
        [],
    )
    terms = told(story, "2026-11-16")["responsible"]
    assert [(term["from"], term["council_to_be_confirmed"]) for term in terms] == [
        ("2026-11-13", True),
        ("2026-11-16", False),
    ]


def test_a_move_between_two_guesses_is_a_move() -> None:
    """Neither council is sure, and still the likely one of the day is named, with an alert since the move."""
    story = at_home(COIN)
    story.tell("2026-11-16T09:00", PersonUpdated(home=HomeArea("E10000034", None, 0.5, "sector")))
    episode = told(story, "2026-11-17")
    assert (episode["council"], episode["alerts"][0]["since"]) == ("E10000034", "2026-11-16")
    assert [term["council"] for term in episode["responsible"]] == ["E08000025", "E10000034"]


def test_without_any_home_nothing_is_confirmed_but_found() -> None:
    """No council at all is another alert and another step than one that is to be confirmed."""
    story = Story()
    story.admit("2026-11-02T09:15", home=None, gp_practice=None)
    story.discharge("2026-11-13T16:40")
    episode = told(story)
    names = ("council", "council_decided_by", "council_share", "council_to_be_confirmed")
    assert [episode[name] for name in names] == [None, None, None, False]
    assert [alert["kind"] for alert in episode["alerts"]] == ["council_unknown"]


def closed(story: Story, on: str) -> list[tuple[str, str, str | None]]:
    """Give kind, day and closing day of the alerts about the council that are shown on a day."""
    rows = told(story, on)["alerts"]
    return [(row["kind"], row["opened_at"], row["closed_at"]) for row in rows if row["kind"].startswith("council")]


def test_the_alert_of_a_council_that_was_confirmed_is_shown_for_six_weeks_with_its_day() -> None:
    """Likely from the 13th, sure on the 16th: open until then, closed on that day, and gone on the 43rd after it."""
    story = at_home(COIN)
    story.tell("2026-11-16T09:00", PersonUpdated(home=WHOLE))
    assert closed(story, "2026-11-15") == [("council_unsure", "2026-11-13", None)]
    over = [("council_unsure", "2026-11-13", "2026-11-16")]
    assert [closed(story, on) for on in ("2026-11-16", "2026-12-28", "2026-12-29")] == [over, over, []]
    place = next(n for n, row in enumerate(told(story, "2026-11-16")["alerts"]) if row["kind"] == "council_unsure")
    assert why(story, f"episodes.0.alerts.{place}", "2026-11-16") == (0, "council_unsure")
    assert not [fact for fact in JOINT.facts(fold(story), date(2026, 11, 16)) if "council_unsure" in fact.key]


def test_each_guess_has_its_own_alert() -> None:
    """Another likely council from the 16th on: that of the first one closed on that day."""
    story = at_home(COIN)
    story.tell("2026-11-16T09:00", PersonUpdated(home=HomeArea("E10000034", None, 0.5, "sector")))
    assert closed(story, "2026-11-17") == [
        ("council_unsure", "2026-11-16", None),
        ("council_unsure", "2026-11-13", "2026-11-16"),
    ]


def test_a_council_that_was_unknown_until_a_home_was_stated_was_unknown_until_then() -> None:
    """The home of the 18th stands for the days before it too; who looked at them is told that nobody knew it then."""
    story = Story()
    story.admit("2026-11-02T09:15", home=None, gp_practice=None)
    story.discharge("2026-11-13T16:40")
    assert closed(story, "2026-11-17") == [("council_unknown", "2026-11-13", None)]
    story.tell("2026-11-18T09:00", PersonUpdated(home=WHOLE))
    assert closed(story, "2026-11-18") == [("council_unknown", "2026-11-13", "2026-11-18")]
    early = Story()
    early.admit("2026-11-02T09:15", home=None, gp_practice=None)
    early.discharge("2026-11-13T16:40")
    early.tell("2026-11-13T23:00", PersonUpdated(home=WHOLE))
    assert closed(early, "2026-11-18") == []


def test_with_the_six_weeks_such_an_alert_is_over() -> None:
    """Nobody ever knew the council: closed on the day after the last covered one; void weeks never had it."""
    story = at_home(COIN)
    assert closed(story, "2026-12-25") == [("council_unsure", "2026-11-13", "2026-12-25")]
    story.cancel_discharge("2026-11-13T16:40", recorded="2026-11-14T09:00")
    assert closed(story, "2026-12-25") == []


def test_of_who_is_hidden_no_alert_about_the_council_is_shown() -> None:
    """That a council was unsure would say where somebody lives."""
    story = at_home(COIN)
    story.tell("2026-11-16T09:00", PersonUpdated(home=WHOLE))
    story.tell("2026-11-17T09:00", PersonUpdated(location_hidden=True))
    assert closed(story, "2026-11-18") == []
