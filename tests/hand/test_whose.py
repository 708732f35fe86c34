"""What somebody may not write down by hand because it is about something of others."""

from datetime import date
from typing import Any

import pytest

from connectors.hand_record.translate import Said
from hub.domain.former_councils import OwnTime
from hub.ports.recording import Entry, Recorder, Thing
from tests.hand.entries import DAY, GOOD, KNOWN
from tests.hand.person import went_home
from tests.hand.test_translation import SAID, TABLE, faults, told

VISITS: list[tuple[str, dict[str, Any], str]] = [
    ("visit_confirmed", {"line": "line", "done_at": "2026-11-22T08:30"}, "line"),
    ("visit_missed", {"line": "line", "planned_at": "2026-11-22T08:30"}, "line"),
    ("carer_told", {"visit": "missed_visit"}, "visit"),
]
"""Everything that care staff may record, about a line of 1-101."""


@pytest.mark.parametrize(("what", "fields", "field"), VISITS)
def test_a_provider_writes_of_its_own_lines_alone(what: str, fields: dict[str, Any], field: str) -> None:
    """Another provider's missed visit is not made good by who did not make it; the refusal stands at the line."""
    other = SAID._replace(who=Recorder("1-102", "care_staff", "CARE_DELIVERY", "own_provider"))
    assert faults(told(what, fields, other)) == {(f"fields.{field}", "not_your_line")}
    own = SAID._replace(who=Recorder("1-101", "care_staff", "CARE_DELIVERY", "own_provider"))
    assert told(what, fields, own).outcome == "accepted"


@pytest.mark.parametrize("scope", ["own_team", "own_council", "anyone"])
@pytest.mark.parametrize(("what", "fields", "field"), VISITS)
def test_team_council_and_joint_team_write_of_every_line(
    what: str, fields: dict[str, Any], field: str, scope: str
) -> None:
    """A member of the team who works for another provider says which visits they saw."""
    del field
    said = SAID._replace(who=Recorder("1-102", "care_staff", "CARE_DELIVERY", scope))
    assert told(what, fields, said).outcome == "accepted"


def moved(first: str | None, second: str | None, *, on: str = "2026-11-20", placed: bool | None = None) -> Thing:
    """Give what one notice of the move says."""
    values: dict[str, Any] = {"move_id": "M1", "from_council": first, "to_council": second}
    values |= {"intended_on": date.fromisoformat(on), "placed": placed}
    return Thing("M1", values, "MoveNotified", DAY)


def saying(who: Recorder, **things: Thing) -> Said:
    """Give what stands around an entry of somebody, with more that is known of the person."""
    return SAID._replace(
        who=who,
        known=KNOWN._replace(things={**KNOWN.things, **{name: (thing,) for name, thing in things.items()}}),
    )


def council(code: str, scope: str = "own_council") -> Recorder:
    """Give a social worker of a council."""
    return Recorder(code, "social_worker", "PORTABILITY", scope)


STEPS = [what for what, (fields, _) in GOOD.items() if "move" in fields]


@pytest.mark.parametrize("what", STEPS)
def test_the_steps_of_a_move_are_those_of_its_two_councils(what: str) -> None:
    """A third council, tied by another move or the person's own, takes none; the joint team writes down each."""
    move = moved("E08000025", "E08000029")
    for third in (council("E08000031", "own_move"), council("E08000031")):
        assert faults(told(what, GOOD[what][0], saying(third, move_councils=move))) == {
            ("fields.move", "not_your_move")
        }
    for who in (council("E08000025"), council("E08000029", "own_move"), Recorder("QHL", "coordinator", "PORTABILITY")):
        assert told(what, GOOD[what][0], saying(who, move_councils=move)).outcome == "accepted"
    assert len(STEPS) == 6


def test_every_step_of_a_move_names_it() -> None:
    """A kind of entry about a move that did not name it could not be held to its councils."""
    groups = {"moves", "moves_second"}
    every = {kind.what for kind in TABLE.by_what.values() if kind.group in groups and kind.what != "move_notified"}
    assert every == set(STEPS)


@pytest.mark.parametrize(("first", "second"), [(None, "E08000029"), ("E08000025", None), (None, None)])
def test_while_a_council_of_a_move_is_not_known_the_persons_own_may_be_it(
    first: str | None, second: str | None
) -> None:
    """One that only another move ties is not; one that the notice names always is."""
    move = moved(first, second)
    step = {"move": "move"}
    assert told("move_confirmed", step, saying(council("E08000031"), move_councils=move)).outcome == "accepted"
    tied = saying(council("E08000031", "own_move"), move_councils=move)
    assert faults(told("move_confirmed", step, tied)) == {("fields.move", "not_your_move")}
    for one in filter(None, (first, second)):
        named = saying(council(one, "own_move"), move_councils=move)
        assert told("move_confirmed", step, named).outcome == "accepted"


