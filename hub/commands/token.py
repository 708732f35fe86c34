"""`hub token`: a short-lived token from the desk's own issuer."""

import sys
from typing import Annotated

import typer

from hub.adapters.clocks import SystemClock
from hub.api.access import Caller
from hub.api.purposes import Purpose, Role
from hub.api.tokens import LIFETIME_S, desk_issuer
from hub.commands.output import PART_IS_AWAY, WRONG_USAGE, say, settings, show


def token(
    role: Annotated[str, typer.Option(help="coordinator, social_worker, care_staff, analyst, …")],
    purpose: Annotated[str, typer.Option(help="DISCHARGE_COORDINATION, CARE_DELIVERY, …")],
    organisation: Annotated[str, typer.Option(help="ODS or ONS code of who asks.")] = "RZZ",
    user: Annotated[str, typer.Option(help="Who asks.")] = "desk",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="JSON on one line.")] = False,
) -> None:
    """Print a token.  Example: `hub token --role coordinator --purpose DISCHARGE_COORDINATION`."""
    chosen = settings()
    if chosen.mode == "live":
        say("the local issuer is for the desk: in live mode an identity provider issues tokens")
        raise typer.Exit(PART_IS_AWAY)
    try:
        caller = Caller(user, Role(role), organisation, frozenset({Purpose(purpose)}))
    except ValueError:
        say(f"roles: {', '.join(r.value for r in Role)}; purposes: {', '.join(p.value for p in Purpose)}")
        raise typer.Exit(WRONG_USAGE) from None
    signed = desk_issuer(chosen.data / "keys", chosen.mode).issue(caller, SystemClock().now())
    if as_json:
        show({"token": signed, "expires_in": LIFETIME_S}, compact=True)
    else:
        sys.stdout.write(signed + "\n")
