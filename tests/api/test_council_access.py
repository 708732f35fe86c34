"""Councils keep their people: after the six weeks, from the notice of a move on, and where they were given a case."""

from datetime import date

import pytest

from connectors.hand_record.profile import named as hand_table
from hub.api.access import AccessRequest, Answer, Caller, Decision, decide
from hub.api.gate import Asked, Gate
from hub.api.policy import shipped_policy
from hub.api.problems import Problem
from hub.api.purposes import Purpose, Role, View
from hub.events import portability as p
from hub.events.carers import CarerNoticeReceived
from hub.events.charges import ChargeRecorded, ChargeReversed
from hub.events.coordination import SixWeeksOutcomeRecorded
from hub.events.identity import SubjectKeyDestroyed
from hub.events.notices import NoticeAnswered, NoticeIssued
from hub.events.referral import DwpReferralReceived
from hub.ports.reading import Ties
from tests.api.test_team_access import Team, went_home
from tests.domain.stories import HOME, Story

OWN, SECOND, THIRD = "E06000001", "E08000016", "E08000025"
POLICY = shipped_policy()


async def asks(
    team: Team, council: str, purpose: Purpose, view: View = View.JOINT_STATE, records: str | None = None
) -> bool:
    """Say whether a social worker of a council is admitted; every answer is written down."""
    caller = Caller("worker-1", Role.SOCIAL_WORKER, council, frozenset(Purpose))
    gate = Gate(team.desk.parts._replace(reading=team.hub.reader))
    subject, action = team.story.events[0].subject_ref, "record" if records else "view"
    lines = len(team.desk.access.lines)
    try:
        await gate.admit(caller, purpose, Asked(view, action, subject, records=records))
    except Problem:
        answer = False
    else:
        answer = True
    (line,) = team.desk.access.lines[lines:]
    assert (line.decision == "PERMIT", line.organisation, line.purpose) == (answer, council, purpose.value)
    return answer


@pytest.fixture
async def team() -> Team:
    """Somebody for whom a council answers to their last covered day, 24 December."""
    return await went_home()


async def test_the_council_of_the_last_day_keeps_access_until_nothing_waits(team: Team) -> None:
    """On day 43 and long after it, while the outcome is missing; then for six weeks after the last covered day."""
    for now in ("2026-12-24T12:00", "2026-12-25T12:00", "2027-06-01T12:00"):
        await team.settle(now)
        await team.hub.tick()
        assert await asks(team, OWN, Purpose.NEEDS_ASSESSMENT)
        assert await asks(team, OWN, Purpose.DISCHARGE_COORDINATION, View.ENTRIES, "coordination")
        assert not await asks(team, SECOND, Purpose.NEEDS_ASSESSMENT)
    team.story.tell("2027-06-01T13:00", SixWeeksOutcomeRecorded("OWN_HOME", date(2027, 6, 1)))
    await team.settle("2027-06-02T12:00")
    assert not await asks(team, OWN, Purpose.NEEDS_ASSESSMENT)


async def test_when_nothing_waits_it_keeps_access_for_six_weeks_and_no_longer(team: Team) -> None:
    """24 December and 42 days: 4 February is the last day."""
    team.story.tell("2026-12-20T13:00", SixWeeksOutcomeRecorded("OWN_HOME", date(2026, 12, 20)))
    await team.settle("2026-12-20T14:00")
    seen = []
    for now in ("2026-12-25T12:00", "2027-02-04T12:00", "2027-02-05T12:00"):
        await team.settle(now)
        seen.append(await asks(team, OWN, Purpose.CARE_DELIVERY))
    assert seen == [True, True, False]


@pytest.mark.parametrize("owed", [True, False])
async def test_after_a_death_it_keeps_access_while_money_is_to_be_paid_back(team: Team, *, owed: bool) -> None:
    """Day 42 after the last covered day is the last one only where nothing waits; the charge paid back ends it."""
    team.story.line("2026-11-14T09:00", "L1", 700)
    if owed:
        charge = ChargeRecorded("B1", date(2026, 11, 14), date(2026, 11, 20), 10000, charged_by=OWN)
        team.story.tell("2026-11-25T09:00", charge)
    team.story.death("2026-11-28T09:00", died="2026-11-28")
    seen = []
    for now in ("2026-11-29T09:00", "2027-02-05T12:00", "2027-12-01T12:00"):
        await team.settle(now)
        await team.hub.tick()
        seen.append(await asks(team, OWN, Purpose.NEEDS_ASSESSMENT))
    assert seen == [True, owed, owed]
    team.story.tell("2027-12-01T13:00", ChargeReversed("B1", date(2027, 12, 1)))
    await team.settle("2027-12-02T12:00")
    assert not await asks(team, OWN, Purpose.NEEDS_ASSESSMENT)


