"""The named coordinator: one at a time, handed over without a gap, and missed after one working day."""

from datetime import date
from typing import Any

import pytest

from hub.events import discharge as d
from hub.events.coordination import CoordinatorNamed, CoordinatorStoodDown
from hub.events.identity import SubjectKeyDestroyed
from hub.processors.joint import JointProcessor
from tests.domain.stories import Story, spell
from tests.processors.people import AREAS, fold, see, why
from tests.processors.standing import home

JOINT = JointProcessor(AREAS)
COUNCIL, TRUST = "E06000001", "RZZ"


def weeks(story: Story, on: str = "2026-12-01") -> dict[str, Any]:
    """Return the last six weeks on a day."""
    row: dict[str, Any] = see(story, on)["episodes"][-1]
    return row


def missed(story: Story, on: str) -> list[tuple[str, str, str | None]]:
    """Return since when nobody coordinates, and the days on which that was told and was over."""
    rows = [row for row in weeks(story, on)["alerts"] if row["kind"] == "no_coordinator"]
    return [(row["since"], row["opened_at"], row["closed_at"]) for row in rows]


def name(story: Story, when: str, post: str = "post-1", organisation: str = COUNCIL) -> None:
    """Somebody is named."""
    story.tell(when, CoordinatorNamed(post, organisation, "CARE_COORDINATOR"))


def test_the_newest_one_named_coordinates_and_hands_over_without_a_gap() -> None:
    """The time of one ends at the moment at which that of the next begins."""
    story = home()
    name(story, "2026-11-14T09:00")
    name(story, "2026-11-20T12:00", "post-2", TRUST)
    assert weeks(story)["coordinator"] == {
        "post_id": "post-2", "organisation": "RZZ", "role": "CARE_COORDINATOR", "since": "2026-11-20T12:00:00+00:00",
    }  # fmt: skip
    assert [
        (row["post_id"], row["from"][:16], row["to"] and row["to"][:16]) for row in weeks(story)["coordinators"]
    ] == [
        ("post-1", "2026-11-14T09:00", "2026-11-20T12:00"),
        ("post-2", "2026-11-20T12:00", None),
    ]
    assert why(story, "episodes.0.coordinator") == (3, "coordinator_named")
    assert weeks(story, "2026-11-15")["coordinator"]["post_id"] == "post-1"


def test_a_name_for_who_coordinates_already_changes_nothing() -> None:
    """Said twice, it is one time, since the first word."""
    story = home()
    name(story, "2026-11-14T09:00")
    name(story, "2026-11-18T09:00")
    assert [row["from"][:10] for row in weeks(story)["coordinators"]] == ["2026-11-14"]


def test_who_stands_down_leaves_nobody_and_is_no_longer_shown_as_coordinator() -> None:
    """The one before does not come back by itself; who was replaced may stand down without effect."""
    story = home()
    name(story, "2026-11-14T09:00")
    name(story, "2026-11-20T12:00", "post-2", TRUST)
    story.tell("2026-11-21T09:00", CoordinatorStoodDown("post-1", COUNCIL))
    assert weeks(story)["coordinator"]["post_id"] == "post-2"
    story.tell("2026-11-23T09:00", CoordinatorStoodDown("post-2", TRUST))
    assert weeks(story)["coordinator"] is None
    assert see(story)["findings"] == []


def test_two_named_at_one_moment_are_a_finding_and_one_stands() -> None:
    """The later in canonical order, whichever arrived first."""
    story = home()
    name(story, "2026-11-14T09:00")
    name(story, "2026-11-14T09:00", "post-2", TRUST)
    assert [row["rule"] for row in see(story)["findings"]] == ["two_coordinators"]
    assert len(weeks(story)["coordinators"]) == 1
    story.events.reverse()
    again = see(story)
    assert again["episodes"][0]["coordinator"] == weeks(story)["coordinator"]


def test_who_was_never_named_cannot_stand_down() -> None:
    """It is kept as a finding and changes nothing."""
    story = home()
    story.tell("2026-11-14T09:00", CoordinatorStoodDown("post-9", COUNCIL))
    name(story, "2026-11-15T09:00")
    story.tell("2026-11-16T09:00", CoordinatorStoodDown("post-8", COUNCIL))
    assert [row["rule"] for row in see(story)["findings"]] == ["coordinator_not_named"] * 2
    assert weeks(story)["coordinator"]["post_id"] == "post-1"


