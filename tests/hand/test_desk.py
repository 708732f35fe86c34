"""Recording by hand through the whole hub in memory: intake, log, fold, history, and what is shown afterwards."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from msgspec.structs import replace

from connectors.hand_record.connector import HandConnector, written
from connectors.hand_record.desk import About, HandDesk
from connectors.hand_record.profile import named, profile_from
from connectors.simulator.sendable import Sendable
from hub.adapters.reference_files import folders, load_areas
from hub.composition import Core
from hub.doors import hand_desk
from hub.errors import NotFound, Rejected
from hub.events.envelope import Event
from hub.people.vault import Opened
from hub.ports.connector import Receipt, Received
from hub.ports.recording import Entry, Faulty, Reason
from hub.web.record_view import headings_of
from tests.contracts.connector_contract import ConnectorContract
from tests.hand.entries import GOOD
from tests.hand.person import NOW, SAMPLES, WHO, Hand, went_home
from tests.partners.memory_intake import StillClock
from tests.runtime.asked import adt


class TestContract(ConnectorContract):
    """Entries keep the contract of every connector, over the samples that ship."""

    connector = HandConnector(StillClock(NOW))
    samples = SAMPLES / "hand_record" / "samples"


@pytest.fixture
async def hand() -> Hand:
    """Mrs Ashworth was admitted and went home."""
    return await went_home()


async def told(hand: Hand) -> Sequence[Event]:
    """Give every event of the person."""
    return await hand.hub.reader.told(hand.subject)


async def referral(hand: Hand, key: str) -> Entry:
    """Give a hospital's referral with everything that is asked."""
    (spell,) = (await hand.desk.known(hand.subject)).things["spell"]
    return Entry("hospital_referral_made", GOOD["hospital_referral_made"][0] | {"spell": spell.ref}, key)


async def test_an_entry_is_an_event_of_this_very_person(hand: Hand) -> None:
    """Nobody is looked for and nobody is made: the record that was open gets the event, with the original sealed."""
    (event_id,) = await hand.record(Entry("coordinator_named", {"post_id": "HUB-3", "note": "Call 1234."}, "key-00001"))
    told = {event.event_id: event for event in await hand.hub.reader.told(hand.subject)}
    event = told[event_id]
    assert event.provenance is not None
    assert (event.subject_ref, event.provenance.feed) == (hand.subject, "hand")
    (opened,) = await hand.hub.reader.parts.vault.open([event], originals=True)
    assert isinstance(opened, Opened)
    assert opened.personal == {"text": "Call 1234."}
    assert b"HUB-3" in (opened.original or b"")
    timeline = await hand.hub.reader.timeline(hand.subject, None, None)
    assert "CoordinatorNamed" in [line["type"] for line in timeline]


async def test_a_referral_in_the_hospitals_words_is_sealed_and_shown_in_the_record(hand: Hand) -> None:
    """Codes in the clear, words under her key; the record shows them under their headings, and each can say why."""
    (event_id,) = await hand.record(await referral(hand, "key-00020"))
    (event,) = [event for event in await told(hand) if event.event_id == event_id]
    assert "Penicillin" not in repr(event.body)
    (opened,) = await hand.hub.reader.parts.vault.open([event])
    assert isinstance(opened, Opened)
    words = {
        "referrer": "Sister Okafor, ward W7", "referrer_contact": "01632 960777",
        "care_needs": "Help of one to wash and dress.", "allergies_are": "Penicillin: rash.",
    }  # fmt: skip
    assert opened.personal == {"referral": words}
    page = await hand.hub.reader.page(hand.subject, None, None)
    heading = page.record["headings"][5]
    assert [item["values"] for item in heading["items"]] == [{"referral": words}]
    shown = dict(headings_of(page.record, {}))["Hospital referrals"][0].values
    assert [(value.label, value.text) for value in shown] == [
        ("Referred by", words["referrer"]), ("To reach them", words["referrer_contact"]),
        ("Nursing and care needs", words["care_needs"]), ("Allergies", words["allergies_are"]),
    ]  # fmt: skip
    why = await hand.hub.reader.why(hand.subject, shown[2].why, None, None)
    assert (why["value"], why["event"]["type"]) == (words["care_needs"], "HospitalReferralMade")


