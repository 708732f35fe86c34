"""Problem documents (RFC 9457): what went wrong by field and rule, never a value that was sent."""

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

import msgspec
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from hub.errors import NotFound, Rejected, Unavailable

MEDIA_TYPE: Final = "application/problem+json"
BASE: Final = "urn:care-hub:problem:"

_WORDS: Final = {
    "missing": "This is needed and is not there.",
    "json_invalid": "The body is not JSON.",
    "uuid_parsing": "This is not a reference to a person.",
    "enum": "This is not one of the values that are allowed.",
    "literal_error": "This is not one of the values that are allowed.",
    "string_too_long": "This is too long.",
    "string_too_short": "This is too short.",
    "extra_forbidden": "The body holds a field that is not known here.",
}
_BY_PREFIX: Final = {
    "date_": "This is not a day that can be read: write year, month and day, as in 2026-11-30.",
    "date": "This is not a date and time that can be read: use RFC 3339.",
    "int": "This is not a whole number in the range that is allowed.",
    "less_than": "This is more than is allowed.",
    "greater_than": "This is less than is allowed.",
    "timezone": "The time needs an offset.",
}


class Problem(Exception):  # noqa: N818 - named by RFC 9457
    """An answer other than success, decided by a route or by the gate; `more` are extension members."""

    def __init__(
        self,
        status: int,
        kind: str,
        detail: str,
        errors: Sequence[Mapping[str, str]] = (),
        more: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(kind)
        self.status: Final = status
        self.kind: Final = kind
        self.detail: Final = detail
        self.errors: Final = tuple(errors)
        self.more: Final = dict(more or {})

    def body(self) -> dict[str, Any]:
        """Return the document."""
        title = HTTPStatus(self.status).phrase
        document: dict[str, Any] = {"type": BASE + self.kind, "title": title, "status": self.status}
        return document | {"detail": self.detail, "errors": list(self.errors)} | self.more


def error(path: str, rule: str, message: str) -> dict[str, str]:
    """Return one entry of `errors`."""
    return {"path": path, "rule": rule, "message": message}


def nothing_recorded(errors: list[dict[str, str]]) -> Problem:
    """Return the problem of an entry that was refused, with everything that is wrong with it."""
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "rejected", "Nothing was recorded, for the reasons below.", errors)


def answer(problem: Problem) -> JSONResponse:
    """Return a problem as a response that nobody keeps."""
    headers = {"Cache-Control": "no-store"}
    if problem.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    if problem.status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = "5"
    return JSONResponse(problem.body(), problem.status, headers, MEDIA_TYPE)


def _words(rule: str) -> str:
    """Return our own sentence for a rule: the library's would quote what was sent."""
    prefixed = (words for prefix, words in _BY_PREFIX.items() if rule.startswith(prefix))
    return _WORDS.get(rule) or next(prefixed, "This is not in the form that is described.")


def _path(entry: Mapping[str, Any]) -> str:
    """Return where it is, without names that the sender made up."""
    place = [str(part) for part in entry["loc"] if isinstance(part, str)]
    if entry["type"] in {"extra_forbidden", "json_invalid"}:
        place = place[:1]
    return ".".join(place)


def of_validation(invalid: RequestValidationError) -> Problem:
    """Translate a validation error."""
    errors = [error(_path(entry), entry["type"], _words(entry["type"])) for entry in invalid.errors()]
    return Problem(422, "invalid", _INVALID, errors)


_INVALID: Final = "Some of what was sent cannot be taken as it is."
_PLAIN: Final[Mapping[type[Exception], Problem]] = {
    msgspec.ValidationError: Problem(422, "invalid", _INVALID),
    NotFound: Problem(404, "not-found", "Nothing is known here under this reference."),
    Unavailable: Problem(503, "unavailable", "A part that is needed does not answer; please try again."),
}


def of_failure(failure: Exception) -> Problem:
    """Translate the failures that the hub names; anything else is our own mistake."""
    match failure:
        case Problem():
            return failure
        case RequestValidationError():
            return of_validation(failure)
        case Rejected(path=path, rule=rule, words=words):
            return Problem(422, "rejected", "It was refused for the reasons below.", [error(path, rule, words)])
        case HTTPException(status_code=status):
            return Problem(status, "http", HTTPStatus(status).description or "The request was not taken.")
    defect = Problem(500, "defect", "The hub made a mistake; it has been noted.")
    return next((problem for kind, problem in _PLAIN.items() if isinstance(failure, kind)), defect)


HANDLED: Final[tuple[type[Exception], ...]] = (
    Problem,
    RequestValidationError,
    Rejected,
    NotFound,
    Unavailable,
    HTTPException,
    Exception,
)


def rendered(request: Request, problem: Problem) -> Response:
    """Return a problem in the manner of the app that was asked: a page, or a problem document."""
    render: Callable[[Request, Problem], Response] | None = request.app.state.render_problem
    return answer(problem) if render is None else render(request, problem)


def install(app: FastAPI, render: Callable[[Request, Problem], Response] | None = None) -> None:
    """Answer every failure with a problem document, or with `render` where pages are shown.

    Whoever refuses before the app is asked answers in the same manner (`rendered`).
    """
    app.state.render_problem = render

    async def handle(request: Request, failure: Exception) -> Response:
        problem = of_failure(failure)
        response = answer(problem) if render is None else render(request, problem)
        if isinstance(failure, HTTPException) and failure.headers:
            response.headers.update(failure.headers)
        return response

    for kind in HANDLED:
        app.add_exception_handler(kind, handle)
