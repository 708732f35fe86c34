"""The hub's questions about people look into the part that each person is in, and into no other."""

import json
from typing import Any

import psycopg
import pytest

from hub.adapters.postgres_by_person import BY_ID, EVENTS_AT, HISTORIES, UNKNOWN
from hub.adapters.postgres_rows import HISTORY_COLUMNS, history_copy
from tests.store_rows import event

PEOPLE = 200
ROWS = [event(n, moment) for n in range(PEOPLE) for moment in range(3)]
SUBJECTS = sorted({row.subject for row in ROWS})
QUESTIONS: dict[str, tuple[str, tuple[Any, ...]]] = {
    "histories": (HISTORIES, (SUBJECTS,)),
    "events_at": (EVENTS_AT, (SUBJECTS, [row.order_key for row in ROWS[:PEOPLE]])),
    "unknown": (UNKNOWN, ([row.subject for row in ROWS], [row.event_id for row in ROWS])),
}


def leaves(node: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the nodes of a plan that read a part of the history, and were run."""
    own = [node] if str(node.get("Relation Name", "")).startswith("history") and node["Actual Loops"] else []
    return own + [leaf for child in node.get("Plans", []) for leaf in leaves(child)]


@pytest.mark.parametrize("name", QUESTIONS)
def test_each_person_is_looked_for_in_one_part(store_dsn: str, name: str) -> None:
    """A question about many people costs what it cost over one table, and never reads a part from end to end."""
    question, asked = QUESTIONS[name]
    with psycopg.connect(store_dsn) as connection, connection.cursor() as cursor:
        with cursor.copy(f"COPY history ({HISTORY_COLUMNS}) FROM STDIN (FORMAT binary)".encode()) as copy:
            copy.write(b"".join(history_copy(ROWS)))
        cursor.execute("SET enable_seqscan = off")  # with so few rows it would be the cheapest
        given = question.replace("unnest(%s, %s)", "unnest(%s::bytea[], %s::bytea[])")
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {given}".encode(), asked)
        answer = (cursor.fetchone() or ("",))[0]
    (plan,) = answer if isinstance(answer, list) else json.loads(answer)
    looked = sum(leaf["Actual Loops"] for leaf in leaves(plan["Plan"]))
    assert looked == len(asked[0])


def test_an_event_is_found_by_its_number_in_every_part(store_dsn: str) -> None:
    """Nobody knows in which part an event lies: each is asked by index, and none is read from end to end."""
    with psycopg.connect(store_dsn) as connection, connection.cursor() as cursor:
        with cursor.copy(f"COPY history ({HISTORY_COLUMNS}) FROM STDIN (FORMAT binary)".encode()) as copy:
            copy.write(b"".join(history_copy(ROWS)))
        cursor.execute("SET enable_seqscan = off")  # as above
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {BY_ID}".encode(), (bytes(16),))
        answer = (cursor.fetchone() or ("",))[0]
    (plan,) = answer if isinstance(answer, list) else json.loads(answer)
    found = leaves(plan["Plan"])
    assert len(found) == len("0123456789abcdef")
    assert all("_crc32_idx" in leaf["Index Name"] for leaf in found)


def test_vacuum_comes_before_a_fifth_of_a_table_is_dead(store_dsn: str) -> None:
    """Every part, the states and the outbox carry settings of their own: the server's would never clear a part."""
    with psycopg.connect(store_dsn) as connection:
        found = connection.execute("SELECT relname, reloptions FROM pg_class WHERE relkind = 'r'").fetchall()
    settings = {name: set(options or ()) for name, options in found}
    parts = {name for name in settings if name.startswith("history_")}
    assert parts == {f"history_{digit:x}" for digit in range(16)}
    assert all("autovacuum_vacuum_scale_factor=0.02" in settings[name] for name in (*parts, "state"))
    assert "fillfactor=70" in settings["state"]
    assert {"autovacuum_vacuum_scale_factor=0", "autovacuum_vacuum_threshold=5000"} <= settings["outbox"]
