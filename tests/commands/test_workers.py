"""Several processes share the lanes: each lane has one of them, under a name that a restart keeps."""

from itertools import chain
from pathlib import Path

import pytest
from pydantic import ValidationError

from hub.commands.every_role import children_of, has_doors
from hub.commands.one_supervisor import alone
from hub.errors import Unavailable
from hub.kafka_choice import kafka_settings
from hub.roles import ROLES
from hub.settings import Settings


@pytest.mark.parametrize("workers", [1, 2, 3, 8, 11])
def test_every_lane_has_one_worker(workers: int) -> None:
    """Without a broker the workers split the lanes among themselves: none is folded twice or by nobody."""
    shares = [Settings(workers=workers, worker=number, lanes=8).share() for number in range(1, workers + 1)]
    assert sorted(chain.from_iterable(shares)) == list(range(8))


def test_a_process_that_is_no_worker_has_every_lane() -> None:
    """A role alone, and the pages, look at all lanes."""
    assert Settings(workers=4, lanes=6).share() == frozenset(range(6))


def test_only_the_folding_role_is_multiplied() -> None:
    """One door and one set of pages, whatever the number of workers; each worker is told which it is."""
    children = children_of(ROLES, 3)
    assert [child.name for child in children] == ["ingest", "process-1", "process-2", "process-3", "web"]
    told = [(child.variables["HUB_WORKER"], child.variables["HUB_WORKERS"]) for child in children[1:4]]
    assert told == [("1", "3"), ("2", "3"), ("3", "3")]
    assert {child.roles for child in children[1:4]} == {("process", "dashboards")}


def test_a_single_worker_is_the_role_itself() -> None:
    """With one worker nothing is numbered, so that logs and alerts read as ever."""
    found = [(child.name, child.variables) for child in children_of(ROLES, 1)]
    assert found == [(role, {}) for role in ("ingest", "process", "web")]


def test_dashboards_are_a_process_of_their_own_with_a_broker() -> None:
    """Without one they ride with the folding role, and cost no memory of their own."""
    named = {child.name: child.roles for child in children_of(ROLES, 2, broker=True)}
    assert named == {
        "ingest": ("ingest",), "process-1": ("process",), "process-2": ("process",), "web": ("web",),
        "dashboards": ("dashboards",),
    }  # fmt: skip
    assert [child.roles for child in children_of(ROLES, 1)] == [("ingest",), ("process", "dashboards"), ("web",)]
    assert [child.roles for child in children_of(("dashboards",), 1)] == [("dashboards",)]


def test_workers_of_one_machine_have_names_of_their_own_that_last() -> None:
    """The broker knows a worker that comes back by its name, and two on one machine are never one."""
    named = [Settings(kafka="127.0.0.1:1", kafka_member="pod", workers=2, worker=number) for number in (1, 2)]
    assert [kafka_settings(settings).member for settings in named] == ["pod-1", "pod-2"]
    assert kafka_settings(Settings(kafka="127.0.0.1:1", kafka_member="pod")).member == "pod"
    assert kafka_settings(Settings(kafka="127.0.0.1:1")).member is None
    unnamed = Settings(kafka="127.0.0.1:1", workers=2, worker=2)
    assert (kafka_settings(unnamed).member or "").endswith("-2")


def test_a_worker_beyond_the_last_is_refused() -> None:
    """A wrong number would leave lanes to nobody."""
    with pytest.raises(ValidationError, match="HUB_WORKER"):
        Settings(workers=2, worker=3)


def test_a_hub_without_its_doors_greets_nobody() -> None:
    """Folding alone has no page and no port: whoever answers on the usual ones is another hub."""
    assert has_doors(children_of(ROLES, 2))
    assert not has_doors(children_of(("process", "dashboards"), 2, broker=True))
    assert not has_doors(children_of(("process", "web"), 2))


def test_an_empty_port_for_metrics_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """A role that inherits a port from settings shared by all is told to open none."""
    monkeypatch.setenv("HUB_METRICS_PORT", "")
    assert Settings().metrics_port is None
    monkeypatch.setenv("HUB_METRICS_PORT", "9464")
    assert Settings().metrics_port == 9464


@pytest.mark.parametrize(
    "name",
    ["DATABASE_URL", "MORE_DATABASE_URLS", "KAFKA", "KAFKA_SECURITY__CA_FILE", "NEWER_SCHEMAS", "REFERENCE",
     "HTTP_PORT", "HTTP_TLS__CERTIFICATE", "HTTP_HOST"],
)  # fmt: skip
def test_an_empty_variable_is_one_that_is_not_set(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Compose hands on empty what nobody set: no folder of schemas that is the working one, no address of nobody."""
    plain = Settings()
    monkeypatch.setenv(f"HUB_{name}", "")
    assert Settings() == plain


def test_a_mode_that_was_left_empty_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable whose value got lost must not make a desk, where everybody may look, of a live hub."""
    monkeypatch.setenv("HUB_MODE", "")
    with pytest.raises(ValidationError, match="HUB_MODE is empty"):
        Settings()


def test_a_second_supervisor_of_the_same_names_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two members of one name put each other out of the group for ever; under another name, or later, it may start."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    two = Settings(kafka="127.0.0.1:1", workers=2)
    with alone(two, ROLES):
        with pytest.raises(Unavailable, match="HUB_KAFKA_MEMBER"), alone(two, ("process",)):
            pytest.fail("two supervisors of the same names")
        with alone(two.model_copy(update={"kafka_member": "another"}), ROLES), alone(two, ("web",)):
            pass
        with alone(two.model_copy(update={"kafka": "127.0.0.1:2"}), ROLES):
            pass
    with alone(two, ROLES):
        pass


@pytest.mark.parametrize("chosen", [Settings(workers=2), Settings(kafka="127.0.0.1:1")])
def test_who_has_no_name_in_a_group_clashes_with_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chosen: Settings
) -> None:
    """Without a broker there is no group, and a single worker without a name is a new member at each start."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with alone(chosen, ROLES), alone(chosen, ROLES):
        assert list(tmp_path.iterdir()) == []
