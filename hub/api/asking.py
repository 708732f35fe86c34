"""What routes share: who asks, for which purpose, about which day, and answers that nobody keeps."""

from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from typing import Annotated, Any, Final, NamedTuple

from fastapi import Depends, Header, Query, Request, Security
from fastapi.responses import JSONResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import AwareDatetime, WithJsonSchema

from hub.api.access import Caller, Decision
from hub.api.gate import Asked, Gate
from hub.api.parts import ApiParts
from hub.api.purposes import Purpose, View, purpose_of

_BEARER = HTTPBearer(auto_error=False, description="A short-lived token from the issuer.", bearerFormat="JWT")


def parts_of(request: Request) -> ApiParts:
    """Return the parts that the app was made of."""
    parts: ApiParts = request.app.state.parts
    return parts


def gate_of(request: Request) -> Gate:
    """Return the gate."""
    gate: Gate = request.app.state.gate
    return gate


async def _caller(
    gate: Annotated[Gate, Depends(gate_of)],
    bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_BEARER)],
) -> Caller:
    return await gate.caller(None if bearer is None else bearer.credentials)


_PURPOSES = {"type": "string", "enum": [purpose.value for purpose in Purpose]}


def _purpose(x_purpose: Annotated[str, WithJsonSchema(_PURPOSES), Header()] = "") -> Purpose | None:
    return purpose_of(x_purpose)


class AsOf(NamedTuple):
    """The day that is asked about and what was known when; none stands for now."""

    on: date | None
    known_at: int | None


_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def milliseconds(moment: datetime) -> int:
    """Return a moment as milliseconds since the epoch; nothing was known before it, so that is answered too."""
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def _as_of(
    on: Annotated[date | None, Query(description="A Europe/London day.")] = None,
    known_at: Annotated[AwareDatetime | None, Query(description="What was known at this time (RFC 3339).")] = None,
) -> AsOf:
    return AsOf(on, None if known_at is None else milliseconds(known_at))


class Visit(NamedTuple):
    """One read: the parts, who asks and for which purpose."""

    parts: ApiParts
    gate: Gate
    caller: Caller
    purpose: Purpose | None

    async def admit(self, asked: Asked) -> Decision:
        """Pass the gate, or raise `Problem`."""
        return await self.gate.admit(self.caller, self.purpose, asked)

    async def reach(self, subject: bytes) -> frozenset[str]:
        """Return the groups of entries that the reader may record of a person, for the purpose in hand."""
        purposes = [] if self.purpose is None else [self.purpose]
        return await self.gate.reach(self.caller, purposes, Asked(View.ENTRIES, subject=subject))


def _visit(
    request: Request,
    caller: Annotated[Caller, Depends(_caller)],
    purpose: Annotated[Purpose | None, Depends(_purpose)],
) -> Visit:
    return Visit(parts_of(request), gate_of(request), caller, purpose)


PartsIn = Annotated[ApiParts, Depends(parts_of)]
VisitIn = Annotated[Visit, Depends(_visit)]
AsOfIn = Annotated[AsOf, Depends(_as_of)]


def private(content: Any, status: int = HTTPStatus.OK) -> JSONResponse:
    """Return JSON about people, which no cache keeps."""
    return JSONResponse(content, status, headers={"Cache-Control": "no-store"})
