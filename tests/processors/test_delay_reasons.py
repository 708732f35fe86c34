"""Reasons for delay by hand: several at once, who says them, when they end, and the one national code of a day."""

from datetime import date
from typing import Any

import pytest

from hub.events import discharge as d
from hub.processors.joint import JointProcessor
from tests.domain.sayings import says
from tests.domain.stories import Story, spell
from tests.processors.people import AREAS, fold, see, why
from tests.processors.standing import rules
from tests.processors.test_delay import COUNCIL, assessed, bed, delay, not_ready, over, ready, reason


def waiting(first: str = "2026-11-10T09:00") -> Story:
    """Give somebody who is ready since the 10th."""
    story = bed()
    ready(story, first)
    return story


def held(story: Story, on: str = "2026-12-01") -> list[tuple[Any, ...]]:
    """Give code, beginning, end and organisation of each reason."""
    return [(row["code"], row["from"][5:10], row["to"], row["said_by"]) for row in delay(story, on)["reasons"]]


def test_two_organisations_give_their_own_reasons_and_end_their_own() -> None:
    """The hospital waits for medicines, the council for a carer: each reason is kept until who gave it ends it."""
    story = waiting()
    reason(story, "2026-11-10T10:00", "HOSP03")
    reason(story, "2026-11-10T11:00", "CAP05", COUNCIL)
    over(story, "2026-11-11T09:00", "CAP05")
    over(story, "2026-11-12T09:00", "HOSP03")
    assert held(story) == [
        ("HOSP03", "11-10", "2026-11-12T09:00:00+00:00", "RZZ"),
        ("CAP05", "11-10", None, COUNCIL),
    ]
    assert rules(story) == ["unknown_delay_ended"]
    assert why(story, "spells.0.delay.reasons.0.to") == (5, "delay_ended")
    assert why(story, "spells.0.delay.reasons.1") == (3, "delay_stated")
    assert see(story)["spells"][0]["delay_reasons"] == [{"code": "CAP05", "until": None}]


def test_one_code_of_two_organisations_is_two_reasons() -> None:
    """When the council's has ended the hospital's goes on, and is still among the stay's reasons."""
    story = waiting()
    reason(story, "2026-11-10T10:00", "CAP05")
    reason(story, "2026-11-10T11:00", "CAP05", COUNCIL)
    over(story, "2026-11-11T09:00", "CAP05", COUNCIL)
    assert [row[2] is None for row in held(story)] == [True, False]
    assert see(story)["spells"][0]["delay_reasons"] == [{"code": "CAP05", "until": None}]


def test_a_reason_ends_when_its_day_has_passed_when_she_is_not_ready_and_when_she_leaves() -> None:
    """What comes first counts: the expected day is its last, a time is the end."""
    story = waiting()
    reason(story, "2026-11-10T10:00", "CAP05", until=date(2026, 11, 11))
    reason(story, "2026-11-10T10:01", "HOSP03", until=date(2026, 11, 20))
    not_ready(story, "2026-11-12T09:00")
    ready(story, "2026-11-14T09:00")
    reason(story, "2026-11-14T10:00", "HOSP04", until=date(2026, 11, 30))
    story.discharge("2026-11-16T16:40")
    assert [(row[0], row[2]) for row in held(story)] == [
        ("CAP05", "2026-11-11"),
        ("HOSP03", "2026-11-12T09:00:00+00:00"),
        ("HOSP04", "2026-11-16T16:40:00+00:00"),
    ]
    rule = [why(story, f"spells.0.delay.reasons.{at}.to")[1] for at in range(3)]
    assert rule == ["delay_expected_until", "not_ready", "discharged"]
    codes = [delay(story, f"2026-11-{day}")["national_code"] for day in (10, 11, 12, 13, 14, 15, 16)]
    assert codes == ["CAP05", "CAP05", "CAP05", "CAP05", "HOSP04", "HOSP04", "HOSP04"]


def test_a_repeat_goes_on_and_a_return_begins_anew() -> None:
    """Said again while it holds: one reason since the first time, with the newest day; after its end: another one."""
    story = waiting()
    reason(story, "2026-11-10T10:00", "CAP05", until=date(2026, 11, 12))
    reason(story, "2026-11-12T10:00", "CAP05", until=date(2026, 11, 14))
    reason(story, "2026-11-16T10:00", "CAP05")
    assert held(story) == [("CAP05", "11-10", "2026-11-14", "RZZ"), ("CAP05", "11-16", None, "RZZ")]


def test_a_label_and_its_code_are_one_reason() -> None:
    """The ward screen sends the code, the hub's list the label: the organisation has said one thing."""
    story = waiting()
    reason(story, "2026-11-10T10:00", "CAP02")
    reason(story, "2026-11-11T10:00", "Capacity \u2013 Housing provision not yet available (Pathway 0 or 1)")
    over(story, "2026-11-12T10:00", "cap02")
    (row,) = delay(story)["reasons"]
    assert (row["national_code"], row["label"]) == ("CAP02", "Housing provision not yet available")
    assert (row["from"][:10], row["to"][:10]) == ("2026-11-10", "2026-11-12")


