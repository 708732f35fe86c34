"""Reference data from CSV files: the shipped ones, the demonstration's, and an operator's own.

Files are named in `hub/reference/SOURCES.md`.  Folders are read in order, a later one adds rows and replaces rows of
the same key, so that the demonstration and an operator's newer data are overlays.
"""

import csv
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from sys import intern
from typing import Final

from hub.adapters.duty_file import DUTY
from hub.adapters.policy_file import POLICIES as POLICY_FILE
from hub.adapters.split_file import SPLITS
from hub.domain.area_values import Board, Council, CouncilBoard, Place, Practice
from hub.domain.areas import Areas
from hub.domain.portability_policy import POLICIES, MovePolicy
from hub.domain.postcode import normalise, sector
from hub.domain.postcode_directory import PostcodeDirectory
from hub.errors import Rejected

SHIPPED: Final = Path(__file__).parent.parent / "reference"
DEMONSTRATION: Final = SHIPPED / "demonstration"

_COUNCILS: Final = "local_authorities_cassr.csv"
_BOARDS: Final = "icb_2022_2026.csv"
_SECTORS: Final = "postcode_sectors.csv"
_PRACTICES: Final = "gp_practices.csv"
_COUNCIL_BOARDS: Final = "utla_to_icb.csv"
_TRUSTS: Final = "trusts.csv"
_PROVIDERS: Final = "providers.csv"
_DIRECTORY: Final = "postcode_directory.csv"
_MOVES: Final = "move_policies.csv"
_KNOWN: Final = (
    _COUNCILS, _BOARDS, _SECTORS, _PRACTICES, _COUNCIL_BOARDS, _TRUSTS, _PROVIDERS, _DIRECTORY, SPLITS, _MOVES,
    POLICY_FILE, DUTY,
)  # fmt: skip


def folders(*, live: bool, own: Sequence[Path] = ()) -> tuple[Path, ...]:
    """Give the folders to read: the shipped data, the demonstration outside live mode, then the operator's own."""
    return (SHIPPED, *(() if live else (DEMONSTRATION,)), *own)


def own_folders(named: Path | None, data: Path) -> tuple[Path, ...]:
    """Give the operator's folder of reference data: the one named, or where `hub reference load` put it."""
    own = named or data / "reference"
    return (own,) if own.is_dir() else ()


def load_council_codes(read: Sequence[Path]) -> frozenset[str]:
    """Read the CASSR codes of councils, as the client level data have them.  Raises `Rejected`."""
    return frozenset(council.cassr_code for council in _councils(read))


def load_areas(read: Sequence[Path]) -> Areas:
    """Read areas from folders.  Raises `Rejected`, naming file and column, when a file is not what it should be."""
    directory = PostcodeDirectory(_directory(read))
    return Areas(
        councils=_councils(read),
        boards=_boards(read),
        sectors=_sectors(read),
        practices=_practices(read),
        council_boards=_council_boards(read),
        trusts=dict(_pairs(read, _TRUSTS, "trust_ods_code", "trust_name")),
        providers=dict(_pairs(read, _PROVIDERS, "location_id", "name")),
        directory=directory if len(directory) else None,
    )


def load_move_policy(read: Sequence[Path]) -> MovePolicy:
    """Read under which policy people move between councils from which day on.  Raises `Rejected`."""
    by_day = {}
    for first, policy in _pairs(read, _MOVES, "from", "policy"):
        if policy not in POLICIES:
            raise Rejected(f"{_MOVES}/policy", "policy_unknown", f"A row's policy is none of {sorted(POLICIES)}.")
        try:
            by_day[date.fromisoformat(first)] = policy
        except ValueError:
            raise Rejected(f"{_MOVES}/from", "day_malformed", "A row's day is not written YYYY-MM-DD.") from None
    return MovePolicy(tuple(sorted(by_day.items())))


def known_files(folder: Path) -> tuple[str, ...]:
    """Give the names of reference files that a folder holds."""
    return tuple(name for name in _KNOWN if (folder / name).is_file())


def bank_holidays() -> frozenset[date]:
    """Give the bank holidays of England and Wales that are shipped (2015 to 2030)."""
    return frozenset(date.fromisoformat(day) for (day,) in _columns((SHIPPED,), "bank_holidays_england.csv", "date"))


