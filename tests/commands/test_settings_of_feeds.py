"""Named feeds from the environment, in both forms, and the ports that a start settles."""

import json
import socket
from contextlib import nullcontext
from pathlib import Path

import pytest

from hub.commands.demonstration_feed import with_demonstration
from hub.commands.doorways import refuse_taken, settled
from hub.errors import Unavailable
from hub.settings import Settings
from tests.ports import free_port


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HUB_FEEDS", "HUB_SETTINGS", "HUB_MLLP_PORT", "HUB_HTTP_PORT"):
        monkeypatch.delenv(name, raising=False)


def test_a_feed_may_come_as_json_or_as_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """An operator who writes YAML and one who writes variables both get their feed, with its port and profile."""
    monkeypatch.setenv("HUB_FEEDS", '{"rzx":{"kind":"hospital_hl7v2","profile":"itk_2_4","port":2577}}')
    monkeypatch.setenv("HUB_FEEDS__RZY_ADT__KIND", "hospital_hl7v2")
    monkeypatch.setenv("HUB_FEEDS__RZY_ADT__PROFILE", "words_2_3")
    monkeypatch.setenv("HUB_FEEDS__RZY_ADT__PORT", "2576")
    feeds = Settings().feeds
    assert {name: (feed.profile, feed.port) for name, feed in feeds.items()} == {
        "rzx": ("itk_2_4", 2577),
        "rzy-adt": ("words_2_3", 2576),
    }


def test_variables_complete_what_json_began_whatever_the_case(monkeypatch: pytest.MonkeyPatch) -> None:
    """`RZY` and `rzy` are one feed: an override of its port does not make a second, unfinished one."""
    monkeypatch.setenv("HUB_FEEDS", '{"RZY":{"kind":"hospital_hl7v2","profile":"words_2_3","port":2576}}')
    monkeypatch.setenv("HUB_FEEDS__RZY__PORT", "2600")
    feeds = Settings().feeds
    assert list(feeds) == ["rzy"]
    assert (feeds["rzy"].profile, feeds["rzy"].port) == ("words_2_3", 2600)


def test_the_demonstration_adds_a_second_hospital_on_the_next_port(tmp_path: Path) -> None:
    """A newcomer sees two trusts that speak differently, each at its own port."""
    chosen, variables = settled(Settings(data=tmp_path, mllp_port=2575, http_port=8080), demo=True)
    assert (chosen.feeds["rzy"].profile, chosen.feeds["rzy"].port) == ("words_2_3", 2576)
    assert json.loads(variables["HUB_FEEDS"])["rzy"]["port"] == 2576
    assert settled(Settings(data=tmp_path), demo=False)[0].feeds == {}


def test_port_nought_becomes_a_free_one_that_every_role_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A role that is started again listens where it did before, though nobody chose the port."""
    chosen, variables = settled(Settings(data=tmp_path, mllp_port=0, http_port=0), demo=True)
    ports = [chosen.mllp_port, chosen.http_port, chosen.feeds["rzy"].port]
    assert all(ports)
    assert len(set(ports)) == 3
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    again = Settings()
    assert [again.mllp_port, again.http_port, again.feeds["rzy"].port] == ports


def test_commands_beside_a_demonstration_know_its_feed(tmp_path: Path) -> None:
    """What its hospital sent can be inspected and taken again; without it the feed is gone, and live never has it."""
    desk = Settings(data=tmp_path, mllp_port=2575, http_port=8080)
    chosen, _ = settled(desk, demo=True)
    assert with_demonstration(desk).all_feeds()["rzy"] == chosen.feeds["rzy"]
    assert with_demonstration(desk.model_copy(update={"mode": "live"})).feeds == {}
    settled(desk, demo=False)
    assert "rzy" not in with_demonstration(desk).all_feeds()


@pytest.mark.parametrize(("roles", "refused"), [(("web",), True), (("ingest", "web"), True), (("process",), False)])
def test_a_port_that_another_program_has_is_refused(roles: tuple[str, ...], refused: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a case
    """Nobody reads "ready" and then looks at somebody else's pages; a role that listens nowhere does not mind."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = Settings(data=tmp_path, http_port=other.getsockname()[1], mllp_port=free_port())
        with pytest.raises(Unavailable, match="HUB_HTTP_PORT") if refused else nullcontext():
            refuse_taken(taken, roles)
