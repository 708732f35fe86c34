"""After the demonstration nothing of the joint state is empty for everybody, and nearly everybody is coordinated."""

import asyncio
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

import pytest

from connectors.simulator.area import EXAMPLESHIRE
from connectors.simulator.carers_writer import by_own_number
from connectors.simulator.demonstration import demonstration, demonstration_lives, written_by_hand
from connectors.simulator.stream import messages
from hub.people.claims import Identifier
from hub.ports.recording import Faulty
from tests.simulator.whole_hub import WholeHub

TODAY = date(2026, 11, 26)
KEYS = (
    "spells",
    "episodes",
    "tasks",
    "assessments",
    "chc",
    "charges",
    "equipment",
    "review",
    "moves",
    "referrals",
    "appeals",
    "team",
)
"""What docs/joint-state.md names of a person."""
OF_AN_EPISODE = (
    "lines",
    "responsibility",
    "milestones",
    "alerts",
    "safety_net",
    "coordinator",
    "coordinators",
    "outcome",
)
OF_A_STAY = ("ready", "reasons", "national_code")


class Told(NamedTuple):
    """What the hub says when the demonstration was fed: joint states of patients, and pages of early help."""

    states: list[dict[str, Any]]
    help: list[Mapping[str, Any]]


@pytest.fixture(scope="module")
def told() -> Told:
    """Feed the demonstration to a whole hub: every message, file and entry has to be taken."""
    return asyncio.run(_fed())


async def _fed() -> Told:
    hub, lives = WholeHub(), demonstration_lives(TODAY)
    for one in [*demonstration(TODAY), *written_by_hand(TODAY)]:
        await hub.take(one)
    await hub.settle()
    states = [await hub.joint_state(life.person.nhs_number, TODAY) for life in lives if life.stays]
    claimants = [Identifier("NINO", "NINO", life.person.nino) for life in lives if life.referral is not None]
    carers = [Identifier(**by_own_number(life.person)._asdict()) for life in lives]
    found = [await hub.reader.find(one) for one in [*claimants, *carers]]
    return Told(states, [await hub.reader.early_help_of(who) for who in found if who is not None])


@pytest.fixture
def states(told: Told) -> list[dict[str, Any]]:
    """The joint state of everybody who was in hospital."""
    return told.states


@pytest.mark.parametrize("key", KEYS)
def test_no_part_of_the_joint_state_is_empty_for_everybody(states: list[dict[str, Any]], key: str) -> None:
    """The demonstration shows each of them of somebody."""
    assert any(state[key] for state in states)


@pytest.mark.parametrize("key", OF_AN_EPISODE)
def test_no_part_of_the_six_weeks_is_empty_for_everybody(states: list[dict[str, Any]], key: str) -> None:
    """Nor of the episodes."""
    assert any(episode[key] for state in states for episode in state["episodes"])


@pytest.mark.parametrize("key", OF_A_STAY)
def test_no_part_of_a_delay_is_empty_for_everybody(states: list[dict[str, Any]], key: str) -> None:
    """Nor of what is told of a delay: times of being ready, reasons, the national code."""
    assert any(spell["delay"][key] for state in states for spell in state["spells"])


def test_a_delay_has_a_chain_of_reasons_of_hospital_and_council(states: list[dict[str, Any]]) -> None:
    """Somebody waits for the hospital first and for the council then, and the national code is the council's."""
    chains = [spell["delay"] for state in states for spell in state["spells"] if len(spell["delay"]["reasons"]) > 1]
    said_by = [[reason["said_by"] for reason in chain["reasons"]] for chain in chains]
    assert any(words[0] == "RZZ" and words[1].startswith("E109") for words in said_by)
    assert all(chain["national_code"] for chain in chains)


def test_nearly_everybody_is_coordinated_and_the_few_are_seen(states: list[dict[str, Any]]) -> None:
    """Few of those whose six weeks run have nobody, and an alert says so; the others have somebody or need none."""
    running = [
        (episode, [alert["kind"] for alert in episode["alerts"] if alert["closed_at"] is None])
        for state in states
        for episode in state["episodes"]
        if episode["status"] == "open"
    ]
    alone = [episode for episode, kinds in running if "no_coordinator" in kinds]
    assert 0 < len(alone) <= 0.1 * len(running)
    assert sum(episode["coordinator"] is not None for episode, _ in running) >= 0.6 * len(running)


def test_money_and_notices_are_as_they_are_in_life(states: list[dict[str, Any]]) -> None:
    """One charge is to be paid back and one was; a notice was refused, one taken back, and most are accepted."""
    refunds = {charge["refund_due"] not in {None, "0.00"} for state in states for charge in state["charges"]}
    assert refunds == {True, False}
    held = [notice["state"] for state in states for one in state["referrals"] for notice in one["notices"]]
    assert {"ACCEPTED", "WITHDRAWN"} <= set(held)
    assert held.count("ACCEPTED") > 0.7 * len(held)


def test_nothing_that_was_written_contradicts_anything(states: list[dict[str, Any]]) -> None:
    """What the invented people do fits together: no finding about a notice, an assessment, a move or an appeal."""
    found = [one for state in states for key in ("assessments", "moves", "referrals", "appeals") for one in state[key]]
    assert found
    assert not list(_findings(found))


def _findings(held: Any) -> Iterator[Any]:
    if isinstance(held, dict):
        yield from held.get("findings") or ()
    for each in held.values() if isinstance(held, dict) else held if isinstance(held, list) else ():
        yield from _findings(each)


def test_a_plan_that_was_signed_goes_with_somebody_who_moves(states: list[dict[str, Any]]) -> None:
    """It came with the move that is still to be made, its council signed it, and no alert waits for it."""
    moves = [move for state in states for move in state["moves"]]
    ahead = [move for move in moves if move["moved_on"] is None]
    (document,) = [document for move in moves for document in move["documents"]]
    assert [move["documents"] for move in ahead] == [[document]]
    assert (document["verified"], document["reason"], document["signed_by"]) == (True, None, ahead[0]["from_council"])
    assert ahead[0]["state"] == "DOCUMENTS_RECEIVED"
    assert [alert["kind"] for alert in ahead[0]["alerts"] if alert["closed_at"] is None] == []


def test_early_help_is_offered_and_a_carer_has_a_record(told: Told) -> None:
    """Somebody whom DWP passed on was reached, and a carer whom a GP passed on has a record of their own."""
    states = {case["state"] for page in told.help for case in page["cases"]}
    assert states & {"INFORMATION_GIVEN", "REFERRED", "CONTACT_MADE", "SCREENED"}
    carers = [page["carer"] for page in told.help if page["carer"]]
    assert any(carer["consents"] for carer in carers)
    assert {one["state"] for carer in carers for one in carer["short_breaks"]} >= {"DECIDED"}


async def test_a_simulated_area_is_written_about_as_well() -> None:
    """Nearly every entry of a stream is taken at once; the others are about what is on its way in a late message."""
    hub, taken, early, wrong = WholeHub(), 0, 0, set[str]()
    for one in messages(EXAMPLESHIRE.scaled(0.05), 45, 3, first_day=date(2026, 9, 1)):
        if not one.is_by_hand:
            await hub.take(one)
            continue
        try:
            await hub.take(one)
        except Faulty as faulty:
            early, wrong = early + 1, wrong | {fault.rule for fault in faulty.faults}
        except AssertionError:
            early += 1
        else:
            taken += 1
    assert wrong <= {"not_known_here"}
    assert taken > 200
    assert early < 0.12 * taken
