"""Support that was written down ahead, called off by hand, through the whole hub in memory."""

from hub.ports.recording import Entry
from tests.hand.person import WHO, went_home


async def test_support_that_was_written_down_ahead_is_called_off() -> None:
    """It has no day any more and stays in the history; read back it is the entry that it was."""
    hand = await went_home()
    started = {"provider": "1-101", "service": "HOME_SUPPORT", "started_on": "2026-12-04", "hours_per_week": "14"}
    (first,) = await hand.record(Entry("support_line_started", started, "key-00003"))
    (thing,) = (await hand.desk.known(hand.subject)).things["line"]
    early = Entry("support_line_called_off", {"line": thing.ref, "starts_on": "2026-11-13"}, "key-00004")
    assert [fault.rule for fault in await hand.desk.check(hand.subject, WHO, early)] == ["before_it_began"]
    fields = {"line": thing.ref, "starts_on": "2026-12-04"}
    await hand.record(Entry("support_line_called_off", fields, "key-00005"))
    now = await hand.hub.reader.joint_state(hand.subject, None, None)
    assert (now["episodes"][0]["lines"], now["findings"]) == ([], [])
    entries = {entry.what: entry.answers for entry in (await hand.desk.known(hand.subject)).entries}
    assert entries["support_line_called_off"] == fields
    assert first in {row.event_id for row in await hand.hub.reader.parts.store.history(hand.subject)}
