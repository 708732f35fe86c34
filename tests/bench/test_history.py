"""`hub bench history`: layouts stand side by side with the same rows, and each is asked everything."""

from itertools import islice

from hub.bench.history.layouts import bounds
from hub.bench.history.rows import Stream
from hub.bench.history.run import bench_history
from hub.bench.history.sites import sites
from hub.bench.history.states import Way, states
from hub.bench.history.upkeep import sizes

ROWS = 3000


def test_the_same_rows_come_each_time_some_at_a_time() -> None:
    """Two layouts are compared over the same bytes; another seed gives other events of the same people."""
    stream = Stream(ROWS)
    first, second = list(stream.chunks(1000)), list(stream.chunks(1000))
    assert first == second
    assert len(first) == 3
    assert next(stream.chunks(1000, 1)) != first[0]
    assert len(next(islice(Stream(10_000_000).chunks(100), 1))) < 60_000


def test_every_layout_is_filled_asked_and_vacuumed() -> None:
    """Each figure is there for each layout, deleted people are about 5 %, and sizes name the indexes."""
    told: list[int] = []
    made = bench_history(ROWS, ["one", "hash_8", "range_16"], 0, lambda _, done: told.append(done))
    found = made["history"]
    assert (made["rows"], made["people"], made["states"]) == (ROWS, ROWS // 20, [])
    assert told[-1] >= ROWS
    for name in ("one", "hash_8", "range_16"):
        assert found["copy"][name]["rows_per_s"] > 0
        assert found["sizes"][name]["key_mb"] > 0
        assert all(found["histories_of_500"][way][name]["p50_ms"] > 0 for way in ("any", "joined", "one_by_one"))
        assert found["event"][name]["p50_ms"] > 0
        gone = found["let_go_of_5_in_100"][name]
        assert 0 < gone["rows"] < ROWS
        assert gone["vacuum_longest_part_s"] <= gone["vacuum_s"]


def test_parts_have_no_gap_and_no_overlap() -> None:
    """Every reference lies in one part: the table of sixteen takes all rows."""
    assert bounds(0, 16) == "FROM (MINVALUE) TO ('\\x10')"
    assert bounds(15, 16) == "FROM ('\\xf0') TO (MAXVALUE)"
    with sites(["range_16"]) as (site,):
        for first in range(256):
            who = bytes([first]) * 16
            site.connection.do("INSERT INTO history VALUES (%s, %s, %s, 'a', 1, 'b', 1, '')", who, b"1", who)
        counted = site.connection.ask("SELECT tableoid, count(*) FROM history GROUP BY 1")
        assert [count for _, count in counted] == [16] * 16
        assert sizes(site.connection)["table_mb"] > 0


def test_states_are_updated_in_place_where_room_is_left() -> None:
    """More room in a page means more updates that touch no index: what the share is there to show."""
    tight, roomy = states(16_000, Way(100)), states(16_000, Way(50, 2))
    assert tight["updates"] == roomy["updates"] > 0
    assert roomy["hot_share"] > tight["hot_share"]
