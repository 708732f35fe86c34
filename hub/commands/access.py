"""Reading a person by command is an access like any other: decided, and written down before anything is shown."""

import getpass
import sys
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from hub.api.access import AccessRequest, Answer, Decision, decide
from hub.api.council_codes import known_by
from hub.api.policy import shipped_policy
from hub.api.purposes import Purpose, View
from hub.api.tokens import TokenRefused
from hub.commands.output import WRONG_USAGE, say
from hub.composition import Core
from hub.errors import NotFound, Rejected
from hub.ports.books import Access
from hub.ports.reading import Ties
from hub.ports.recording import Recorder
from hub.verifying import verifier

DEMONSTRATION = "demonstration"
_DESK_POLICY = "desk"
DESK = "desk"
"""The role and organisation of whoever may read the data folder of a desk."""
ApprovedBy = Annotated[
    Path | None,
    typer.Option(
        "--approved-by", help="Live mode: file with the token of a second person who agrees; `-` is standard input."
    ),
]


def second_token(file: Path | None) -> str | None:
    """Read the token of who agrees, none without a file; leaves with 2 when it cannot be read."""
    if file is None:
        return None
    try:
        return (sys.stdin.read() if str(file) == "-" else file.read_text(encoding="ascii")).strip()
    except (OSError, ValueError):
        say("--approved-by: the file with the second person's token cannot be read")
        raise typer.Exit(WRONG_USAGE) from None


class Asking(NamedTuple):
    """What somebody wants to see or do by command; without a purpose the desk notes `demonstration`.

    `about` says in words of ours what it is about where that is no person; it is kept beside the decision's reason.
    """

    view: str
    subject: bytes | None
    purpose: str | None
    token: str | None
    about: str = ""


class _Decided(NamedTuple):
    user: str
    role: str
    organisation: str
    purpose: str
    decision: Decision

    def refused(self, reason: str) -> "_Decided":
        """Give the same person with the answer no."""
        return self._replace(decision=self.decision._replace(answer=Answer.DENY, reason=reason))


async def admitted(core: Core, asking: Asking) -> Recorder:
    """Decide and write the access down; give who asks, or raise `Rejected` when the answer is no.

    Of somebody who was merged away who they are now is decided about as well, and has the look in their own history.
    On the desk whoever may read the data folder may look; live mode needs a purpose and a token.
    """
    found = await _let_in_now(core, asking)
    return Recorder(found.organisation, found.role, found.purpose)


async def admitted_to_content(core: Core, asking: Asking) -> None:
    """Decide and write down as `admitted` does; in live mode only for who may see names, as are in it."""
    found = await _decided(core, asking)
    if core.settings.mode == "live" and found.decision.answer is Answer.PERMIT and not found.decision.names:
        found = found.refused("content_sealed")
    await _write(core, asking, found)
    _let_in(found)


async def _let_in_to(core: Core, asking: Asking) -> _Decided:
    found = await _decided(core, asking)
    await _write(core, asking, found)
    _let_in(found)
    return found


async def council_admitted(core: Core, asking: Asking) -> str | None:
    """Decide and write down as `admitted` does; give the council as which somebody is let in, none for who sees all."""
    return (await _let_in_now(core, asking)).decision.council


async def _let_in_now(core: Core, asking: Asking) -> _Decided:
    found = await _let_in_to(core, asking)
    if asking.subject is not None:
        now = await core.reading.now(asking.subject)
        if now != asking.subject:
            found = await _let_in_to(core, asking._replace(subject=now))
    return found


async def admitted_by_two(core: Core, asking: Asking, second: str | None) -> tuple[str, ...]:
    """Decide about what one person alone may not do in live mode; `second` is the token of who agrees to it.

    Both are written down before anything happens, whatever the answer.  Gives who decided; raises `Rejected` when
    either may not, or when both are one person.  On the desk one person is enough.
    """
    first = await _decided(core, asking)
    if core.settings.mode == "desk":
        await _write(core, asking, first)
        return (first.user,)
    if second is None:
        await _write(core, asking, first.refused("second_person_needed"))
        raise Rejected("--approved-by", "second_person_needed", "live mode asks for the token of a second person")
    try:
        other = await _decided(core, asking._replace(token=second), "--approved-by")
    except Rejected as no:
        await _write(core, asking, first.refused(f"second_{no.rule}"))
        raise
    if other.user.casefold() == first.user.casefold():
        first, other = first.refused("one_person_twice"), other.refused("one_person_twice")
    await _write(core, asking, first)
    await _write(core, asking, other, "approve")
    for found in (first, other):
        _let_in(found)
    return (first.user, other.user)


async def _write(core: Core, asking: Asking, found: _Decided, action: str = "command") -> None:
    decision = found.decision
    await core.access_book.write(
        Access(
            at=core.clock.now(),
            action=action,
            view=asking.view,
            subject=asking.subject,
            purpose=found.purpose,
            decision=decision.answer.value,
            policy=decision.policy,
            reason="; ".join(filter(None, (decision.reason, asking.about))),
            user=found.user,
            role=found.role,
            organisation=found.organisation,
        )
    )


def _let_in(found: _Decided) -> None:
    if found.decision.reason == "one_person_twice":
        raise Rejected("--approved-by", "one_person_twice", "both tokens are of one person; a second one has to agree")
    if found.decision.answer is not Answer.PERMIT:
        raise Rejected("--purpose", found.decision.reason, f"the role {found.role} may not do this for this purpose")


async def _decided(core: Core, asking: Asking, name: str = "--token") -> _Decided:
    if core.settings.mode == "desk":
        permit = Decision(Answer.PERMIT, _DESK_POLICY, "whoever may read the data folder of a desk may look")
        return _Decided(getpass.getuser(), DESK, DESK, asking.purpose or DEMONSTRATION, permit)
    if asking.purpose is None or asking.token is None:
        raise Rejected("--purpose, --token", "purpose_and_token_needed", "live mode shows nothing without both")
    try:
        caller = known_by(verifier(core.settings).verify(asking.token, core.clock.now()), core.areas.code_used)
        purpose, view = Purpose(asking.purpose), View(asking.view)
    except TokenRefused:
        raise Rejected(name, "token_not_valid", "the token is not valid here") from None
    except ValueError:
        raise NotFound("--purpose: no such purpose") from None
    ties = Ties() if asking.subject is None else await _ties(core, view, asking.subject)
    decision = decide(AccessRequest(caller, view, purpose, asking.subject, ties), shipped_policy())
    return _Decided(caller.user, caller.role.value, caller.organisation, purpose.value, decision)


async def _ties(core: Core, view: View, subject: bytes) -> Ties:
    asked = {View.DOCUMENTS: core.reading.move_ties, View.EARLY_HELP: core.reading.case_ties}
    return await asked.get(view, core.reading.ties)(subject)
