"""A whole area under another rule: read once from the store, in pages, with nothing written."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Self, cast

import pytest

from hub.domain.rule_difference import Count
from hub.domain.six_weeks import Policy
from hub.domain.what_if_rules import changes_of
from hub.errors import Defect
from hub.events.identity import SubjectKeyDestroyed
from hub.events.values import HomeArea
from hub.ports.shadows import Shadows, Snapshot
from hub.ports.store import StateRow
from hub.processors.joint import JointProcessor
from hub.runtime import what_if
from hub.runtime.rows import Packed, pack
from hub.runtime.what_if import Answer, Asked, WhatIf
from tests.processors.people import fold
from tests.processors.under_rules import home
from tests.runtime.folded_twice import House, Second, care
from tests.runtime.made import happened, merged, person, stay

PAGE = 100
A, B, C, D = (person(name) for name in ("temporary record", "main record", "somebody else", "forgotten"))


class Everywhere:
    """Reference data in which everybody belongs to one system."""

    changes: Sequence[date] = ()

    def ics_of(
        self, gp_practice: str | None, home: HomeArea | None, council: str | None, on: date
    ) -> tuple[str, str] | None:
        """Give it, wherever somebody lives."""
        del gp_practice, home, council, on
        return "QF7", "council"


JOINT = JointProcessor(Everywhere())
FOUR_WEEKS = Asked("QF7", changes_of(["window_days=28"]), date(2027, 2, 1), named=True)


async def ask(house: House, asked: Asked = FOUR_WEEKS) -> Answer:
    """Ask of everybody of a house."""
    return await WhatIf(house.kept.shadows, house.group, lambda _: None).ask(asked)


async def lived() -> House:
    """A stay of two records that are one person, of somebody else, and of somebody who was forgotten ten days later."""
    house = House(care(JOINT))
    await house.day(FOUR_WEEKS.on)
    await house.send([*stay(A, "SP1", 0), *stay(C, "SP3", 0), *stay(D, "SP4", 0)])
    await house.settle()
    await house.send([happened(D, SubjectKeyDestroyed("retention ended"), 480)])
    link = merged(A, B, 1000)
    await house.send([link], A)
    await house.send([link], B)
    await house.settle()
    return house


async def test_everybody_counts_once_and_nothing_is_written() -> None:
    """Two records that are one person are one; who is forgotten counts to that day and is not named; no row changes."""
    house = await lived()
    before = await house.rows([A, B, C, D])
    positions, waiting = await house.positions("care"), await house.kept.store.waiting()
    answer = await ask(house)
    assert (answer.read, answer.total.counts[Count.PEOPLE], answer.total.counts[Count.SIX_WEEKS_CHANGE]) == (3, 3, 3)
    assert answer.total.counts[Count.DAYS_TODAY] == 42 + 42 + 11
    assert answer.total.counts[Count.DAYS_FEWER] == 14 + 14
    assert answer.people == {Count.SIX_WEEKS_CHANGE: sorted([B, C])}
    assert await house.rows([A, B, C, D]) == before
    assert (await house.positions("care"), await house.kept.store.waiting()) == (positions, waiting)


async def test_a_fold_that_is_kept_beside_counts_nobody_twice() -> None:
    """The rows of a rebuild lie in the same table; they are nobody's live state."""
    house = await lived()
    once = await ask(house)
    other = JointProcessor(Everywhere(), Policy(((date.min, 7),)))
    assert not (await house.verified(care(other))).equal
    assert await ask(house) == once


async def test_nobody_is_named_who_was_not_asked_for() -> None:
    """Without the wish for references there are none in memory, and none in the answer."""
    answer = await ask(await lived(), FOUR_WEEKS._replace(named=False))
    assert answer.people == {}
    assert answer.total.counts[Count.SIX_WEEKS_CHANGE] == 3


async def test_an_empty_area_and_an_empty_store_are_nothing() -> None:
    """People of other systems are read and count nowhere; a hub that knows nobody answers all the same."""
    other = await ask(await lived(), FOUR_WEEKS._replace(ics="QWO"))
    nobody = await ask(House(care(JOINT)))
    assert (other.read, nobody.read) == (3, 0)
    assert (+other.total.counts, +nobody.total.counts) == ({}, {})


async def test_a_state_of_another_version_is_never_misread() -> None:
    """States are packed by place: one that an older release wrote stops the question with what to do."""
    house = await lived()
    with pytest.raises(Defect, match="hub rebuild"):
        await WhatIf(house.kept.shadows, care(Second(Everywhere())), lambda _: None).ask(FOUR_WEEKS)


class Counted(bytes):
    """The bytes of one state, which know how many of them there are."""

    alive = 0

    def __new__(cls, value: bytes) -> Self:
        """Count one more."""
        cls.alive += 1
        return super().__new__(cls, value)

    def __del__(self) -> None:
        """Count one less."""
        Counted.alive -= 1


class Crowd:
    """The same state under many references, made when a page is asked for."""

    def __init__(self, people: int) -> None:
        self._value = pack(Packed(JOINT.version, JOINT.encode(fold(home()))))
        self._people = people
        self.held: list[int] = []

    async def page(self, group: str, processors: Collection[str], after: bytes, limit: int) -> Snapshot:
        """Make the next people behind a reference; note how many of those before are still in memory."""
        assert (group, list(processors), limit) == ("care", ["joint"], PAGE)
        self.held.append(Counted.alive)
        first = int.from_bytes(after, "big") + 1
        last = min(self._people, first + limit - 1)
        rows = [StateRow("joint", n.to_bytes(16, "big"), Counted(self._value)) for n in range(first, last + 1)]
        return Snapshot(rows, {})


async def test_of_a_crowd_no_more_than_a_page_is_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page lets go of the one before it, everybody is in the sums, and how far it is is told page by page."""
    monkeypatch.setattr(what_if, "_ROWS", PAGE)
    crowd, told = Crowd(10 * PAGE + 7), list[int]()
    answer = await WhatIf(cast("Shadows", crowd), care(JOINT), told.append).ask(FOUR_WEEKS._replace(named=False))
    assert len(crowd.held) == 12
    assert max(crowd.held) <= PAGE
    assert told == [*range(PAGE, 10 * PAGE + 1, PAGE), 10 * PAGE + 7]
    people = answer.total.counts[Count.PEOPLE]
    assert (answer.read, people, answer.total.counts[Count.DAYS_FEWER]) == (1007, 1007, 1007 * 14)
    assert answer.total.owed_other == {"COUNCIL": 1007 * 55_000, "ICB": 1007 * 27_000}