async def test_a_referral_without_words_takes_none_of_another(hand: Hand) -> None:
    """One that came without any has no place in the record, and the words of the other stand once."""
    await hand.record(await referral(hand, "key-00022"))
    full = await hand.desk._translation(hand.subject, WHO, await referral(hand, "key-00023"), await told(hand))
    later = replace(full.events[0].occurred, at=NOW + 60_000)
    plain = replace(full.events[0], personal={}, occurred=later)
    await hand.take([Received("hand", b"{}", NOW, replace(full, events=(plain,)))])
    assert sum(event.type == "HospitalReferralMade" for event in await told(hand)) == 2
    (item,) = (await hand.hub.reader.page(hand.subject, None, None)).record["headings"][5]["items"]
    assert item["values"]["referral"]["allergies_are"] == "Penicillin: rash."


async def test_words_of_a_referral_are_kept_back_while_whereabouts_are_hidden(hand: Hand) -> None:
    """They may say where somebody is."""
    await hand.record(await referral(hand, "key-00021"))
    hidden = adt("A08", "202611141000", hiding="1")
    await hand.hub.take(Sendable(NOW, "mllp", "rzz", hidden, "hidden"))
    await hand.hub.settle()
    page = await hand.hub.reader.page(hand.subject, None, None)
    assert page.record["headings"][5]["items"] == []
    assert "Penicillin" not in repr(page)


async def test_a_repeat_is_folded_once(hand: Hand) -> None:
    """A double submit is one entry, before the first is folded as well as after it."""
    entry = Entry("safeguarding_raised", {}, "key-00002")
    first, again = await hand.record(entry), await hand.record(entry)
    assert first == again
    raw = written(hand.subject, WHO, entry)
    translation = await hand.desk._translation(hand.subject, WHO, entry, ())
    (receipt,) = await hand.take([Received("hand", raw, NOW, translation)])
    assert (receipt.outcome, list(receipt.event_ids)) == ("duplicate", first)
    assert len([e for e in await hand.hub.reader.told(hand.subject) if e.type == "SafeguardingConcernRaised"]) == 1


async def test_a_correction_counts_and_the_history_keeps_both(hand: Hand) -> None:
    """The line has the right hours now and had the wrong ones as known before; its id is the same, so its end fits."""
    started = {"provider": "1-101", "service": "HOME_SUPPORT", "started_on": "2026-11-14", "hours_per_week": "40"}
    (first,) = await hand.record(Entry("support_line_started", started, "key-00003"))
    before = hand.hub.clock.now()
    hand.hub.clock.set(before + 60_000)
    fewer = started | {"hours_per_week": "14"}
    right = Entry("support_line_started", fewer, "key-00004", first.hex(), Reason("WRONG_VALUE"))
    assert len(await hand.record(right)) == 2
    now = await hand.hub.reader.joint_state(hand.subject, None, None)
    (line,) = now["episodes"][0]["lines"]
    assert line["hours_per_week"] == 14.0
    was = await hand.hub.reader.joint_state(hand.subject, None, before)
    assert [line["hours_per_week"] for line in was["episodes"][0]["lines"]] == [40.0]
    rows = await hand.hub.reader.parts.store.history(hand.subject)
    assert first in {row.event_id for row in rows}
    known = await hand.desk.known(hand.subject)
    (entry,) = known.entries
    assert (entry.what, entry.record_uid, entry.record_version) == ("support_line_started", "key-00003", 2)
    (thing,) = known.things["line"]
    early = Entry("support_line_ended", {"line": thing.ref, "ended_on": "2026-11-13"}, "key-00006")
    assert [fault.rule for fault in await hand.desk.check(hand.subject, WHO, early)] == ["before_it_began"]
    ended = Entry("support_line_ended", {"line": thing.ref, "ended_on": "2026-11-14"}, "key-00005")
    await hand.record(ended)
    after = await hand.hub.reader.joint_state(hand.subject, None, None)
    assert [line["ended_on"] for line in after["episodes"][0]["lines"]] == ["2026-11-14"]


