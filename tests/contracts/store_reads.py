"""What every store promises about reading: history by two times, days that are due, and the board."""

from datetime import date, timedelta
from typing import Final
from zlib import crc32

import pytest
from msgspec.structs import replace

from hub.errors import Rejected
from hub.ports.board import cursor_of
from hub.ports.board_filter import BoardFilter
from hub.ports.store import StateRow, Store
from tests.store_rows import GROUP, LANE, TODAY, batch, event, listed, moved, person, state

TOMORROW = TODAY + timedelta(days=1)
YESTERDAY = TODAY - timedelta(days=1)
SAME_CHECKSUM: Final = bytes.fromhex("410671db01") + bytes(11)
"""CRC-32's own polynomial: sixteen bytes that differ by it have one checksum."""


async def _keep(store: Store, *states: StateRow) -> None:
    await store.put(batch(await store.claim(LANE, GROUP), 0, *states))


def _day(row: StateRow) -> date | None:
    return row.listing.last_covered_day if row.listing else None


async def _who(store: Store, on: date = TODAY, **asked: object) -> set[bytes]:
    return {row.subject for row in await store.board(BoardFilter(on=on, **asked))}  # type: ignore[arg-type] # by name


class StoreReads:
    """Give a fixture `store` with eight lanes to hold a store to these."""

    async def test_history_answers_as_it_was_known_at_a_time(self, store: Store) -> None:
        """What we knew on a day leaves out what reached us later, whenever it happened."""
        rows = [event(1, 10, received_at=50), event(1, 20, received_at=21), event(1, 30, received_at=31)]
        await store.put(batch(await store.claim(LANE, GROUP), 0, history=rows))
        assert await store.history(person(1)) == rows
        assert await store.history(person(1), 31) == rows[1:]
        assert await store.history(person(1), 30) == rows[1:2]
        assert await store.history(person(2)) == []

    async def test_histories_of_many_people_come_in_canonical_order(self, store: Store) -> None:
        """Late events of a whole batch are folded again from one answer."""
        claim = await store.claim(LANE, GROUP)
        await store.put(batch(claim, 0, history=[event(1, 30), event(2, 5)]))
        await store.put(batch(moved(claim, 0), 1, history=[event(1, 10), event(3, 1)]))
        found = await store.histories(LANE.number, [person(1), person(2), person(4)])
        assert found == {person(1): [event(1, 10), event(1, 30)], person(2): [event(2, 5)]}

    async def test_one_event_is_found_by_its_id(self, store: Store) -> None:
        """A reader follows "why" from a value to the event that set it; an unknown id is nobody's."""
        await store.put(batch(await store.claim(LANE, GROUP), 0, history=[event(1, 30), event(2, 5)]))
        assert await store.event(event(2, 5).event_id) == event(2, 5)
        assert await store.event(b"unknown") is None

    async def test_two_ids_of_one_checksum_are_two_events(self, store: Store) -> None:
        """A database may look ids up by a number made of them: what that finds is still asked for its whole id."""
        mine, other = event(1, 30), event(2, 5)
        like = bytes(one ^ two for one, two in zip(mine.event_id, SAME_CHECKSUM, strict=True))
        assert crc32(like) == crc32(mine.event_id)
        twin = replace(other, event_id=like)
        await store.put(batch(await store.claim(LANE, GROUP), 0, history=[mine, twin]))
        assert await store.event(mine.event_id) == mine
        assert await store.event(like) == twin

    async def test_the_same_event_under_two_people_is_one_event(self, store: Store) -> None:
        """After a merge the survivor holds the retired record's event too: by its id it is the same bytes."""
        moved = replace(event(1, 5), subject=person(2))
        await store.put(batch(await store.claim(LANE, GROUP), 0, history=[event(1, 5), moved]))
        found = await store.event(event(1, 5).event_id)
        assert found is not None
        assert found.value == event(1, 5).value

    async def test_name_cards_of_a_page_come_in_one_answer(self, store: Store) -> None:
        """A page of the board asks once for the newest name of each of its people."""
        rows = [event(1, 1), event(1, 2), event(2, 1)]
        await store.put(batch(await store.claim(LANE, GROUP), 0, history=rows))
        asked = [(person(1), rows[1].order_key), (person(2), rows[2].order_key), (person(3), b"none")]
        assert await store.events_at(asked) == {person(1): rows[1], person(2): rows[2]}
        assert await store.events_at([]) == {}

    async def test_what_was_said_of_people_whom_nobody_named_is_found(self, store: Store) -> None:
        """Named, merged-away and other people, other topics and other processors are left out."""
        rows = [event(number, moment) for number in (1, 2, 3, 4) for moment in (1, 2)]
        other = replace(event(1, 3), topic="hub.identity.v1")
        named, gone = state(2, card_key=rows[2].order_key), state(3, now=person(1))
        claim = await store.claim(LANE, GROUP)
        states = (state(1), named, gone, state(4, "record"))
        await store.put(batch(claim, 0, *states, history=[*rows, other]))
        found = await store.nameless("joint", LANE.topic)
        assert sorted(row.order_key for row in found) == [event(1, 1).order_key, event(1, 2).order_key]
        assert list(await store.nameless("joint", other.topic)) == [other]
        await store.put(batch(moved(claim, 0), 1, state(1, card_key=event(1, 1).order_key)))
        assert list(await store.nameless("joint", LANE.topic)) == []

    async def test_due_gives_who_changes_by_a_day(self, store: Store) -> None:
        """A tick wakes those whose day has come, also a day that was missed, in their own lane alone."""
        late, now, later = (state(n, due_on=day) for n, day in ((1, YESTERDAY), (2, TODAY), (3, TOMORROW)))
        await _keep(store, now, late, later, state(4), state(5, "record", due_on=TODAY))
        assert await store.due(LANE.number, ["joint"], TODAY) == [late, now]
        assert await store.due(3, ["joint"], TODAY) == []

    async def test_the_board_shows_hospital_suspended_and_the_running_six_weeks(self, store: Store) -> None:
        """Day 42 itself still counts, and who has no last day stays; the ended, dead and merged-away are not on it."""
        merged = listed(8, "open", TOMORROW)
        gone = StateRow(merged.processor, merged.subject, merged.value, now=person(1), listing=merged.listing)
        shown = [listed(1, "open", TODAY), listed(2, "in_hospital"), listed(3, "suspended", TODAY)]
        hidden = [listed(4, "open", YESTERDAY), listed(5, "ended", TOMORROW), listed(6, "died", TOMORROW)]
        await _keep(store, *shown, *hidden, listed(7, "open"), gone, state(9))
        assert await _who(store) == {person(1), person(2), person(3), person(7)}
        assert await _who(store, on=YESTERDAY) == {person(1), person(2), person(3), person(4), person(7)}

    async def test_the_board_filters_by_place_people_and_status(self, store: Store) -> None:
        """A council sees its own residents, a provider the people it supports, a trust its patients."""
        await _keep(
            store,
            listed(1, "open", TODAY, ics="QOX", council="E06000022", trust="RA9", providers=("VL1", "VL2")),
            listed(2, "in_hospital", ics="QOX", council="E06000023", trust="RH8"),
            listed(3, "ended", YESTERDAY, ics="QUY", council="E06000022", providers=("VL2",)),
        )
        assert await _who(store, ics="QOX") == {person(1), person(2)}
        assert await _who(store, ics="QOX", trust="RH8") == {person(2)}
        assert await _who(store, council="E06000022") == {person(1)}
        assert await _who(store, provider="VL2") == {person(1)}
        assert await _who(store, provider="VL") == set()
        assert await _who(store, status="in_hospital") == {person(2)}
        assert await _who(store, status="ended") == {person(3)}
        assert await _who(store, status="died") == set()

    async def test_whose_window_passed_is_ended_or_simply_in_hospital(self, store: Store) -> None:
        """Nobody's six weeks are open or suspended after day 42; who was readmitted does not vanish from the board."""
        await _keep(
            store,
            listed(1, "open", TODAY),
            listed(2, "open", YESTERDAY),
            listed(3, "suspended", TODAY),
            listed(4, "suspended", YESTERDAY),
            listed(5, "in_hospital"),
            listed(6, "ended"),
            listed(7, "died", YESTERDAY),
        )
        by_status = {
            "open": {person(1)},
            "suspended": {person(3)},
            "in_hospital": {person(4), person(5)},
            "ended": {person(2), person(6)},
            "died": {person(7)},
        }
        for status, people in by_status.items():
            assert await _who(store, status=status) == people
        assert await _who(store) == {person(n) for n in (1, 3, 4, 5)}
        assert await _who(store, status="nonsense") == set()
        counted = await store.counts(BoardFilter(on=TODAY, status="open", limit=1))
        assert dict(counted) == {status: len(people) for status, people in by_status.items()}

    async def test_counts_are_of_everybody_under_the_filter(self, store: Store) -> None:
        """The numbers above the board are of the whole board and not of a page; merged-away records are nobody's."""
        merged = listed(8, "open", TOMORROW, council="E06000022")
        gone = StateRow(merged.processor, merged.subject, merged.value, now=person(1), listing=merged.listing)
        rows = [listed(n, "open", TODAY, council="E06000022", providers=("VL1",)) for n in range(1, 5)]
        other = state(6, "early_help", listing=rows[0].listing)
        await _keep(store, *rows, listed(5, "in_hospital", council="E06000023"), gone, other, state(7))
        page_mark = cursor_of(rows[0], BoardFilter(TODAY))
        assert dict(await store.counts(BoardFilter(TODAY, limit=1, after=page_mark))) == {"open": 4, "in_hospital": 1}
        assert dict(await store.counts(BoardFilter(TODAY, council="E06000023"))) == {"in_hospital": 1}
        assert dict(await store.counts(BoardFilter(TODAY, provider="VL1"))) == {"open": 4}
        assert dict(await store.counts(BoardFilter(TODAY, provider="VL2"))) == {}

    async def test_choices_are_the_codes_that_occur_on_the_board(self, store: Store) -> None:
        """A filter offers what it would find: no council without anybody, no provider of the past."""
        await _keep(
            store,
            listed(1, "open", TODAY, ics="QOX", council="E06000022", trust="RA9", providers=("VL2", "VL1")),
            listed(2, "in_hospital", ics="QOX", trust="RH8", providers=("VL1",)),
            listed(3, "open", YESTERDAY, ics="QUY", council="E06000023", providers=("VL3",)),
            listed(4, "died", TODAY, ics="QXX"),
        )
        found = {name: list(codes) for name, codes in (await store.choices(BoardFilter(TODAY))).items()}
        assert found == {
            "ics": ["QOX"],
            "council": ["E06000022"],
            "trust": ["RA9", "RH8"],
            "provider": ["VL1", "VL2"],
            "reason": [],
        }

    async def test_pages_of_the_board_join_without_gap_or_repeat(self, store: Store) -> None:
        """Whoever's weeks end first comes first, people in hospital last; equal days are in a fixed order."""
        days = [TODAY, TOMORROW, TODAY, None, TOMORROW, None, TODAY]
        rows = [listed(n, "open" if day else "in_hospital", day) for n, day in enumerate(days)]
        await _keep(store, *rows)
        expected = sorted(rows, key=lambda row: (str(row.listing and row.listing.last_covered_day), row.subject))
        seen: list[StateRow] = []
        while page := await store.board(
            BoardFilter(on=TODAY, limit=2, after=cursor_of(seen[-1], BoardFilter(TODAY)) if seen else None),
        ):
            seen.extend(page)
        assert seen == expected

    @pytest.mark.parametrize("status", ["ended", "died"])
    async def test_the_newest_of_the_past_come_first(self, store: Store, status: str) -> None:
        """Who looks for somebody whose weeks are over looks for the last ones; who never had a day comes last."""
        days = [TODAY - timedelta(days=ago) for ago in (400, 2, 30, 2, 1)]
        rows = [listed(n, status, day) for n, day in enumerate([*days, None, None])]
        rows += [listed(20, "open", TODAY - timedelta(days=3))] if status == "ended" else []
        await _keep(store, *rows, listed(30, "open", TODAY), listed(31, "in_hospital"))
        expected = sorted(rows, key=lambda row: (_day(row) or date.min, row.subject), reverse=True)
        seen: list[StateRow] = []
        ask = BoardFilter(on=TODAY, status=status, limit=2)
        while page := await store.board(replace(ask, after=cursor_of(seen[-1], ask) if seen else None)):
            seen.extend(page)
        assert seen == expected

    async def test_of_the_past_no_more_than_a_thousand_are_counted(self, store: Store) -> None:
        """The numbers above the board cost the same however long the hub has run; those of the present are exact."""
        past = [listed(n, "ended" if n % 2 else "open", YESTERDAY) for n in range(1001)]
        present = [listed(n, "open", TODAY) for n in range(2000, 3001)]
        await _keep(store, *past, *present)
        assert dict(await store.counts(BoardFilter(TODAY))) == {"ended": 1000, "open": 1001}

    async def test_a_page_goes_on_though_its_last_person_left_the_board(self, store: Store) -> None:
        """Somebody who is discharged from the board between two clicks does not break the second."""
        claim = await store.claim(LANE, GROUP)
        rows = sorted((listed(n, "open", TODAY) for n in range(4)), key=lambda row: row.subject)
        await store.put(batch(claim, 0, *rows))
        first = await store.board(BoardFilter(on=TODAY, limit=2))
        await store.put(batch(moved(claim, 0), 1, withdrawn=[("joint", first[-1].subject)]))
        assert await store.board(BoardFilter(on=TODAY, after=cursor_of(first[-1], BoardFilter(TODAY)))) == rows[2:]

    @pytest.mark.parametrize("after", [b"", b"\x00\x00\x00\x00", b"\xff\xff\xff\xff" + bytes(16), b"\xcf\x3c"])
    async def test_a_page_mark_that_no_board_gave_is_refused(self, store: Store, after: bytes) -> None:
        """A reader who changes the address by hand is told, not shown some other page."""
        with pytest.raises(Rejected):
            await store.board(BoardFilter(on=TODAY, after=after))
