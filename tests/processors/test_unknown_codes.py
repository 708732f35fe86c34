"""Codes that are on no list: kept as they were sent, shown as findings, and money follows a rule that is stated."""

from datetime import date

import pytest

from hub.api.purposes import Purpose
from hub.domain.council_codes import is_council
from hub.domain.origin_codes import origin_code
from hub.domain.team import PURPOSES
from hub.events import care_record as c
from hub.events import charges as ch
from hub.events.coordination import TeamMemberJoined
from hub.runtime.reading import members
from tests.domain.stories import Story, ms
from tests.processors.moving import HERE, THERE, holders, move, notified
from tests.processors.people import fold, see, why
from tests.processors.standing import home, rules
from tests.processors.test_stated_origins import parts, supported

DAY = date(2026, 11, 20)


def equipped(kind: str, pence: int, *, charged: bool = True) -> Story:
    """Give somebody who got a piece of equipment, and was charged for it."""
    story = home()
    story.tell("2026-11-20T09:00", ch.EquipmentProvided("EQ1", kind, DAY, pence))
    if charged:
        story.tell("2026-11-25T09:00", ch.ChargeRecorded("F1", DAY, DAY, pence, line_id="EQ1"))
    return story


def alerts(story: Story) -> list[str]:
    """Return why money raises alerts."""
    raised = [row["because"] for row in see(story)["episodes"][0]["alerts"]]
    return [because for because in raised if because.startswith(("charge", "equipment"))]


def test_an_unknown_origin_says_nothing_so_that_the_days_decide() -> None:
    """A line that ran before is resumed, another is new, and what was sent stands beside it with a finding."""
    ran, new = supported(origin="WHATEVER"), home()
    new.line("2026-11-14", "L1", 700, origin="WHATEVER")
    assert parts(ran) == [("RESUMED", 10.0, "WHATEVER")]
    assert parts(new) == [("NEW", 7.0, "WHATEVER")]
    for story, by in ((ran, 0), (new, 2)):
        assert rules(story) == ["unknown_origin"]
        assert why(story, "episodes.0.lines.0.origin_stated") == (by, "unknown_origin")
    assert see(ran)["episodes"][0]["responsibility"][0]["payer"] == "council"
    assert see(new)["episodes"][0]["responsibility"][0]["payer"] == "joint"


def test_an_unknown_origin_of_a_change_leaves_the_one_that_was_stated() -> None:
    """Stated as resumed, then changed with a word that is none: resumed it stays, and more hours are an increase."""
    story = home()
    story.line("2026-11-14", "L1", 700, origin="RESUMED")
    story.tell("2026-11-20T09:00", c.SupportLineChanged("L1", "1-100", DAY, None, "WHATEVER", 1000))
    assert parts(story) == [("RESUMED", 7.0, "WHATEVER"), ("INCREASE", 3.0, "WHATEVER")]
    assert rules(story) == ["unknown_origin"]


def test_the_long_name_of_resumed_is_resumed() -> None:
    """The name that the sector's own data has is no unknown word; capitals and blanks make no other."""
    story = home()
    story.line("2026-11-14", "L1", 700, origin="RESUMED_PRE_ADMISSION")
    assert (parts(story), rules(story)) == ([("RESUMED", 7.0, None)], [])
    assert [origin_code(sent) for sent in ("new ", "", None, "ODD")] == ["NEW", None, None, "ODD"]


def test_a_service_on_no_list_is_kept_with_a_finding() -> None:
    """It is a kind of its own, and each one is told once, by the first days on which it was given."""
    story = home()
    story.line("2026-11-14", "L1", 700, service="BANANA", origin="NEW")
    story.tell("2026-11-20T09:00", c.SupportLineChanged("L1", "1-100", DAY, None, None, 1000))
    assert see(story)["episodes"][0]["lines"][0]["service"] == "BANANA"
    assert [(one["rule"], one["sources"]) for one in see(story)["findings"]] == [("unknown_service", [2])]
    known = home()
    known.line("2026-11-14", "L1", 700, service="Home care", origin="NEW")
    known.line("2026-11-14", "L2", 700, service="", origin="NEW")
    assert rules(known) == []


