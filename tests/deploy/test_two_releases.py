"""Two releases with different schemas, live on one hub: each reads what the other writes, and nothing is lost."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any, LiteralString

import httpx
import psycopg
import pytest
from fastavro import parse_schema, schemaless_reader
from pydantic import ValidationError

from hub.codec.events import EventCodec
from hub.codec.folder import SCHEMAS, read_json
from hub.codec.plain import plain
from hub.codec.registry import Registry
from hub.errors import Rejected
from tests.deploy.next_release import CHANGED, FIELD, NextRelease, roles
from tests.deploy.settings_from import settings_from
from tests.end_to_end.lives import message, person, stay
from tests.end_to_end.running_hub import RunningHub, eventually
from tests.ports import free_port
from tests.postgres_fixture import PostgresServer

WHO, SPELL = person(610), "SPTWORELEASES"
ERASED = {"erased": True}
READ = ("joint-state", "timeline")
NEWCOMER = person(611)
PEOPLE: LiteralString = "SELECT count(*) FROM state WHERE processor = 'joint'"
"""How many people have a live state."""


@pytest.fixture(scope="module")
def following(tmp_path_factory: pytest.TempPathFactory) -> NextRelease:
    """Give the release that comes after this one."""
    return NextRelease(tmp_path_factory.mktemp("next"))


@pytest.fixture
def hub(postgres_server: PostgresServer, following: NextRelease) -> Iterator[RunningHub]:
    """Give this release as it is in the days of an upgrade: told of the schemas of the next one; nothing runs yet."""
    settings = {"HUB_DATABASE_URL": postgres_server.fresh_database(), "HUB_NEWER_SCHEMAS": str(following.schemas)}
    told_of_it = RunningHub(**settings)
    yield told_of_it
    told_of_it.remove()


def resolved(value: bytes, newer: Path) -> Any:
    """Give what Avro's own rules of resolution make of bytes for a reader of another release, by fastavro."""
    row = next(row for row in read_json(SCHEMAS / "registry.json") if row["id"] == int.from_bytes(value[1:5], "big"))
    newest = [each["file"] for each in read_json(newer / "registry.json") if each["name"] == row["name"]][-1]
    written, read = (parse_schema(read_json(file)) for file in (SCHEMAS / row["file"], newer / newest))
    told = as_told(schemaless_reader(BytesIO(value[5:]), written, read))
    return told | {"body": {}} if told["body"] == ERASED else told  # an event whose body has no field at all


def as_told(datum: Any) -> Any:
    """Write a datum as events are written for people; the record without fields marks what was erased."""
    match datum:
        case dict():
            return {name: as_told(value) for name, value in datum.items()} or ERASED
        case list():
            return [as_told(value) for value in datum]
        case bytes():
            return datum.hex()
        case date():
            return datum.isoformat()
    return datum


def test_the_next_release_reads_what_every_version_wrote(following: NextRelease) -> None:
    """After an upgrade the whole log is understood as Avro says; what is new is said by nobody yet."""
    files = sorted((SCHEMAS / "golden").rglob("*.json"))
    values = [bytes.fromhex(case["bytes"]) for file in files for case in read_json(file)]
    assert following.reads(values) == [resolved(value, following.schemas) for value in values]
    assert len({file.parent for file in files}) < len(files), "no type has two versions"


def test_this_release_reads_what_the_next_one_writes_once_it_has_its_schemas(following: NextRelease) -> None:
    """Before and after a way back the older half understands all that it knows; without the schemas it says so."""
    told, untold = EventCodec(newer=Registry.load(following.schemas)), EventCodec()
    cases = following.golden()
    assert {case["event"]["body"][FIELD] is None for case in cases} == {True, False}
    for case in cases:
        value = bytes.fromhex(case["bytes"])
        del case["event"]["body"][FIELD]
        assert plain(told.decode(value)) == case["event"]
        with pytest.raises(Rejected) as unknown:
            untold.decode(value)
        assert unknown.value.rule == "unknown_schema"


def test_schemas_that_are_not_there_keep_a_role_from_starting(tmp_path: Path) -> None:
    """A role that believes itself told, and is not, would set aside what it was to read."""
    with pytest.raises(ValidationError, match="newer_schemas"):
        settings_from({"HUB_NEWER_SCHEMAS": str(tmp_path / "schemas")})
    assert settings_from({"HUB_NEWER_SCHEMAS": str(SCHEMAS)}).newer_schemas == SCHEMAS


def said_by_process(folder: Path) -> str:
    """Give the log of the worker that runs in a folder."""
    return (folder / "process.log").read_text(encoding="utf-8")


def told(trigger: str, control: str, hours: float, written: float) -> bytes:
    """Make a message about having left (A03), or that it was not so (A13), at an hour, written down at another."""
    out = hours if trigger == "A03" else None
    return message(WHO, trigger, control, hours=hours, recorded=written, segments=[stay(SPELL, "W7", out)])