def benefit_codes() -> Mapping[str, str]:
    """Give the names of DWP benefits by the hub's code."""
    return dict(_pairs((SHIPPED,), "dwp_benefit_codes.csv", "hub_code", "benefit"))


def code_list(name: str) -> Mapping[str, str]:
    """Give the meanings of one NHS code list (`admission_method`, …) by code."""
    rows = _columns((SHIPPED,), "code_lists.csv", "list", "code", "meaning")
    return {code: meaning for list_, code, meaning in rows if list_ == name}


def _councils(read: Sequence[Path]) -> Iterator[Council]:
    columns = ("ons_code", "ons_code_from_2025_04", "cassr_code", "la_name", "council_type", "region_name")
    for row in _columns(read, _COUNCILS, *columns):
        yield Council(*row)


def _boards(read: Sequence[Path]) -> Iterator[Board]:
    columns = ("ods_code", "name", "valid_from", "valid_to", "successor_ods_codes")
    for code, name, begins, ends, successors in _columns(read, _BOARDS, *columns):
        until = date.fromisoformat(ends) if ends else None
        yield Board(code, name, date.fromisoformat(begins), until, tuple(successors.split(";")) if successors else ())


def _sectors(read: Sequence[Path]) -> dict[str, Place]:
    columns = ("sector", "ons_code", "icb_code", "icb_code_2026", "share", "icb_share")
    return {
        key: Place(intern(council), intern(board), intern(board_2026), float(share), float(board_share))
        for key, council, board, board_2026, share, board_share in _columns(read, _SECTORS, *columns)
    }


def _practices(read: Sequence[Path]) -> dict[str, Practice]:
    columns = ("practice_code", "icb_code", "icb_code_2026", "postcode", "name")
    return {
        code: Practice(intern(board), intern(board_2026), "" if board_2026 else sector(postcode) or "", name)
        for code, board, board_2026, postcode, name in _columns(read, _PRACTICES, *columns)
    }


def _council_boards(read: Sequence[Path]) -> Collection[CouncilBoard]:
    columns = ("utla_ons_code", "icb_ods_code_2022_2026", "icb_ods_code_from_2026_04", "share_of_lsoas")
    return {
        (council, board): CouncilBoard(council, board, board_2026, float(share))
        for council, board, board_2026, share in _columns(read, _COUNCIL_BOARDS, *columns)
    }.values()


def _directory(read: Sequence[Path]) -> Iterator[tuple[str, Place]]:
    columns = ("postcode", "ons_code", "icb_code", "icb_code_2026")
    for postcode, council, board, board_2026 in _columns(read, _DIRECTORY, *columns):
        whole = normalise(postcode)
        if whole is None:
            raise Rejected(f"{_DIRECTORY}/postcode", "postcode_malformed", "A row's postcode does not have that form.")
        yield whole, Place(intern(council), intern(board), intern(board_2026), 1.0)


def _pairs(read: Sequence[Path], name: str, key: str, value: str) -> Iterator[tuple[str, str]]:
    for row in _columns(read, name, key, value):
        yield row[0], row[1]


def _columns(read: Sequence[Path], name: str, *wanted: str) -> Iterator[list[str]]:
    """Give the wanted columns of a file in each folder that has it; its header row names them."""
    for folder in read:
        path = folder / name
        if path.is_file():
            with path.open(encoding="utf-8-sig", newline="") as file:
                yield from _rows(csv.reader(file), name, wanted)


def _rows(lines: Iterator[list[str]], name: str, wanted: tuple[str, ...]) -> Iterator[list[str]]:
    header = next(lines, [])
    missing = [column for column in wanted if column not in header]
    if missing:
        raise Rejected(f"{name}/{missing[0]}", "column_missing", "The file has no such column in its header row.")
    places = [header.index(column) for column in wanted]
    for line in lines:
        if len(line) != len(header):
            raise Rejected(name, "row_length", f"Line {lines.line_num} has not as many columns as the header row.")  # type: ignore[attr-defined]
        yield [line[place] for place in places]
