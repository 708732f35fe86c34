"""What takes two people in live mode, typed: forgetting, retention, and taking parked messages again."""

import json
import time
from pathlib import Path

import psycopg
import pytest

from hub.api.access import Caller
from hub.api.purposes import Purpose, Role
from hub.api.tokens import LocalIssuer
from tests.end_to_end.conftest import Starting
from tests.end_to_end.running_hub import S1, SAMPLES, RunningHub, eventually
from tests.end_to_end.typed import BAD, NO, NUMBER, WRONG, YES

KEY = b"the secret of an identity provider"


@pytest.fixture
def hub(starting: Starting) -> RunningHub:
    """A fresh hub that knows one person."""
    running = starting()
    assert running.command("send", SAMPLES / f"{S1}.hl7").returncode == YES
    return running


def token(user: str, role: Role = Role.INFORMATION_GOVERNANCE, purpose: Purpose = Purpose.ERASURE) -> str:
    """A token of somebody, in information governance unless said otherwise."""
    caller = Caller(user, role, "QHL", frozenset({purpose}))
    return LocalIssuer(KEY).issue(caller, int(time.time() * 1000))


def live_mode(hub: RunningHub, folder: Path) -> dict[str, str]:
    """Settings of the same hub in live mode, for one command."""
    (folder / "provider.key").write_bytes(KEY)
    return {
        "HUB_MODE": "live",
        "HUB_MASTER_KEY_FILE": str(hub.data / "keys" / "master.key"),
        "HUB_TOKEN_KEY_FILE": str(folder / "provider.key"),
    }


def test_forgetting_takes_two_people_in_live_mode(hub: RunningHub, tmp_path: Path) -> None:
    """One token alone is refused and destroys nothing; with a second person's the evidence names both."""
    subject = hub.person(NUMBER)
    (tmp_path / "second.token").write_text(token("otto"))
    live = live_mode(hub, tmp_path) | {"HUB_TOKEN": token("ida")}
    asked = ("forget", subject, "--reason", "retention ended", "--purpose", "ERASURE", "--json")
    alone = hub.command(*asked, **live)
    assert (alone.returncode, alone.stdout) == (NO, "")
    assert "second person" in alone.stderr
    assert hub.command(*asked, "--approved-by", tmp_path / "no.token", **live).returncode == WRONG
    assert "ASHWORTH" in hub.command("record", subject).stdout
    done = hub.command(*asked, "--approved-by", tmp_path / "second.token", **live)
    assert done.returncode == YES, done.stderr
    evidence = json.loads(done.stdout)
    assert (evidence["decided_by"], evidence["keys_destroyed"] > 0) == (["ida", "otto"], True)
    eventually(lambda: "ASHWORTH" not in hub.command("record", subject).stdout)
    lines = [(line["user"], line["decision"]) for line in hub.answer("access", subject) if line["view"] == "forget"]
    assert lines[::-1] == [("ida", "DENY"), ("ida", "PERMIT"), ("otto", "PERMIT")]


def test_taking_parked_messages_again_takes_two_people_in_live_mode(hub: RunningHub, tmp_path: Path) -> None:
    """An engineer sees alone what would change; taking it needs a second engineer, and both are written down."""
    assert hub.command("send", BAD / "version_unsupported.hl7").returncode == NO
    (parked,) = hub.answer("quarantine", "list", "--feed", "hospital-desk")
    engineer = (Role.INTEGRATION_ENGINEER, Purpose.AUDIT)
    (tmp_path / "second.token").write_text(token("otto", *engineer))
    settings = tmp_path / "hub.toml"
    settings.write_text('[feeds.hospital-desk]\nkind = "hospital_hl7v2"\nprofile = "itk_2_4"\n')
    live = live_mode(hub, tmp_path) | {"HUB_TOKEN": token("ida", *engineer), "HUB_SETTINGS": str(settings)}
    asked = ("quarantine", "redrive", parked["id"], "--purpose", "AUDIT", "--json")
    alone = hub.command(*asked, **live)
    assert (alone.returncode, alone.stdout) == (NO, "")
    assert "second person" in alone.stderr
    seen = hub.command(*asked, "--preview", **live)
    assert json.loads(seen.stdout)[0]["outcome"] == "rejected", seen.stderr
    done = hub.command(*asked, "--approved-by", tmp_path / "second.token", **live)
    assert json.loads(done.stdout)[0]["id"] == parked["id"], done.stderr
    stranger = hub.command(*asked, "--preview", **live | {"HUB_TOKEN": token("eve")})
    assert (stranger.returncode, stranger.stdout) == (NO, "")


def aged(hub: RunningHub, years: int) -> None:
    """Let everything that the hub knows have been received years earlier."""
    with psycopg.connect(hub.environment["HUB_DATABASE_URL"]) as connection:
        connection.execute("UPDATE history SET received_at = received_at - %s", (years * 366 * 24 * 3600 * 1000,))


def test_retention_takes_two_people_and_removes_what_is_old(hub: RunningHub, tmp_path: Path) -> None:
    """One person may count; two together forget whose time has ended, each written down about that person."""
    subject = hub.person(NUMBER)
    (tmp_path / "second.token").write_text(token("otto"))
    live = live_mode(hub, tmp_path) | {"HUB_TOKEN": token("ida")}
    asked = ("retention", "--purpose", "ERASURE", "--json")
    seen = json.loads(hub.command(*asked, "--preview", **live).stdout)
    assert (seen["would_be_forgotten"], seen["last_heard_of"][0]["people"]) == (0, 1)
    aged(hub, 9)
    assert json.loads(hub.command(*asked, "--preview", **live).stdout)["would_be_forgotten"] == 1
    alone = hub.command(*asked, **live)
    assert (alone.returncode, alone.stdout) == (NO, "")
    assert "ASHWORTH" in hub.command("record", subject).stdout
    done = hub.command(*asked, "--approved-by", tmp_path / "second.token", **live)
    assert done.returncode == YES, done.stderr
    told = json.loads(done.stdout)
    assert (told["forgotten"], told["history_removed_of"], told["waiting"]) == (1, 1, 0)
    assert (told["decided_by"], told["rows_removed"] > 0) == (["ida", "otto"], True)
    assert hub.answer("state", subject)["forgotten_at"]
    assert hub.answer("state", subject, "--on", "2026-11-14")["forgotten_at"]
    lines = [(line["user"], line["decision"]) for line in hub.answer("access", subject) if line["view"] == "forget"]
    assert sorted(lines) == [("ida", "PERMIT"), ("otto", "PERMIT")]
    rebuilt = hub.answer("rebuild", "--verify", "--json")
    assert (rebuilt["outcome"], rebuilt["left_out"]["count"]) == ("equal", told["rows_removed"])
