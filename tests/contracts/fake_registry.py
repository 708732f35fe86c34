"""A schema registry's HTTP contract, as much as the hub uses: subjects, versions, schemas by id, and refusals."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

FIRST_ID = 501
"""Ids of a service that others use too: none is one of ours."""


class FakeRegistry:
    """Keeps schemas by subject; one that is told to `refuse` answers so to whoever registers."""

    def __init__(self) -> None:
        self.subjects: dict[str, list[int]] = {}
        self.schemas: dict[int, Any] = {}
        self.refuse: tuple[int, Any] | None = None
        self.asked: list[tuple[str, str | None]] = []
        """Each path that was asked for, and who asked."""
        self.url = ""

    @contextmanager
    def serving(self) -> Iterator["FakeRegistry"]:
        """Answer on loopback for as long as the block lasts."""
        handler = type("Handler", (_Handler,), {"registry": self})
        with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            self.url = f"http://127.0.0.1:{server.server_port}"
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            try:
                yield self
            finally:
                server.shutdown()
                thread.join()

    def post(self, path: str, body: Any) -> tuple[int, Any]:
        """Look a schema up under a subject, or register it there."""
        _, subject, *versions = path.strip("/").split("/")
        schema = json.loads(body["schema"])
        known = [each for each in self.subjects.get(subject, ()) if self.schemas[each] == schema]
        if known:
            return 200, {"subject": subject, "id": known[0], "version": 1, "schema": body["schema"]}
        if not versions:
            return 404, {"error_code": 40403 if subject in self.subjects else 40401, "message": "not found"}
        if self.refuse is not None:
            return self.refuse
        new = FIRST_ID + len(self.schemas)
        self.schemas[new] = schema
        self.subjects.setdefault(subject, []).append(new)
        return 200, {"id": new}

    def get(self, path: str) -> tuple[int, Any]:
        """Give a schema by its id."""
        found = self.schemas.get(int(path.rpartition("/")[2]))
        return (404, {"error_code": 40403}) if found is None else (200, {"schema": json.dumps(found)})


class _Handler(BaseHTTPRequestHandler):
    registry: FakeRegistry

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._answer(*self.registry.post(self.path, body))

    def do_GET(self) -> None:
        self._answer(*self.registry.get(self.path))

    def _answer(self, status: int, shown: Any) -> None:
        self.registry.asked.append((self.path, self.headers["Authorization"]))
        told = shown if isinstance(shown, bytes) else json.dumps(shown).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/vnd.schemaregistry.v1+json")
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_: object) -> None:
        """Say nothing."""
