"""Schema ids from a registry service: the contract over a small one of ours and over one that others wrote."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fastavro
import httpx
import pytest
from msgspec.structs import replace

from hub.adapters.migrations import migrate
from hub.adapters.registry_service import registered
from hub.codec.events import EventCodec
from hub.codec.registry import Registry
from hub.composition import opened
from hub.errors import Defect, Unavailable
from hub.events.catalogue import DISCHARGE
from hub.ports.log import Draft
from hub.runtime.catching_up import catch_up
from hub.runtime.lane import LaneParts
from hub.settings import Settings
from tests.codec.invented import sampled
from tests.contracts import apicurio
from tests.contracts.fake_registry import FIRST_ID, FakeRegistry

RELEASED = sorted(Registry.load(), key=lambda each: each.id)


@pytest.fixture
def fake() -> Iterator[FakeRegistry]:
    """Give an empty registry of our own."""
    with FakeRegistry().serving() as registry:
        yield registry


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of Apicurio, once for this file."""
    with apicurio.running(tmp_path_factory.mktemp("apicurio")) as url:
        yield url


@pytest.fixture(params=["fake", pytest.param("apicurio", marks=[pytest.mark.slow, pytest.mark.timeout(600)])])
def url(request: pytest.FixtureRequest) -> str:
    """Give the address of either."""
    return str(request.getfixturevalue("fake").url if request.param == "fake" else request.getfixturevalue("real"))


async def test_every_released_schema_has_an_id_that_stays(url: str) -> None:
    """Asked again, by this hub or another, the service gives the same ids; each schema has one of its own."""
    first, again = await registered(url, RELEASED), await registered(url, RELEASED)
    ids = {(each.name, each.version): each.id for each in first}
    assert len(set(ids.values())) == len(RELEASED)
    assert {(each.name, each.version): each.id for each in again} == ids


async def test_others_read_our_bytes_by_asking_the_service(url: str) -> None:
    """A consumer that knows nothing of us takes the id from the bytes, asks for its schema and reads the event."""
    event = sampled("SpellDischarged")
    value = EventCodec(await registered(url, RELEASED)).encode(event)
    async with httpx.AsyncClient() as client:
        answer = (await client.get(f"{url}/schemas/ids/{int.from_bytes(value[1:5], 'big')}")).json()
    read: Any = fastavro.schemaless_reader(
        io.BytesIO(value[5:]), fastavro.parse_schema(json.loads(answer["schema"])), None
    )
    assert read["type"] == "SpellDischarged"
    assert read["subject_ref"] == event.subject_ref
    assert read["occurred_at"] == event.occurred_at


async def test_a_new_version_is_registered_beside_the_old(url: str) -> None:
    """After an upgrade the old schema keeps its id, and the new one gets another under the same subject."""
    old, *_ = RELEASED
    new = old._replace(version=99, schema={**old.schema, "doc": f"{old.schema['doc']} As it is said now."})
    before, after = await registered(url, [old]), await registered(url, [old, new])
    ids = {each.version: each.id for each in after}
    assert ids[old.version] == next(iter(before)).id
    assert ids[99] != ids[old.version]


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_an_incompatible_schema_is_refused_in_words(real: str) -> None:
    """A service that guards compatibility stops us, and the words name the schema and nothing that it answered."""
    old, *_ = RELEASED
    await registered(real, [old])
    async with httpx.AsyncClient() as client:
        await client.put(f"{real}/config/{old.name}", json={"compatibility": "BACKWARD"})
    field = {"name": "more", "type": "string"}
    new = old._replace(version=99, schema={**old.schema, "fields": [*old.schema["fields"], field]})
    with pytest.raises(Defect, match=f"refuses {old.name}, version 99: incompatible"):
        await registered(real, [new])


