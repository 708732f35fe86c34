"""What people record by hand in an invented area, sent as they send it: over the API, with a token of the desk."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final

from connectors.simulator.run import Record
from connectors.simulator.sendable import DOCUMENT, Sendable
from hub.adapters.clocks import SystemClock
from hub.api.access import Caller
from hub.api.purposes import Purpose, Role
from hub.api.tokens import LIFETIME_S, LocalIssuer, desk_issuer
from hub.errors import Unavailable
from hub.settings import Settings

if TYPE_CHECKING:
    import httpx

_TRIES: Final = 5
_PAUSE_S: Final = 1.0
_REMEMBERED: Final = 5000
_CREATED, _REFUSED, _NOT_FOUND, _FAILED = 201, 403, 404, 500
_EARLY: Final = frozenset({"not_known_here", "no_such_move"})
"""Rules by which something is refused that is about what is on its way still."""
_PURPOSES: Final = frozenset({Purpose.DISCHARGE_COORDINATION, Purpose.EARLY_HELP_OFFER, Purpose.PORTABILITY})


@asynccontextmanager
async def hand_writing(chosen: Settings) -> AsyncIterator[Record | None]:
    """Give the door for entries by hand; none in live mode, which issues no tokens."""
    if chosen.mode == "live":
        yield None
        return
    # Loaded where it is needed: as for files.
    import httpx  # noqa: PLC0415 - as above

    base = f"http://{chosen.http_host}:{chosen.http_port}"
    async with httpx.AsyncClient(base_url=base, timeout=60) as client:
        yield HandWriting(client, desk_issuer(chosen.data / "keys", chosen.mode)).record


class HandWriting:
    """Records entries one by one; finds each person once, and signs in once an hour for each organisation and role."""

    def __init__(self, client: "httpx.AsyncClient", issuer: LocalIssuer) -> None:
        self._client, self._issuer, self._clock = client, issuer, SystemClock()
        self._refs: dict[str, str] = {}
        self._tokens: dict[tuple[str, Role], tuple[str, int]] = {}

    async def record(self, sendable: Sendable) -> bool:
        """Record an entry, or hand a document over, and say whether it was taken; raises `Unavailable`.

        What it is about may be on its way still, in a message that was sent before: then it is tried again.
        """
        entry = json.loads(sendable.payload)
        for pause in (*[_PAUSE_S] * (_TRIES - 1), 0.0):
            ref = await self._ref(entry)
            taken = None if ref is None else await self._entered(ref, entry, sendable.name)
            if taken is not None:
                return taken
            await asyncio.sleep(pause)
        return False

    async def _ref(self, entry: Mapping[str, Any]) -> str | None:
        """Give the reference of the person, or none while nobody of that number is known."""
        known = entry["known"]
        name = "/".join(known.values())
        if name not in self._refs:
            headers = self._headers(entry["organisation"], Purpose.DISCHARGE_COORDINATION)
            found = await self._post("/v1/people/search", headers, json=known)
            if found is None or found[0] >= _NOT_FOUND or found[1].get("subject_ref") is None:
                return None
            if len(self._refs) >= _REMEMBERED:
                self._refs.clear()
            self._refs[name] = found[1]["subject_ref"]
        return self._refs[name]

    async def _entered(self, ref: str, entry: Mapping[str, Any], key: str) -> bool | None:
        if entry["what"] == DOCUMENT:
            return await self._handed_over(ref, entry)
        headers = self._headers(entry["organisation"], entry["purpose"]) | {"Idempotency-Key": key}
        body = {"what": entry["what"], "fields": entry["fields"]}
        return _taken(await self._post(f"/v1/people/{ref}/entries", headers, json=body))

    async def _handed_over(self, ref: str, said: Mapping[str, Any]) -> bool | None:
        """Hand a document over as a social worker of its council; until the move is folded the council is refused."""
        headers = self._headers(said["organisation"], Purpose.PORTABILITY, Role.SOCIAL_WORKER)
        path = f"/v1/people/{ref}/documents?move={said['move']}"
        answer = await self._post(path, headers, content=said["document"].encode())
        return None if answer[0] == _REFUSED else _taken(answer)

    async def _post(self, path: str, headers: Mapping[str, str], **content: Any) -> tuple[int, dict[str, Any]]:
        import httpx  # noqa: PLC0415 - loaded by `hand_writing`

        try:
            answer = await self._client.post(path, headers=headers, **content)
        except httpx.TransportError as away:
            raise Unavailable(f"the web door does not answer: {type(away).__name__}") from away
        if answer.status_code >= _FAILED:
            raise Unavailable(f"the web door answered {answer.status_code}")
        return answer.status_code, answer.json()

    def _headers(self, organisation: str, purpose: str, role: Role = Role.COORDINATOR) -> dict[str, str]:
        """Sign in as somebody of an organisation."""
        now = self._clock.now()
        token, until = self._tokens.get((organisation, role), ("", 0))
        if now >= until:
            caller = Caller(f"demonstration at {organisation}", role, organisation, _PURPOSES)
            token, until = self._issuer.issue(caller, now), now + LIFETIME_S * 500
            self._tokens[organisation, role] = token, until
        return {"Authorization": f"Bearer {token}", "X-Purpose": purpose}


def _taken(answer: tuple[int, Mapping[str, Any]]) -> bool | None:
    """Say whether something was taken; none where it is about what is on its way still."""
    status, told = answer
    if status == _CREATED:
        return True
    early = status == _NOT_FOUND or any(one["rule"] in _EARLY for one in told.get("errors", ()))
    return None if early else False
