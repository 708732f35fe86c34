"""Every `hub …` command that a page shows exists, with the options shown."""

import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import typer

from hub import __main__ as hub
from hub.codec.compatibility import listing
from hub.commands import schemas
from hub.settings import Settings
from tests.docs.pages import PAGES, ROOT, commands, named

_WORD = re.compile(r"[a-z][a-z-]*")


def command_of(name: str) -> Any:
    """Load one command of the `hub`, as typing it would; none when there is no such command."""
    if name not in hub._COMMANDS:
        return None
    module, attribute = hub._COMMANDS[name][0].split(":")
    found = getattr(import_module(f"hub.commands.{module}"), attribute)
    if not isinstance(found, typer.Typer):
        app = typer.Typer()
        app.command(name)(found)
        found = app
    return typer.main.get_command(found)


def wrong_with(text: str) -> str | None:
    """Say what is wrong with a shown command; none when nothing is."""
    words = text.split()[1:]
    if not words or words[0].startswith("-") or not _WORD.fullmatch(words[0]):
        return None
    command = command_of(words[0])
    if command is None:
        return f"no command {words[0]}"
    rest = words[1:]
    inner = getattr(command, "commands", None)
    if inner is not None and rest:
        subcommand = inner.get(rest[0])
        if subcommand is None:
            return f"{words[0]} has no {rest[0]}"
        command, rest = subcommand, rest[1:]
    known = {"--help", *(name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts))}
    unknown = [word for word in rest if word.startswith("-") and len(word) > 1 and word.strip("[]") not in known]
    return f"{words[0]} has no {unknown[0]}" if unknown else None


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_command_that_a_page_shows_exists(page: Path) -> None:
    """A reader who types what a page shows is not told that there is no such command or option."""
    shown = {text: wrong_with(text.strip("[]")) for text in commands(page)}
    assert {text: wrong for text, wrong in shown.items() if wrong} == {}


def test_the_example_of_a_difference_compares_two_versions_of_one_event() -> None:
    """Who types the example of `hub schemas diff` sees what a newer version of an event added."""
    shown = re.search(r"`hub schemas diff (\d+) (\d+)`", schemas.diff.__doc__ or "")
    assert shown
    old, new = (next(row for row in listing() if row.id == int(number)) for number in shown.groups())
    assert (old.name, old.version + 1) == (new.name, new.version)


def test_a_command_that_is_not_there_is_noticed() -> None:
    """The check itself tells right commands from wrong ones."""
    assert wrong_with("hub up --demo") is None
    assert wrong_with("hub log tail -n 5") is None
    assert wrong_with("hub upp") == "no command upp"
    assert wrong_with("hub up --dmo") == "up has no --dmo"
    assert wrong_with("hub log tale") == "log has no tale"


def test_every_command_and_setting_has_its_line() -> None:
    """Whatever may be typed or set is told on the page of commands."""
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert [name for name in hub._COMMANDS if f"`hub {name}" not in page] == []
    assert [name for name in Settings.model_fields if f"`HUB_{name.upper()}" not in page] == []