@pytest.mark.parametrize(
    ("pathway", "told", "code"),
    [
        (None, ["HOSP04", "WELL03", "CTH03", "INTF05", "CAP05"], "CAP05"),
        (None, ["HOSP04", "WELL03", "CTH03", "INTF05"], "INTF05"),
        (None, ["HOSP04", "WELL03", "CTH03"], "CTH03"),
        (None, ["HOSP04", "WELL03"], "WELL03"),
        ("P3", ["CAP05", "INTF12"], "INTF12"),
        ("P1", ["CAP11", "CAP05"], "CAP05"),
        ("P2", ["CAP08", "CAP11"], "CAP08"),
        ("P0", ["HOSP04", "CAP01", "CAP09"], "CAP01"),
        (None, ["CAP03", "CAP05", "CAP04"], "CAP04"),
        (None, ["our own label", "HOSP04"], "HOSP04"),
        (None, ["our own label"], None),
    ],
)
def test_the_national_code_is_chosen_by_pathway_then_chain_then_the_newest(
    pathway: str | None, told: list[str], code: str | None
) -> None:
    """What fits her pathway; then the last link of the chain; then what was said last."""
    story = waiting()
    if pathway:
        story.tell("2026-11-10T09:30", d.PathwayDecided(spell(), pathway))
    for minute, said in enumerate(told):
        reason(story, f"2026-11-10T10:{minute:02}", said)
    assert delay(story, "2026-11-10")["national_code"] == code


def test_two_reasons_of_one_minute_are_chosen_by_code() -> None:
    """No order of arrival decides."""
    for told in (["CAP05", "CAP03"], ["CAP03", "CAP05"]):
        story = waiting()
        for said in told:
            reason(story, "2026-11-10T10:00", said)
        assert delay(story)["national_code"] == "CAP03"


def test_the_pathway_of_the_day_decides() -> None:
    """P1 until the 12th, P3 from then on: the code goes with it; before any decision what was learnt later stands."""
    story = waiting()
    reason(story, "2026-11-10T10:00", "CAP05")
    reason(story, "2026-11-10T10:01", "CAP11")
    story.tell("2026-11-11T09:00", d.PathwayDecided(spell(), "P1"))
    story.tell("2026-11-12T09:00", d.PathwayDecided(spell(), "P3"))
    assert [delay(story, f"2026-11-{day}")["national_code"] for day in (11, 12)] == ["CAP05", "CAP11"]
    assert why(story, "spells.0.delay.national_code") == (3, "national_delay_code")


def test_after_she_left_the_code_is_that_of_her_last_day_of_waiting() -> None:
    """A coordinator sees in the six weeks what she waited for last; a stay without waiting has none."""
    story = waiting()
    reason(story, "2026-11-10T10:00", "INTF09")
    reason(story, "2026-11-12T10:00", "CAP05")
    story.discharge("2026-11-13T16:40")
    assert see(story)["episodes"][0]["delay"]["national_code"] == "CAP05"
    never = bed()
    reason(never, "2026-11-10T10:00", "CAP05")
    assert delay(never)["national_code"] is None


def test_an_older_reason_gives_way_to_what_stands_for_it_and_is_a_finding() -> None:
    """Numeral viii in 2026: kept as sent, retired, and CAP03 is suggested as a guess; ix is no guess."""
    story = waiting()
    reason(story, "2026-11-10T10:00", "viii")
    (row,) = delay(story)["reasons"]
    assert (row["code"], row["national_code"], row["is_guess"]) == ("viii", "CAP03", True)
    assert delay(story)["national_code"] == "CAP03"
    assert why(story, "spells.0.delay.national_code")[1] == "national_delay_guessed"
    assert why(story, "spells.0.delay.reasons.0.national_code")[1] == "national_delay_guessed"
    assert rules(story) == ["retired_delay_reason"]
    sure = waiting()
    reason(sure, "2026-11-10T10:00", "ix")
    assert why(sure, "spells.0.delay.national_code")[1] == "national_delay_code"


def test_a_wait_over_the_change_of_lists_has_the_code_of_each_day() -> None:
    """Ix until 26 May 2024, CAP09 from 27 May on; xviii has no code after it; today's codes had none before."""
    story = bed("2024-05-20T09:00")
    ready(story, "2024-05-24T09:00")
    reason(story, "2024-05-24T10:00", "ix")
    reason(story, "2024-05-24T10:00", "xviii")
    assert rules(story) == []
    assert [delay(story, f"2024-05-{day}")["national_code"] for day in (26, 27)] == ["ix", "CAP09"]
    early = bed("2024-05-20T09:00")
    ready(early, "2024-05-24T09:00")
    reason(early, "2024-05-24T10:00", "CAP09")
    assert rules(early) == ["delay_reason_too_early"]
    assert [delay(early, f"2024-05-{day}")["national_code"] for day in (26, 27)] == [None, "CAP09"]


