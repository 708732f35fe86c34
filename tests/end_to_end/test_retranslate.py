"""`hub retranslate` beside a running hub: said first, agreed to by two, corrected without a stop, and taken back."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from connectors.hospital_hl7v2 import profile as profiles
from hub.api.access import Caller
from hub.api.purposes import Purpose, Role
from hub.api.tokens import LocalIssuer
from tests.end_to_end.conftest import Starting
from tests.end_to_end.lives import hard_life, person
from tests.end_to_end.running_hub import RunningHub, eventually
from tests.end_to_end.typed import NO, WRONG, YES

KEY = b"the secret of an identity provider"
PEOPLE = [person(place) for place in (640, 641)]
SHIPPED = Path(profiles.__file__).parent / "profiles" / "itk_2_4.toml"


@pytest.fixture
def treated(starting: Starting) -> RunningHub:
    """A hub that took two hard stays."""
    running = starting()
    for place, who in enumerate(PEOPLE):
        assert set(running.send(hard_life(who, f"AGAIN{place}"))) == {"AA"}
    for who in PEOPLE:
        eventually(lambda who=who: running.state(running.person(who.nhs_number))["episodes"])  # type: ignore[misc]
    return running


@pytest.fixture
def care_home(tmp_path: Path) -> Path:
    """A profile that reads every discharge home as one to a care home."""
    file = tmp_path / "care_home.toml"
    text = SHIPPED.read_text().replace('version = "1"', 'version = "2"')
    file.write_text(text.replace("[expected]", 'destination_values = { "19" = "65" }\n[expected]'))
    return file


def token(user: str, role: Role) -> str:
    """A token of somebody who may look after profiles or records."""
    caller = Caller(user, role, "QHL", frozenset({Purpose.AUDIT}))
    return LocalIssuer(KEY).issue(caller, int(time.time() * 1000))


def live(hub: RunningHub, folder: Path) -> dict[str, str]:
    """Settings of live mode, which has no feeds of the desk, and a second person's token in a file."""
    feed = '[feeds.hospital-desk]\nkind = "hospital_hl7v2"\nprofile = "itk_2_4"\nport = 2575\n'
    (folder / "live.toml").write_text(feed)
    (folder / "provider.key").write_bytes(KEY)
    (folder / "second.token").write_text(token("ida", Role.INFORMATION_GOVERNANCE))
    return {
        "HUB_MODE": "live",
        "HUB_SETTINGS": str(folder / "live.toml"),
        "HUB_MASTER_KEY_FILE": str(hub.data / "keys" / "master.key"),
        "HUB_TOKEN_KEY_FILE": str(folder / "provider.key"),
        "HUB_TOKEN": token("otto", Role.INTEGRATION_ENGINEER),
    }


def destinations(hub: RunningHub) -> set[str]:
    """Where the people of this file went."""
    states = [hub.state(hub.person(who.nhs_number)) for who in PEOPLE]
    return {spell["destination"]["code"] for state in states for spell in state["spells"]}


def made(hub: RunningHub, *words: str | Path, **settings: str) -> Any:
    """Type `hub retranslate` for the desk's hospital, and give its one line of JSON."""
    done = hub.command("retranslate", "--feed", "hospital-desk", *words, "--json", **settings)
    assert done.returncode == YES, done.stderr
    return json.loads(done.stdout)


@pytest.mark.slow
def test_a_correction_is_said_agreed_to_made_and_taken_back(
    treated: RunningHub, care_home: Path, tmp_path: Path
) -> None:
    """Nothing happens before two people agree; then the pages show it, nothing is appended twice, and back."""
    asked = ("retranslate", "--feed", "hospital-desk", "--profile", care_home)
    said = treated.command(*asked, "--preview")
    assert said.returncode == YES, said.stderr
    assert "other details of 2 people's stay change" in said.stdout
    assert "are about two people" in said.stdout
    settings = live(treated, tmp_path)
    alone = treated.command(*asked, "--purpose", "AUDIT", **settings)
    assert (alone.returncode, alone.stdout) == (NO, "")
    assert "second person" in alone.stderr
    assert destinations(treated) == {"19"}
    second = tmp_path / "second.token"
    two = ("--profile", care_home, "--purpose", "AUDIT", "--approved-by", second)
    corrected = made(treated, *two, **settings)
    assert (corrected["outcome"], corrected["decided_by"]) == ("corrected", ["otto", "ida"])
    eventually(lambda: destinations(treated) == {"65"})
    assert made(treated, *two, **settings)["outcome"] == "nothing to correct"
    assert treated.answer("rebuild", "--verify")["outcome"] == "equal"
    assert made(treated, "--profile", "itk_2_4")["replaced"] == corrected["added"]
    eventually(lambda: destinations(treated) == {"19"})
    assert "lane_stopped" not in treated.log()


def test_what_cannot_be_read_again_is_said(hub: RunningHub, tmp_path: Path) -> None:
    """Rows that mean nothing alone, a profile with a fault, a day that is none: words, and nothing is read."""
    (tmp_path / "broken.toml").write_text("name = 1")
    for words, code in (
        (("--feed", "provider-desk", "--profile", "itk_2_4"), NO),
        (("--feed", "hospital-desk", "--profile", tmp_path / "broken.toml"), NO),
        (("--feed", "hospital-desk", "--profile", "itk_2_4", "--since", "yesterday"), WRONG),
    ):
        done = hub.command("retranslate", "--preview", *words)
        assert (done.returncode, done.stdout) == (code, ""), done.stderr
        assert "Traceback" not in done.stderr