def test_a_council_is_the_same_under_the_code_that_it_has_today() -> None:
    """A notice from before a reform names a code that no session has."""
    said = saying(council("E06000061"), move_councils=moved("E07000150", "E08000029"))
    assert faults(told("move_confirmed", {"move": "move"}, said)) == {("fields.move", "not_your_move")}
    renamed = said._replace(council_now={"E07000150": "E06000061"}.get)
    assert told("move_confirmed", {"move": "move"}, renamed).outcome == "accepted"


def given(notice: str | None, referral: str | None = None) -> dict[str, Thing]:
    """Give to which councils a notice and its referral were."""
    values = {"referral_id": "HR1", "notice_id": "N1", "council": notice}
    found = {"notice_council": Thing("N", values, "NoticeIssued", DAY)}
    asked = {"referral_id": "HR1", "council": referral}
    return found | {"referral_council": Thing("R", asked, "HospitalReferralMade", DAY)}


ANSWERS = [("notice_answered", "notice"), ("withdrawal_answered", "withdrawal")]


@pytest.mark.parametrize(("what", "field"), ANSWERS)
def test_a_notice_is_answered_by_the_council_that_has_it(what: str, field: str) -> None:
    """Another one is refused, in its own name and in that of the council that has it; so is the joint team for it."""
    answer, has = {field: field, "accepted": "yes"}, given("E08000029")
    other, team = saying(council("E08000025"), **has), saying(Recorder("QHL", "coordinator", "X"), **has)
    assert faults(told(what, answer, other)) == {(f"fields.{field}", "not_your_notice")}
    assert faults(told(what, answer | {"council": "E08000029"}, other)) == {(f"fields.{field}", "not_your_notice")}
    assert faults(told(what, answer | {"council": "E08000025"}, team)) == {("fields.council", "does_not_fit")}
    for typed in ({}, {"council": "E08000029"}):
        assert told(what, answer | typed, saying(council("E08000029"), **has)).outcome == "accepted"
        assert told(what, answer | typed, team).outcome == "accepted"


def answered_by(who: Recorder, own: str, **more: Any) -> Said:
    """Give what stands around an answer where a council answers for the person, and another was given the notice."""
    said = saying(who, **given("E08000029"))
    return said._replace(known=said.known._replace(councils=frozenset({own}), **more))


@pytest.mark.parametrize(("what", "field"), ANSWERS)
def test_the_council_that_answers_for_the_person_takes_up_what_another_was_given(what: str, field: str) -> None:
    """In its own name alone; it refuses nothing for another one, which says no itself."""
    answer, own = {field: field, "accepted": "yes"}, "E08000025"
    said = answered_by(council(own), own)
    for typed in ({}, {"council": own}):
        assert told(what, answer | typed, said).outcome == "accepted"
    assert faults(told(what, answer | {"council": "E08000029"}, said)) == {("fields.council", "does_not_fit")}
    no = answer | {"accepted": "no", "reason": "NOT_OUR_COUNCIL"}
    assert faults(told(what, no, said)) == {("fields.accepted", "not_yours_to_refuse")}
    assert told(what, no, answered_by(council("E08000029"), own)).outcome == "accepted"
    third = answered_by(council("E08000031"), own)
    assert faults(told(what, answer, third)) == {(f"fields.{field}", "not_your_notice")}


@pytest.mark.parametrize(("what", "field"), ANSWERS)
def test_the_joint_team_names_the_council_that_takes_up_a_notice(what: str, field: str) -> None:
    """While whereabouts are hidden it may not be told which one that is: only the council itself answers."""
    answer, own = {field: field, "accepted": "yes", "council": "E08000025"}, "E08000025"
    team = Recorder("QHL", "coordinator", "X")
    assert told(what, answer, answered_by(team, own)).outcome == "accepted"
    no = answer | {"accepted": "no", "reason": "OTHER"}
    assert faults(told(what, no, answered_by(team, own))) == {("fields.accepted", "not_yours_to_refuse")}
    hidden = answered_by(team, own, hidden=True)
    assert faults(told(what, answer, hidden)) == {("fields.council", "does_not_fit")}
    assert told(what, answer, answered_by(council(own), own, hidden=True)).outcome == "accepted"


@pytest.mark.parametrize(("what", "field"), ANSWERS)
def test_a_notice_without_a_council_is_its_referrals(what: str, field: str) -> None:
    """Where neither names one, whoever answers for the person answers."""
    answer = {field: field, "accepted": "yes"}
    has = given(None, "E08000029")
    assert faults(told(what, answer, saying(council("E08000025"), **has))) == {(f"fields.{field}", "not_your_notice")}
    assert told(what, answer, saying(council("E08000029"), **has)).outcome == "accepted"
    assert told(what, answer, saying(council("E08000025"), **given(None))).outcome == "accepted"


@pytest.mark.parametrize(("what", "field"), ANSWERS)
def test_after_a_move_the_council_that_has_the_duty_answers_as_well(what: str, field: str) -> None:
    """From the day of the move on; a placement leaves the notice with the council that places."""
    answer, has = {field: field, "accepted": "yes"}, given("E08000025")
    second = council("E08000029")
    came = moved("E08000025", "E08000029", on="2026-11-23")
    assert told(what, answer, saying(second, move_councils=came, **has)).outcome == "accepted"
    for other in (
        moved("E08000025", "E08000029", on="2026-11-24"),
        moved("E08000025", "E08000029", placed=True),
        moved("E08000025", None),
    ):
        refused = faults(told(what, answer, saying(second, move_councils=other, **has)))
        assert refused == {(f"fields.{field}", "not_your_notice")}


