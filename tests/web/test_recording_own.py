"""The forms of recording offer what the recorder may write about."""

from hub.api.entry_choices import about_own
from hub.ports.recording import Known, Recorder, Thing
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
