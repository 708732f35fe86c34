"""`hub client-level-data`: a council's adult social care file, checked, brought to release 2, and reckoned from."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer

from connectors.client_level_data.check import Wanted, check
from connectors.client_level_data.convert import convert
from connectors.client_level_data.files import Reading, Together, read, together
from connectors.client_level_data.profile import SHIPPED, CouncilProfile, profile
from connectors.client_level_data.reablement import reablement_outcomes
from connectors.client_level_data.value_lists import RELEASE_1, RELEASE_2
from connectors.client_level_data.verdict import Check
from connectors.client_level_data.waits import waiting_times
from hub.adapters.reference_files import folders, load_council_codes, own_folders
from hub.commands.client_level_data_words import (
    checked_in_words,
    converted_in_words,
    reablement_in_words,
    waits_in_words,
)
from hub.commands.new_file import new_file
from hub.commands.output import ANSWER_IS_NO, WRONG_USAGE, guarded, say, settings, show, telling
from hub.domain.small_numbers import footnote

_TELL_EVERY = 50_000
app = typer.Typer(
    help="A council's adult social care client level data (CLD), as a CSV file: check it, bring it from release 1 to "
    "release 2, reckon waiting times and who remained in the community after reablement. Nothing is sent anywhere and "
    "no hub has to run.",
    no_args_is_help=True,
)
File = Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file with a heading row; `-` is standard input.")]
Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...",
        help="A council's CSV file with a heading row, or its files of several quarters in any order; `-` is standard "
        "input.",
    ),
]
Profile = Annotated[str, typer.Option("--profile", help="How to read it: a shipped profile, or a TOML file's path.")]
Rare = Annotated[
    bool, typer.Option("--rare-words", help="Show words on no list in few rows too; in a row that slipped, names.")
]
Json = Annotated[bool, typer.Option("--json", help="One line of JSON.")]


class Release(StrEnum):
    """The releases of the specification."""

    FIRST = RELEASE_1
    SECOND = RELEASE_2


class Newer(StrEnum):
    """What a file can be brought to."""

    SECOND = RELEASE_2


@app.command("check")
def check_file(
    file: File,
    release: Annotated[Release, typer.Option(help="The release whose words the lists have to have.")] = Release.SECOND,
    limit: Annotated[int, typer.Option(min=0, help="List at most so many failing cells; all are counted.")] = 100,
    profile_: Profile = SHIPPED,
    *,
    rare_words: Rare = False,
    as_json: Json = False,
) -> None:
    """Check a file as DHSC does: each cell's status and result.  Example: `hub client-level-data check cld.csv`.

    Ends with 1 when one fails.  Lines and columns are named, and no cell of a column that names somebody is shown.
    """
    wanted = Wanted(limit, rare_words)
    against = Check(release.value, _councils().__contains__)
    told = _read(file, profile_, lambda content, read: check(content, read, against, _tell(), wanted))
    _answer(told, checked_in_words, as_json=as_json)
    if told["failed_cells"] or told["rows_of_another_width"]:
        raise typer.Exit(ANSWER_IS_NO)


@app.command("convert")
def convert_file(
    file: File,
    out: Annotated[Path, typer.Option(help="The file to write.")],
    to: Annotated[Newer, typer.Option(help="The release to bring it to.")],
    profile_: Profile = SHIPPED,
    *,
    rare_words: Rare = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Write over a file of that name.")] = False,
    as_json: Json = False,
) -> None:
    """Bring a file to release 2.  Example: `hub client-level-data convert a.csv --to release-2 --out b.csv`.

    Words of lists are brought forward where that is sure; every other byte stays.  What has no place in release 2 stays
    as it was and is reported with its lines: the file is written, and the command ends with 1.
    """
    _ = to
    with new_file(out, overwrite=overwrite) as written:
        told = _read(
            file, profile_, lambda content, read: convert(content, written, read, _tell(), rare_words=rare_words)
        )
    _answer(told, converted_in_words, as_json=as_json)
    if not told["whole"]:
        raise typer.Exit(ANSWER_IS_NO)


@app.command("waits")
def waits_of_files(
    files: Files,
    profile_: Profile = SHIPPED,
    *,
    as_json: Json = False,
) -> None:
    """Median waits by council, quarter and age band.  Example: `hub client-level-data waits july.csv october.csv`.

    From a request to the first response and to the first service, by DHSC's method 1.1 of May 2026.  Release 1 and
    release 2 are both read.  Several files of one council are joined as DHSC joins them: for each quarter of a year the
    newest file that covers the whole of it counts.  Of one file alone every row counts, whatever its time.  The numbers
    are not rounded: do not publish them.
    """
    told = guarded(lambda: waiting_times(_together(files, profile_)))
    _answer(told | {"note": footnote(None)}, waits_in_words, as_json=as_json)


@app.command("reablement")
def reablement_of_files(
    files: Files,
    profile_: Profile = SHIPPED,
    *,
    as_json: Json = False,
) -> None:
    """Who remained in the community after reablement.  Example: `hub client-level-data reablement may.csv august.csv`.

    People of 65 or more who neither died nor entered a long-term nursing or residential home within 84 days (twelve
    weeks), by council and year of April to March.  It is ASCOF 2D part 1 as far as a council's own files go: they have
    no days in hospital.  So the first day of reablement stands for the day of discharge, who came from hospital is
    known by a request of that route, and emergency readmissions are NOT taken off: do not compare the share with the
    published one.  Part 2 needs all discharges and is not made.  Several files are joined as by `waits`.  The numbers
    are not rounded: do not publish them.
    """
    told = guarded(lambda: reablement_outcomes(_together(files, profile_, in_order=True)))
    _answer(told | {"note": footnote(None)}, reablement_in_words, as_json=as_json)


def _together(files: Sequence[Path], name: str, *, in_order: bool = False) -> Together:
    """Read files of a council, one after the other, and put them together."""
    places = [file.resolve() for file in files]
    twice = next((file for at, file in enumerate(files) if places[at] in places[:at]), None)
    if twice is not None:
        say(f"{twice}: this file is named twice")
        raise typer.Exit(WRONG_USAGE)
    how, found = Reading(profile(name), _councils().__contains__, in_order), []
    for file in files:
        with _opened(file) as content:
            found.append(read(_named(file), content, how, _tell()))
    return together(found)


def _named(file: Path) -> str:
    return "standard input" if str(file) == "-" else str(file)


def _councils() -> frozenset[str]:
    chosen = settings()
    read = folders(live=chosen.mode == "live", own=own_folders(chosen.reference, chosen.data))
    return guarded(lambda: load_council_codes(read))


def _tell() -> Callable[[int], None]:
    return telling(_TELL_EVERY, "rows read")


def _read(file: Path, name: str, work: Callable[[BinaryIO, CouncilProfile], dict[str, Any]]) -> dict[str, Any]:
    read = guarded(lambda: profile(name))
    with _opened(file) as content:
        return guarded(lambda: work(content, read))


@contextmanager
def _opened(file: Path) -> Iterator[BinaryIO]:
    if str(file) == "-":
        yield sys.stdin.buffer
        return
    try:
        content = file.open("rb")
    except OSError as error:
        say(f"{file}: {error.strerror}")
        raise typer.Exit(WRONG_USAGE) from None
    with content:
        yield content


def _answer(told: dict[str, Any], in_words: Callable[[dict[str, Any]], Iterator[str]], *, as_json: bool) -> None:
    if as_json:
        show(told, compact=True)
    else:
        sys.stdout.write("".join(f"{line}\n" for line in in_words(told)))
