"""The whole hub beside the truth: what the board would say is what happened to invented people, in any order."""

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random

import pytest

from connectors.simulator.area import EXAMPLESHIRE
from connectors.simulator.sendable import Sendable
from connectors.simulator.stream import messages
from connectors.simulator.truth import PersonTruth, SpellTruth, truth
from tests.simulator.whole_hub import WholeHub

FIRST_DAY = date(2026, 9, 1)
AREA = EXAMPLESHIRE.scaled(0.15)
DAYS = 48
LAST_DAY = FIRST_DAY + timedelta(days=DAYS - 1)


def expected(one: PersonTruth) -> tuple[object, ...]:
    """Give the truth in the form of `told`."""
    spells = {each.number: _truth(each) for each in one.spells}
    episodes = sorted((str(each.discharged_on), str(each.last_covered_day)) for each in one.episodes)
    return spells, episodes, sorted(line for line, _, _ in one.lines)


async def told(hub: WholeHub, one: PersonTruth) -> tuple[object, ...]:
    """Give what the hub says: stays, six weeks that are not void, and lines of support."""
    state = await hub.joint_state(one.nhs_number, LAST_DAY)
    spells = {each["spell_id"]: _spell(each) for each in state["spells"]}
    open_ = [each for each in state["episodes"] if each["status"] != "void"]
    episodes = sorted((each["discharged_on"], each["last_covered_day"]) for each in open_)
    return spells, episodes, sorted({line["line_id"] for each in open_ for line in each["lines"]})


def _spell(spell: dict[str, str]) -> tuple[str, str, str, str | None]:
    left = spell["discharged_at"][:10] if spell["status"] == "discharged" else None
    return spell["trust"], spell["status"], (spell["admitted_at"] or "")[:10], left


def _truth(spell: SpellTruth) -> tuple[str, str, str, str | None]:
    left = str(spell.discharged_on) if spell.status == "discharged" else None
    came = "" if spell.status == "cancelled" else str(spell.admitted_on)
    return spell.trust, spell.status, came, left


async def compare(stream: Iterable[Sendable], seed: int) -> int:
    """Send every message and file, and compare everybody; give how many were compared.

    Nothing that people record by hand changes what happened, so it is left out; `test_whole_story.py` has it.
    """
    hub = WholeHub()
    for sendable in stream:
        if not sendable.is_by_hand:
            await hub.take(sendable)
    await hub.settle()
    people = [one for one in truth(AREA, DAYS, seed, first_day=FIRST_DAY) if one.spells]
    for one in people:
        assert await told(hub, one) == expected(one)
    return len(people)


async def test_what_the_hub_says_is_what_happened() -> None:
    """Late, repeated, cancelled, merged, readmitted, moved, died: stays, six weeks and support come out right."""
    assert await compare(messages(AREA, DAYS, 7, first_day=FIRST_DAY), 7) > 150


@pytest.mark.parametrize("shuffle", [1, 2])
async def test_the_order_of_hospital_messages_does_not_matter(shuffle: int) -> None:
    """A backlog that arrives in any order at all ends in the same truth."""
    stream = list(messages(AREA, DAYS, 12, first_day=FIRST_DAY))
    hospital = [one for one in stream if one.transport == "mllp"]
    Random(shuffle).shuffle(hospital)
    files = [one for one in stream if one.transport == "drop"]
    assert await compare([*hospital, *files], 12) > 150


def vendor(number: int, trigger: str, written: str, left: str) -> Sendable:
    """Give a message of the v2.3 feed, which sends no EVN-6 and discharges by the day."""
    lines = (
        f"MSH|^~\\&|VENDORPAS|RZY|TIE|RZY|{written}||ADT^{trigger}|M{number}|T|2.3",
        f"EVN|{trigger}|{written}",
        "PID|1||9990000026^^^NHSNBR^NHSNMBR~50417^^^MRENTR^MEDREC||SAMPLE^Jose||19471231|M",
        f"PV1|1|INPATIENT|STROKE^04^A^RZY02{'|' * 16}8812^^^^VISITID{'|' * 25}20260911213100|{left}",
    )
    return Sendable(1_789_000_000_000 + number, "mllp", "rzy", "\r".join(lines).encode() + b"\r", f"M{number}")


async def test_a_cancel_takes_back_only_what_was_written_before_it() -> None:
    """Discharged on the 12th by mistake, taken back after midnight, discharged on the 13th: the 13th counts.

    The feed sends days alone, so the true discharge "happened" at midnight, before the cancel was written.
    """
    hub = WholeHub()
    for one in (
        vendor(1, "A01", "20260911214300", ""),
        vendor(2, "A03", "20260912231600", "20260912"),
        vendor(3, "A13", "20260913010400", "20260912"),
        vendor(4, "A03", "20260913114100", "20260913"),
    ):
        await hub.take(one)
    await hub.settle()
    state = await hub.joint_state("9990000026", date(2026, 9, 20))
    assert [each["discharged_at"][:10] for each in state["spells"]] == ["2026-09-13"]
