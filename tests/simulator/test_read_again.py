"""Originals read again by another profile: in the end as if they had been read so when they came."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from connectors.simulator.sendable import Sendable
from hub.domain.care_changes import CareChange
from hub.errors import NotFound, Rejected, Unavailable
from hub.events.catalogue import BY_TYPE
from hub.ports.log import Draft
from hub.retranslating import Retranslation, Wanted
from hub.runtime import folded as waiting
from hub.runtime.correcting import Correcting
from hub.runtime.readings import Left
from tests.end_to_end.lives import Invented, Life, message, stay
from tests.simulator.read_again import AT, ITK, Hospital

WHO, OTHER = (
    Invented("9990001022", "T1000451", "QUILLFEATHER", "Xanthippe", nhs_status="NSTS01"),
    Invented("9990001030", "T1000452", "BRACEGIRDLE", "Ignatius", nhs_status="NSTS01"),
)
CARE_HOME = ITK.replace('version = "1"', 'version = "2"') + 'destination_values = { "19" = "65" }\n'
"""Reads every discharge home as one to a care home, and the expected day from another field."""
WARD_IN_ROOM = ITK.replace('version = "1"', 'version = "3"') + "[visit]\nward = 2\nroom = 1\n"
"""Takes wards for rooms: every place and transfer is another."""
LATIN = ITK + '[text]\ncharset = "ISO 8859/2"\n'
"""Reads the letters of names another way, and nothing else."""


def life(who: Invented, spell: str = "SP1", after: float = 0) -> list[bytes]:
    """Give a stay with transfers, and a discharge that is cancelled and made again, some hours later."""
    life = Life(who, f"M{who.hospital_number}{spell}")
    life.say("A01", after, stay(spell, "AMU"))
    life.say("A02", after + 5, stay(spell, "W7"))
    life.say("A03", after + 100, stay(spell, "W7", after + 100))
    life.say("A13", after + 100, stay(spell, "W7"), recorded=after + 102)
    life.say("A03", after + 120, stay(spell, "W7", after + 120))
    life.say("A08", after + 126, stay(spell, "W7"))
    return life.messages


@pytest.fixture
def profiles(tmp_path: Path) -> dict[str, str]:
    """Give the files of profiles by what they do."""
    texts = {"itk": ITK, "care home": CARE_HOME, "rooms": WARD_IN_ROOM, "latin": LATIN}
    for name, text in texts.items():
        (tmp_path / f"{name}.toml").write_text(text)
    return {name: str(tmp_path / f"{name}.toml") for name in texts}


async def taken(profile: str = ITK, *people: Invented) -> Hospital:
    """Give a hub that took the lives of people by a profile."""
    hub = Hospital(profile)
    for who in people or (WHO,):
        await hub.send(life(who))
    return hub


@pytest.mark.parametrize(("name", "text"), [("care home", CARE_HOME), ("rooms", WARD_IN_ROOM)])
async def test_everything_shown_is_as_if_the_messages_had_been_read_so_when_they_came(
    profiles: dict[str, str], name: str, text: str
) -> None:
    """State, record, timeline and name card are those of a hub that had the new profile from the beginning."""
    hub, clean, former = await taken(), await taken(text), await taken()
    run = await hub.read_again(profiles[name])
    assert run.changed > 0
    assert await hub.shown(WHO.nhs_number) == await clean.shown(WHO.nhs_number)
    assert await hub.shown(WHO.nhs_number) != await former.shown(WHO.nhs_number)
    later = life(WHO, "SP2", 400)
    await hub.send(later)
    await clean.send(later)
    after = await hub.read_again(profiles[name])
    assert after.report()["messages"] == 2 * len(later)
    clean_again = await clean.read_again(profiles[name])
    assert clean_again.changed == 0
    assert await hub.shown(WHO.nhs_number) == await clean.shown(WHO.nhs_number)


async def test_what_says_the_same_keeps_its_event(profiles: dict[str, str]) -> None:
    """By the profile that read them nothing is added; by another only the discharges differ."""
    hub = await taken()
    length = await hub.length()
    same = await hub.read_again(profiles["itk"])
    assert same.report() == {
        "feed": "rzz", "profile": profiles["itk"], "messages": 6, "same": 6, "changed": 0, "replaced": 0, "added": 0,
        "left": [], "lost": [],
    }  # fmt: skip
    assert await hub.length() == length
    run = await hub.read_again(profiles["care home"])
    assert run.changed == run.added == run.replaced == 2
    assert await hub.length() == length + 4


async def test_asked_again_it_appends_nothing(profiles: dict[str, str]) -> None:
    """Nor when the same days are asked for, nor those of other days."""
    hub = await taken()
    outside = await hub.read_again(profiles["care home"], until=date(2026, 1, 1))
    assert outside.report()["messages"] == 0
    assert (await hub.read_again(profiles["care home"], since=date(2026, 1, 1))).changed > 0
    length = await hub.length()
    assert (await hub.read_again(profiles["care home"])).changed == 0
    assert await hub.length() == length


async def test_back_and_forth_never_meets_an_old_id(profiles: dict[str, str]) -> None:
    """The former profile is the way back, and the new one may be taken again."""
    hub = await taken()
    before = await hub.shown(WHO.nhs_number)
    seen = []
    for _ in range(2):
        await hub.read_again(profiles["care home"])
        seen.append(await hub.shown(WHO.nhs_number))
        await hub.read_again(profiles["itk"])
        assert await hub.shown(WHO.nhs_number) == before
    assert seen[0] == seen[1] != before


async def test_a_preview_says_it_in_care_terms_and_writes_nothing(profiles: dict[str, str]) -> None:
    """People under each kind of difference, what others would be told, and nothing in the log or the index."""
    hub = await taken(ITK, WHO, OTHER)
    length, before = await hub.length(), await hub.shown(WHO.nhs_number)
    people = dict(hub.reader.parts.people._book._owners)  # type: ignore[attr-defined]
    run = Retranslation(hub.core(), Wanted("rzz", profiles["care home"]))
    found = await run.preview()
    assert found.changes[CareChange.STAY_DETAILS] == 2
    assert sum(tally.differing for tally in found.lanes.values()) == 2
    assert CareChange.STAY_DETAILS.told(2) == "other details of 2 people's stay change"
    assert (await hub.length(), await hub.shown(WHO.nhs_number)) == (length, before)
    assert dict(hub.reader.parts.people._book._owners) == people  # type: ignore[attr-defined]
    same = await Retranslation(hub.core(), Wanted("rzz", profiles["itk"])).preview()
    assert not same.lanes


async def test_a_preview_tells_of_sealed_details_that_no_state_holds(profiles: dict[str, str]) -> None:
    """A name whose letters are read another way is on the card alone."""
    hub, clean = Hospital(), Hospital(LATIN)
    for each in (hub, clean):
        await each.send([one.replace(b"Xanthippe", b"Xanth\xe6ppe") for one in life(WHO)])
    found = await Retranslation(hub.core(), Wanted("rzz", profiles["latin"])).preview()
    assert dict(found.changes) == {CareChange.PERSONAL: 1}
    await hub.read_again(profiles["latin"])
    shown = await hub.shown(WHO.nhs_number)
    assert shown == await clean.shown(WHO.nhs_number)
    assert shown[3]["name"]["given"] == "Xanth\u0107ppe"


async def test_what_was_known_before_is_still_known(profiles: dict[str, str]) -> None:
    """At a time before the correction the page shows the old reading; now it shows the new."""
    hub = await taken()
    subject = await hub.subject(WHO.nhs_number)
    old = await hub.reader.joint_state(subject, None, None)
    await hub.read_again(profiles["care home"])
    then = await hub.reader.joint_state(subject, None, AT + 60_000)
    assert then["hash"] == old["hash"] != (await hub.reader.joint_state(subject, None, None))["hash"]


@pytest.mark.parametrize("dies", ["before", "between", "after"])
async def test_a_run_that_dies_is_finished_by_the_next(
    profiles: dict[str, str], monkeypatch: pytest.MonkeyPatch, dies: str
) -> None:
    """Before or after anything is appended, or when the new events stand beside the old ones."""
    hub, clean = await taken(), await taken(CARE_HOME)
    whole = Correcting._append

    async def dying(self: Correcting, events: Any, *, wait: bool) -> None:
        if dies == "before" or (dies == "between" and not wait):
            raise Unavailable("the log")
        await whole(self, events, wait=wait)
        if not wait:
            raise Unavailable("the log")

    monkeypatch.setattr(Correcting, "_append", dying)
    with pytest.raises(Unavailable):
        await hub.read_again(profiles["care home"])
    monkeypatch.undo()
    await hub.settle()
    await hub.read_again(profiles["care home"])
    assert await hub.shown(WHO.nhs_number) == await clean.shown(WHO.nhs_number)
    assert (await hub.read_again(profiles["care home"])).changed == 0
    ids = [row.event_id for row in await hub.core().store.history(await hub.subject(WHO.nhs_number))]
    assert len(ids) == len(set(ids))


async def test_nothing_is_begun_while_nobody_folds(profiles: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands of a message is known only when everything in the log is folded."""
    monkeypatch.setattr(waiting.folded, "__defaults__", (0.1,))
    hub = await taken()
    await hub.take(_sendable(life(OTHER)[0]))
    length = await hub.length()
    with pytest.raises(Unavailable, match="start the hub"):
        await Retranslation(hub.core(), Wanted("rzz", profiles["care home"])).correct()
    assert await hub.length() == length


