"""Fixtures of the API tests."""

from collections.abc import AsyncIterator

import httpx
import pytest

from hub.api.app import make_app
from tests.api.desk import Desk


@pytest.fixture
def desk() -> Desk:
    """A fresh API over memory."""
    return Desk()


@pytest.fixture
async def client(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    """A client of that API, without a socket."""
    transport = httpx.ASGITransport(make_app(desk.parts), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as made:
        yield made
