"""Handing files to a running hub over HTTP: what `hub drop` and the simulator do."""

from collections.abc import Mapping
from typing import Any, Final

import httpx

from hub.errors import Unavailable

_AGAIN: Final = 500


class DropClient:
    """One connection to a hub; `headers` carry the token and the purpose."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def drop(self, feed: str, files: Mapping[str, bytes]) -> Mapping[str, Any]:
        """Hand files to a feed and give its receipt; a problem document without one comes back under `refused`.

        Raises `Unavailable` when the hub does not answer or cannot take them now.
        """
        parts = [("files", (name, content, "application/octet-stream")) for name, content in files.items()]
        try:
            answer = await self._client.post(f"/v1/feeds/{feed}/files", files=parts)
        except httpx.TransportError as error:
            raise Unavailable(f"the hub does not answer: {type(error).__name__}") from error
        if answer.status_code >= _AGAIN:
            raise Unavailable(f"the hub cannot take files now: {answer.status_code}")
        body: dict[str, Any] = answer.json()
        if answer.is_success:
            return body
        return body.get("receipt") or {"refused": {"rule": str(answer.status_code), "words": str(body)}}
