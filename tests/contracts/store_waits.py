"""What every store promises about the board by who is ready to leave and has not left, and for what they wait."""

from datetime import date, timedelta
from typing import Any

from msgspec.structs import replace

from hub.domain.delay_codes import TODAY as NATIONAL
from hub.ports.board_filter import BoardFilter
from hub.ports.store import StateRow, Store
from tests.contracts.store_steps import counts, every_page, keep
from tests.store_rows import TODAY, listed, person, state

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
READY = BoardFilter(TODAY, ready=True)


def ready(number: int, reason: str, status: str = "in_hospital", day: date | None = None, **more: Any) -> StateRow:
    """Give a row of somebody who is ready and has not left."""
    return listed(number, status, day, waits_for=reason, **{"waits_at": "RZZ"} | more)


class StoreWaits:
    """Give a fixture `store` with eight lanes to hold a store to these."""

    async def test_who_is_ready_comes_in_the_order_of_the_board(self, store: Store) -> None:
        """Whatever they wait for; who is not ready, who is merged away and whose status is of the past do not come."""
        rows = [
            ready(1, "CAP05"), ready(2, "unknown"), ready(3, "HOSP04", "suspended", TOMORROW),
            ready(4, "CAP05", "suspended", TODAY), ready(5, "CAP05", "suspended", YESTERDAY),
            ready(6, "CAP05", "unfinished", YESTERDAY),
        ]  # fmt: skip
        merged = StateRow("joint", person(10), b"", now=person(1), listing=rows[0].listing)
        other = state(11, "early_help", listing=rows[0].listing)
        hidden = [listed(7, "in_hospital"), listed(8, "open", TODAY), ready(9, "CAP05", "ended", YESTERDAY)]
        await keep(store, [*rows, *hidden, merged, other])
        # Whose weeks passed is ordered by their last covered day still, and in hospital as anybody else.
        order = [person(5), person(4), person(3), *sorted([person(1), person(2)]), person(6)]
        for limit in (1, 2, 50):
            assert await every_page(store, replace(READY, limit=limit)) == order
            assert await every_page(store, replace(READY, status="suspended", limit=limit)) == order[1:3]
            assert await every_page(store, replace(READY, status="ended", limit=limit)) == [person(9)]
        assert dict(await store.counts(READY)) == {"in_hospital": 3, "suspended": 2, "unfinished": 1, "ended": 1}
        assert await every_page(store, replace(READY, status="nonsense")) == []

    async def test_a_reason_is_a_code_a_group_of_codes_or_unknown(self, store: Store) -> None:
        """As the dashboards split them: one of 37, one of five groups, or no national reason known."""
        codes = [one.code for one in NATIONAL]
        rows = [ready(n, code) for n, code in enumerate(codes)]
        await keep(store, [*rows, ready(100, "unknown"), listed(101, "in_hospital")])
        everybody = {code: person(n) for n, code in enumerate(codes)}
        for code in ("CAP05", "HOSP07", "WELL02"):
            assert await every_page(store, BoardFilter(TODAY, reason=code)) == [everybody[code]]
        assert await every_page(store, BoardFilter(TODAY, ready=True, reason="unknown")) == [person(100)]
        groups = {
            "capacity": "CAP",
            "interface": "INTF",
            "transfer_hub": "CTH",
            "wellbeing": "WELL",
            "hospital": "HOSP",
        }
        for group, begins in (groups | {"hospital": "HOSP"}).items():
            found = {who for code, who in everybody.items() if code.startswith(begins)}
            asked = BoardFilter(TODAY, reason=group, limit=5)
            assert set(await every_page(store, asked)) == found
            assert dict(await store.counts(asked)) == {"in_hospital": len(found)}
        assert await every_page(store, BoardFilter(TODAY, reason="nonsense")) == []
        assert dict(await store.counts(BoardFilter(TODAY, reason="nonsense"))) == {}

    async def test_of_who_is_ready_the_hospital_is_the_one_in_which_they_wait(self, store: Store) -> None:
        """Somebody readmitted is in the list of their hospital of today, and on its board still under the first one."""
        await keep(
            store,
            [
                ready(1, "CAP05", "suspended", TODAY, ics="QOX", council="E1", trust="RA9", waits_at="RH8"),
                ready(2, "CAP05", ics="QOX", council="E2", trust="RA9", waits_at="RA9", providers=("VL1",)),
                ready(3, "HOSP04", ics="QUY", council="E1", trust="RH8", waits_at="RH8"),
            ],
        )
        wanted: list[tuple[dict[str, Any], set[int]]] = [
            ({"trust": "RH8"}, {1, 3}), ({"trust": "RA9"}, {2}), ({"trust": "RH8", "reason": "CAP05"}, {1}),
            ({"ics": "QOX"}, {1, 2}), ({"ics": "QOX", "council": "E1"}, {1}), ({"provider": "VL1"}, {2}),
            ({"council": "E1", "reason": "HOSP04"}, {3}), ({"council": "E1", "reason": "hospital"}, {3}),
        ]  # fmt: skip
        for narrowed, people in wanted:
            asked = BoardFilter(TODAY, ready=True, **narrowed)
            assert set(await every_page(store, asked)) == {person(n) for n in people}
            assert sum(dict(await store.counts(asked)).values()) == len(people)
        assert set(await every_page(store, BoardFilter(TODAY, trust="RA9"))) == {person(1), person(2)}

    async def test_who_is_ready_is_found_by_what_waits_too(self, store: Store) -> None:
        """Both filters at once: the step that is due first before the rest, of who is ready alone."""
        step: dict[str, Any] = {"step": "discharge", "holder": "hospital"}
        rows = [
            ready(1, "CAP05", **step, step_due=TODAY), ready(2, "HOSP04", **step, step_due=YESTERDAY),
            listed(3, "in_hospital", **step, step_due=YESTERDAY), ready(4, "CAP05"),
        ]  # fmt: skip
        await keep(store, rows)
        assert await every_page(store, replace(READY, order="due", limit=1)) == [person(2), person(1)]
        assert await every_page(store, replace(READY, step="discharge", reason="CAP05")) == [person(1)]
        assert await counts(store, READY) == [("discharge", "hospital", 2)]
        assert await counts(store, BoardFilter(TODAY, reason="HOSP04")) == [("discharge", "hospital", 1)]
        assert await counts(store, BoardFilter(TODAY)) == [("discharge", "hospital", 3)]

    async def test_the_choices_are_what_people_on_the_board_wait_for(self, store: Store) -> None:
        """Reasons that occur, and the hospital in which somebody waits; not those of the past."""
        rows = [
            ready(1, "unknown", "suspended", TODAY, trust="RA9", waits_at="RH8"), ready(2, "CAP05"), ready(3, "CAP05"),
            ready(4, "WELL01", "died", TODAY, waits_at="RQQ"), listed(5, "open", TODAY),
        ]  # fmt: skip
        await keep(store, rows)
        found = await store.choices(BoardFilter(TODAY))
        assert (list(found["reason"]), list(found["trust"])) == (["CAP05", "unknown"], ["RA9", "RH8", "RZZ"])