async def test_a_move_ties_the_second_council_from_its_notice_on(team: Team) -> None:
    """For portability alone, to open the record and to write down its own steps; a council of no move is refused."""
    moves = (View.ENTRIES, "moves_second")
    assert not await asks(team, SECOND, Purpose.PORTABILITY)
    team.story.tell("2026-11-15T09:00", p.MoveNotified("M1", date(2026, 12, 10), OWN, SECOND))
    await team.settle("2026-11-15T10:00")
    for view in (View.JOINT_STATE, View.RECORD, View.WHY, View.TIMELINE):
        assert await asks(team, SECOND, Purpose.PORTABILITY, view)
        assert not await asks(team, THIRD, Purpose.PORTABILITY, view)
    assert await asks(team, SECOND, Purpose.PORTABILITY, *moves)
    assert not await asks(team, SECOND, Purpose.PORTABILITY, View.ENTRIES, "support")
    assert not await asks(team, SECOND, Purpose.NEEDS_ASSESSMENT)
    assert not await asks(team, SECOND, Purpose.PORTABILITY, View.ENTRIES, "moves")
    assert not await asks(team, SECOND, Purpose.DISCHARGE_COORDINATION, *moves)
    assert not await asks(team, THIRD, Purpose.PORTABILITY, *moves)
    assert await asks(team, OWN, Purpose.PORTABILITY, *moves)
    assert await asks(team, OWN, Purpose.PORTABILITY, View.ENTRIES, "moves")


_ACTS = {"own_move", "own_carer", "own_notice"}


def test_a_tie_opens_the_acts_of_its_own_council_and_no_other_kind() -> None:
    """Not the notice of a move, nor that it does not happen; of a carer no funding, charge or adult's eligibility."""
    kinds = hand_table("entries").by_what.values()
    mine = {rule.scope: rule.records - {"mistakes"} for rule in POLICY.rule if rule.scope in _ACTS}
    assert {scope: {kind.what for kind in kinds if kind.group in groups} for scope, groups in mine.items()} == {
        "own_move": {
            "move_confirmed",
            "move_documents_requested",
            "move_assessed",
            "determination_accepted",
            "move_completed",
        },
        "own_notice": {"notice_answered", "withdrawal_answered"},
        "own_carer": {
            "carer_assessment_requested",
            "carer_assessment_progressed",
            "carer_assessment_completed",
            "carer_eligibility_determined",
        },
    }


@pytest.mark.parametrize(
    ("word", "until"),
    [
        (p.MoveCancelled("M1"), None),
        (p.MoveCompleted("M1", date(2026, 12, 1)), "2027-01-12T12:00"),
        (p.MoveNotified("M1", date(2026, 12, 10), OWN, SECOND, placed=True), None),
        (p.MoveNotified("M1", date(2026, 12, 10), OWN, THIRD), None),
        (SubjectKeyDestroyed("erasure"), None),
    ],
)
async def test_a_move_that_is_over_ties_nobody(team: Team, word: object, until: str | None) -> None:
    """Cancelled, placed out of area, to another council after all, forgotten: at once; completed: six weeks later."""
    team.story.tell("2026-11-15T09:00", p.MoveNotified("M1", date(2026, 12, 10), OWN, SECOND))
    await team.settle("2026-11-15T10:00")
    subject = team.story.events[0].subject_ref
    assert (await team.hub.reader.ties(subject)).moving == {SECOND}
    team.story.tell("2026-12-01T09:00", word)  # type: ignore[arg-type] # bodies of several events
    await team.settle("2026-12-01T10:00")
    assert (SECOND in (await team.hub.reader.ties(subject)).moving) == (until is not None)
    if until is not None:
        await team.settle(until)
        assert SECOND in (await team.hub.reader.ties(subject)).moving
        await team.settle("2027-01-13T12:00")
        assert SECOND not in (await team.hub.reader.ties(subject)).moving


async def helped(*bodies: object) -> Team:
    """Somebody who was passed on to a council and never lay in hospital."""
    made = Team()
    made.story = Story("early help")
    for body in bodies:
        made.story.tell("2026-11-14T09:00", body)  # type: ignore[arg-type] # bodies of several events
    await made.settle("2026-11-14T10:00")
    return made


DWP = DwpReferralReceived("R1", "SUPPORT_NEED", OWN, "postcode", "CONSENT", ("AA",), home=HOME)
CARER = CarerNoticeReceived("N1", "GP", OWN, "postcode", "CONSENT", home=HOME)