async def test_what_was_recorded_can_be_written_again_as_it_was_typed(hand: Hand) -> None:
    """A correction begins with the earlier answers: what is read back and recorded again says the same."""
    (spell,) = (await hand.desk.known(hand.subject)).things["spell"]
    fields = {"spell": spell.ref, "reason": "CAP05", "until": "2026-12-01", "happened_at": "2026-11-13T12:15"}
    await hand.record(Entry("delay_reason_recorded", fields, "key-00006"))
    (entry,) = (await hand.desk.known(hand.subject)).entries
    assert entry.answers == fields


async def test_steps_of_a_carers_assessment_are_read_back_as_a_carers(hand: Hand) -> None:
    """Also the step that does not say itself whose assessment it is: who takes it back is decided by its group."""
    for kind, council in (("NEEDS", "E08000025"), ("CARER", "E08000029")):
        await hand.record(Entry("assessment_requested", {"kind": kind, "council": council}, f"key-{kind}"))
    things = (await hand.desk.known(hand.subject)).things
    (carers,) = things["carer_assessment"]
    assert len(things["assessment"]) == 2
    for place, thing in enumerate(things["assessment"]):
        went_on = {"assessment": thing.ref, "state": "IN_PROGRESS"}
        await hand.record(Entry("assessment_progressed", went_on, f"key-on-{place}"))
    found = {(entry.what, entry.answers.get("assessment")) for entry in (await hand.desk.known(hand.subject)).entries}
    (needs,) = {thing.ref for thing in things["assessment"]} - {carers.ref}
    assert found == {
        ("assessment_requested", None),
        ("carer_assessment_requested", None),
        ("assessment_progressed", needs),
        ("carer_assessment_progressed", carers.ref),
    }


async def test_the_clear_holds_no_name_of_the_person(hand: Hand) -> None:
    """A post that is called as the person is, by the card that the hospital sent, is refused; nothing is kept."""
    before = len(await hand.hub.reader.told(hand.subject))
    with pytest.raises(Faulty) as refused:
        await hand.record(Entry("coordinator_named", {"post_id": "ashworth-desk"}, "key-00007"))
    assert [fault.rule for fault in refused.value.faults] == ["names_the_person"]
    assert len(await hand.hub.reader.told(hand.subject)) == before
    assert await hand.hub.quarantine.sizes() == {}


async def test_nothing_is_recorded_of_somebody_who_was_forgotten(hand: Hand) -> None:
    """Whoever is forgotten has no record to write in."""
    await hand.hub.forgetting.forget(hand.subject, "test")
    await hand.hub.settle()
    with pytest.raises(NotFound):
        await hand.record(Entry("safeguarding_raised", {}, "key-00008"))


async def test_what_is_not_folded_yet_says_so(hand: Hand) -> None:
    """What is durable is recorded, also while the fold is away."""

    class Unfolded:
        """An intake whose fold is away."""

        async def take(self, received: Sequence[Received]) -> Sequence[Receipt]:
            """Take, and fold nothing."""
            return await hand.hub.intake.take(received)

    about = About(hand.hub.reader.told, hand.hub.reader.card)
    desk = HandDesk(named("entries"), Unfolded(), hand.hub.clock, about, patience_s=0.1)
    done = await desk.record(hand.subject, WHO, Entry("safeguarding_raised", {}, "key-00009"))
    assert (len(done.event_ids), done.folded) == (1, False)
    await hand.hub.settle()
    again = await desk.record(hand.subject, WHO, Entry("safeguarding_raised", {}, "key-00009"))
    assert (again.event_ids, again.again, again.folded) == (done.event_ids, True, True)


