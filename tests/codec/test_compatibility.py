"""Versions of a schema: what may change, what is refused, and how it is said."""

from typing import Any

import pytest

from hub.codec.compatibility import check, faults, listing
from hub.codec.registry import Registry
from hub.codec.release import release
from hub.codec.schema import parse
from hub.errors import Defect
from tests.codec.planting import DISCHARGED, FILE, Planted, rules


def test_the_schemas_of_this_repository_may_be_released() -> None:
    """Every released version reads every other; nothing is edited, undocumented or unreleased."""
    assert check() == []


@pytest.mark.parametrize(
    ("field", "change", "expected", "words"),
    [
        ("spell", None, ("body.spell", "no_default"), "version 1 cannot read what the edited schema wrote"),
        ("ward_round", {"type": "string", "doc": "New."}, ("body.ward_round", "no_default"),
         "the edited schema cannot read what version 1 wrote"),
        ("pathway", {"type": ["null", "int"]}, ("body.pathway", "branch_missing"), "string is not among null or int"),
        ("pathway", {"type": ["null", "string", "int"]}, ("body.pathway", "branch_missing"),
         "version 1 cannot read what the edited schema wrote: int is not among null or string"),
        ("pathway", {"type": "string", "default": ""}, ("body.pathway", "branch_missing"), "null is not among string"),
        ("spell", {"type": "string"}, ("body.spell", "type_changed"), "Spell cannot be read as string"),
        ("spell", {"type": ["null", "uk.care.hub.discharge.Spell"], "default": None}, ("body.spell", "branch_missing"),
         "version 1 cannot read what the edited schema wrote: null is not among Spell"),
    ],
)  # fmt: skip
def test_an_incompatible_change_is_named(
    planted: Planted, field: str, change: dict[str, Any] | None, expected: tuple[str, str], words: str
) -> None:
    """Who breaks a reader is told which field, by which rule, and who could no longer read what."""
    planted.edit(FILE, field, change)
    problems = check(planted.folder)
    assert rules(problems) - {("body", "struct_differs")} == {("", "not_released"), expected}
    assert any(words in each.words for each in problems), problems
    assert release(planted.folder)
    assert len(listing(planted.folder)) == len(listing())


def test_a_change_inside_a_shared_value_is_found_in_every_event(planted: Planted) -> None:
    """A value that many events are made of cannot be broken for one of them alone."""
    moment = planted.read("Moment.avsc")
    moment["fields"][0]["type"] = "string"
    planted.write("Moment.avsc", moment)
    problems = check(planted.folder)
    assert ("body.discharged_at.at", "type_changed") in rules(problems)
    assert ("body.admitted_at.at", "type_changed") in rules(problems, "uk.care.hub.discharge.SpellAdmitted")


def test_every_version_is_held_against_every_other(planted: Planted) -> None:
    """Transitive: a third version that agrees with the second but not with the first is refused."""
    rows = planted.read("registry.json")
    second = planted.read(f"released/{DISCHARGED}/1.avsc")
    planted.fields(second)[0]["type"] = "string"
    planted.write(f"released/{DISCHARGED}/2.avsc", second)
    row = next(row for row in rows if row["name"] == DISCHARGED)
    rows.append({**row, "id": 500, "version": 2, "file": f"released/{DISCHARGED}/2.avsc"})
    planted.write("registry.json", rows)
    words = {each.words for each in check(planted.folder) if each.rule == "type_changed"}
    assert "version 2 cannot read what version 1 wrote: Spell cannot be read as string" in words
    assert "version 1 cannot read what version 2 wrote: string cannot be read as Spell" in words


def test_an_edited_release_is_noticed(planted: Planted) -> None:
    """Old bytes are read by the text that wrote them; touching even its documentation is refused."""
    text = planted.read(f"released/{DISCHARGED}/1.avsc")
    planted.write(f"released/{DISCHARGED}/1.avsc", {**text, "doc": "Something else."})
    assert ("", "released_edited") in rules(check(planted.folder))


