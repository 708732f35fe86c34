"""An upgrade in which the log was not folded again before the newer worker came: told, mended late, and gone on."""

from collections.abc import Iterator

import pytest

from tests.deploy.next_release import NextRelease, roles
from tests.deploy.test_two_releases import SPELL, WHO, left_at, said_by_process, told
from tests.end_to_end.lives import message, stay
from tests.end_to_end.running_hub import RunningHub, eventually
from tests.ports import free_port
from tests.postgres_fixture import PostgresServer

LOOKS_WITHIN_S = 90.0
"""A lane that stopped looks once a minute."""


@pytest.fixture
def following(tmp_path_factory: pytest.TempPathFactory) -> NextRelease:
    """Give the release that comes after this one."""
    return NextRelease(tmp_path_factory.mktemp("next"))


@pytest.fixture
def hub(postgres_server: PostgresServer, following: NextRelease) -> Iterator[RunningHub]:
    """Give this release, told of the schemas of the next one; nothing runs yet."""
    made = RunningHub(HUB_DATABASE_URL=postgres_server.fresh_database(), HUB_NEWER_SCHEMAS=str(following.schemas))
    yield made
    made.remove()


@pytest.mark.slow
def test_a_fold_that_was_left_out_is_told_and_done_late_without_a_restart(
    following: NextRelease, hub: RunningHub
) -> None:
    """The doctor and the start say it, the first message stops its lane, the rebuild names that, and it goes on."""
    pages = free_port()
    settings = {key: text for key, text in hub.environment.items() if key not in {"HUB_SETTINGS", "HUB_NEWER_SCHEMAS"}}
    newer = following.environment(settings | {"HUB_HTTP_PORT": str(pages)})
    with roles(hub.folder, hub.environment, "ingest"):
        with roles(hub.folder, hub.environment, "process", "web"):
            assert hub.send([message(WHO, "A01", "LEFT-1", hours=0, segments=[stay(SPELL, "AMU")])]) == ["AA"]
            subject = hub.person(WHO.nhs_number)
        with roles(following.folder, newer, "process", "web"):
            doctor = following.said(settings, "doctor", "--only", "process")
            assert (doctor.returncode, "versions: `hub rebuild` with this release" in doctor.stderr) == (1, True)
            assert "kept_by_older_release" in said_by_process(following.folder)
            assert hub.send([told("A03", "LEFT-2", 100, 100.1)]) == ["AA"]
            eventually(lambda: "lane_stopped" in said_by_process(following.folder))
            made = following.command(settings, "rebuild", "--switch").splitlines()
            assert [
                line.endswith("and goes on by itself within a minute") for line in made if "is stopped" in line
            ] == [True]
            eventually(lambda: "lane_goes_on" in said_by_process(following.folder), LOOKS_WITHIN_S)
            left_at(hub, subject, pages, "2026-11-06T13:15:00+00:00")
            assert following.said(settings, "doctor", "--only", "process").returncode == 0
