"""Sealing: what names a person is unreadable without that person's key, and gone when the key is."""

import secrets
from collections.abc import Collection, Mapping
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.errors import Defect
from hub.events.envelope import Event, Sealed
from hub.events.identity import PersonUpdated
from hub.events.values import ERASED
from hub.people.master_key import MasterKey, load, load_or_make
from hub.people.vault import Opened, ToSeal, Vault
from hub.ports.books import WrappedKey
from hub.ports.store import SubjectRef
from tests.people.memory_keys import Keys

ANN, BEN = b"a" * 16, b"b" * 16
PERSONAL = {"name": {"family": "ASHWORTH", "given": "Zoë"}, "born": "1939-11-04"}
ORIGINAL = b"MSH|^~\\&|PAS|RZZ|" * 40
MASTER = MasterKey({"first": b"1" * 32})


def to_seal(subject: bytes = ANN, event_id: bytes = b"1" * 16, *, retention: str = "care_record") -> ToSeal:
    """Give something to seal."""
    return ToSeal(subject, retention, event_id, "PersonUpdated", PERSONAL, ORIGINAL)


def event(sealed: Sealed | None, event_id: bytes = b"1" * 16, type_: str = "PersonUpdated") -> Event:
    """Give an event with a sealed part."""
    return Event(event_id, ANN, type_, 0, 0, 0, 5, 0, True, PersonUpdated(), None, sealed)


@pytest.fixture
def keys() -> Keys:
    """Give an empty key book."""
    return Keys()


@pytest.fixture
def vault(keys: Keys) -> Vault:
    """Give a vault."""
    return Vault(keys, MASTER)


async def test_what_was_sealed_comes_back(vault: Vault) -> None:
    """Personal fields open for a reader, the original only when it is asked for."""
    (sealed,) = await vault.seal([to_seal()])
    assert await vault.open([event(sealed)]) == [Opened(PERSONAL)]
    assert await vault.open([event(sealed)], originals=True) == [Opened(PERSONAL, ORIGINAL)]


@given(st.dictionaries(st.text(max_size=8), st.text() | st.lists(st.text(), max_size=3) | st.booleans(), max_size=5))
async def test_any_personal_map_comes_back_as_it_was(personal: dict[str, object]) -> None:
    """Whatever JSON-able values a connector reads survive sealing."""
    vault = Vault(Keys(), MASTER)
    (sealed,) = await vault.seal([msgspec.structs.replace(to_seal(), personal=personal, original=None)])
    assert await vault.open([event(sealed)], originals=True) == [Opened(personal)]


async def test_nothing_readable_is_in_the_sealed_bytes(vault: Vault, keys: Keys) -> None:
    """Neither the sealed part nor the key book shows a name, and the same value never seals to the same bytes."""
    first, second = await vault.seal([to_seal(), to_seal()])
    kept = repr((first, keys.held))
    assert "ASHWORTH" not in kept
    assert "MSH" not in kept
    assert first.personal != second.personal


async def test_one_key_for_each_person_and_retention_class(vault: Vault, keys: Keys) -> None:
    """A referral and a care record of one person can be erased apart; a batch asks once for each class."""
    batch = [to_seal(ANN), to_seal(BEN), to_seal(ANN), to_seal(ANN, retention="referral")]
    sealed = await vault.seal(batch)
    assert sealed[0].key_id == sealed[2].key_id
    assert len({one.key_id for one in sealed}) == len(keys.held) == 3
    assert keys.asked == ["of_subjects", "add"] * 2
    keys.asked.clear()
    await vault.seal(batch)
    await vault.open([event(one) for one in sealed])
    assert keys.asked == ["of_subjects", "of_subjects", "by_id"]


async def test_an_event_without_personal_fields_needs_no_key(vault: Vault, keys: Keys) -> None:
    """Nothing to seal makes no key and opens as nothing."""
    (sealed,) = await vault.seal([msgspec.structs.replace(to_seal(), personal={}, original=None)])
    assert sealed == Sealed(b"", b"", b"")
    assert await vault.open([event(sealed), event(None)]) == [Opened({}), Opened({})]
    assert not keys.held
    (only_original,) = await vault.seal([msgspec.structs.replace(to_seal(), personal={})])
    assert await vault.open([event(only_original)], originals=True) == [Opened({}, ORIGINAL)]


async def test_a_destroyed_key_opens_nothing_in_any_process(keys: Keys) -> None:
    """A second vault that still has the key in memory reads nothing either, and the answer says erased."""
    here, there = Vault(keys, MASTER), Vault(keys, MASTER)
    mine, other = await here.seal([to_seal(ANN), to_seal(BEN)])
    assert await there.open([event(mine)]) == [Opened(PERSONAL)]
    assert await here.destroy(ANN, at=5) == 1
    for vault in (here, there):
        assert await vault.open([event(mine), event(other)]) == [ERASED, Opened(PERSONAL)]


async def test_nothing_is_kept_of_a_person_whose_key_is_destroyed(vault: Vault) -> None:
    """A message that was on its way while the person was forgotten leaves no personal byte."""
    await vault.seal([to_seal()])
    await vault.destroy(ANN, at=5)
    (sealed,) = await vault.seal([to_seal()])
    assert (sealed.personal, sealed.original) == (b"", b"")
    assert await vault.open([event(sealed)]) == [ERASED]