def test_contradictions_of_reasons_are_shown_and_stop_nothing() -> None:
    """A label of no list, an end before the beginning, a reason after she left: all kept, each with its finding."""
    story = waiting()
    reason(story, "2026-11-10T10:00", "Waiting for Godot")
    reason(story, "2026-11-11T10:00", "CAP05", until=date(2026, 11, 9))
    over(story, "2026-11-12T10:00", "CAP11")
    story.discharge("2026-11-13T16:40")
    reason(story, "2026-11-14T10:00", "HOSP03")
    assert rules(story) == [
        "unknown_delay_reason", "delay_until_before_said", "unknown_delay_ended", "delay_after_leaving",
    ]  # fmt: skip
    assert next((row["label"], row["national_code"]) for row in delay(story)["reasons"]) == (None, None)
    assert [row["code"] for row in delay(story)["reasons"]] == ["Waiting for Godot", "CAP05", "HOSP03"]
    assert delay(story)["national_code"] is None


def test_every_decision_on_the_pathway_is_kept_with_who_made_it() -> None:
    """P2, then P1 with its destination; a repeat changes nothing; codes of no list are kept and shown."""
    story = waiting()
    story.tell("2026-11-10T12:00", d.PathwayDecided(spell(), "P2", "P2-BED", said_by="RZZ"))
    story.tell("2026-11-11T12:00", d.PathwayDecided(spell(), "P1", "P1-REHAB", out_of_area=True, said_by=COUNCIL))
    story.tell("2026-11-12T12:00", d.PathwayDecided(spell(), "P1", "P1-REHAB", out_of_area=True, said_by=COUNCIL))
    (stay,) = see(story)["spells"]
    assert stay["pathways"] == [
        {"pathway": "P2", "destination": "P2-BED", "out_of_area": None, "from": "2026-11-10T12:00:00+00:00",
         "said_by": "RZZ"},
        {"pathway": "P1", "destination": "P1-REHAB", "out_of_area": True, "from": "2026-11-11T12:00:00+00:00",
         "said_by": COUNCIL},
    ]  # fmt: skip
    assert why(story, "spells.0.pathways.1") == (3, "pathway_decided")
    assert rules(story) == []
    story.tell("2026-11-13T12:00", d.PathwayDecided(spell(), "P9", "P1-CH"))
    story.tell("2026-11-14T12:00", d.PathwayDecided(spell(), "P3", "HOME"))
    story.tell("2026-11-15T12:00", d.PathwayDecided(spell(), "P3", "P1-CH"))
    assert rules(story) == ["unknown_pathway", "unknown_destination", "destination_of_another_pathway"]
    assert len(see(story)["spells"][0]["pathways"]) == 5


def test_the_criteria_of_the_last_assessment_are_kept_and_unknown_ones_shown() -> None:
    """What annex D does not name is kept as sent; so is a no that names a criterion."""
    story = bed()
    assert see(story)["spells"][0]["criteria_to_reside"] == []
    assessed(story, "2026-11-04T09:00", "OXYGEN", "NEWS2_ABOVE_3", met=True)
    assert see(story)["spells"][0]["criteria_to_reside"] == ["OXYGEN", "NEWS2_ABOVE_3"]
    assert rules(story) == []
    assessed(story, "2026-11-05T09:00", "WAITING_ROOM", met=True)
    assessed(story, "2026-11-06T09:00", "OXYGEN")
    assert rules(story) == ["unknown_criterion", "criteria_contradicted"]
    assert why(story, "spells.0.criteria_to_reside") == (3, "criteria_assessed")
    assessed(story, "2026-11-07T09:00")
    assert see(story)["spells"][0]["criteria_to_reside"] == []


def test_who_said_it_is_not_shown_where_that_tells_where_she_lives() -> None:
    """Her council gives a reason and decides: while she is hidden only the hospital is named, and no area."""
    story = waiting()
    reason(story, "2026-11-10T10:00", "CAP05", COUNCIL)
    reason(story, "2026-11-10T11:00", "HOSP03")
    story.tell("2026-11-11T12:00", d.PathwayDecided(spell(), "P1", "P1-REHAB", out_of_area=True, said_by=COUNCIL))
    joint, on = JointProcessor(AREAS), date(2026, 12, 1)
    withheld = joint.withholding().view(fold(story), on)
    says(story, "2026-11-20T09:00", hidden=True)
    for view in (withheld, joint.view(fold(story), on)):
        (stay,) = view["spells"]
        assert [row["said_by"] for row in stay["delay"]["reasons"]] == [None, "RZZ"]
        assert (stay["pathways"][0]["said_by"], stay["pathways"][0]["out_of_area"]) == (None, None)
        assert COUNCIL not in str(view)


def test_nothing_of_delay_is_shown_of_somebody_who_is_forgotten() -> None:
    """Reasons and days go with the rest."""
    from hub.events.identity import SubjectKeyDestroyed

    story = waiting()
    reason(story, "2026-11-10T10:00", "CAP05", COUNCIL)
    before = fold(story)
    story.tell("2026-11-20T09:00", SubjectKeyDestroyed("RETENTION"))
    reason(story, "2026-11-21T10:00", "HOSP03")
    assert see(story)["spells"] == []
    assert fold(story).spells == before.spells
