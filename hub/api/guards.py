"""What stands before every route: host, origin and size of a request, and headers of every answer."""

import secrets
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub.api.council_codes import CouncilOf, as_it_is, read_query
from hub.api.parts import ApiSettings
from hub.api.problems import Problem, answer, error, rendered
from hub.codec.events import CONTROL_CHARACTER

TOO_LARGE: Final = 413
_NOT_READ: Final = 422
_LET_GO_BYTES: Final = 500_000_000
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})

_FIXED: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def content_policy(nonce: str) -> str:
    """Return the content security policy: our own files, and the one inline script that carries the nonce."""
    return (
        "default-src 'none'; "
        f"script-src 'self' 'nonce-{nonce}'; "
        "style-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )


def refusal(headers: Headers, method: str, query: bytes, settings: ApiSettings) -> Problem | None:
    """Return why a request is not even looked at, or none.

    A browser says with `Sec-Fetch-Site` where a request comes from, and a page elsewhere cannot change that.  No text
    of the database holds U+0000, so no question with one has an answer.
    """
    host = headers.get("host", "")
    name = host if host.endswith("]") else host.rsplit(":", 1)[0]
    if name not in settings.hosts:
        return Problem(400, "host", "The hub does not answer under this host name.")
    if method not in SAFE and headers.get("sec-fetch-site", "none") not in {"none", "same-origin"}:
        return Problem(403, "cross-site", "A page of another site may not send this.")
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > settings.max_body_bytes:
        return Problem(TOO_LARGE, "too-large", "The body is larger than the hub takes in one request.")
    if b"%00" in query or b"\x00" in query:
        wrong = error("query", CONTROL_CHARACTER, "A value holds U+0000.")
        return Problem(422, "invalid", "Some of what was sent cannot be taken as it is.", [wrong])
    return None


def _is_form(scope: Scope) -> bool:
    """Say whether a page's form sends a file: then the page itself says what is wrong, beside the field."""
    form = Headers(scope=scope).get("content-type", "").startswith("multipart/form-data")
    return form and scope["method"] == "POST" and not scope["path"].startswith("/v1/")


class Guards:
    """Pure ASGI middleware; streams pass through untouched."""

    def __init__(self, app: ASGIApp, settings: ApiSettings, council_of: CouncilOf = as_it_is) -> None:
        self._app = app
        self._settings = settings
        self._council_of = council_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check the request, count its body, dress its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})["csp_nonce"] = nonce
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._settings.max_body_bytes:
                if _is_form(scope):
                    await _let_go(message, receive)
                raise HTTPException(TOO_LARGE)
            return message

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_FIXED)
                headers["Content-Security-Policy"] = content_policy(nonce)
            await send(message)

        refused, query = self._looked_at(scope)
        if refused is not None and not (refused.status == TOO_LARGE and _is_form(scope)):
            shown = rendered(Request(scope), refused) if refused.status == _NOT_READ else answer(refused)
            await shown(scope, receive, dressed)
        else:
            await self._app({**_read_as(scope), "query_string": query}, counted, dressed)

    def _looked_at(self, scope: Scope) -> tuple[Problem | None, bytes]:
        """Return why a request is not answered, or none, and its query with councils by the code that is used here."""
        query = scope.get("query_string", b"")
        refused = refusal(Headers(scope=scope), scope["method"], query, self._settings)
        try:
            return refused, query if refused else read_query(query, self._council_of)
        except Problem as wrong:
            return wrong, query


async def _let_go(message: Message, receive: Receive) -> None:
    """Take the rest of a body and keep nothing of it: a browser reads no answer before it has sent all.

    Who sends without an end is cut off.
    """
    taken = 0
    while message.get("more_body") and taken < _LET_GO_BYTES:
        message = await receive()
        taken += len(message.get("body", b""))


def _read_as(scope: Scope) -> Scope:
    """Ask for a HEAD as for the GET it stands for, gate and access log included; the server leaves the body out."""
    return {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope
