"""What `hub retranslate` says to a person."""

from typing import Any

from hub.commands.retranslate import _in_words

MADE: dict[str, Any] = {
    "outcome": "corrected", "feed": "rzz", "profile": "itk_2_4", "messages": 3, "same": 1, "changed": 1, "replaced": 1,
    "added": 1, "left": [{"why": "not_opened", "words": "hold a sealed part that does not open", "messages": 1}],
    "lost": [{"why": "not_opened", "topic": "hub.discharge.v1", "partition": 3, "position": 17}],
}  # fmt: skip


def test_what_is_lost_is_named_by_its_place() -> None:
    """Whoever looks for the record finds it with `hub log`, and nothing of it is said."""
    assert list(_in_words(MADE))[1:3] == [
        "  1 hold a sealed part that does not open: left as they were",
        "  not_opened: hub.discharge.v1/3 at position 17",
    ]