@pytest.mark.parametrize(("what", "field"), ANSWERS)
def test_an_answer_says_which_council_it_is_from(what: str, field: str) -> None:
    """The council of who answers, unless they say for which one; the joint team alone is no council."""
    for who, typed, wanted in (
        (council("E08000029"), {}, "E08000029"),
        (Recorder("QHL", "coordinator", "X"), {}, None),
        (Recorder("QHL", "coordinator", "X"), {"council": "E08000029"}, "E08000029"),
    ):
        (event,) = told(what, {field: field, "accepted": "yes"} | typed, saying(who)).events
        assert getattr(event.body, "council", "") == wanted


async def test_through_the_hub_a_council_answers_its_own_notices_and_takes_steps_of_its_own_moves() -> None:
    """What the person's events say of notice and move, and who answers for them, is what a council is held against."""
    hand = await went_home()
    (spell,) = (await hand.desk.known(hand.subject)).things["spell"]
    asked = GOOD["hospital_referral_made"][0] | {"spell": spell.ref, "council": "E10999002", "expected": "2026-11-20"}
    await hand.record(Entry("hospital_referral_made", asked, "key-of-referral"))
    (referral,) = (await hand.desk.known(hand.subject)).things["hospital_referral"]
    notice = {"referral": referral.ref, "kind": "ASSESSMENT"}
    await hand.record(Entry("notice_issued", notice, "key-of-notice"))
    move = {"intended_on": "2026-12-20", "from_council": "E10999001", "to_council": "E10999002"}
    await hand.record(Entry("move_notified", move, "key-of-move"))
    known = await hand.desk.known(hand.subject)
    answer = Entry("notice_answered", {"notice": known.things["notice"][0].ref, "accepted": "yes"}, "key-of-answer")
    no = {**answer.fields, "accepted": "no", "reason": "NOT_OUR_COUNCIL"}
    step = Entry("move_confirmed", {"move": known.things["move"][0].ref}, "key-of-step")
    found = [
        [fault.rule for fault in await hand.desk.check(hand.subject, council(code), entry)]
        for entry in (answer, answer._replace(fields=no), step)
        for code in ("E10999001", "E10999002", "E10999003")
    ]
    assert [found[:3], found[3:6], found[6:]] == [
        [[], [], ["not_your_notice"]],
        [["not_yours_to_refuse"], [], ["not_your_notice"]],
        [[], [], ["not_your_move"]],
    ]
    await hand.desk.record(hand.subject, council("E10999002"), answer)
    state = await hand.state()
    assert [one["council"] for one in state["referrals"][0]["answers"]] == ["E10999002"]


ITS_COUNCIL_S = sorted(
    what for what, kind in TABLE.by_what.items() if kind.group in {"early_help", "decisions", "carer_decisions"}
    and kind.event != "FundingDetermined" and any(field.name == "council" for field in kind.fields)
)  # fmt: skip
"""Steps of early help, short breaks, assessments and what they find."""


@pytest.mark.parametrize("what", ITS_COUNCIL_S)
def test_a_step_of_a_council_that_names_none_is_its_own(what: str) -> None:
    """The recorder's council stands in the event; another one that is named does, and the joint team names none."""
    fields = {name: value for name, value in GOOD[what][0].items() if name != "council"}
    named = [
        told(what, {**fields, **more}, SAID._replace(who=who)).events[0].body.council  # type: ignore[attr-defined]
        for who, more in (
            (council("E08000025"), {}),
            (council("E08000025"), {"council": "E08000029"}),
            (Recorder("QZZ", "coordinator", "PORTABILITY", "anyone"), {}),
        )
    ]
    assert named == ["E08000025", "E08000029", None]


def test_a_late_bill_of_a_council_that_was_left_is_for_days_and_support_of_its_own_time() -> None:
    """The refusals stand beside the fields; without days of its own, as of who is hidden, nothing can be charged."""
    left = council("E08000029", "own_former")
    known = KNOWN._replace(former=[OwnTime("E08000029", date.min, date(2026, 11, 24))])
    said = SAID._replace(who=left, known=known)
    bill = {"from_on": "2026-11-13", "to_on": "2026-11-20", "amount": "5", "council": "E08000029"}
    assert told("charge_recorded", bill | {"line": "line"}, said).outcome == "accepted"
    unknown = SAID._replace(who=left)
    assert faults(told("charge_recorded", bill | {"line": "line"}, unknown)) == {
        ("fields.to_on", "not_your_days"),
        ("fields.line", "not_your_days"),
    }
    assert faults(told("charge_recorded", bill | {"council": "E08000025"}, said)) == {
        ("fields.council", "does_not_fit")
    }
    assert faults(told("charge_recorded", bill | {"to_on": ""}, said)) == {("fields.to_on", "missing")}
