"""A release: the next version and id, frozen text and golden bytes, or nothing at all."""

import runpy
import sys
from pathlib import Path
from typing import Any

import pytest

from hub.codec.compatibility import check, listing
from hub.codec.events import EventCodec
from hub.codec.folder import SCHEMAS, read_json
from hub.codec.registry import Registry
from hub.codec.release import golden, main, release
from tests.codec.invented import CODEC, sampled
from tests.codec.planting import DISCHARGED, FILE, NULLABLE, Planted, rules


def test_golden_bytes_are_those_of_a_new_release() -> None:
    """Golden files were made by the release and by nobody's hand."""
    for each in Registry.load():
        kept = read_json(SCHEMAS / "golden" / each.name / f"{each.version}.json")
        assert [case["bytes"] for case in kept] == [case["bytes"] for case in golden(each)]


def test_a_change_that_breaks_nobody_is_released_as_the_next_version(planted: Planted) -> None:
    """The ordinary way to grow: another id and version beside the old ones, which stay as they are."""
    schema = planted.read(FILE)
    planted.write(FILE, {**schema, "doc": "The stay ended."})
    assert rules(check(planted.folder)) == {("", "not_released")}
    assert release(planted.folder) == []
    newest, version = listing(planted.folder)[-1], Registry.load().newest(DISCHARGED).version + 1
    assert (newest.id, newest.name, newest.version) == (len(listing()) + 1, DISCHARGED, version)
    assert listing(planted.folder)[:-1] == listing()
    assert check(planted.folder) == []
    codec = EventCodec(Registry.load(planted.folder))
    assert codec.encode(sampled("SpellDischarged"))[1:5] == newest.id.to_bytes(4, "big")
    assert codec.decode(CODEC.encode(sampled("SpellDischarged"))) == sampled("SpellDischarged")


@pytest.mark.parametrize(("field", "change"), [("ward_round", NULLABLE), ("pathway", None)])
def test_a_schema_is_not_released_without_its_struct(
    planted: Planted, field: str, change: dict[str, Any] | None
) -> None:
    """A compatible field that Python does not know yet, or still knows, waits until both say the same."""
    planted.edit(FILE, field, change)
    assert rules(release(planted.folder)) == {("body", "struct_differs")}
    assert rules(check(planted.folder)) == {("", "not_released"), ("body", "struct_differs")}


def test_the_first_release_begins_at_one(planted: Planted) -> None:
    """A folder that never released anything gives ids from 1."""
    (planted.folder / "registry.json").unlink()
    assert release(planted.folder) == []
    released = listing(planted.folder)
    first = {row.name for row in listing() if row.version == 1}
    assert [(row.id, row.version) for row in released] == [(number, 1) for number in range(1, len(first) + 1)]
    assert {row.name for row in released} == first


def contents(folder: Path) -> dict[Path, bytes]:
    """Every file of a folder."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_nothing_is_released_when_nothing_changed(planted: Planted, capsys: pytest.CaptureFixture[str]) -> None:
    """Releasing twice is releasing once."""
    before = contents(planted.folder)
    assert main([str(planted.folder)]) == 0
    assert contents(planted.folder) == before
    assert capsys.readouterr().out == ""


def test_a_release_that_is_refused_says_why(
    planted: Planted, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who releases sees the field and the rule; the command fails and leaves every file as it was."""
    planted.edit(FILE, "spell", None)
    before = contents(planted.folder)
    monkeypatch.setattr("sys.argv", ["release", str(planted.folder)])
    monkeypatch.delitem(sys.modules, "hub.codec.release")
    with pytest.raises(SystemExit) as left:
        runpy.run_module("hub.codec.release", run_name="__main__")
    assert left.value.code == 1
    assert "body.spell" in capsys.readouterr().out
    assert contents(planted.folder) == before
