"""The drill: everything is lost at once, and what was acknowledged is all there again, names too, taken once."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.deploy.lost_and_restored import CopiedHub
from tests.end_to_end.lives import Invented, hard_life, person
from tests.end_to_end.running_hub import RunningHub

PEOPLE = [person(place) for place in range(600, 604)]


@pytest.fixture
def copied() -> Iterator[CopiedHub]:
    """Give a whole hub whose database is copied to a folder that stands for another disk."""
    with tempfile.TemporaryDirectory(prefix="hub-other-disk-") as disk, RunningHub() as hub:
        Path(disk).chmod(0o755)  # started by root, the embedded database runs as a user of its own
        running = CopiedHub(hub, Path(disk))
        try:
            yield running
        finally:
            running.stop()


def messages_of(who: Invented) -> list[bytes]:
    """Give everything that is sent about a person."""
    return hard_life(who, f"DRILL{who.nhs_number}")


def states(copied: CopiedHub) -> dict[str, tuple[str, str]]:
    """Give reference and hash of each person by number, once nothing moves any more."""
    copied.settle()
    return {who.nhs_number: _state(copied.hub, who) for who in PEOPLE}


def _state(hub: RunningHub, who: Invented) -> tuple[str, str]:
    subject = hub.person(who.nhs_number)
    state = hub.state(subject)
    assert state["spells"][0]["discharged_at"] == "2026-11-07T13:15:00+00:00", "the last word was not heard"
    return subject, str(state["hash"])


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_after_everything_is_lost_what_was_acknowledged_is_back(copied: CopiedHub) -> None:
    """Half is sent before the base backup and half after it; then all is killed and removed, and restored.

    The same people have the same references, states and names; a resend of everything changes nothing.
    """
    hub = copied.hub
    copied.follow()
    halves = [(messages_of(who)[:7], messages_of(who)[7:]) for who in PEOPLE]
    assert {code for before, _ in halves for code in hub.send(before)} == {"AA"}
    copied.take_base_backup()
    assert {code for _, after in halves for code in hub.send(after)} == {"AA"}
    before, taken, events = states(copied), copied.accepted(), copied.events()

    copied.lose_everything()
    copied.restore()

    assert states(copied) == before
    assert (copied.accepted(), copied.events()) == (taken, events)
    subject, _ = before[PEOPLE[0].nhs_number]
    with httpx.Client(base_url=hub.url, follow_redirects=True, timeout=20) as browser:
        assert PEOPLE[0].family in browser.get(f"/people/{subject}").text, "the name does not open"
    assert {code for who in PEOPLE for code in hub.send(messages_of(who))} == {"AA"}
    assert states(copied) == before
    assert (copied.accepted(), copied.events()) == (taken, events), "a resend was taken twice"
    assert "is there already; nothing was changed" in copied.refused_restore()
