"""What stands before every route: host, origin and size of a request, and headers of every answer."""

import secrets
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub.api.council_codes import CouncilOf, as_it_is, read_query
from hub.api.parts import ApiSettings
from hub.api.problems import Problem, answer, error
from hub.codec.events import CONTROL_CHARACTER

TOO_LARGE: Final = 413
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
                raise HTTPException(TOO_LARGE)
            return message

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_FIXED)
                headers["Content-Security-Policy"] = content_policy(nonce)
            await send(message)

        query = scope.get("query_string", b"")
        try:
            refused = refusal(Headers(scope=scope), scope["method"], query, self._settings)
            query = query if refused else read_query(query, self._council_of)
        except Problem as wrong:
            refused = wrong
        if refused is not None:
            await answer(refused)(scope, receive, dressed)
        else:
            await self._app({**_read_as(scope), "query_string": query}, counted, dressed)


def _read_as(scope: Scope) -> Scope:
    """Ask for a HEAD as for the GET it stands for, gate and access log included; the server leaves the body out."""
    return {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope
