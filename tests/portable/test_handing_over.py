"""`hub document send` and `read`: decided and logged first, refused in words, printed byte for byte."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from hub.commands import document
from hub.commands.access import DESK, Asking
from hub.errors import NotFound
from hub.ports.documents import HandedOver
from hub.ports.recording import Fault, Faulty, Recorder
from tests.portable.papers import HERE, paper, raw

SUBJECT = "c6e07c82-b4f3-27d5-da32-1e8d3e9dcb52"


class Door:
    """Stands in for the door and for the decision before it; notes what each was asked."""

    def __init__(self, organisation: str = DESK) -> None:
        self.organisation = organisation
        self.asked: list[Asking] = []
        self.sent: list[tuple[Recorder, str | None]] = []
        self.faults: list[Fault] = []

    async def admitted(self, core: object, asking: Asking) -> Recorder:
        """Let everybody in."""
        del core
        self.asked.append(asking)
        return Recorder(self.organisation, "social_worker", "PORTABILITY")

    async def send(self, subject: bytes, content: bytes, who: Recorder, move: str | None) -> HandedOver:
        """Take a document, or refuse it for the faults that a test plants."""
        del subject, content
        if self.faults:
            raise Faulty(self.faults)
        self.sent.append((who, move))
        return HandedOver("M1", "A1", "ab" * 32, (b"e" * 16,))

    async def read(self, subject: bytes, sha256: str) -> bytes:
        """Give a document back."""
        del subject
        if sha256 != "ab" * 32:
            raise NotFound("no document of this hash came through this door")
        return b'{"a":  1}'


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> Door:
    """Put the stand-in where the commands look."""
    made = Door()
    monkeypatch.setattr(document, "admitted", made.admitted)
    monkeypatch.setattr(document, "document_door", lambda _: made)
    monkeypatch.setattr(document, "with_hub", _with_nothing)
    return made


def _with_nothing(task: Callable[[Any], Awaitable[Any]]) -> Any:
    return asyncio.run(_done(task))


async def _done(task: Callable[[Any], Awaitable[Any]]) -> Any:
    return await task(None)


def typed(*words: str) -> tuple[int, str, str]:
    """Type a command; return the exit code and what came on both outputs."""
    done = CliRunner().invoke(document.app, list(words))
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.parametrize(("organisation", "council"), [(DESK, HERE), ("E08000016", "E08000016")])
def test_a_document_is_handed_over_as_whoever_sends_it(
    door: Door, tmp_path: Path, organisation: str, council: str
) -> None:
    """A desk sends as the document's own council; a token's organisation is what it is, and the door decides."""
    door.organisation = organisation
    (tmp_path / "plan.json").write_bytes(raw(paper()))
    code, told, _ = typed("send", str(tmp_path / "plan.json"), SUBJECT, "--move", "M1", "--json")
    assert code == 0
    assert json.loads(told) == {
        "move_id": "M1", "document_id": "A1", "sha256": "ab" * 32, "event_ids": [(b"e" * 16).hex()], "again": False,
    }  # fmt: skip
    assert door.sent == [(Recorder(council, "social_worker", "PORTABILITY"), "M1")]
    assert [asking.view for asking in door.asked] == ["documents"]


def test_what_is_wrong_is_told_by_field_and_rule(door: Door, tmp_path: Path) -> None:
    """On standard error, with exit code 1, and nothing on standard output."""
    door.faults = [Fault("seal", "unsigned", "The document has no seal."), Fault("", "not_json", "No JSON.")]
    (tmp_path / "plan.json").write_bytes(b"no document")
    code, told, words = typed("send", str(tmp_path / "plan.json"), SUBJECT)
    assert (code, told) == (1, "")
    assert "seal: The document has no seal. (unsigned)" in words
    assert "document: No JSON. (not_json)" in words


def test_a_document_is_printed_as_it_was_sent(door: Door) -> None:
    """Byte for byte, after the same decision."""
    code, told, _ = typed("read", SUBJECT, "ab" * 32)
    assert (code, told) == (0, '{"a":  1}')
    assert [asking.view for asking in door.asked] == ["documents"]
