"""Who an event is about, and the key of a stay that came without a number."""

from datetime import date

import pytest

from hub.adapters.memory_books import MemoryIdentities
from hub.domain.days import start_of
from hub.events.discharge import Spell, SpellAdmitted, SpellDischarged
from hub.events.identity import PersonMerged
from hub.events.values import Moment
from hub.people.claims import Identifier, PersonClaim
from hub.people.index import PersonIndex
from hub.ports.connector import Proposed, Received, Translation
from hub.runtime.planning import ADMITTED_ON, Plan, Planner

NOW = start_of(date(2026, 11, 2))
NOBODY = bytes(16)
STAY = Spell("RZZ", "")


def number(value: str) -> PersonClaim:
    """Give a claim with one hospital number."""
    return PersonClaim((Identifier("HOSPITAL", "RZZ", value),))


def message(name: str, *proposed: Proposed) -> Received:
    """Give a translated message."""
    return Received("rzz", name.encode(), NOW, Translation("accepted", proposed, (), name, "RZZ", "PAS"))


def proposing(body: SpellAdmitted | SpellDischarged | PersonMerged, who: PersonClaim, **more: object) -> Proposed:
    """Propose one event that happened now."""
    return Proposed(body=body, occurred=Moment(NOW), recorded=Moment(NOW), person=who, personal={}, **more)  # type: ignore[arg-type]


@pytest.fixture
def planner() -> Planner:
    """A planner over an empty index."""
    return Planner(PersonIndex(MemoryIdentities(), bytes(32), live=False))


def spell_of(plan: Plan) -> str:
    """Give the number of the stay that a plan is about."""
    spell = getattr(plan.proposed.body, "spell")  # noqa: B009 - several types have one
    assert isinstance(spell, Spell)
    return spell.number


async def test_messages_of_one_stay_without_a_number_share_a_key(planner: Planner) -> None:
    """Admission and discharge of one person, trust and admission day are one stay, though neither has a number."""
    admitted = proposing(SpellAdmitted(STAY, Moment(NOW)), number("T1"))
    told = proposing(SpellAdmitted(STAY, Moment(NOW)), number("T1"), record_uid=f"{ADMITTED_ON}2026-11-02")
    left = proposing(SpellDischarged(STAY, Moment(NOW)), number("T1"), record_uid=f"{ADMITTED_ON}2026-11-02")
    plans = await planner.plan([message("1", admitted), message("2", told), message("3", left)])
    assert len({spell_of(plan) for plan in plans}) == 1
    assert spell_of(plans[0]).startswith("~")
    assert "T1" not in spell_of(plans[0])


async def test_another_day_or_person_is_another_stay(planner: Planner) -> None:
    """The key keeps stays apart by admission day and by hospital number."""
    days = [
        proposing(SpellDischarged(STAY, Moment(NOW)), number("T1"), record_uid=f"{ADMITTED_ON}2026-11-0{n}")
        for n in (2, 3)
    ]
    other = proposing(SpellDischarged(STAY, Moment(NOW)), number("T2"), record_uid=f"{ADMITTED_ON}2026-11-02")
    plans = await planner.plan([message(str(n), one) for n, one in enumerate([*days, other])])
    assert len({spell_of(plan) for plan in plans}) == 3


async def test_a_merge_names_both_records(planner: Planner) -> None:
    """The record that stays and the one that goes are filled in, and linked once the message is durable."""
    merge = proposing(PersonMerged(NOBODY, NOBODY), number("T1"), other=number("T2"))
    (plan,) = await planner.plan([message("1", merge)])
    assert plan.other is not None
    assert plan.proposed.body == PersonMerged(plan.other.subject, plan.subject.subject)
    assert plan.links == [(plan.subject.subject, plan.other.subject)]


async def test_a_resend_of_nobodys_message_finds_the_same_person(planner: Planner) -> None:
    """A message without any usable number is filed under a record of its own, and a resend finds it again."""
    nameless = proposing(SpellAdmitted(Spell("RZZ", "SP1"), Moment(NOW)), PersonClaim(()))
    first = await planner.plan([message("1", nameless)])
    again = await planner.plan([message("1", nameless), message("2", nameless)])
    assert first[0].subject.subject == again[0].subject.subject
    assert again[0].subject.subject != again[1].subject.subject
