"""Areas: from a postcode to the home area, from practice, home or council to the integrated care system.

Everything is asked for a day, because codes and boundaries change: 42 boards until 31 March 2026, 36 from 1 April
2026 (NHS England), new ONS codes for two councils from 1 April 2025.  A sector is a routing hint and carries its share;
a full postcode directory, when one is loaded, decides before it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from string import capwords

from hub.domain.area_values import BOARDS_BEGAN, BOARDS_MERGED, Board, Council, CouncilBoard, Ics, Place, Practice
from hub.domain.council_codes import is_council, is_outside
from hub.domain.elsewhere import country_of
from hub.domain.homes import SURE_FROM
from hub.domain.postcode import normalise, pseudo
from hub.domain.postcode_directory import PostcodeDirectory
from hub.events.values import HomeArea


class Areas:
    """Reference data as one value: made once by a loader, never changed."""

    def __init__(  # noqa: PLR0913 - one argument for each table of reference data
        self,
        *,
        councils: Iterable[Council],
        boards: Iterable[Board],
        sectors: Mapping[str, Place],
        practices: Mapping[str, Practice],
        council_boards: Iterable[CouncilBoard],
        trusts: Mapping[str, str],
        providers: Mapping[str, str] | None = None,
        directory: PostcodeDirectory | None = None,
    ) -> None:
        self._councils: dict[str, Council] = {}
        for council in councils:
            for code in (council.ons_code, council.ons_code_2025, council.cassr_code):
                self._councils[code] = council
        self._boards = {board.ods_code: board for board in boards}
        self.changes: Sequence[date] = sorted(
            {BOARDS_BEGAN, BOARDS_MERGED, *(board.valid_from for board in self._boards.values())}
        )
        """The days from which people belong to other boards though nobody moved."""
        self._sectors = sectors
        self._practices = practices
        self._trusts = trusts
        self._providers = providers or {}
        self._directory = directory
        self._council_boards: dict[str, list[CouncilBoard]] = {}
        for pair in council_boards:
            self._council_boards.setdefault(pair.council, []).append(pair)

    def council(self, code: str) -> Council | None:
        """Find a council by an ONS code of any year or by its CASSR code."""
        return self._councils.get(code.strip().upper())

    def newest_code(self, code: str) -> str | None:
        """Give the newest ONS code of a council by any of its codes; none where no council has that code."""
        council = self.council(code)
        return council and council.ons_code_2025

    def code_used(self, code: str) -> str | None:
        """Give the ONS code by which a council is asked for: itself where it is one, also of a council elsewhere."""
        found = self.council(code)
        if is_council(code):
            return code if found is not None or is_outside(code) else None
        return found and found.ons_code_2025

    def board(self, code: str) -> Board | None:
        """Find an integrated care board by its ODS code, closed boards included."""
        return self._boards.get(code)

    def boards_on(self, on: date) -> list[Board]:
        """Give the integrated care boards that exist on a day, by name."""
        return sorted((board for board in self._boards.values() if board.valid_on(on)), key=lambda board: board.name)

    def trust_name(self, code: str) -> str | None:
        """Give the name of an NHS trust by its ODS code."""
        return self._trusts.get(code)

    def names(self) -> Mapping[str, Mapping[str, str]]:
        """Give names for people to read, by kind (`council`, `ics`, `trust`, `provider`, `gp_practice`) and code.

        `council` has each council by every code that it ever had, `council_now` once, by its newest.
        """
        return {
            "council": {code: council.name for code, council in self._councils.items()},
            "council_now": {council.ons_code_2025: council.name for council in self._councils.values()},
            "ics": {code: board.name for code, board in self._boards.items()},
            "trust": self._trusts,
            "gp_practice": {code: capwords(practice.name) for code, practice in self._practices.items()},
            "provider": self._providers,
        }

    def home_of(self, postcode: str, on: date) -> HomeArea | None:
        """Give the home area of a postcode on a day: by directory, else by sector with its share.

        None for what is no postcode, a pseudo-postcode (no fixed abode, not known), and a place that nobody knows.  A
        home outside England has the council that the directory names, else the country, and no board: who lives there
        has no six weeks.  The board is none, too, where the sector straddles boards: it would be a guess apart from
        that of the council.
        """
        whole = normalise(postcode)
        if whole is None or pseudo(whole):
            return None
        place = self._directory.find(whole) if self._directory else None
        decided_by = "directory"
        if place is None:
            place, decided_by = self._sectors.get(whole[:-2]), "sector"
        if place is None:
            country = country_of(whole)
            return HomeArea(country, None, 1.0, decided_by) if country else None
        if is_outside(place.council):
            return HomeArea(place.council, None, place.share, decided_by)
        council = self._councils.get(place.council)
        code = council.code_on(on) if council else None
        return HomeArea(code, _sure_board(place, on), place.share, decided_by)

    def ics_of(self, gp_practice: str | None, home: HomeArea | None, council: str | None, on: date) -> Ics | None:
        """Give the integrated care system on a day: from the practice, else the home area, else the council."""
        if gp_practice and (code := self._board_of_practice(gp_practice, on)):
            return Ics(code, "gp_practice")
        if home and home.icb and (code := self._board_on(home.icb, home.council, on)):
            return Ics(code, "home_area")
        if council and (code := self._board_of_council(council, on)):
            return Ics(code, "council")
        return None

    def _board_of_practice(self, code: str, on: date) -> str | None:
        practice = self._practices.get(code.strip().upper())
        if practice is None or on < BOARDS_BEGAN:
            return None
        if on < BOARDS_MERGED:
            return practice.board
        if practice.board_2026:
            return practice.board_2026
        place = self._sectors.get(practice.sector)
        return place.board_2026 if place else None

    def _board_on(self, code: str, council: str | None, on: date) -> str | None:
        """Carry a board code to a day: itself while it exists, else the one that the council's part belongs to."""
        board = self._boards.get(code)
        if board is None:
            return None
        if board.valid_on(on):
            return code
        if on < BOARDS_BEGAN:
            return None
        pairs = self._pairs(council)
        if on < board.valid_from:
            earlier = [pair for pair in pairs if pair.board_2026 == code]
            return max(earlier, key=lambda pair: pair.share).board if earlier else None
        if len(board.successors) == 1:
            return board.successors[0]
        return next((pair.board_2026 for pair in pairs if pair.board == code), None)

    def _board_of_council(self, council: str, on: date) -> str | None:
        """Give the board that holds the largest share of a council."""
        if on < BOARDS_BEGAN:
            return None
        shares: dict[str, float] = {}
        for pair in self._pairs(council):
            board = pair.board if on < BOARDS_MERGED else pair.board_2026
            shares[board] = shares.get(board, 0.0) + pair.share
        return max(shares, key=lambda board: shares[board]) if shares else None

    def _pairs(self, council: str | None) -> list[CouncilBoard]:
        known = self.council(council) if council else None
        return self._council_boards.get(known.ons_code, []) if known else []


def _sure_board(place: Place, on: date) -> str | None:
    if on < BOARDS_BEGAN or place.board_share < SURE_FROM:
        return None
    return place.board if on < BOARDS_MERGED else place.board_2026