def _sendable(raw: bytes) -> Any:
    return Sendable(AT + 900_000, "mllp", "rzz", raw, "")


async def test_merges_and_what_is_refused_or_ignored_stay_as_they_were(tmp_path: Path) -> None:
    """Each reason has its number; everything else of the same people is corrected."""
    hub = Hospital()
    merge = message(WHO, "A40", "MERGE", hours=200, segments=["MRG|T77^^^RZZ^MR"])
    await hub.send([*life(WHO), merge, message(OTHER, "A01", "A-1", hours=0, segments=[stay("SP5", "W1")])])
    profile = tmp_path / "strict.toml"
    profile.write_text(CARE_HOME + '[visit]\ninpatient_classes = ["X"]\nattender_classes = ["I"]\n')
    run = await hub.read_again(str(profile))
    assert run.left[Left.TWO_PEOPLE] == 1
    assert run.left[Left.IGNORED] > 0
    profile.write_text(CARE_HOME + '[accept]\nversions = ["2.2"]\n')
    before = await hub.shown(WHO.nhs_number)
    refused = await hub.read_again(str(profile))
    assert refused.left == {Left.REFUSED: 8}
    assert await hub.shown(WHO.nhs_number) == before


async def test_a_message_that_would_be_about_somebody_else_is_left(tmp_path: Path) -> None:
    """A profile that reads another field for the hospital number names another patient: that is not decided here."""
    hub = Hospital()
    await hub.send(life(OTHER))
    mistaken = [one.replace(b"PID|1||", f"PID|1|{OTHER.hospital_number}^^^RZZ^MR|".encode()) for one in life(WHO)]
    await hub.send(mistaken)
    profile = tmp_path / "other_field.toml"
    profile.write_text(CARE_HOME + '[identifiers]\nfields = ["PID-2"]\n')
    run = await hub.read_again(str(profile))
    assert run.left[Left.SOMEBODY_ELSE] == 6


