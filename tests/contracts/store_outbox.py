"""What every store promises about its outbox: in order, lent to one at a time, and forgotten once it was sent."""

import pytest

from hub.errors import Unavailable
from hub.ports.store import Store
from tests.store_rows import GROUP, LANE, batch, moved, waiting, waits


class StoreOutbox:
    """Give a fixture `store` with eight lanes to hold a store to these."""

    async def test_the_outbox_keeps_its_order_and_forgets_what_was_sent(self, store: Store) -> None:
        """Derived events leave in the order of their causes, and each place once."""
        claim = await store.claim(LANE, GROUP)
        await store.put(batch(claim, 0, outbox=[waiting(5), waiting(3)]))
        await store.put(batch(moved(claim, 0), 1, outbox=[waiting(4)]))
        assert await store.waiting() == {LANE.number: 3}
        assert await store.outbox(3, 10) == []
        async with store.lent(LANE.number, 2) as first:
            assert [row for _, row in first] == [waiting(5), waiting(3)]
            async with store.lent(3, 10) as others:
                assert list(others) == []
        assert await waits(store) == [waiting(4)]

    async def test_rows_of_a_lane_are_lent_to_one_at_a_time(self, store: Store) -> None:
        """Two relays of one lane could let older news follow newer: the second is lent nothing until the first ends."""
        claim = await store.claim(LANE, GROUP)
        await store.put(batch(claim, 0, outbox=[waiting(1)]))
        async with store.lent(LANE.number, 10) as rows:
            await store.put(batch(moved(claim, 0), 1, outbox=[waiting(2)]))
            async with store.lent(LANE.number, 10) as none:
                assert list(none) == []
            assert [row for _, row in rows] == [waiting(1)]
        async with store.lent(LANE.number, 10) as rest:
            assert [row for _, row in rest] == [waiting(2)]

    async def test_what_the_log_did_not_take_waits_on_and_is_lent_again(self, store: Store) -> None:
        """A broker that is away loses no news, and the lane's turn is free for the next attempt."""
        await store.put(batch(await store.claim(LANE, GROUP), 0, outbox=[waiting(1)]))
        with pytest.raises(Unavailable, match="the broker is away"):
            async with store.lent(LANE.number, 10):
                raise Unavailable("the broker is away")
        async with store.lent(LANE.number, 10) as rows:
            assert [row for _, row in rows] == [waiting(1)]
        assert await waits(store) == []

    async def test_what_is_told_taken_back_and_told_again_is_sent_in_this_order(self, store: Store) -> None:
        """The third turn has the id of the first, and waits behind the second: the newest record of a key is right."""
        claim = await store.claim(LANE, GROUP)
        told, taken_back = waiting(1), waiting(2)
        await store.put(batch(claim, 0, outbox=[told]))
        await store.put(batch(moved(claim, 0), 1, outbox=[taken_back]))
        async with store.lent(LANE.number, 10):
            await store.put(batch(moved(claim, 1), 2, outbox=[told]))
            assert await waits(store) == [told, taken_back, told]
        assert await waits(store) == [told]
