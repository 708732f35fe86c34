"""What becomes of a whole referral file."""

import csv
import io
import json
from typing import Any

import pytest

from hub.errors import Unavailable
from tests.partners.memory_intake import event_id
from tests.partners.referrals import TESTERTON, Desk, lines, parcel, record


@pytest.mark.parametrize(
    ("manifest", "rule"),
    [
        ({"sha256": "0" * 64}, "hash_differs"),
        ({"sha256": "none"}, "manifest_invalid"),
        ({"record_count": 7}, "count_differs"),
        ({"schema_version": "2.0"}, "schema_version_unknown"),
        ({"file_name": "DWPREF_E10999001_20261118_0002.jsonl"}, "name_differs"),
        ({"name": "referrals.jsonl"}, "name_pattern"),
        ({"name": "../DWPREF_E10999001_20261118_0001.jsonl"}, "name_pattern"),
        ({"name": "DWPREF_E10999001_20261118_0001.xlsx"}, "name_pattern"),
        ({"name": "DWPREF_E10999002_20261118_0001.jsonl"}, "name_differs"),
        ({"name": "DWPREF_E10999001_20261118_0002.jsonl"}, "name_differs"),
        ({"sequence": 0}, "manifest_invalid"),
        ({"produced_at": "today"}, "manifest_invalid"),
    ],
)
async def test_a_file_that_is_not_what_its_manifest_says_is_refused_whole(manifest: dict[str, Any], rule: str) -> None:
    """Nothing of such a file is taken, and the receipt names the rule."""
    desk = Desk()
    receipt = await desk.drop(parcel(lines([record()]), **manifest))
    assert receipt["refused"]["rule"] == rule
    assert (receipt["accepted"], receipt["parked"], receipt["replies"]) == (0, [], [])
    assert desk.intake.taken == []


async def test_a_file_and_its_manifest_come_together() -> None:
    """Half a delivery is refused with words that say which half is missing."""
    files = parcel(lines([record()]))
    (name, manifest) = files
    assert (await Desk().drop({name: files[name]}))["refused"]["rule"] == "manifest_missing"
    assert (await Desk().drop({manifest: files[manifest]}))["refused"]["rule"] == "file_missing"
    assert (await Desk().drop({name: files[name], manifest: b"{"}))["refused"]["rule"] == "manifest_invalid"


async def test_the_manifest_may_leave_out_the_file_s_ending() -> None:
    """`X.manifest.json` and `X.jsonl.manifest.json` both belong to `X.jsonl`."""
    files = parcel(lines([record()]))
    renamed = {name.replace(".jsonl.manifest", ".manifest"): content for name, content in files.items()}
    assert (await Desk().drop(renamed))["accepted"] == 1


async def test_a_repeated_or_missing_sequence_is_refused() -> None:
    """Files of one council follow each other without a gap; other councils have a sequence of their own."""
    desk = Desk()
    assert (await desk.records(record(1), sequence=5))["accepted"] == 1
    assert (await desk.records(record(2), sequence=5))["refused"]["rule"] == "sequence_repeated"
    assert (await desk.records(record(2), sequence=4))["refused"]["rule"] == "sequence_repeated"
    assert (await desk.records(record(2), sequence=7))["refused"]["rule"] == "sequence_missing"
    unsaid = parcel(lines([record(2)]), 7, previous_sequence=None)
    assert (await desk.drop(unsaid))["refused"]["rule"] == "sequence_missing"
    wrong_before = parcel(lines([record(2)]), 6, previous_sequence=4)
    assert (await desk.drop(wrong_before))["refused"]["rule"] == "sequence_missing"
    elsewhere = parcel(lines([record(9, postcode="QX2 1AA")]), 1, recipient_ons_code=TESTERTON)
    assert (await desk.drop(elsewhere))["accepted"] == 1
    assert (await desk.records(record(2), sequence=6))["accepted"] == 1
    assert len(desk.intake.events) == 3