@pytest.mark.parametrize(
    ("left", "told"),
    [
        ("2026-11-12T16:40", "2026-11-13"),  # Thursday
        ("2026-11-13T16:40", "2026-11-16"),  # Friday
        ("2026-12-24T10:00", "2026-12-29"),  # Christmas Eve; the bank holidays are the 25th and the 28th
        ("2026-04-02T10:00", "2026-04-07"),  # Maundy Thursday; the clocks have changed meanwhile
    ],
)
def test_nobody_for_a_working_day_is_told_on_that_day(left: str, told: str) -> None:
    """The next working day after the discharge, weekends and England's bank holidays left out."""
    story = Story("left")
    story.admit("2026-03-02T09:15")
    story.discharge(left)
    before = date.fromordinal(date.fromisoformat(told).toordinal() - 1)
    assert missed(story, before.isoformat()) == []
    assert missed(story, told) == [(left[:10], told, None)]
    assert JOINT.wakes_on(fold(story), before) == date.fromisoformat(told)
    facts = [fact for fact in JOINT.facts(fold(story), date.fromisoformat(told)) if ":no_coordinator:" in fact.key]
    assert [f'"since":"{left[:10]}"' in fact.body for fact in facts] == [True]


def test_the_alert_closes_when_somebody_is_named_and_opens_anew_under_another_key() -> None:
    """Each time without a coordinator is an alert of its own; closed ones stay shown for six weeks."""
    story = home()
    name(story, "2026-11-18T09:00")
    assert missed(story, "2026-12-01") == [("2026-11-13", "2026-11-16", "2026-11-18")]
    first = {fact.key for fact in JOINT.facts(fold(story), date(2026, 11, 18)) if "no_coordinator" in fact.key}
    assert first == set()
    story.tell("2026-11-20T09:00", CoordinatorStoodDown("post-1", COUNCIL))
    assert missed(story, "2026-12-01") == [
        ("2026-11-20", "2026-11-23", None),
        ("2026-11-13", "2026-11-16", "2026-11-18"),
    ]
    keys = [fact.key for fact in JOINT.facts(fold(story), date(2026, 11, 23)) if "no_coordinator" in fact.key]
    assert [key.rsplit(":", 1)[1] for key in keys] == ["2026-11-20"]
    assert [row for row in missed(story, "2027-01-31") if row[1] == "2026-11-16"] == []


def test_a_gap_of_less_than_a_working_day_is_none() -> None:
    """Named within the working day, before the discharge, or handed over at a weekend: nobody is told."""
    early, weekend, prompt = home(), home(), home()
    name(early, "2026-11-03T09:00", "post-0")
    early.tell("2026-11-04T09:00", CoordinatorStoodDown("post-0", COUNCIL))
    name(early, "2026-11-05T09:00")
    name(weekend, "2026-11-13T17:00")
    weekend.tell("2026-11-20T17:00", CoordinatorStoodDown("post-1", COUNCIL))
    name(weekend, "2026-11-23T09:00", "post-2")
    name(prompt, "2026-11-16T09:00")
    for story in (early, weekend, prompt):
        assert missed(story, "2026-12-01") == []


def test_the_alert_is_over_when_the_six_weeks_are() -> None:
    """A stay in hospital, a death and the last covered day end the time in which somebody is to coordinate."""
    back, dead, over = home(), home(), home()
    back.admit("2026-11-20T08:00", "SP2")
    dead.death("2026-11-21T08:00")
    assert missed(back, "2026-12-01")[0][2] == "2026-11-20"
    assert missed(dead, "2026-12-01")[0][2] == "2026-11-21"
    assert missed(over, "2026-12-24")[0][2] is None
    assert missed(over, "2026-12-25")[0][2] == "2026-12-25"


def test_nobody_is_missed_for_somebody_on_pathway_0_without_support() -> None:
    """No new need and no line: nothing waits in the community; with a line somebody is to coordinate."""
    story = home()
    story.tell("2026-11-13T09:00", d.PathwayDecided(spell(), "P0"))
    assert (missed(story, "2026-12-01"), see(story)["next_step"]) == ([], None)
    story.line("2026-11-14", "L1", 700)
    assert missed(story, "2026-12-01") != []


