"""A card that does not open, and a record that was cut off: both are said, and nobody else is taken from a list."""

from datetime import date

import pytest
from msgspec.structs import replace

from hub.adapters.memory_store import MemoryStore
from hub.errors import Defect
from hub.events.catalogue import DISCHARGE
from hub.events.envelope import Sealed
from hub.events.values import ERASED
from hub.people.vault import Closed, Opened
from hub.ports.board_filter import BoardFilter
from hub.ports.log import Draft
from hub.ports.store import HistoryRow
from hub.runtime.cards import CANNOT_BE_READ, card_of, is_hidden, listed
from hub.web.identity import person_name
from tests.runtime.asked import Sent, adt
from tests.runtime.made import person, stay

ANN = {"name": {"family": "ASHWORTH", "given": "Ann"}, "nhs_number": {"value": "9990000018"}}
IN = adt("A01", "202611020915")
OTHER = adt("A01", "202611020915", pid3="9990000026^^^NHS^NH~T2^^^RZZ^MR", spell="SP2", name="OTHER^Ben")
TODAY = BoardFilter(date(2026, 11, 14))


@pytest.fixture
def sent() -> Sent:
    """An empty hub."""
    return Sent()


def test_what_cannot_be_read_is_said_beside_what_the_others_say() -> None:
    """A name that is known stays, with a mark; nothing readable is no erased person, and no unnamed one."""
    assert card_of([Closed()], hidden=False) == {CANNOT_BE_READ: True}
    assert card_of([Closed(), ERASED], hidden=True) == {CANNOT_BE_READ: True}
    assert card_of([ERASED], hidden=False) is None
    card = card_of([Opened(ANN), Closed()], hidden=False)
    assert card == {CANNOT_BE_READ: True, **ANN}
    assert listed(card) == {CANNOT_BE_READ: True, **ANN}
    assert [person_name(one) for one in ({CANNOT_BE_READ: True}, card, None, {})] == [
        "Name cannot be read",
        "ASHWORTH, Ann",
        "Name erased",
        "Name not known",
    ]


def test_a_card_that_does_not_open_hides_where_somebody_lives() -> None:
    """It may have said so, and nobody can look."""
    event = stay(person("ann"), "SP1", 0)[0]
    assert is_hidden([event], {event.event_id: Closed()})
    assert not is_hidden([event], {event.event_id: Opened({})})


@pytest.mark.parametrize("change", ["unknown key", "changed", "cut"])
async def test_the_board_shows_everybody_else(sent: Sent, change: str) -> None:
    """One person's newest card is lost: the row says so, the other row and the person's page are there."""
    await sent.take(IN, OTHER)
    who = await sent.who()
    (row,) = [row for row in await _store(sent).history(who) if row.type == "SpellAdmitted"]
    _store(sent)._history[who][row.order_key] = _spoilt(sent, row, change)
    page = await sent.reader.board(TODAY)
    cards = {one.subject: person_name(one.card) for one in page.rows}
    assert sorted(cards.values()) == ["Name cannot be read", "OTHER, Ben"]
    assert cards[who] == "Name cannot be read"
    shown = await sent.reader.page(who, None, None)
    assert person_name(shown.card) == "Name cannot be read"
    assert shown.joint["spells"][0]["spell_id"] == "SP7700123"
    about = shown.record["headings"][0]["items"][0]["values"]
    assert about[CANNOT_BE_READ] is True
    assert "erased" not in about
    assert len(await sent.reader.timeline(who, None, None)) == len(await _store(sent).history(who))
    assert (await sent.reader.why(who, "spells.0.status", None, None))["value"] == "open"


def _store(sent: Sent) -> MemoryStore:
    store = sent.reader.parts.store
    assert isinstance(store, MemoryStore)
    return store


def _spoilt(sent: Sent, row: HistoryRow, change: str) -> HistoryRow:
    """Give a row whose card does not open any more."""
    codec = sent.reader.parts.codec
    event = codec.decode(row.value)
    assert event.sealed is not None
    if change == "cut":
        return replace(row, value=row.value[: -len(event.sealed.original) - 10])
    key, personal = event.sealed.key_id, event.sealed.personal
    sealed = Sealed(bytes(16), personal, b"") if change == "unknown key" else Sealed(key, personal[:-1] + b"\0", b"")
    return replace(row, value=codec.encode(replace(event, sealed=sealed)))


async def test_whoever_must_not_miss_anything_still_stops(sent: Sent) -> None:
    """Forgetting opens strictly: a part that it cannot see is a defect there, as before."""
    event = replace(stay(person("ann"), "SP1", 0)[0], sealed=Sealed(bytes(16), b"x" * 40, b""))
    vault = sent.reader.parts.vault
    with pytest.raises(Defect, match="key book"):
        await vault.open([event])
    assert await vault.open_each([event, replace(event, sealed=None)]) == [Closed(), Opened({})]


async def test_a_record_cut_behind_its_clear_part_is_parked(sent: Sent) -> None:
    """The fold notices it while it can still be told: nothing of it reaches a page."""
    await sent.take(IN)
    who = await sent.who()
    event = stay(who, "SP9", 300)[0]
    value = sent.reader.parts.codec.encode(event)
    assert event.provenance is not None
    start = value.index(event.provenance.source_organisation.encode()) - 1
    await sent.hub._lanes.log.append([Draft(DISCHARGE, who, value[:start])])
    await sent.hub.settle()
    assert [row.rule for row in await _store(sent).quarantine.parked()] == ["not_avro"]
    assert len((await sent.reader.page(who, None, None)).joint["spells"]) == 1
