"""The `hub` command.  Each command is loaded when it is typed, so that a small one starts quickly."""

import sys
from importlib import import_module
from typing import Final, cast

import typer
from typer.core import TyperCommand, TyperGroup

_COMMANDS: Final = {
    "up": ("up:up", "Start the hub and run until Ctrl-C."),
    "send": ("messages:send", "Send HL7 v2 messages over MLLP and print each acknowledgement."),
    "drop": ("messages:drop", "Hand files to a feed and print the receipt."),
    "inspect": ("messages:inspect", "Say what these bytes would become, and write nothing."),
    "find": ("people:find", "Find a person's subject_ref."),
    "state": ("people:state", "Show the joint six-week state."),
    "ledger": ("people:ledger", "Show who owes what for the support, by day, line and payer."),
    "what-if": ("what_if:what_if", "Show what would differ in an area under another rule."),
    "why": ("people:why", "Show the event and the rule behind one value."),
    "early-help": ("people:early_help", "Show cases of early help, and what is the person's own as a carer."),
    "record": ("people:record", "Show the shared record under its headings."),
    "access": ("people:access", "Show who looked at a person, when and why."),
    "forget": ("forget:forget", "Destroy a person's keys, for good."),
    "retention": ("retention:retention", "Forget whose time has ended, and remove their history."),
    "log": ("log:app", "The topics, the newest events, one event."),
    "document": ("document:app", "The assessment that moves with a person: checked, signed, sent, read."),
    "quarantine": ("quarantine:app", "Parked messages by cause, and taking them again."),
    "rebuild": ("rebuild:rebuild", "Fold the log again beside the live state, compare, switch and go back."),
    "retranslate": ("retranslate:retranslate", "Read kept originals again by another profile, with a preview first."),
    "feeds": ("feeds:feeds", "List the feeds: last message, age, rhythm, counts."),
    "schemas": ("schemas:app", "Compatibility of the event schemas, in words."),
    "topics": ("topics:app", "The declared topics against the broker's."),
    "client-level-data": (
        "client_level_data:app",
        "A council's client level data: check, release 2, waits, reablement.",
    ),
    "reference": ("reference:app", "Reference data: councils, boards, practices, postcodes."),
    "simulate": ("simulate:simulate", "Send an invented area to the running hub."),
    "token": ("token:token", "Print a short-lived token from the desk's own issuer."),
    "bench": ("bench:app", "Measure on this machine and print one JSON object."),
    "doctor": ("doctor:doctor", "Check every part and say what to do about each that fails."),
}


class HubGroup(TyperGroup):
    """Commands by name, in the order in which people meet them."""

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]  # typer's own context
        """Give every command."""
        _ = ctx
        return list(_COMMANDS)

    def get_command(self, ctx: typer.Context, cmd_name: str) -> TyperCommand | TyperGroup | None:  # type: ignore[override]
        """Load one command; `--help` of the whole shows the others' words without loading them."""
        if cmd_name not in _COMMANDS:
            return None
        place, words = _COMMANDS[cmd_name]
        if ctx.resilient_parsing or cmd_name not in sys.argv:
            return TyperCommand(cmd_name, help=words)
        module, name = place.split(":")
        found = getattr(import_module(f"hub.commands.{module}"), name)
        if not isinstance(found, typer.Typer):
            app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
            app.command(cmd_name)(found)
            found = app
        loaded = typer.main.get_command(found)
        return cast("TyperCommand | TyperGroup", loaded)


app = typer.Typer(
    cls=HubGroup,
    help="The integration hub: partner messages become events, events become what people act on.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def hub() -> None:
    """Keep a group even though its commands are loaded by name."""


def main() -> None:
    """Run the command that was typed."""
    app()


if __name__ == "__main__":
    main()