def test_an_id_is_never_used_twice(planted: Planted) -> None:
    """An id on the wire means one schema for ever."""
    rows = planted.read("registry.json")
    rows[1]["id"] = rows[0]["id"]
    planted.write("registry.json", rows)
    assert ("", "id_reused") in rules(check(planted.folder), rows[0]["name"])
    with pytest.raises(Defect, match="stands for two schemas"):
        Registry.load(planted.folder)


def test_versions_count_without_gap(planted: Planted) -> None:
    """A version that is missing was deleted, and its bytes with it."""
    rows = planted.read("registry.json")
    rows[0]["version"] = 3
    planted.write("registry.json", rows)
    assert ("", "version_gap") in rules(check(planted.folder), rows[0]["name"])


def test_a_registry_row_that_is_none_is_refused(planted: Planted) -> None:
    """A registry that cannot be trusted stops the hub at its start."""
    broken: list[Any] = [[{"id": 1}], [{**planted.read("registry.json")[0], "file": "released/nowhere.avsc"}], [[]]]
    for rows in broken:
        planted.write("registry.json", rows)
        with pytest.raises(Defect):
            Registry.load(planted.folder)


def test_everything_says_what_it_means(planted: Planted) -> None:
    """A schema is read by people at other organisations: every type and field explains itself."""
    planted.edit(FILE, "pathway", {"doc": ""})
    erased = planted.read("Erased.avsc")
    del erased["doc"]
    planted.write("Erased.avsc", erased)
    assert ("body.pathway", "no_doc") in rules(check(planted.folder))
    assert ("", "no_doc") in rules(check(planted.folder), "uk.care.hub.Erased")


def test_what_avro_refuses_is_refused_here(planted: Planted) -> None:
    """The kept Avro library has the last word on what a schema is: a default must be of its type."""
    planted.edit(FILE, "pathway", {"default": 5})
    assert ("", "no_avro") in rules(check(planted.folder))


def test_a_catalogued_type_needs_a_schema(planted: Planted) -> None:
    """An event type that Python knows and the schemas do not is found before it is sent."""
    (planted.folder / FILE).unlink()
    assert rules(check(planted.folder)) == {("", "schema_missing")}


def test_a_schema_stands_where_its_name_says(planted: Planted) -> None:
    """A reader finds a type by its name alone."""
    (planted.folder / FILE).rename(planted.folder / "identity" / "SpellDischarged.avsc")
    with pytest.raises(Defect, match=r"identity/SpellDischarged\.avsc holds"):
        check(planted.folder)


def test_a_file_that_is_no_json_is_named(planted: Planted) -> None:
    """Half a file is our defect, and says which."""
    (planted.folder / FILE).write_text("{", encoding="utf-8")
    with pytest.raises(Defect, match=r"SpellDischarged\.avsc"):
        check(planted.folder)


def test_a_name_that_nobody_defined_is_refused(planted: Planted) -> None:
    """A typing error in a type is found by the check."""
    planted.edit(FILE, "pathway", {"type": "uk.care.hub.Pathway"})
    with pytest.raises(Defect, match=r"no schema uk\.care\.hub\.Pathway"):
        check(planted.folder)


def test_arrays_and_unions_are_compared_inside() -> None:
    """Resolution follows Avro's rules through arrays and unions, and one more: a type never changes."""
    old, new = parse({"type": "array", "items": "int"}), parse({"type": "array", "items": "long"})
    assert [each.path for each in faults(new, old, "field")] == ["field[]"]
    assert list(faults(parse(["null", {"type": "array", "items": "int"}]), old)) == []
    assert [each.rule for each in faults(parse(["null", "string"]), parse("int"))] == ["branch_missing"]
    assert list(faults(parse(["null", "string"]), parse("string"))) == []
    assert [each.words for each in faults(parse("string"), parse("bytes"))] == ["bytes cannot be read as string"]