async def test_of_corrections_that_come_together_one_is_kept(hand: Hand) -> None:
    """All six were held against the same entries; where they are appended the others are told that it counts no more.

    Whoever was first may repeat it, and what it says can be corrected in its turn.
    """
    (wrong,) = await hand.record(Entry("coordinator_named", {"post_id": "A0"}, "key-00010"))
    meet = asyncio.Barrier(6)

    class Together:
        """An intake that every correction has reached before the first one is taken."""

        async def take(self, received: Sequence[Received]) -> Sequence[Receipt]:
            """Wait for the others."""
            await meet.wait()
            return await hand.hub.intake.take(received)

    about = About(hand.hub.reader.told, hand.hub.reader.card)
    desk = HandDesk(named("entries"), Together(), hand.hub.clock, about, patience_s=0.0)
    why = Reason("WRONG_VALUE")
    entries = [Entry("coordinator_named", {"post_id": f"A{n}"}, f"key-0002{n}", wrong.hex(), why) for n in range(1, 7)]
    made = await asyncio.gather(*(desk.record(hand.subject, WHO, each) for each in entries), return_exceptions=True)
    await hand.hub.settle()
    (done,) = [each for each in made if not isinstance(each, BaseException)]
    refused = [[fault.rule for fault in each.faults] for each in made if isinstance(each, Faulty)]
    assert refused == [["not_an_entry"]] * 5
    (entry,) = (await hand.desk.known(hand.subject)).entries
    assert entry.event_id == done.event_ids[0]
    again = await hand.desk.record(hand.subject, WHO, entries[made.index(done)])
    assert (again.event_ids, again.again) == (done.event_ids, True)
    last = Entry("coordinator_named", {"post_id": "A9"}, "key-00030", entry.event_id.hex(), why)
    await hand.record(last)
    assert [one.answers["post_id"] for one in (await hand.desk.known(hand.subject)).entries] == ["A9"]


@pytest.mark.parametrize(
    ("text", "rule"),
    [("name = ", "not_a_table"), ("name = 'x'", "not_a_table")],
)
def test_a_table_that_is_wrong_is_refused(text: str, rule: str) -> None:
    """A table of one's own that is malformed starts nothing."""
    with pytest.raises(Rejected) as refused:
        profile_from(text)
    assert refused.value.rule == rule


def test_a_table_is_found_by_name_or_path(tmp_path: Path) -> None:
    """The shipped table by its name, one's own by its path; a wrong name and an unknown list are told."""
    shipped = (SAMPLES / "hand_record" / "profiles" / "entries.toml").read_text(encoding="utf-8")
    own = tmp_path / "own.toml"
    own.write_text(shipped.replace('of = "role"', 'of = "rank"'), encoding="utf-8")
    with pytest.raises(Rejected, match="no list"):
        named(str(own))
    own.write_text(shipped.replace('event = "MoveCancelled"', 'event = "MoveDreamt"'), encoding="utf-8")
    with pytest.raises(Rejected, match="no event"):
        named(str(own))
    own.write_text(shipped.replace('sealed = "referral"\n', ""), encoding="utf-8")
    with pytest.raises(Rejected, match="no sealed part"):
        named(str(own))
    with pytest.raises(Rejected, match="no such profile"):
        named("other")
    with pytest.raises(Rejected, match="cannot be read"):
        named(str(tmp_path / "none.toml"))


@pytest.mark.parametrize(("code", "rules"), [("E08000038", []), ("E08000016", ["superseded_council"])])
async def test_the_door_of_the_hub_knows_the_councils(hand: Hand, code: str, rules: list[str]) -> None:
    """Barnsley by its code since April 2025, from the reference data that ships; its older one is told beside it."""
    areas = load_areas(folders(live=False))
    core = SimpleNamespace(intake=hand, clock=hand.hub.clock, reading=hand.hub.reader, areas=areas)
    entry = Entry("move_notified", {"to_council": code, "intended_on": "2026-12-20"}, "a-key-of-its-own")
    faults = await hand_desk(cast("Core", core)).check(hand.subject, WHO, entry)
    assert [(fault.path, fault.rule) for fault in faults] == [("fields.to_council", rule) for rule in rules]
