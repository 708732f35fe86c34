"""`hub document`: the assessment that moves with a person, checked, signed, sent and read back."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from hub.care_group import council_keys
from hub.commands.access import DESK, Asking, admitted
from hub.commands.files import read_files
from hub.commands.output import ANSWER_IS_NO, guarded, say, settings, show, with_hub
from hub.commands.people import Json, Purpose, Subject, Token, subject_of
from hub.composition import Core
from hub.domain.portability_documents import Seals
from hub.doors import document_door
from hub.portable.canonical import digest
from hub.portable.council_keys import read_keys, read_private_key
from hub.portable.reading import Read, read
from hub.portable.seal import doubt_of_seal, signed
from hub.ports.documents import HandedOver
from hub.ports.recording import Faulty, Recorder

app = typer.Typer(help="The assessment that moves with a person.", no_args_is_help=True)
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


@app.command()
def send(
    file: File,
    subject: Subject,
    *,
    move: Annotated[str | None, typer.Option(help="The move that it goes with; the newest when absent.")] = None,
    purpose: Purpose = None,
    token: Token = None,
    as_json: Json = False,
) -> None:
    """Hand a signed document over with a person's move.  Example: `hub document send plan.json UUID`.

    On a desk it is sent as its own council; live mode needs a token of that council.
    """
    ref, raw = subject_of(subject), next(iter(read_files([file]).values()))

    async def task(core: Core) -> HandedOver | Faulty:
        who = await admitted(core, Asking("documents", ref, purpose, token))
        try:
            return await document_door(core).send(ref, raw, _of_council(who, raw), move)
        except Faulty as faulty:
            return faulty

    done = with_hub(task)
    if isinstance(done, Faulty):
        for fault in done.faults:
            say(f"{fault.path or 'document'}: {fault.words} ({fault.rule})")
        raise typer.Exit(ANSWER_IS_NO)
    show(done._asdict() | {"event_ids": [one.hex() for one in done.event_ids]}, compact=as_json)


@app.command("read")
def read_back(
    subject: Subject,
    sha256: Annotated[str, typer.Argument(help="Its hash, as `moves` of `hub state` has it.")],
    *,
    purpose: Purpose = None,
    token: Token = None,
) -> None:
    """Print a document as it was sent.  Example: `hub document read UUID HASH > plan.json`."""
    ref = subject_of(subject)

    async def task(core: Core) -> bytes:
        await admitted(core, Asking("documents", ref, purpose, token))
        return await document_door(core).read(ref, sha256)

    sys.stdout.buffer.write(with_hub(task))


def _of_council(who: Recorder, raw: bytes) -> Recorder:
    """Give who sends; whoever may read the data folder of a desk sends as the council of the document."""
    document = read(raw).document
    if who.organisation != DESK or document is None:
        return who
    return who._replace(organisation=document.determination.council)


def _read(file: Path) -> Read:
    return read(next(iter(read_files([file]).values())))


def _seals(keys: Path | None) -> Seals:
    return council_keys(settings()) if keys is None else read_keys(keys)


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
