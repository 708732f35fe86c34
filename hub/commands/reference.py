"""`hub reference`: effective-dated reference data of the operator's own."""

import shutil
from pathlib import Path
from typing import Annotated

import typer

from hub.adapters.duty_file import load_duty
from hub.adapters.policy_file import load_policies
from hub.adapters.reference_files import folders, known_files, load_areas, load_move_policy
from hub.adapters.split_file import load_splits
from hub.commands.output import WRONG_USAGE, guarded, say, settings, show

app = typer.Typer(help="Reference data: councils, boards, practices, postcodes.", no_args_is_help=True)


@app.callback()
def _reference() -> None:
    """Keep `load` a command of its own."""


@app.command()
def load(
    folder: Annotated[Path, typer.Argument(help="Folder with files named as those that are shipped.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="JSON on one line.")] = False,
) -> None:
    """Check a folder of reference data and use it from the next start.  Example: `hub reference load directory/`."""
    chosen = settings()
    names = known_files(folder) if folder.is_dir() else ()
    if not names:
        say(f"{folder}: no file here has the name of a reference table; hub/reference/SOURCES.md lists them")
        raise typer.Exit(WRONG_USAGE)
    read = folders(live=chosen.mode == "live", own=(folder,))
    guarded(lambda: (load_areas(read), load_splits(read), load_move_policy(read), load_policies(read), load_duty(read)))
    target = chosen.data / "reference"
    target.mkdir(parents=True, exist_ok=True)
    for name in names:
        shutil.copyfile(folder / name, target / name)
    show({"loaded": list(names), "into": str(target)}, compact=as_json)
