"""The OpenAPI document says what the API does: tried with generated requests, good and bad."""

from collections.abc import Mapping
from typing import Any

import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import CHECKS, load_all_checks

from hub.api.app import make_app
from hub.api.parts import ApiSettings
from hub.api.purposes import Role
from tests.api.desk import Desk

DESK = Desk(ApiSettings(mode="live"))
APP = make_app(DESK.parts)
SCHEMA = schemathesis.openapi.from_asgi("/v1/openapi.json", APP)
load_all_checks()
BEYOND_SHAPE = CHECKS.get_one("positive_data_acceptance")
"""An NHS number, a cursor and a message have rules that a schema cannot say: they may be refused with 422."""


@schemathesis.serializer("application/hl7-v2")
def as_sent(_: schemathesis.SerializationContext, value: object) -> bytes:
    """Send a message as it is."""
    return str(value).encode("utf-8", "replace")


@SCHEMA.hook
def filter_query(_: schemathesis.HookContext, query: Mapping[str, Any] | None) -> bool:
    """Leave out empty values: as a form sends them they narrow nothing, of which a list of words says nothing."""
    return "" not in (query or {}).values()


@SCHEMA.auth()
class Tokens:
    """A sender's token where messages are handed in, a reader's everywhere else; the purpose is generated."""

    def get(self, case: schemathesis.Case[Any], _: schemathesis.AuthContext) -> str:
        """Issue the token that the route is for."""
        sends = case.path.startswith(("/v1/messages", "/v1/feeds/"))
        role = Role.SENDER if sends else Role.COORDINATOR
        return DESK.headers(role)["Authorization"]

    def set(self, case: schemathesis.Case[Any], data: str, _: schemathesis.AuthContext) -> None:
        """Put it where it belongs."""
        case.headers["Authorization"] = data


def test_every_read_needs_a_token_and_a_purpose() -> None:
    """The document names both wherever something is read, recorded by hand or handed over."""
    for path, operations in APP.openapi()["paths"].items():
        for method, operation in operations.items():
            told = ("/search", "/entries", "/carer-links", "/end", "/documents")
            reads = path.startswith("/v1") and (method == "get" or path.endswith(told))
            named = {parameter["name"] for parameter in operation.get("parameters", ()) if parameter["required"]}
            assert ("X-Purpose" in named) == reads, path
            assert bool(operation.get("security")) == path.startswith("/v1"), path


def test_a_refused_file_is_described_with_its_receipt() -> None:
    """A sender's developer reads in the document that a 422 still says what became of everything."""
    document = APP.openapi()
    described = document["paths"]["/v1/feeds/{feed}/files"]["post"]["responses"]["422"]["content"]
    assert described["application/problem+json"]["schema"] == {"$ref": "#/components/schemas/RefusedFiles"}
    properties = document["components"]["schemas"]["RefusedFiles"]["properties"]
    assert {"type", "status", "errors", "receipt"} <= properties.keys()


@SCHEMA.parametrize()
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_answers_are_as_described(case: schemathesis.Case[Any]) -> None:
    """No generated request gets a status, type or body that the document does not name, and none breaks the hub."""
    case.call_and_validate(excluded_checks=[BEYOND_SHAPE])  # type: ignore[list-item]  # wider type in its registry
