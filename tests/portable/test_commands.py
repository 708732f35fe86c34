"""`hub document`: what is typed and what comes back."""

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from typer.testing import CliRunner

from hub.commands.document import app
from tests.portable.papers import GONE, HERE, KEY, changed, paper, raw
from tests.portable.test_seal import _base64


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a document, the council's key and the keys of the councils."""
    (tmp_path / "plan.json").write_bytes(raw(paper()))
    pem = KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "council.pem").write_bytes(pem)
    public = _base64(KEY.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))
    (tmp_path / "keys.toml").write_text(f'[keys]\n{HERE} = ["{public}"]\n', encoding="utf-8")
    return tmp_path


def typed(*words: str) -> tuple[int, str]:
    """Type a command; return the exit code and what came on standard output."""
    done = CliRunner().invoke(app, list(words))
    return done.exit_code, done.stdout


def answer(*words: str) -> tuple[int, dict[str, Any]]:
    """Type a command that answers with JSON."""
    code, text = typed(*words)
    return code, json.loads(text)


def test_a_document_is_signed_and_then_verified(folder: Path) -> None:
    """Signing prints it under its seal; checking says by whom, and nothing that stands in it."""
    code, text = typed("sign", str(folder / "plan.json"), "--key", str(folder / "council.pem"))
    assert code == 0
    (folder / "signed.json").write_text(text, encoding="utf-8")
    keys = ("--keys", str(folder / "keys.toml"))
    code, found = answer("check", str(folder / "signed.json"), *keys)
    assert (code, found["valid"], found["verified"], found["signed_by"]) == (0, True, True, HERE)
    assert "out of reach" not in str(found)
    code, found = answer("check", str(folder / "plan.json"), *keys)
    assert (code, found["verified"], found["reason"]) == (1, False, "unsigned")


def test_the_settings_name_the_keys(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """HUB_COUNCIL_KEYS_FILE where no option is given; without either no key is known."""
    code, text = typed("sign", str(folder / "plan.json"), "--key", str(folder / "council.pem"), "--json")
    (folder / "signed.json").write_text(text, encoding="utf-8")
    code, found = answer("check", str(folder / "signed.json"), "--json")
    assert (code, found["reason"]) == (1, "no_key_of_council")
    monkeypatch.setenv("HUB_COUNCIL_KEYS_FILE", str(folder / "keys.toml"))
    code, found = answer("check", str(folder / "signed.json"), "--json")
    assert (code, found["verified"]) == (0, True)


def test_a_document_that_is_none_is_neither_checked_nor_signed(folder: Path) -> None:
    """Each fault by field and rule."""
    (folder / "plan.json").write_bytes(raw(changed("personID", GONE)))
    code, found = answer("check", str(folder / "plan.json"))
    assert (code, found["valid"], found["reason"]) == (1, False, "not_a_document")
    assert found["faults"] == [{"path": "personID", "rule": "missing", "words": "Field required."}]
    assert typed("sign", str(folder / "plan.json"), "--key", str(folder / "council.pem")) == (1, "")