def test_equipment_of_no_known_kind_is_free_up_to_the_price_of_a_minor_adaptation() -> None:
    """1,000 pounds: free as an aid and as an adaptation, so that a charge for it is paid back."""
    story = equipped("HOIST", 100_000)
    assert see(story)["equipment"][0]["never_charged"] is True
    assert see(story)["charges"][0]["refund_due"] == "1000.00"
    assert rules(story) == ["unknown_equipment"]


def test_equipment_of_no_known_kind_above_that_price_is_for_a_person_to_look_at() -> None:
    """A penny more: nobody can say that it is free, nor that it may be charged."""
    story = equipped("HOIST", 100_001)
    piece, (charge,) = see(story)["equipment"][0], see(story)["charges"]
    assert (piece["kind"], piece["never_charged"], charge["refund_due"]) == ("HOIST", False, None)
    assert alerts(story) == ["charge_unclear"]
    assert alerts(equipped("HOIST", 100_001, charged=False)) == []
    assert alerts(equipped("ADAPTATION", 100_001)) == []
    assert rules(equipped("ADAPTATION", 100_001)) == []


def test_a_kind_that_is_told_anew_is_no_finding_any_more() -> None:
    """What holds is what was told last under the id."""
    story = equipped("HOIST", 500_000, charged=False)
    story.tell("2026-11-21T09:00", ch.EquipmentProvided("EQ1", "EQUIPMENT", DAY, 500_000))
    assert (see(story)["equipment"][0]["never_charged"], rules(story)) == (True, [])


@pytest.mark.parametrize("unknown", ["ZZZ", "E0600000", "Birmingham"])
def test_to_a_council_that_nobody_knows_no_duty_moves(unknown: str) -> None:
    """The first council answers on, the case shows what was sent, and a finding tells."""
    story = Story()
    notified(story, to_council=unknown)
    assert holders(story, "2026-05-30", 5) == [HERE] * 5
    shown = move(story, "2026-06-03")
    assert (shown["to_council"], "move_council_unknown" in shown["findings"]) == (unknown, True)
    assert shown["interim_duty_from"] is None


def test_a_first_council_that_nobody_knows_is_a_finding_and_the_second_takes_over() -> None:
    """Whoever was left: from the day of the move on the second council answers."""
    story = Story()
    notified(story, from_council="ZZZ")
    assert holders(story, "2026-06-01", 2) == [THERE] * 2
    assert "move_council_unknown" in move(story, "2026-06-03")["findings"]
    assert [is_council(code) for code in ("E09000002", "W06000015", "e09000002")] == [True, True, False]


def test_the_joint_state_keeps_the_council_of_the_home_where_the_move_leads_nowhere() -> None:
    """Six weeks go on under the council that is known."""
    story = home()
    notified(story, when="2026-11-15T09:00", on="2026-11-20", to_council="ZZZ")
    assert see(story)["episodes"][0]["council"] == HERE


def test_a_purpose_that_no_team_is_for_opens_nothing() -> None:
    """Benefit decisions are no purpose: the membership is kept and shown, and a finding tells."""
    story = home()
    story.tell("2026-11-14T09:00", TeamMemberJoined("post-1", "1-300", "NURSE", "BENEFIT_DECISION"))
    (found,) = see(story)["findings"]
    assert (found["rule"], found["about"]["id"]) == ("team_purpose_unknown", "post-1")
    assert see(story)["team"][0]["purpose"] == "BENEFIT_DECISION"
    assert members(fold(story), ms("2026-11-15")) == frozenset()
    assert {purpose.value for purpose in Purpose} >= PURPOSES
