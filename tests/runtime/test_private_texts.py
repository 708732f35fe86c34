"""Ids that name the person: a keyed digest stands for them in every message, whichever message names the person."""

import itertools
from typing import Any

import pytest

from connectors.simulator.sendable import Sendable
from hub.adapters.memory_identities import MemoryIdentities
from hub.events.discharge import Spell, SpellMerged, SpellTransferred
from hub.events.values import Moment
from hub.people.claims import Identifier, PersonClaim
from hub.people.index import PersonIndex
from hub.people.screening import screened
from hub.ports.connector import Proposed, Received, Translation
from hub.runtime.planning import Plan, Planner
from tests.end_to_end.lives import Invented, message, stay
from tests.simulator.whole_hub import WholeHub

AT = Moment(0)
OLD, NEW = "T1000999", "T1000451"
WHO = Invented("9990001022", NEW, "QUILLFEATHER", "Xanthippe", "19370723", "1 Sample Lane^^^^QX1 4ZZ", "01632960777")
FIRST = 1_795_000_000_000


@pytest.fixture
def planner() -> Planner:
    """A planner over an empty index."""
    return Planner(PersonIndex(MemoryIdentities(), bytes(32), live=False))


def moved(name: str, spell: str, *numbers: str, trust: str = "RZZ", **more: Any) -> Received:
    """Give a screened message about the stay of somebody with these hospital numbers."""
    who = PersonClaim(tuple(Identifier("HOSPITAL", trust, number) for number in numbers), family="Ashworth")
    body = more.pop("body", SpellTransferred(Spell(trust, spell)))
    event = Proposed(body, AT, AT, who, {}, author=trust, record_uid=spell)
    told = Translation("accepted", (event,), (), name, trust, "PAS", **more)
    return Received("rzz", f"{name}{spell}{numbers}".encode(), 0, screened(told))


def number_of(plan: Plan) -> str:
    """Give the number of the stay that a plan is about."""
    body = plan.proposed.body
    assert isinstance(body, SpellTransferred)
    return body.spell.number


async def test_a_number_made_of_the_hospital_number_becomes_a_digest(planner: Planner) -> None:
    """The same for every message of the stay and for its record, and nothing of the number is left in it."""
    plans = await planner.plan([moved("1", f"{OLD}-3", OLD), moved("2", f"{OLD}-3", OLD), moved("3", f"{OLD}-4", OLD)])
    first, again, other = map(number_of, plans)
    assert first == again != other
    assert first.startswith("~")
    assert OLD not in repr([plan.proposed.body for plan in plans])
    assert [plan.proposed.record_uid for plan in plans] == [first, again, other]


@pytest.mark.parametrize("together", [True, False], ids=["one batch", "two batches"])
async def test_a_message_that_does_not_hold_the_number_finds_the_same_stay(planner: Planner, *, together: bool) -> None:
    """After a merge the old visit number comes with another hospital number; the index remembers it."""
    messages = [moved("1", f"{OLD}-3", OLD), moved("2", f"{OLD}-3", NEW), moved("3", f"{OLD}-3", NEW)]
    batches = [messages] if together else [[one] for one in messages]
    plans = [plan for batch in batches for plan in await planner.plan(batch)]
    assert len({number_of(plan) for plan in plans}) == 1
    assert number_of(plans[0]).startswith("~")


async def test_in_one_batch_the_order_does_not_matter(planner: Planner) -> None:
    """Messages of several connections meet in a batch in any order."""
    plans = await planner.plan([moved("2", f"{OLD}-3", NEW), moved("1", f"{OLD}-3", OLD)])
    assert len({number_of(plan) for plan in plans}) == 1


async def test_equal_numbers_of_two_trusts_stay_apart(planner: Planner) -> None:
    """Each trust counts for itself, and so do the digests of what it sent."""
    plans = await planner.plan([moved("1", f"{OLD}-3", OLD), moved("2", f"{OLD}-3", OLD, trust="RZY")])
    assert len({number_of(plan) for plan in plans}) == 2


async def test_both_stays_of_a_merge_of_stays_go_the_same_way(planner: Planner) -> None:
    """A42 names the number that goes beside the one that stays."""
    body = SpellMerged(Spell("RZZ", "SP1"), Spell("RZZ", f"{OLD}-3"))
    merged, plain = await planner.plan([moved("1", "SP1", OLD, body=body), moved("2", f"{OLD}-3", NEW)])
    assert isinstance(merged.proposed.body, SpellMerged)
    assert merged.proposed.body.spell.number == "SP1"
    assert merged.proposed.body.retired.number == number_of(plain)


async def test_an_organisation_that_holds_a_number_is_replaced_wherever_it_stands(planner: Planner) -> None:
    """MSH-4 gives the trust, the author and the provenance; all of them say the same digest."""
    (plan,) = await planner.plan([moved("1", "SP1", OLD, trust=OLD)])
    assert isinstance(plan.proposed.body, SpellTransferred)
    trust = plan.proposed.body.spell.trust
    assert trust.startswith("~")
    assert (plan.proposed.author, plan.shown[OLD]) == (trust, trust)


async def test_what_names_nobody_stays_and_leaves_nothing_in_the_index() -> None:
    """A usual visit number is shown as the ward knows it, and costs no row."""
    book = MemoryIdentities()
    planner = Planner(PersonIndex(book, bytes(32), live=False))
    (plan,) = await planner.plan([moved("1", "SP7700123", OLD)])
    assert number_of(plan) == "SP7700123"
    held = len(book._owners)
    await planner.plan([moved("2", f"{OLD}-3", OLD)])
    assert len(book._owners) == held + 1


async def take(hub: WholeHub, *messages: bytes) -> dict[str, Any]:
    """Take messages one after the other and give the joint state of the person."""
    for number, raw in enumerate(messages):
        await hub.take(Sendable(FIRST + number, "mllp", "rzz", raw, ""))
    await hub.settle()
    return await hub.reader.joint_state(await hub.subject(WHO.nhs_number), None, None)


def life(spell: str) -> list[bytes]:
    """Give a stay that began under a temporary record and ended after it was merged."""
    return [
        message(WHO, "A01", f"M-{OLD}-1", hours=0, segments=[stay(spell, "AMU")], hospital_number=OLD),
        message(WHO, "A40", "M-2", hours=10, segments=[f"MRG|{OLD}^^^RZZ^MR"]),
        message(WHO, "A02", "M-3", hours=20, segments=[stay(spell, "W7")]),
        message(WHO, "A03", "M-4", hours=30, segments=[stay(spell, "W7", 30)]),
    ]


async def test_a_stay_whose_number_holds_a_retired_hospital_number_stays_one_stay() -> None:
    """Split in two, the person would lie in a bed for ever; with a harmless number the same messages give one stay."""
    state, plain = await take(WholeHub(), *life(f"{OLD}-1")), await take(WholeHub(), *life("SP77"))
    (spell,), (other,) = state["spells"], plain["spells"]
    assert spell["spell_id"].startswith("~")
    assert {**spell, "spell_id": ""} == {**other, "spell_id": ""}
    assert (spell["status"], spell["location"]["ward"]) == ("discharged", "W7")


async def test_the_order_of_messages_does_not_matter_once_one_has_named_the_number() -> None:
    """Whatever comes late, the state is the same to the last byte."""
    first, *rest = life(f"{OLD}-1")
    hashes = set()
    for order in itertools.permutations(rest):
        hashes.add((await take(WholeHub(), first, *order))["hash"])
    assert len(hashes) == 1
