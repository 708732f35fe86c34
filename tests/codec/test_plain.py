"""An event for people's eyes."""

from datetime import date

from hub.codec.plain import plain
from hub.events.discharge import Spell, SpellDetailsCorrected
from hub.events.values import ERASED, Moment, Precision


def test_every_field_has_its_name_and_an_erased_one_its_mark() -> None:
    """Who inspects an event reads names, not places, and tells an emptied field from the word ERASED."""
    body = SpellDetailsCorrected(Spell("RXX", "S1"), discharged_at=Moment(0, Precision.DAY), method=ERASED)
    shown = plain(body)
    assert shown["spell"] == {"trust": "RXX", "number": "S1"}
    assert shown["discharged_at"] == {"at": 0, "precision": 2, "zone": 1}
    assert type(shown["discharged_at"]["precision"]) is int
    assert shown["method"] == {"erased": True}
    assert shown["pathway"] is None
    assert plain((b"\xff", date(2026, 11, 23), 1.5)) == ["ff", "2026-11-23", 1.5]
