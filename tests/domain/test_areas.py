"""Areas: where somebody lives and which integrated care system answers, on a day."""

import csv
import time
import tracemalloc
from datetime import date
from pathlib import Path

import pytest

from hub.adapters import reference_files
from hub.adapters.reference_files import DEMONSTRATION, SHIPPED, folders, load_areas
from hub.domain.area_values import Board, Ics
from hub.domain.areas import Areas
from hub.errors import Rejected
from hub.events.values import HomeArea

BEFORE, AFTER = date(2026, 3, 31), date(2026, 4, 1)
TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def areas() -> Areas:
    """Give everything that is shipped, with the demonstration."""
    return load_areas(folders(live=False))


def _rows(name: str) -> list[dict[str, str]]:
    with (SHIPPED / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_forty_two_boards_until_march_and_thirty_six_from_april() -> None:
    """The boards of the shipped data on the two days."""
    live = load_areas(folders(live=True))
    boards = [live.board(row["ods_code"]) for row in _rows("icb_2022_2026.csv")]
    assert sum(board is not None and board.valid_on(BEFORE) for board in boards) == 42
    assert sum(board is not None and board.valid_on(AFTER) for board in boards) == 36
    assert [len(live.boards_on(day)) for day in (BEFORE, AFTER)] == [42, 36]
    assert [board.name for board in live.boards_on(AFTER)] == sorted(board.name for board in live.boards_on(AFTER))


def test_a_postcode_gives_council_and_board_of_the_day(areas: Areas) -> None:
    """A Hertfordshire sector keeps its council and changes its board."""
    assert areas.home_of("AL1 1AA", BEFORE) == HomeArea("E10000015", "QM7", 1.0, "sector")
    assert areas.home_of("al11aa", AFTER) == HomeArea("E10000015", "S1Y5D", 1.0, "sector")


def test_a_sector_on_a_border_carries_its_share(areas: Areas) -> None:
    """The confidence of a sector is what the source counted."""
    home = areas.home_of("QX2 9ZZ", TODAY)
    assert home == HomeArea("E10999002", "QZZ", 0.8, "sector")


def test_councils_that_changed_their_code_answer_by_the_day(areas: Areas) -> None:
    """Barnsley and Sheffield have new ONS codes from April 2025, and every code finds them."""
    old = areas.home_of("S70 2AA", date(2025, 3, 31))
    new = areas.home_of("S70 2AA", date(2025, 4, 1))
    assert (old and old.council, new and new.council) == ("E08000016", "E08000038")
    for name, codes in {"Barnsley": ("E08000016", "E08000038", "204"), "Sheffield": ("E08000039", "207")}.items():
        assert {council.name for code in codes if (council := areas.council(code))} == {name}


def test_councils_are_found_by_either_kind_of_code(areas: Areas) -> None:
    """CASSR codes may be letters and digits; unknown codes find nobody."""
    found = areas.council("z9d4z ")
    assert found is not None
    assert (found.name, found.ons_code, found.cassr_code) == ("North Northamptonshire", "E06000061", "Z9D4Z")
    assert areas.council("E99999999") is None


@pytest.mark.parametrize(
    ("code", "used"),
    [
        ("Z9D4Z", "E06000061"),
        ("204", "E08000038"),
        ("E08000016", "E08000016"),
        ("W06000015", "W06000015"),
        ("E99999999", None),
        ("NOPE", None),
    ],
)
def test_a_council_is_asked_for_by_its_ons_code(areas: Areas, code: str, used: str | None) -> None:
    """A CASSR code gives way to it; an ONS code stays, also one of another country, unless no council has it."""
    assert areas.code_used(code) == used


@pytest.mark.parametrize("postcode", ["ZZ99 3VZ", "ZZ99 3WZ", "NP20 1AA", "junk", "", "QX9 9ZZ"])
def test_no_fixed_abode_an_unknown_sector_on_a_border_and_junk_have_no_home_area(areas: Areas, postcode: str) -> None:
    """A pseudo-postcode, a sector of a border area and what is no postcode give nothing rather than a guess."""
    assert areas.home_of(postcode, TODAY) is None


def test_the_practice_decides_first_then_home_then_council(areas: Areas) -> None:
    """The answer says which of the three decided it."""
    home = areas.home_of("M1 1AE", TODAY)
    assert areas.ics_of("Y99999", home, "E06000061", TODAY) == Ics("QZZ", "gp_practice")
    assert areas.ics_of("V81999", home, "E06000061", TODAY) == Ics("QOP", "home_area")
    assert areas.ics_of(None, None, "E06000061", TODAY) == Ics("QPM", "council")
    assert areas.ics_of(None, HomeArea(None, None, 1.0, "sector"), "207", TODAY) == Ics("QF7", "council")
    assert areas.ics_of(None, None, None, TODAY) is None
    assert areas.ics_of("V81999", HomeArea(None, "XXX", 1.0, "sector"), "unknown", TODAY) is None


def test_there_was_no_board_before_july_2022(areas: Areas) -> None:
    """Nobody is given a board that did not exist, by any of the three ways."""
    early = date(2022, 6, 30)
    home = areas.home_of("AL1 1AA", early)
    assert home == HomeArea("E10000015", None, 1.0, "sector")
    later = areas.home_of("AL1 1AA", BEFORE)
    assert areas.ics_of("Y99999", later, "E10000015", early) is None


def test_every_practice_has_a_board_of_the_day(areas: Areas) -> None:
    """All 6,851 practices give a board that exists, before and after April 2026, split boards included."""
    split = 0
    for row in _rows("gp_practices.csv"):
        for on in (BEFORE, AFTER):
            ics = areas.ics_of(row["practice_code"].lower(), None, None, on)
            assert ics is not None
            board = areas.board(ics.code)
            assert board is not None
            assert board.valid_on(on)
        split += not row["icb_code_2026"]
    assert split == 319


def test_every_council_has_a_board_of_the_day(areas: Areas) -> None:
    """All 153 councils, by every one of their codes."""
    for row in _rows("local_authorities_cassr.csv"):
        for code in (row["ons_code"], row["ons_code_from_2025_04"], row["cassr_code"]):
            for on in (BEFORE, AFTER):
                ics = areas.ics_of(None, None, code, on)
                assert ics is not None
                board = areas.board(ics.code)
                assert board is not None
                assert board.valid_on(on)


@pytest.mark.parametrize(
    ("council", "board", "later"),
    [
        ("E10000015", "QM7", "S1Y5D"),  # Hertfordshire
        ("E10000012", "QM7", "D7T5G"),  # Essex, its western part
        ("E10000029", "QJG", "T6Y0W"),  # Suffolk
        ("E10000012", "QJG", "D7T5G"),  # Essex, its north-eastern part
        ("E06000039", "QNQ", "S0E4D"),  # Slough
        ("E10000014", "QNQ", "QRL"),  # Hampshire, its north-eastern part
        ("E10000030", "QNQ", "S9B9J"),  # Surrey Heath and Farnham
        ("E09000003", "QMJ", "Z9B2Z"),  # one successor: the council does not matter
        (None, "QMJ", "Z9B2Z"),
        ("E06000061", "QPM", "QPM"),
    ],
)
def test_a_home_area_is_carried_over_april_2026(areas: Areas, council: str | None, board: str, later: str) -> None:
    """A home area written in March answers in April with the board that its council's part went to."""
    home = HomeArea(council, board, 1.0, "sector")
    assert areas.ics_of(None, home, None, BEFORE) == Ics(board, "home_area")
    assert areas.ics_of(None, home, None, AFTER) == Ics(later, "home_area")


def test_a_home_area_written_later_answers_for_an_earlier_day(areas: Areas) -> None:
    """A board that did not exist yet gives the one that its council's largest part belonged to."""
    assert areas.ics_of(None, HomeArea("E10000012", "D7T5G", 1.0, "sector"), None, BEFORE) == Ics("QH8", "home_area")
    assert areas.ics_of(None, HomeArea(None, "D7T5G", 1.0, "sector"), None, BEFORE) is None


def test_a_split_board_without_a_council_falls_through(areas: Areas) -> None:
    """Where nothing says which part, the home area does not decide, and the next in line is asked."""
    home = HomeArea(None, "QM7", 1.0, "sector")
    assert areas.ics_of(None, home, None, AFTER) is None
    assert areas.ics_of(None, home, "E10000015", AFTER) == Ics("S1Y5D", "council")


def test_the_demonstration_is_absent_in_live_mode() -> None:
    """No invented council, practice, board or trust exists in live service."""
    live = load_areas(folders(live=True))
    assert live.home_of("QX1 4ZZ", TODAY) is None
    assert live.ics_of("Y99999", None, None, TODAY) is None
    assert (live.board("QZZ"), live.trust_name("RZZ"), live.council("E10999001")) == (None, None, None)


def test_the_demonstration_knows_its_area(areas: Areas) -> None:
    """Three councils, one board on both sides of April 2026, six practices, two trusts."""
    for number in (1, 2, 3):
        home = areas.home_of(f"QX{number} 4ZZ", TODAY)
        assert home == HomeArea(f"E1099900{number}", "QZZ", 1.0, "sector")
    assert [council.name for code in ("X01", "X02", "X03") if (council := areas.council(code))] == [
        "North Exampleshire",
        "South Exampleshire",
        "Sampleton",
    ]
    assert areas.trust_name("RZZ") == "Exampleshire General Hospital NHS Trust"
    assert areas.board("QZZ") == Board("QZZ", "Exampleshire", date(2022, 7, 1), None, ())
    for on in (BEFORE, AFTER):
        assert areas.ics_of("Y99994", None, None, on) == Ics("QZZ", "gp_practice")


def test_the_demonstration_uses_no_real_code() -> None:
    """Nothing invented is also in the shipped data."""
    for name, column in {
        "postcode_sectors.csv": "sector",
        "local_authorities_cassr.csv": "ons_code",
        "gp_practices.csv": "practice_code",
        "icb_2022_2026.csv": "ods_code",
        "trusts.csv": "trust_ods_code",
    }.items():
        with (DEMONSTRATION / name).open(encoding="utf-8", newline="") as file:
            invented = {row[column] for row in csv.DictReader(file)}
        assert not invented & {row[column] for row in _rows(name)}


def test_loading_is_quick_and_lean() -> None:
    """Starting does not wait for reference data, and it takes a few megabytes."""
    took = []
    for _ in range(3):  # the best of three: whatever else runs only makes it slower
        begun = time.process_time()
        load_areas(folders(live=False))
        took.append(time.process_time() - begun)
    assert min(took) < 0.3
    tracemalloc.start()
    kept = load_areas(folders(live=False))
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept
    assert size < 10_000_000


def test_an_operators_newer_rows_replace_the_shipped_ones(tmp_path: Path) -> None:
    """A later folder wins by key and leaves everything else."""
    (tmp_path / "trusts.csv").write_text("trust_ods_code,trust_name\nRZZ,Renamed Hospital\n")
    (tmp_path / "utla_to_icb.csv").write_text(
        "utla_ons_code,icb_ods_code_2022_2026,icb_ods_code_from_2026_04,share_of_lsoas\nE10999001,QZZ,QF7,1.0\n"
    )
    own = load_areas(folders(live=False, own=(tmp_path,)))
    assert (own.trust_name("RZZ"), own.trust_name("RZY")) == ("Renamed Hospital", "Sampleton Hospitals NHS Trust")
    assert own.ics_of(None, None, "X01", AFTER) == Ics("QF7", "council")


@pytest.mark.parametrize(
    ("name", "text", "path"),
    [
        ("trusts.csv", "code,name\n", "trusts.csv/trust_ods_code"),
        ("trusts.csv", "", "trusts.csv/trust_ods_code"),
        ("trusts.csv", "trust_ods_code,trust_name\nRZZ\n", "trusts.csv"),
        (
            "postcode_directory.csv",
            "postcode,ons_code,icb_code,icb_code_2026\nx,E1,Q,Q\n",
            "postcode_directory.csv/postcode",
        ),
    ],
)
def test_a_wrong_file_is_refused_by_name(tmp_path: Path, name: str, text: str, path: str) -> None:
    """An operator hears which file and column is wrong; nothing is loaded by halves."""
    (tmp_path / name).write_text(text)
    with pytest.raises(Rejected) as refused:
        load_areas(folders(live=False, own=(tmp_path,)))
    assert refused.value.path == path


def test_organisations_have_names_for_people_to_read(areas: Areas) -> None:
    """Councils by each of their codes, and once by the newest; boards old and new, trusts, providers, GP practices."""
    names = areas.names()
    assert names["council"]["E08000016"] == names["council"]["E08000038"] == names["council"]["204"] == "Barnsley"
    assert [code for code, name in names["council_now"].items() if name == "Barnsley"] == ["E08000038"]
    assert len(names["council_now"]) == len(set(names["council"].values()))
    assert (names["ics"]["QM7"], names["ics"]["S1Y5D"]) == ("Hertfordshire and West Essex", "Central East")
    assert names["gp_practice"]["Y99999"] == "The Sample Practice"
    assert names["trust"]["RZY"] == "Sampleton Hospitals NHS Trust"
    assert names["provider"]["1-999000001"] == "Bluebell Care at Home"
    assert load_areas(folders(live=True)).names()["provider"] == {}


def test_an_operator_loads_the_names_of_providers(tmp_path: Path) -> None:
    """From the regulator's register: the id of a location and its name."""
    (tmp_path / "providers.csv").write_text("location_id,name\n1-123456789,A Care Home\n")
    own = load_areas(folders(live=True, own=(tmp_path,)))
    assert own.names()["provider"] == {"1-123456789": "A Care Home"}
    assert reference_files.known_files(tmp_path) == ("providers.csv",)


def test_the_small_lists_are_there() -> None:
    """Bank holidays, benefit names and code meanings, as shipped."""
    assert date(2026, 12, 25) in reference_files.bank_holidays()
    assert reference_files.benefit_codes()["PIP"] == "Personal Independence Payment"
    assert reference_files.code_list("admission_method")["11"] == "elective: from waiting list"


def test_a_council_has_one_newest_code(areas: Areas) -> None:
    """By any of its codes; what is no council's has none."""
    assert (areas.newest_code("204"), areas.newest_code("E99999999")) == ("E08000038", None)
