"""Nothing about a person is found outside what is sealed, whichever way it came in and however wrong it was."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import msgspec
import psycopg
import pytest

from hub.adapters.embedded_postgres import EmbeddedPostgres
from hub.codec.events import EventCodec
from hub.errors import Rejected
from tests.end_to_end.leak_clear_fields import in_clear_fields
from tests.end_to_end.leak_files import in_files
from tests.end_to_end.leak_messages import asking_wrongly, by_command, over_http, over_mllp
from tests.end_to_end.leak_needles import Answers, found
from tests.end_to_end.running_hub import RunningHub, eventually

pytestmark = pytest.mark.timeout(300)  # whichever comes first asks for every page of everybody


@pytest.fixture(scope="module")
def answers(hub: RunningHub) -> Answers:
    """Send the person by every way there is, rightly and wrongly, and keep what comes back."""
    kept = Answers({})
    over_mllp(hub, kept)
    over_http(hub, kept)
    in_clear_fields(hub, kept)
    in_files(hub, kept)
    asking_wrongly(hub, kept)
    by_command(hub, kept)
    return kept


def test_the_search_would_find_it(hub: RunningHub, answers: Answers) -> None:
    """The proof proves something: the person is known here, and an opened original holds every value it sent."""
    _ = answers
    parked = [row for row in hub.answer("quarantine", "list", "--limit", "1000") if row["feed"] == "hospital-desk"]
    opened = [hub.command("quarantine", "show", row["id"], "--original").stdout for row in parked[:12]]
    assert {"family name", "given name", "NHS number", "birth date"} <= set().union(*map(found, opened))
    assert found(b"x" + b"Quillfeather".hex().upper().encode()) == {"family name"}


def test_no_answer_says_who(answers: Answers) -> None:
    """Acknowledgements, receipts, problem documents and commands name fields and rules, never values."""
    assert {name: held for name, text in answers.texts.items() if (held := found(text))} == {}


def test_no_log_line_says_who(hub: RunningHub, answers: Answers) -> None:
    """What the roles wrote to standard output and error."""
    _ = answers
    assert [line for line in hub.log().splitlines() if found(line)] == []


def test_no_metric_says_who(hub: RunningHub, answers: Answers) -> None:
    """What Prometheus reads."""
    _ = answers
    assert found(httpx.get(f"{hub.url}/metrics", timeout=20).content) == set()


@pytest.fixture(scope="module")
def rows(hub: RunningHub, answers: Answers) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """Give a connection to the hub's own database, when everything is folded."""
    _ = answers
    server = EmbeddedPostgres(hub.data / "postgres")
    with psycopg.connect(server.start(), autocommit=True) as connection:
        eventually(lambda: connection.execute("SELECT count(*) = 0 FROM outbox").fetchone() == (True,))
        yield connection
    server.stop()


def test_no_clear_column_says_who(rows: psycopg.Connection[tuple[Any, ...]]) -> None:
    """Every row of every table, as text and as hexadecimal."""
    named = (
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
    )
    tables = [name for (name,) in rows.execute(named).fetchall()]
    assert {"state", "history", "log_record"} <= set(tables)
    leaks: dict[str, set[str]] = {}
    for table in tables:
        for (text,) in rows.execute(f'SELECT t::text FROM "{table}" t'.encode()):  # noqa: S608 - names of the catalogue
            if held := found(text):
                leaks[table] = leaks.get(table, set()) | held
    assert leaks == {}


def test_no_clear_part_of_a_topic_says_who(rows: psycopg.Connection[tuple[Any, ...]]) -> None:
    """Every event of the log, decoded: body and provenance hold codes and times, and its key says nothing."""
    codec = EventCodec()
    leaks: dict[str, set[str]] = {}
    for key, value, headers in rows.execute("SELECT key, value, headers FROM log_record"):
        held = found(key) | found(value) | found(headers)
        try:
            event = codec.decode(value)
        except Rejected:
            continue
        clear = msgspec.structs.replace(event, sealed=None)
        held |= found(json.dumps(msgspec.to_builtins(clear, builtin_types=(bytes,)), default=str))
        if held:
            leaks[event.type] = leaks.get(event.type, set()) | held
    assert leaks == {}


def test_no_file_of_the_data_folder_says_who(hub: RunningHub, rows: psycopg.Connection[tuple[Any, ...]]) -> None:
    """Tables, the log of writes, the server's own log, keys: not in one byte of the folder."""
    rows.execute("CHECKPOINT")
    leaks = {}
    for file in hub.data.rglob("*"):
        if file.is_file() and (held := _found_in(file)):
            leaks[str(file.relative_to(hub.data))] = held
    assert leaks == {}


def _found_in(file: Path) -> set[str]:
    try:
        return found(file.read_bytes())
    except FileNotFoundError:
        return set()  # the server removes files of its own while we look
