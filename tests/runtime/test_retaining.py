"""Retention: who was last heard of long ago is forgotten and their history goes; nobody else's."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from hub.errors import Rejected
from tests.runtime.made import merged, stay
from tests.runtime.retained import NEW, OLD, OTHER, REASON, SOON_AFTER, anybody, let_go, lived, old, types_of


async def test_a_history_goes_when_its_person_was_last_heard_of_long_ago() -> None:
    """OLD is forgotten, and one word of them stays; NEW, who came back, keeps every event."""
    house = await lived()
    first, second = await let_go(house)
    assert (first["forgotten"], first["history_removed_of"], first["waiting"]) == (1, 0, 1)
    assert (second["forgotten"], second["history_removed_of"], second["rows_removed"]) == (0, 1, 3)
    assert await types_of(house, OLD) == ["SubjectKeyDestroyed"]
    assert len(await types_of(house, NEW)) == 4


async def test_nobody_goes_before_the_time_has_ended() -> None:
    """Three years after a stay nobody is forgotten and no row goes."""
    house = await lived()
    first, second = await let_go(house, SOON_AFTER)
    assert (first["forgotten"], second["history_removed_of"]) == (0, 0)
    assert len(await types_of(house, OLD)) == 3


async def test_a_legal_hold_keeps_the_whole_person() -> None:
    """One event under a hold, and neither a key nor a row of its person goes, however old."""
    (held, *rest) = stay(OTHER, "SP3", 0)
    assert held.provenance is not None
    house = await lived(replace(held, provenance=replace(held.provenance, legal_hold=True)), *rest)
    first, second = await let_go(house)
    assert (first["forgotten"], second["held"]) == (1, 1)
    assert len(await types_of(house, OTHER)) == 3


async def test_the_word_that_somebody_is_forgotten_is_not_a_contact() -> None:
    """Whom `hub forget` forgot years after the stay goes when the stay is old enough, not eight years later still."""
    house = await lived()
    await old(house).forgetting.forget(OLD, "asked for by the person")
    await house.settle()
    told = await old(house).run(anybody, REASON, 0)
    assert (told["forgotten"], told["history_removed_of"]) == (0, 1)


async def test_a_record_goes_with_the_one_that_it_was_merged_into() -> None:
    """OTHER was merged into NEW, who was heard of since: neither goes, and after both are old both do."""
    house = await lived()
    await house.send(stay(OTHER, "SP3", 0))
    for key in (OTHER, NEW):
        await house.send([merged(OTHER, NEW, 300)], key)
    await house.settle()
    preview = await old(house).preview()
    assert (preview["would_be_forgotten"], preview["merged_into_others"]) == (1, 1)
    await let_go(house)
    assert "SubjectKeyDestroyed" not in await types_of(house, OTHER)
    much_later = date(2043, 6, 1)
    first, _ = await let_go(house, much_later)
    assert first["records_forgotten"] == 2
    assert {*await types_of(house, OTHER), *await types_of(house, NEW)} == {"SubjectKeyDestroyed"}


async def test_nobody_is_forgotten_whom_the_decision_does_not_admit() -> None:
    """The access is decided and written down first: a refusal destroys nothing."""
    house = await lived()

    async def nobody(_: bytes) -> None:
        raise Rejected("--purpose", "denied", "no")

    with pytest.raises(Rejected):
        await old(house).run(nobody, REASON, 0)
    await house.settle()
    assert "SubjectKeyDestroyed" not in await types_of(house, OLD)


async def test_the_preview_counts_by_class_and_year_and_changes_nothing() -> None:
    """Everybody is in the year last heard of; who would go is counted, and nothing is different afterwards."""
    house = await lived()
    before: Sequence[Any] = [await types_of(house, who) for who in (OLD, NEW)]
    preview = await old(house).preview()
    assert preview["last_heard_of"] == [
        {"class": "care_record", "year": 2026, "people": 1},
        {"class": "care_record", "year": 2034, "people": 1},
    ]
    assert (preview["would_be_forgotten"], preview["history_would_go"], preview["held"]) == (1, 1, 0)
    assert preview["periods"]["care_record"]["years"] == 8
    await house.settle()
    assert [await types_of(house, who) for who in (OLD, NEW)] == before