async def test_the_same_file_twice_makes_no_second_event_and_repeats_its_replies() -> None:
    """A sender that lost the receipt hands the same file over again: refused as taken, with the same replies."""
    desk = Desk()
    first = await desk.records(record(1), record(2, postcode="QX2 1AA"))
    again = await desk.records(record(1), record(2, postcode="QX2 1AA"))
    assert again["refused"]["rule"] == "sequence_repeated"
    assert again["replies"] == first["replies"]
    assert len(desk.intake.events) == 1
    changed = await desk.records(record(3))
    assert (changed["refused"]["rule"], changed["replies"]) == ("sequence_repeated", [])


async def test_the_same_record_in_the_next_file_makes_no_second_event() -> None:
    """Event ids follow from the referral and its bytes, so a record that comes again is a duplicate."""
    desk = Desk()
    await desk.records(record(1), sequence=1)
    receipt = await desk.records(record(1), record(2), sequence=2)
    assert (receipt["accepted"], receipt["duplicates"]) == (1, 1)
    same = [one for one in desk.intake.taken if one.translation.message_id == record(1)["referral_id"]]
    assert len({event_id(one, 0) for one in same}) == 1


async def test_a_file_that_could_not_be_kept_is_taken_when_it_comes_again() -> None:
    """While the log is away nothing is noted; the resend is taken once."""
    desk = Desk()
    desk.intake.away = True
    with pytest.raises(Unavailable):
        await desk.records(record(1))
    desk.intake.away = False
    assert (await desk.records(record(1)))["accepted"] == 1


async def test_several_files_are_taken_in_the_order_of_their_sequence() -> None:
    """A backlog handed over at once is taken oldest first, with one receipt each and the sums above."""
    desk = Desk()
    files = parcel(lines([record(2)]), 2) | parcel(lines([record(1)]), 1)
    receipt = await desk.drop(files)
    assert receipt["accepted"] == 2
    assert [one["refused"] for one in receipt["files"]] == [None, None]


async def test_an_empty_run_is_a_good_file() -> None:
    """A day without referrals moves the sequence on."""
    desk = Desk()
    assert (await desk.drop(parcel(b"", 1)))["refused"] is None
    assert (await desk.records(record(1), sequence=2))["accepted"] == 1


def as_csv(records: list[dict[str, Any]]) -> bytes:
    """Write referrals in the CSV form."""
    rows = []
    for one in records:
        cells = dict(one)
        for name in ("consent_scope", "contact_caution"):
            cells[name] = "|".join(one.get(name, []))
        cells["awards"] = "|".join(":".join(award.values()) for award in one["awards"])
        rows.append(cells)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, sorted({name for one in rows for name in one}))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


async def test_the_csv_form_says_the_same_as_the_json_form() -> None:
    """Both encodings of one referral give the same event, commas and quotes in an address included."""
    whole = record(1, address_line_1='Flat 2, "The Sample"')
    from_json, from_csv = Desk(), Desk()
    await from_json.records(whole)
    receipt = await from_csv.drop(parcel(as_csv([whole, record(2)]), form="csv"))
    assert receipt["accepted"] == 2, receipt
    assert from_csv.intake.events[0] == from_json.intake.events[0]


async def test_a_csv_file_whose_quotes_never_close_is_refused() -> None:
    """A file that cannot be cut into rows is not guessed at."""
    broken = as_csv([record(1)]).replace(b"Mrs", b'"Mrs', 1)
    assert (await Desk().drop(parcel(broken, form="csv", record_count=1)))["refused"]["rule"] == "not_csv"


async def test_a_receipt_is_json_with_the_agreed_members() -> None:
    """The receipt's members are a contract."""
    receipt = json.loads(json.dumps(await Desk().records(record(1), record(2, nino="x"))))
    assert receipt["file"] == "DWPREF_E10999001_20261118_0001.jsonl"
    assert set(receipt["parked"][0]) == {"line", "path", "rule", "words"}
    assert set(receipt["replies"][0]) == {"referral_id", "outcome"}
    assert receipt["refused"] is None
