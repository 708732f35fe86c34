"""`hub forget`: destroys a person's keys, for good."""

from typing import Annotated

import typer

from hub.commands.access import ApprovedBy, Asking, admitted_by_two, second_token
from hub.commands.output import show, with_hub
from hub.commands.people import Json, Purpose, Subject, Token, subject_of
from hub.composition import Core
from hub.errors import NotFound


def forget(
    subject: Subject,
    reason: Annotated[str, typer.Option(help="Why, in words that name nobody; kept as evidence.")],
    approved_by: ApprovedBy = None,
    *,
    purpose: Purpose = None,
    token: Token = None,
    as_json: Json = False,
) -> None:
    """Destroy a person's keys and index entries, for good, and print the evidence.

    In live mode two people of information governance decide together, each by a token of their own with the purpose
    ERASURE: yours in `--token`, the other's in the file of `--approved-by`. Both are in the access log before
    anything is destroyed.

    Example: `hub forget UUID --reason "retention ended" --purpose ERASURE --approved-by second.token`.
    """
    ref, second = subject_of(subject), second_token(approved_by)

    async def task(core: Core) -> dict[str, object]:
        who = await admitted_by_two(core, Asking("forget", ref, purpose, token), second)
        if not await core.store.history(ref):
            raise NotFound("nothing is known of this person")
        return await core.forgetting.forget(ref, reason) | {"decided_by": list(who)}

    show(with_hub(task), compact=as_json)
