"""What `hub rebuild` says at its end, so that an operator knows what is left and what to type next."""

from typing import Any

import pytest

from hub.commands.rebuild_report import in_words

MADE: dict[str, Any] = {
    "outcome": "equal", "people": 3, "events": 9, "seconds": 1.0, "events_per_s": 9.0, "differing": 0, "kept": False,
    "stopped": [], "live_stopped": [],
    "differences": [], "told": [], "not_compared": 0, "unread": {"count": 0}, "left_out": {"count": 0},
}  # fmt: skip


@pytest.mark.parametrize(("kept", "says"), [(False, "nothing was kept"), (True, "the new fold is kept")])
def test_an_equal_fold_says_whether_it_is_kept(kept: bool, says: str) -> None:  # noqa: FBT001 - a case
    """Equal, but in the form of another version, the new fold stays for the switch: nobody is told that it went."""
    *_, last = in_words(MADE | {"kept": kept})
    assert last.startswith("equal: nothing differs")
    assert says in last


def test_a_lane_of_live_that_stands_still_is_named_and_nothing_is_called_equal() -> None:
    """Two folds that both end before the same event look alike, and prove nothing of what lies behind it."""
    still = [
        {"lane": 3, "why": ["Defect: the store"], "positions": {"hub.discharge.v1": 17}},
        {"lane": 5, "why": ["KeyError"], "positions": {}},
    ]
    first, second, *_, last = in_words(MADE | {"outcome": "live stopped", "live_stopped": still})
    assert first == "LIVE STANDS STILL in lane 3, hub.discharge.v1, position 17: Defect: the store"
    assert second == "LIVE STANDS STILL in lane 5, between two batches: KeyError"
    assert "equal" not in last
    assert "lane-stopped.md" in last


def test_lanes_that_stand_still_after_a_switch_are_named() -> None:
    """A lane that stopped at the older state goes on now; one that something else stopped does not."""
    lanes = [{"lane": 5, "goes_on": False}, {"lane": 0, "goes_on": True}]
    told = list(in_words(MADE | {"outcome": "switched", "lanes_stopped": lanes}))
    assert told[1:3] == [
        "  lane 0 is stopped, and goes on by itself within a minute",
        "  lane 5 is stopped, and stays so: `hub doctor` says why",
    ]
    assert told[3].startswith("switched: ")