async def test_who_sees_a_case_may_write_down_how_it_went() -> None:
    """The council that was given it, without any stay, for the purpose of the offer; no other, and nothing else."""
    team = await helped(DWP)
    assert await asks(team, OWN, Purpose.EARLY_HELP_OFFER, View.EARLY_HELP)
    assert await asks(team, OWN, Purpose.EARLY_HELP_OFFER, View.ENTRIES, "early_help")
    assert not await asks(team, SECOND, Purpose.EARLY_HELP_OFFER, View.ENTRIES, "early_help")
    assert not await asks(team, OWN, Purpose.EARLY_HELP_OFFER, View.ENTRIES, "support")
    assert not await asks(team, OWN, Purpose.NEEDS_ASSESSMENT, View.ENTRIES, "decisions")
    assert not await asks(team, OWN, Purpose.EARLY_HELP_OFFER, View.JOINT_STATE)


async def test_a_notice_ties_the_council_that_was_given_it_wherever_the_person_lives(team: Team) -> None:
    """To answer it and to put its own answer right, and for nothing else; the record stays the other council's."""
    answers = (View.ENTRIES, "notice_answers")
    assert not await asks(team, SECOND, Purpose.NEEDS_ASSESSMENT, *answers)
    team.story.tell("2026-11-15T09:00", NoticeIssued("N1", "HR1", "ASSESSMENT", SECOND))
    await team.settle("2026-11-15T10:00")
    for purpose in (Purpose.NEEDS_ASSESSMENT, Purpose.DISCHARGE_COORDINATION):
        assert await asks(team, SECOND, purpose, *answers)
        assert not await asks(team, THIRD, purpose, *answers)
        assert not await asks(team, SECOND, purpose, View.ENTRIES, "notices")
        assert not await asks(team, SECOND, purpose)
    assert await asks(team, OWN, Purpose.NEEDS_ASSESSMENT, *answers)
    team.story.tell("2026-11-16T09:00", NoticeAnswered("A1", "HR1", "ASSESSMENT", accepted=False, council=SECOND))
    for now, may in (("2026-12-28T12:00", True), ("2026-12-29T12:00", False)):
        await team.settle(now)
        assert await asks(team, SECOND, Purpose.NEEDS_ASSESSMENT, *answers) == may


async def test_two_open_cases_of_two_councils_are_each_councils_own() -> None:
    """Both see the person on their list with their own case alone, open the page, and write down how it went."""
    team = await helped(DWP, CarerNoticeReceived("N1", "GP", SECOND, "postcode", "CONSENT", home=HOME))
    for council, case in ((OWN, "R1"), (SECOND, "N1")):
        assert await asks(team, council, Purpose.EARLY_HELP_OFFER, View.EARLY_HELP)
        assert await asks(team, council, Purpose.EARLY_HELP_OFFER, View.ENTRIES, "early_help")
        found = await team.hub.reader.early_help(council, None, 10)
        assert [one["referral_id"] for one in found.cases] == [case]
    assert not await asks(team, THIRD, Purpose.EARLY_HELP_OFFER, View.EARLY_HELP)
    assert not (await team.hub.reader.early_help(THIRD, None, 10)).cases
    assert (await team.hub.reader.choices(date(2026, 11, 14), "early_help"))["provider"] == [OWN, SECOND]


async def test_a_carers_own_assessment_is_written_down_by_the_council_of_their_case() -> None:
    """Care Act 2014 section 10: of a carer, for the purpose of it; who is no carer has none, nor has a held case."""
    team = await helped(CARER)
    own = (View.ENTRIES, "carer_decisions")
    assert await asks(team, OWN, Purpose.CARERS_ASSESSMENT, *own)
    assert not await asks(team, SECOND, Purpose.CARERS_ASSESSMENT, *own)
    assert not await asks(team, OWN, Purpose.CARERS_ASSESSMENT, View.ENTRIES, "decisions")
    assert not await asks(team, OWN, Purpose.NEEDS_ASSESSMENT, *own)
    other = await helped(DWP)
    assert not await asks(other, OWN, Purpose.CARERS_ASSESSMENT, *own)
    held = await helped(CarerNoticeReceived("N1", "GP", OWN, "postcode", "STATUTORY_DUTY", home=HOME))
    assert not await asks(held, OWN, Purpose.CARERS_ASSESSMENT, *own)


def test_the_decision_tells_the_purpose_and_lists_know_no_tie_to_one_person() -> None:
    """A list cannot be narrowed to people who are to move, or who are carers."""
    caller = Caller("worker-1", Role.SOCIAL_WORKER, SECOND, frozenset(Purpose))
    ties = Ties(moving=frozenset({SECOND}), caring=frozenset({SECOND}))
    me = bytes(15) + b"\x01"

    def answered(subject: bytes | None) -> Decision:
        return decide(AccessRequest(caller, View.RECORD, Purpose.PORTABILITY, subject, ties), POLICY)

    assert (answered(me).answer, answered(me).purpose) == (Answer.PERMIT, Purpose.PORTABILITY)
    assert answered(None).answer is Answer.DENY
