"""The forms of recording offer what the recorder may write about."""

from connectors.hand_record.profile import named
from hub.api.entry_choices import about_own
from hub.ports.recording import Earlier, Known, Recorder, Thing
from hub.web.recording_view import earlier
from tests.api.invented import NOW


def test_a_provider_is_offered_no_line_of_another_one() -> None:
    """A list with the lines of others would only lead to a refusal; council and team choose of all."""
    lines = [
        Thing(f"{one}/L1", {"provider": one, "line_id": "L1"}, "SupportLineStarted", NOW) for one in ("1-1", "1-2")
    ]
    move = Thing("M1", {"move_id": "M1"}, "MoveNotified", NOW)
    known = Known({"line": lines, "move": [move]})
    own = about_own(known, Recorder("1-2", "care_staff", "CARE_DELIVERY", "own_provider"))
    assert own.things == {"line": lines[1:], "move": [move]}
    assert about_own(known, Recorder("1-2", "care_staff", "CARE_DELIVERY", "own_team")) is known


def test_an_entry_of_ones_own_council_under_its_older_code_is_ones_own() -> None:
    """It may be corrected; another council's, and an organisation's that no list knows, is not one's own."""
    table = named("entries")
    names = {"council": {"E08000016": "Testborough", "E08000038": "Testborough", "E08000025": "Elsewhere"}}
    said = [("E08000016", "E08000038"), ("E08000025", "E08000038"), ("X1", "X2"), ("X1", "X1")]
    found = []
    for made_by, own in said:
        entry = Earlier(b"e" * 16, "coordinator_named", made_by, "social_worker", NOW, NOW, "uid", 1, {}, {})
        (shown,) = earlier(Known({}, (entry,)), table.by_what, own, names)
        found.append(shown.own)
    assert found == [True, False, False, True]
