"""A schema registry with Confluent's HTTP interface: the ids of our released schemas, looked up or registered there.

The subject is the full name of the record (Confluent's RecordNameStrategy), so that every topic that carries a type
names the same one.  An id stands for one schema for ever, so it is asked for at the start and never again.
"""

import json
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import Final
from urllib.parse import quote

import httpx

from hub.codec.registry import Registered, Registry
from hub.errors import Defect, Unavailable

_JSON: Final = "application/vnd.schemaregistry.v1+json"
_INCOMPATIBLE, _UNPROCESSABLE = 409, 422
_LARGEST_ID: Final = 2**31 - 1


async def registered(url: str, released: Iterable[Registered], within_s: float = 10.0) -> Registry:
    """Give the released schemas under the ids of the service at `url`, which may hold a name and a password.

    Raises `Unavailable` when it does not answer or does not let us in, `Defect` when it refuses a schema or gives what
    is no id, or one id for two schemas.
    """
    async with _asking(url, within_s) as client:
        return Registry([each._replace(id=await _id(client, each)) for each in released])


@asynccontextmanager
async def _asking(url: str, within_s: float) -> AsyncIterator[httpx.AsyncClient]:
    try:
        async with httpx.AsyncClient(base_url=url, timeout=within_s, headers={"Accept": _JSON}) as client:
            yield client
    except (httpx.HTTPError, httpx.InvalidURL) as away:
        raise Unavailable(f"the schema registry does not answer ({type(away).__name__})") from None


async def _id(client: httpx.AsyncClient, each: Registered) -> int:
    """Look one schema up; register it where the service has it not."""
    subject = f"subjects/{quote(each.name, safe='')}"
    body = {"schemaType": "AVRO", "schema": json.dumps(each.schema, ensure_ascii=False)}
    answer = await _post(client, subject, body)
    if answer.status_code == httpx.codes.NOT_FOUND:
        answer = await _post(client, f"{subject}/versions", body)
    _check(answer, each)
    return _id_in(answer, each)


async def _post(client: httpx.AsyncClient, path: str, body: Mapping[str, str]) -> httpx.Response:
    return await client.post(path, content=json.dumps(body), headers={"Content-Type": _JSON})


def _check(answer: httpx.Response, each: Registered) -> None:
    """Raise what an answer means; what the service says of it may hold anything, and is not repeated."""
    what = f"{each.name}, version {each.version}"
    if answer.status_code in {_INCOMPATIBLE, _UNPROCESSABLE}:
        why = "incompatible with what it has" if answer.status_code == _INCOMPATIBLE else "no schema that it takes"
        raise Defect(f"the schema registry refuses {what}: {why}")
    if not answer.is_success:
        raise Unavailable(f"the schema registry gives no id for {what}: it answers {answer.status_code}")


def _id_in(answer: httpx.Response, each: Registered) -> int:
    try:
        found = answer.json()["id"]
    except (ValueError, KeyError, TypeError):
        found = None
    if not isinstance(found, int) or isinstance(found, bool) or not 0 < found <= _LARGEST_ID:
        raise Defect(f"the schema registry gives no number as the id of {each.name}, version {each.version}")
    return found
