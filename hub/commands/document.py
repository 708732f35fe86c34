"""`hub document`: the assessment that moves with a person, checked and signed; checking prints nothing of it."""

from pathlib import Path
from typing import Annotated, Any

import typer

from hub.commands.files import read_files
from hub.commands.output import ANSWER_IS_NO, guarded, say, settings, show
from hub.domain.portability_documents import NoKeys, Seals
from hub.portable.canonical import digest
from hub.portable.council_keys import read_keys, read_private_key
from hub.portable.reading import Read, read
from hub.portable.seal import doubt_of_seal, signed

app = typer.Typer(help="The assessment that moves with a person: checked and signed.", no_args_is_help=True)
File = Annotated[Path, typer.Argument(help="The document, JSON; `-` is standard input.")]


@app.command()
def check(
    file: File,
    *,
    keys: Annotated[Path | None, typer.Option(help="Council keys; HUB_COUNCIL_KEYS_FILE when absent.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON on one line.")] = False,
) -> None:
    """Say what is wrong with a document and who signed it.  Example: `hub document check plan.json`."""
    found = _read(file)
    answer = _faults(found) | _verdict(found, guarded(lambda: _seals(keys)))
    show(answer, compact=as_json)
    if found.faults or not answer["verified"]:
        raise typer.Exit(ANSWER_IS_NO)


@app.command()
def sign(
    file: File,
    *,
    key: Annotated[Path, typer.Option(help="The council's Ed25519 private key, PEM.")],
    as_json: Annotated[bool, typer.Option("--json", help="JSON on one line.")] = False,
) -> None:
    """Print a document under a new seal of its council.  Example: `hub document sign plan.json --key council.pem`."""
    found, own = _read(file), guarded(lambda: read_private_key(key))
    if found.document is None or found.faults:
        for fault in found.faults:
            say(f"{fault.path or 'document'}: {fault.words} ({fault.rule})")
        raise typer.Exit(ANSWER_IS_NO)
    show(signed(found.content, found.document.determination.council, own), compact=as_json)


def _read(file: Path) -> Read:
    return read(next(iter(read_files([file]).values())))


def _seals(keys: Path | None) -> Seals:
    path = keys or settings().council_keys_file
    return NoKeys() if path is None else read_keys(path)


def _faults(found: Read) -> dict[str, Any]:
    return {"valid": not found.faults, "faults": [fault._asdict() for fault in found.faults]}


def _verdict(found: Read, seals: Seals) -> dict[str, Any]:
    document = found.document
    if document is None:
        return {"sha256": None, "signed_by": None, "verified": False, "reason": "not_a_document"}
    doubt = doubt_of_seal(found.content, document.determination.council, seals)
    return {
        "sha256": digest(found.content),
        "signed_by": None if document.seal is None else document.seal.signed_by,
        "verified": doubt is None,
        "reason": doubt,
    }
