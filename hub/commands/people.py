"""Commands about one person.  Each is an access like any other: decided and logged before anything is shown."""

import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Annotated
from uuid import UUID

import typer

from hub.api.correction_words import chain_for
from hub.api.identifiers import identifier_of
from hub.commands.access import Asking, admitted, council_admitted
from hub.commands.output import ANSWER_IS_NO, WRONG_USAGE, listed, say, show, with_hub
from hub.composition import Core
from hub.errors import Rejected
from hub.people.claims import Identifier
from hub.runtime.beside import OF_HELP

Subject = Annotated[str, typer.Argument(help="The person's subject_ref, a UUID as `hub find` prints it.")]
On = Annotated[str | None, typer.Option("--on", help="Europe/London day, YYYY-MM-DD; today when absent.")]
KnownAt = Annotated[str | None, typer.Option("--known-at", help="As the hub knew it then: RFC 3339 time with offset.")]
Purpose = Annotated[
    str | None, typer.Option("--purpose", help="Why you look; on the desk `demonstration` when absent.")
]
Json = Annotated[bool, typer.Option("--json", help="One line of JSON.")]
Token = Annotated[str | None, typer.Option("--token", envvar="HUB_TOKEN", help="Who you are; needed in live mode.")]


def subject_of(text: str) -> bytes:
    """Read a subject_ref; leaves with 2 when it is none."""
    try:
        return UUID(text).bytes
    except ValueError:
        say("SUBJECT: a subject_ref is a UUID, as `hub find` prints it")
        raise typer.Exit(WRONG_USAGE) from None


def day_of_text(text: str | None, name: str = "--on") -> date | None:
    """Read a day; leaves with 2 when it is none."""
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        say(f"{name}: a day is written YYYY-MM-DD")
        raise typer.Exit(WRONG_USAGE) from None