async def test_who_was_forgotten_is_left(profiles: dict[str, str]) -> None:
    """Their originals open no more, and nothing is said of them."""
    hub = await taken(ITK, WHO, OTHER)
    await hub.core().vault.destroy(await hub.subject(WHO.nhs_number), AT)
    run = await hub.read_again(profiles["care home"])
    assert run.left == {Left.FORGOTTEN: 6}
    assert run.changed == 2


async def test_a_message_that_comes_again_changes_nothing(profiles: dict[str, str]) -> None:
    """Its events have the ids of the old reading, which is replaced; even a hub that forgot the message id is safe."""
    hub = await taken()
    await hub.read_again(profiles["care home"])
    shown = await hub.shown(WHO.nhs_number)
    store, codec = hub.core().store, hub.core().codec
    again = [codec.decode(row.value) for row in await store.history(await hub.subject(WHO.nhs_number))]
    await hub.send(life(WHO))
    assert await hub.shown(WHO.nhs_number) == shown
    await hub.core().log.append([Draft(BY_TYPE[e.type].topic, e.subject_ref, codec.encode(e)) for e in again])
    await hub.settle()
    assert await hub.shown(WHO.nhs_number) == shown
    assert (await hub.read_again(profiles["care home"])).changed == 0


async def test_ids_that_name_the_person_stay_hidden(profiles: dict[str, str]) -> None:
    """A visit number made of the hospital number has the same digest in the new reading."""
    hub = Hospital()
    spell = f"{WHO.hospital_number}-3"
    await hub.send(life(WHO, spell))
    await hub.read_again(profiles["care home"])
    rows = await hub.core().store.history(await hub.subject(WHO.nhs_number))
    assert not any(WHO.hospital_number.encode() in row.value for row in rows)
    (spells,) = {len(one["spells"]) for one in [await hub.joint_state(WHO.nhs_number, date(2026, 11, 20))]}
    assert spells == 1


def test_a_feed_that_is_none_or_whose_rows_mean_nothing_alone_is_refused() -> None:
    """Before anything is read."""
    core = Hospital().core()
    with pytest.raises(NotFound):
        Retranslation(core, Wanted("nobody", "itk_2_4"))
    with pytest.raises(Rejected, match="kept whole"):
        Retranslation(core, Wanted("provider-desk", "itk_2_4"))


async def test_two_messages_of_one_person_are_one_person(profiles: dict[str, str]) -> None:
    """A merged person is compared once, as who they are now."""
    hub = Hospital()
    first = [one.replace(b"NSTS01", b"") for one in life(WHO)]
    await hub.send(first)
    await hub.send(life(Invented("", "T88", "QUILLFEATHER", "Xanthippe"), "SP2", 400))
    await hub.send([message(WHO, "A40", "MERGE", hours=200, segments=["MRG|T88^^^RZZ^MR"])])
    found = await Retranslation(hub.core(), Wanted("rzz", profiles["care home"])).preview()
    assert sum(tally.people for tally in found.lanes.values()) == 1
    await hub.read_again(profiles["care home"])
    state = await hub.joint_state(WHO.nhs_number, date(2026, 12, 10))
    assert [one["destination"]["code"] for one in state["spells"]] == ["65", "65"]