@pytest.mark.parametrize(
    ("refusal", "fault", "words"),
    [
        ((409, {"error_code": 409, "message": "Incompatible: secret"}), Defect, "incompatible"),
        ((422, {"error_code": 42201, "message": "Invalid: secret"}), Defect, "no schema that it takes"),
        ((403, {"message": "secret"}), Unavailable, "answers 403"),
        ((500, b"secret"), Unavailable, "answers 500"),
        ((200, b"secret"), Defect, "no number"),
        ((200, {"id": "secret"}), Defect, "no number"),
        ((200, {"id": True}), Defect, "no number"),
        ((200, {"id": 2**31}), Defect, "no number"),
        ((200, [1]), Defect, "no number"),
        ((200, {"id": 7}), Defect, "two schemas"),
    ],
)
async def test_a_service_that_refuses_is_told_in_our_words(
    fake: FakeRegistry, refusal: tuple[int, Any], fault: type[Exception], words: str
) -> None:
    """Waiting cures what its keepers can put right; the rest is a defect.  What it says itself is not repeated."""
    fake.refuse = refusal
    with pytest.raises(fault, match=words) as told:
        await registered(fake.url, RELEASED)
    assert "secret" not in str(told.value)


async def test_a_name_and_password_travel_and_are_never_shown(fake: FakeRegistry) -> None:
    """They come from the address in the settings; neither a failure nor the doctor's settings show them."""
    await registered(fake.url.replace("://", "://hub:a-long-invented-password@"), RELEASED[:1])
    assert {who for _, who in fake.asked} == {"Basic aHViOmEtbG9uZy1pbnZlbnRlZC1wYXNzd29yZA=="}
    with pytest.raises(Unavailable) as told:
        await registered("http://hub:a-long-invented-password@127.0.0.1:1", RELEASED[:1], 0.5)
    assert "invented" not in str(told.value)
    shown = Settings(schema_registry="http://hub:a-long-invented-password@127.0.0.1:1").shown()
    assert "invented" not in json.dumps(shown)


async def test_a_hub_writes_folds_and_reads_by_the_ids_of_the_service(
    fake: FakeRegistry, postgres_dsn: str, tmp_path: Path
) -> None:
    """From settings to a folded state: what is stored carries the service's ids, and is read again by them."""
    migrate(postgres_dsn)
    settings = Settings(data=tmp_path, database_url=postgres_dsn, schema_registry=fake.url)
    event = replace(sampled("SpellAdmitted"), subject_ref=bytes(range(16)))
    async with opened(settings) as core:
        value = core.codec.encode(event)
        assert int.from_bytes(value[1:5], "big") >= FIRST_ID
        await core.log.append([Draft(DISCHARGE, event.subject_ref, value)])
        await catch_up(LaneParts(core.log, core.store, core.codec, core.group, core.clock, lambda *_: None))
    async with opened(settings) as core:
        (row,) = await core.store.history(event.subject_ref)
        assert core.codec.decode(row.value) == event


@pytest.mark.parametrize("others", [1, 1000])
async def test_a_database_keeps_to_the_ids_that_it_was_written_by(
    fake: FakeRegistry, postgres_dsn: str, tmp_path: Path, others: int
) -> None:
    """Another service gives other ids: the hub does not open, so that no history is read by the wrong schema.

    Also when an id of the old service is another version of the same type in the new one.
    """
    migrate(postgres_dsn)
    event = replace(sampled("SpellAdmitted"), subject_ref=bytes(range(16)))
    async with opened(Settings(data=tmp_path, database_url=postgres_dsn, schema_registry=fake.url)) as core:
        await core.log.append([Draft(DISCHARGE, event.subject_ref, core.codec.encode(event))])
        await catch_up(LaneParts(core.log, core.store, core.codec, core.group, core.clock, lambda *_: None))
    with FakeRegistry().serving() as another:
        another.schemas = {-number: "somebody else's" for number in range(others)}
        with pytest.raises(Defect, match="other schema ids"):
            async with opened(Settings(data=tmp_path, database_url=postgres_dsn, schema_registry=another.url)):
                pass