def shown(hub: RunningHub, subject: str, pages: int) -> dict[str, Any]:
    """Give what pages say of a person: the state, and every event behind it."""
    with httpx.Client(base_url=f"http://127.0.0.1:{pages}/v1/people/{subject}", headers=hub.reader()) as client:
        state, events = (client.get(f"/{what}", timeout=20).raise_for_status().json() for what in READ)
    return {**state, "known_at": None, "events": events}


def left_at(hub: RunningHub, subject: str, pages: int, when: str | None) -> dict[str, Any]:
    """Wait until pages say when the person left, and give everything that they say."""

    def said() -> dict[str, Any] | None:
        found = shown(hub, subject, pages)
        return found if found["spells"][0]["discharged_at"] == when else None

    found = eventually(said)
    assert found is not None
    return found


def versions_written(hub: RunningHub) -> list[int]:
    """Give the versions in which the hub's log holds the discharges, by the schema ids that stand in the records."""
    registry = Registry.load(Path(hub.environment["HUB_NEWER_SCHEMAS"]))
    versions = {each.id: each.version for each in registry if each.name == CHANGED}
    headers = rows(hub, "SELECT substring(value, 2, 4) FROM log_record ORDER BY appended_at, position")
    ids = [int.from_bytes(header, "big") for (header,) in headers]
    return [versions[number] for number in ids if number in versions]


def rows(hub: RunningHub, statement: LiteralString) -> list[tuple[Any, ...]]:
    """Ask the hub's database."""
    with psycopg.connect(hub.environment["HUB_DATABASE_URL"]) as connection:
        return connection.execute(statement).fetchall()


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_doors_pages_and_workers_of_two_releases_live_on_one_hub(following: NextRelease, hub: RunningHub) -> None:
    """An upgrade and the way back, as `docs/upgrading.md` tells them, with two versions of an event and of a state.

    First doors and pages of the next release run beside this one; then the next release folds the log again; this
    release's worker waits from there on, and folds not even somebody new, until one of the next release takes over;
    then that runs alone; then this release goes back to what it had kept.  Whichever release folds and shows a person,
    it says the same, no event is set aside, and no lane stops.
    """
    door, pages = free_port(), free_port()
    settings = {key: text for key, text in hub.environment.items() if key not in {"HUB_SETTINGS", "HUB_NEWER_SCHEMAS"}}
    settings |= {"HUB_MLLP_PORT": str(door), "HUB_HTTP_PORT": str(pages)}
    newer = following.environment(settings)
    admitted = message(WHO, "A01", "TWO-1", hours=0, segments=[stay(SPELL, "AMU")])
    with roles(following.folder, newer, "ingest", "web"):
        with roles(hub.folder, hub.environment, "process", "web", "ingest"):
            assert hub.send([admitted, told("A03", "TWO-2", 100, 100.1)]) == ["AA", "AA"]
            subject = hub.person(WHO.nhs_number)
            assert hub.send([told("A13", "TWO-3", 100, 102), told("A03", "TWO-4", 120, 120.1)], door) == ["AA", "AA"]
            found = left_at(hub, subject, hub.http, "2026-11-07T09:15:00+00:00")
            assert shown(hub, subject, pages) == found
            assert following.command(settings, "rebuild").splitlines()[-1].startswith("switched")
            assert hub.send([message(NEWCOMER, "A01", "TWO-N", hours=0, segments=[stay("SPNEWCOMER", "AMU")])]) == [
                "AA"
            ]
            eventually(lambda: "lane_outdated" in said_by_process(hub.folder))
            with roles(following.folder, newer, "process"):
                eventually(lambda: rows(hub, PEOPLE) == [(2,)])
                moved = message(NEWCOMER, "A02", "TWO-M", hours=5, segments=[stay("SPNEWCOMER", "W7")])
                assert hub.send([moved]) == ["AA"]
        with roles(following.folder, newer, "process"):
            assert hub.send([told("A13", "TWO-5", 120, 122), told("A03", "TWO-6", 130, 130.1)], door) == ["AA", "AA"]
            found = left_at(hub, subject, pages, "2026-11-07T19:15:00+00:00")
    refused = following.said(settings, "rebuild", "--back")
    assert (refused.returncode, "use the older release" in refused.stderr) == (1, True)
    back = hub.command("rebuild", "--back")
    assert (back.returncode, back.stdout.splitlines()[-1][:9]) == (0, "went back")
    with roles(hub.folder, hub.environment, "process", "web", "ingest"):
        assert shown(hub, subject, hub.http) == found
        assert hub.send([told("A13", "TWO-7", 130, 131)]) == ["AA"]
        left_at(hub, subject, hub.http, None)
    assert rows(hub, "SELECT rule FROM quarantine") == []
    assert "lane_stopped" not in said_by_process(hub.folder) + said_by_process(following.folder)
    newest = versions_written(hub)[0] + 1
    assert versions_written(hub) == [newest - 1, newest, newest]
