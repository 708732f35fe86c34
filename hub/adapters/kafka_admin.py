"""A connection of an operator's command to the broker, and what the broker answers to what was asked of all."""

# aiokafka has no types, so calls into it are untyped.
# mypy: allow-untyped-calls

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any, Final

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import NoError, for_code

from hub.adapters.kafka_faults import answering
from hub.adapters.kafka_settings import KafkaSettings
from hub.adapters.kafka_start import started

RETRY: Final = 0.1
"""Seconds between two looks at what the broker knows."""


@asynccontextmanager
async def administering(settings: KafkaSettings, doing: str) -> AsyncIterator[Any]:
    """Lend a client for `doing`; raises `Unavailable` when the broker is away, alone or does not permit it."""
    with answering(doing):
        admin = AIOKafkaAdminClient(**settings.connection())
        await started(admin.start, admin.close, 2 * settings.patience)
        try:
            async with asyncio.timeout(2 * settings.patience):
                await _led(admin)
                yield admin
        finally:
            await admin.close()


async def _led(admin: Any) -> None:
    """Wait until the broker names a controller.

    One that was away longer than its session answers before it is let back in, and then knows of no broker at all.
    """
    client = admin._client  # noqa: SLF001 - aiokafka asks the controller without looking whether there is one
    while client.cluster.controller is None:
        await asyncio.sleep(RETRY)
        await client.force_metadata_update()


async def asked(admin: Any, request: Any) -> Any:
    """Ask something that aiokafka has no method for; any broker passes it on."""
    return await admin._send_request(request)  # noqa: SLF001 - as above


def check(code: int, what: str, but: Iterable[type[Exception]] = ()) -> None:
    """Raise what an error code stands for, naming what it was said of; some are no errors to the caller."""
    failure = for_code(code)
    if failure is not NoError and failure not in but:
        raise failure(what)