def test_naming_somebody_is_the_next_step_while_support_runs() -> None:
    """The council holds it, due on the day of the alert; once somebody is named, support runs."""
    story = home()
    story.line("2026-11-14", "L1", 700)
    step = see(story, "2026-11-15")["next_step"]
    assert (step["what"], step["holder"], step["organisation"], step["due"]) == (
        "name_coordinator", "council", "E06000001", "2026-11-16",
    )  # fmt: skip
    name(story, "2026-11-15T10:00")
    assert see(story, "2026-11-15")["next_step"]["what"] == "support"
    tomorrow = home()
    tomorrow.line("2026-11-14", "L1", 700)
    name(tomorrow, "2026-11-16T09:00")
    assert see(tomorrow, "2026-11-15")["next_step"]["what"] == "support"


def test_a_council_that_is_named_is_not_shown_while_whereabouts_are_hidden() -> None:
    """The code of a council or system says where somebody lives; the trust is shown anyway."""
    story = home()
    name(story, "2026-11-14T09:00")
    name(story, "2026-11-15T09:00", "post-2", TRUST)
    state = fold(story)
    shown = JOINT.withholding().view(state, date(2026, 12, 1))["episodes"][0]
    assert [row["organisation"] for row in shown["coordinators"]] == [None, "RZZ"]
    story.line("2026-11-14", "L1", 700)
    story.tell("2026-11-16T09:00", CoordinatorStoodDown("post-2", TRUST))
    step = JOINT.withholding().view(fold(story), date(2026, 12, 1))["next_step"]
    assert (step["what"], step["holder"], step["organisation"]) == ("name_coordinator", "hospital", "RZZ")


def test_a_void_episode_has_no_coordinator() -> None:
    """A cancelled discharge: nothing to coordinate."""
    story = home()
    name(story, "2026-11-14T09:00")
    story.cancel_discharge("2026-11-13T16:40")
    row = see(story)["episodes"][0]
    assert (row["coordinator"], row["coordinators"], row["alerts"], row["milestones"], row["safety_net"]) == (
        None, [], [], [], None,
    )  # fmt: skip


def test_nobody_is_told_anything_of_somebody_who_is_forgotten() -> None:
    """The keys were destroyed: no alert, no coordinator, and no day to look again."""
    story = home()
    story.tell("2026-11-20T09:00", SubjectKeyDestroyed("erasure"))
    outline = JOINT.outline(fold(story), date(2026, 12, 1))
    assert ([fact for fact in outline.facts if fact.kind == "Alert"], outline.wakes_on) == ([], None)


def test_back_in_hospital_before_the_working_day_nobody_is_missed() -> None:
    """Discharged on Friday, admitted on Sunday: the alert of Monday never opens."""
    story = home()
    story.admit("2026-11-15T08:00", "SP2")
    assert missed(story, "2026-12-01") == []


def test_who_is_named_in_hospital_coordinates_the_stay_until_it_is_over() -> None:
    """A discharge is planned before the six weeks begin; a stay that is over names nobody, the weeks do."""
    story = Story("in a bed")
    story.admit("2026-11-02T09:15")
    assert see(story)["spells"][0]["coordinator"] is None, "nothing is known of any team"
    name(story, "2026-11-04T09:00")
    now = {"post_id": "post-1", "organisation": COUNCIL, "role": "CARE_COORDINATOR"}
    assert see(story)["spells"][0]["coordinator"] == now | {"since": "2026-11-04T09:00:00+00:00"}
    assert why(story, "spells.0.coordinator") == (1, "coordinator_named")
    assert see(story, "2026-11-03")["spells"][0]["coordinator"] is None, "she was named on the day after"
    story.tell("2026-11-05T09:00", CoordinatorStoodDown("post-1", COUNCIL))
    assert see(story)["spells"][0]["coordinator"] is None, "nobody is named any more"
    name(story, "2026-11-06T09:00")
    story.discharge("2026-11-13T16:40")
    assert see(story)["spells"][0]["coordinator"] is None
    assert weeks(story)["coordinator"]["post_id"] == "post-1"