def moment_of_text(text: str | None, option: str = "--known-at") -> int | None:
    """Read a time with its offset, as milliseconds; leaves with 2 when it is none."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = datetime.min  # noqa: DTZ901 - only marks "none"
    if moment.tzinfo is None:
        say(f"{option}: a time is written with its offset, as 2026-12-01T09:00:00Z")
        raise typer.Exit(WRONG_USAGE)
    return int(moment.astimezone(UTC).timestamp() * 1000)


def _identifier(nhs_number: str | None, identifier: str | None) -> Identifier:
    given = nhs_number if nhs_number is not None else identifier
    if given is None or (nhs_number is not None and identifier is not None):
        say("give either --nhs-number N or --identifier AUTHORITY/VALUE")
        raise typer.Exit(WRONG_USAGE)
    value = sys.stdin.readline().strip() if given == "-" else given
    authority, _, number = ("NHS", "/", value) if nhs_number is not None else value.partition("/")
    if not number:
        say("--identifier is written AUTHORITY/VALUE, as RZZ/T1000451")
        raise typer.Exit(WRONG_USAGE)
    kind = authority if authority in {"NHS", "NINO"} else "HOSPITAL"
    try:
        # Nobody holds a number that cannot be: "nobody here" would be taken for an answer about the person.
        return identifier_of(kind, authority, number)
    except Rejected as wrong:
        say(wrong.words)
        raise typer.Exit(WRONG_USAGE) from None


def find(
    nhs_number: Annotated[str | None, typer.Option(help="Ten digits; `-` reads it from standard input.")] = None,
    identifier: Annotated[str | None, typer.Option(help="AUTHORITY/VALUE, or `-` for standard input.")] = None,
    *,
    purpose: Purpose = None,
    token: Token = None,
    as_json: Json = False,
) -> None:
    """Find a person's subject_ref; each one's where people share the number.

    Example: `echo 9990000018 | hub find --nhs-number -`.
    """
    wanted = _identifier(nhs_number, identifier)

    async def task(core: Core) -> Sequence[bytes]:
        people = await core.reading.find_all(wanted)
        for subject in people or (None,):
            await admitted(core, Asking("search", subject, purpose, token))
        return people

    refs = [str(UUID(bytes=subject)) for subject in with_hub(task)]
    if not refs:
        say("nobody here holds that identifier")
        raise typer.Exit(ANSWER_IS_NO)
    if len(refs) > 1:
        say(f"{len(refs)} people here share that number: see who is who before you use one")
    if as_json:
        show({"subject_ref": refs[0] if len(refs) == 1 else None, "subject_refs": refs}, compact=True)
    else:
        sys.stdout.writelines(f"{ref}\n" for ref in refs)


def state(
    subject: Subject,
    on: On = None,
    known_at: KnownAt = None,
    *,
    purpose: Purpose = None,
    token: Token = None,
    as_json: Json = False,
) -> None:
    """Show the joint six-week state.  Example: `hub state UUID --on 2026-12-01`."""
    ref, day, known = subject_of(subject), day_of_text(on), moment_of_text(known_at)

    async def task(core: Core) -> object:
        await admitted(core, Asking("joint_state", ref, purpose, token))
        return await core.reading.joint_state(ref, day, known)

    show(with_hub(task), compact=as_json)


def ledger(
    subject: Subject,
    on: On = None,
    known_at: KnownAt = None,
    *,
    purpose: Purpose = None,
    token: Token = None,
    as_json: Json = False,
) -> None:
    """Show what each payer owes for the support, by day and line.  Example: `hub ledger UUID --on 2026-12-01`."""
    ref, day, known = subject_of(subject), day_of_text(on), moment_of_text(known_at)

    async def task(core: Core) -> object:
        await admitted(core, Asking("joint_state", ref, purpose, token))
        return await core.reading.ledger(ref, day, known)

    show(with_hub(task), compact=as_json)


def why(
    subject: Subject,
    path: Annotated[str, typer.Argument(help="Which value, as `episodes.0.last_covered_day`.")],
    on: On = None,
    known_at: KnownAt = None,
    *,
    purpose: Purpose = None,
    token: Token = None,
    as_json: Json = False,
) -> None:
    """Show the event and the rule behind one value.  Example: `hub why UUID spells.0.ready_at`."""
    ref, day, known = subject_of(subject), day_of_text(on), moment_of_text(known_at)
    of_help = path.partition(".")[0] in OF_HELP

    async def task(core: Core) -> object:
        council = await council_admitted(core, Asking("early_help" if of_help else "why", ref, purpose, token))
        if of_help:
            chain = await core.reading.why_of_help(ref, path, day, known, council)
        else:
            chain = await core.reading.why(ref, path, day, known)
        return chain_for(chain, "", frozenset())

    show(with_hub(task), compact=as_json)


def early_help(
    subject: Subject,
    on: On = None,
    known_at: KnownAt = None,
    *,
    purpose: Purpose = None,
    token: Token = None,
    as_json: Json = False,
) -> None:
    """Show cases of early help and the person's own record as a carer.  Example: `hub early-help UUID`."""
    ref, day, known = subject_of(subject), day_of_text(on), moment_of_text(known_at)

    async def task(core: Core) -> object:
        council = await council_admitted(core, Asking("early_help", ref, purpose, token))
        return await core.reading.early_help_of(ref, day, known, council)

    show(with_hub(task), compact=as_json)


def record(
    subject: Subject,
    on: On = None,
    known_at: KnownAt = None,
    *,
    purpose: Purpose = None,
    token: Token = None,
    as_json: Json = False,
) -> None:
    """Show the shared record under its headings.  Example: `hub record UUID`."""
    ref, day, known = subject_of(subject), day_of_text(on), moment_of_text(known_at)

    async def task(core: Core) -> object:
        await admitted(core, Asking("record", ref, purpose, token))
        return await core.reading.record(ref, day, known)

    show(with_hub(task), compact=as_json)


def access(subject: Subject, *, purpose: Purpose = None, token: Token = None, as_json: Json = False) -> None:
    """Show who looked at a person, when and why.  Example: `hub access UUID`."""
    ref = subject_of(subject)

    async def task(core: Core) -> list[dict[str, object]]:
        await admitted(core, Asking("access", ref, purpose, token))
        return [dict(line) for line in await core.reading.access_of(ref)]

    listed(with_hub(task), ("at", "user", "role", "organisation", "view", "purpose", "decision"), as_json=as_json)