@pytest.mark.parametrize("part", ["personal", "original"])
async def test_changed_bytes_are_a_defect(vault: Vault, part: str) -> None:
    """One flipped bit anywhere in a sealed part is noticed, and so is a part cut short."""
    (sealed,) = await vault.seal([to_seal()])
    whole: bytes = getattr(sealed, part)
    place = secrets.randbelow(len(whole))
    flipped = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
    for changed in (flipped, whole[:20]):
        with pytest.raises(Defect, match="does not open"):
            await vault.open([event(msgspec.structs.replace(sealed, **{part: changed}))], originals=True)


async def test_a_sealed_part_cannot_be_moved(vault: Vault) -> None:
    """A part put on another event or another type, or personal bytes posing as the original, does not open."""
    (sealed,) = await vault.seal([to_seal()])
    swapped = Sealed(sealed.key_id, sealed.original, sealed.personal)
    for moved in (event(sealed, b"2" * 16), event(sealed, type_="PersonRecorded"), event(swapped)):
        with pytest.raises(Defect):
            await vault.open([moved])


async def test_a_wrapped_key_cannot_be_moved_to_another_person(vault: Vault, keys: Keys) -> None:
    """A wrapping copied to somebody else's row does not open."""
    (sealed,) = await vault.seal([to_seal()])
    ((place, key),) = keys.held.items()
    keys.held[place] = msgspec.structs.replace(key, subject=BEN)
    with pytest.raises(Defect, match="wrapped data key"):
        await Vault(keys, MASTER).open([event(sealed)])


async def test_a_key_the_book_never_had_is_a_defect(vault: Vault) -> None:
    """Losing the key book is our mistake and says so; it does not look like an erased person."""
    (sealed,) = await vault.seal([to_seal()])
    with pytest.raises(Defect, match="does not hold"):
        await Vault(Keys(), MASTER).open([event(sealed)])


class _Late(Keys):
    """Answers from before the other writer's addition."""

    async def of_subjects(self, subjects: Collection[SubjectRef], retention: str) -> Mapping[SubjectRef, WrappedKey]:
        """Know nothing yet."""
        await super().of_subjects(subjects, retention)
        return {}


async def test_two_vaults_that_seal_at_once_use_one_key() -> None:
    """The first key of a person holds, also when two writers made one."""
    book = _Late()
    first, second = await Vault(book, MASTER).seal([to_seal()]), await Vault(book, MASTER).seal([to_seal()])
    assert book.asked == ["of_subjects", "add"] * 2
    assert first[0].key_id == second[0].key_id
    assert await Vault(book, MASTER).open([event(second[0])]) == [Opened(PERSONAL)]


async def test_the_cache_of_unwrapped_keys_is_bounded(keys: Keys) -> None:
    """A long run over many people keeps no more keys in memory than it may."""
    vault = Vault(keys, MASTER, capacity=10)
    people = [bytes([number]) * 16 for number in range(30)]
    sealed = await vault.seal([to_seal(one) for one in people])
    assert vault._keys.cached() == 10
    assert await vault.open([event(one) for one in sealed]) == [Opened(PERSONAL)] * 30


async def test_master_keys_rotate(keys: Keys) -> None:
    """After a new master key, old events open, new keys are wrapped by the new one, derived secrets stay."""
    before = Vault(keys, MASTER)
    (old,) = await before.seal([to_seal(ANN)])
    parked = before.seal_quarantine(ORIGINAL, "p1")
    rotated = MasterKey({"first": b"1" * 32, "second": b"2" * 32})
    after = Vault(keys, rotated)
    (new,) = await after.seal([to_seal(BEN)])
    assert await after.open([event(old), event(new)]) == [Opened(PERSONAL)] * 2
    assert after.open_quarantine(parked, "p1") == ORIGINAL
    assert keys.held[new.key_id].master == "second"
    assert rotated.derive("person index") == MASTER.derive("person index") != MASTER.derive("other")
    with pytest.raises(Defect, match="not given"):
        await Vault(keys, MASTER).open([event(new)])
    with pytest.raises(Defect, match="not given"):
        before.open_quarantine(after.seal_quarantine(ORIGINAL, "p2"), "p2")


def test_parked_messages_open_only_under_their_own_id(vault: Vault) -> None:
    """Quarantine is sealed under the hub's own key and bound to the row."""
    sealed = vault.seal_quarantine(ORIGINAL, "p1")
    assert b"MSH" not in sealed
    assert vault.open_quarantine(sealed, "p1") == ORIGINAL
    for changed, id_ in ((sealed, "p2"), (sealed[:-1], "p1")):
        with pytest.raises(Defect):
            vault.open_quarantine(changed, id_)


def test_the_desk_makes_its_master_key_once(tmp_path: Path) -> None:
    """The first start writes a key that only its owner may read; the second start reads the same."""
    made = load_or_make(tmp_path)
    assert (tmp_path / "master.key").stat().st_mode & 0o777 == 0o600
    assert load_or_make(tmp_path).derive("x") == made.derive("x")


def test_a_master_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    """A key file with open permissions stops the start with words that say what to do."""
    load_or_make(tmp_path)
    (tmp_path / "master.key").chmod(0o644)
    with pytest.raises(Defect, match="0600"):
        load(tmp_path / "master.key")


@pytest.mark.parametrize("text", ["", "name zz\n", f"name {'0' * 63}\n", f"name {'0' * 62}\n"])
def test_a_malformed_master_key_file_is_refused(tmp_path: Path, text: str) -> None:
    """A key file without a key of the right length is a defect, never a weak key; blank lines do no harm."""
    path = tmp_path / "keys"
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(Defect):
        load(path)
    path.write_text(f"one {'0' * 64}\n\ntwo {'1' * 64}\n")
    assert load(path).id == "two"
