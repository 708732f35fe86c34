"""Whatever is sent, a record is taken or parked: nothing breaks, and no value comes back."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.carer_notices.connector import CarerNoticesConnector
from connectors.carer_notices.layout import LAYOUT
from connectors.carer_notices.translate import translate as translate_notice
from connectors.dwp.profile import DwpProfile
from connectors.dwp.translate import translate
from connectors.file_answer import Asked
from connectors.provider_table.profile import COLUMNS
from connectors.provider_table.table import Row
from connectors.provider_table.translate import translate as translate_row
from tests.partners import referrals, tables
from tests.partners.memory_intake import StillClock

OPTIONAL = {"email": "", "uprn": "", "nhs_number": "", "accessible_format": "", "destination_cassr": "X01"}
OPTIONAL |= {"consent_expires_at": "", "supersedes_referral_id": "", "caring_hours_band": "", "preferred_language": ""}
FIELDS = sorted({*referrals.record(), *OPTIONAL, "appointee", "cared_for", "nino_hash"})
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=30)
    | st.sampled_from(["2026-13-01", "-1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
SAMPLES = Path(__file__).parents[2] / "connectors" / "carer_notices" / "samples" / "good"
MARK = "Zyzzogeton77"


def asked() -> Asked[DwpProfile]:
    """Give what a record is read against."""
    connector = referrals.Desk().connector
    return Asked(connector.profile("referral_v1"), connector.places, referrals.NOW, referrals.EXAMPLESHIRE)


ASKED = asked()
CONNECTOR = CarerNoticesConnector(referrals.places(), StillClock(referrals.NOW))
CARERS = Asked(CONNECTOR.profile("childrens_services"), CONNECTOR.places, referrals.NOW, referrals.EXAMPLESHIRE)
NOTICE = (SAMPLES / "parent_carer.jsonl").read_text("utf-8")
PROFILE = tables.Desk().connector.profile("table_v1")


@settings(max_examples=300)
@given(st.sampled_from(FIELDS), ANYTHING)
def test_any_value_in_any_field_of_a_referral_is_taken_or_parked(field: str, value: Any) -> None:
    """A sender's fault is the sender's to hear of, never an exception in the hub."""
    raw = json.dumps({**referrals.record(), field: value}).encode()
    answer = translate(raw, ASKED)
    assert (answer.reply is None) == (answer.translation.outcome == "rejected")
    for event in answer.translation.events:
        json.dumps(event.personal, ensure_ascii=False).encode("utf-8")  # what is sealed has to be writable


@settings(max_examples=300)
@given(st.sampled_from([*sorted(LAYOUT), "child_name"]), ANYTHING)
def test_any_value_in_any_field_of_a_carers_notice_is_taken_or_parked(field: str, value: Any) -> None:
    """As of a referral; and whatever is kept of it can be written and read again."""
    raw = json.dumps({**json.loads(NOTICE), "upn": "\ud800", field: value}).encode()
    answer = translate_notice(raw, CARERS)
    assert (answer.reply is None) == (answer.translation.outcome == "rejected")
    assert answer.kept is not None
    assert {"upn", "child_name"}.isdisjoint(json.loads(answer.kept))


@settings(max_examples=200)
@given(st.binary(max_size=200))
def test_any_bytes_are_taken_or_parked(raw: bytes) -> None:
    """Junk is one parked line."""
    assert translate(raw, ASKED).translation.outcome == "rejected"


@settings(max_examples=300)
@given(st.sampled_from(sorted(tables._OF_KIND)), st.sampled_from(COLUMNS), st.text(max_size=40))
def test_any_text_in_any_cell_is_taken_or_parked(kind: str, column: str, text: str) -> None:
    """A row is an event or a reason."""
    cells = {**tables.row(kind), column: text.strip()}
    translation = translate_row(Row(2, cells, b""), PROFILE, referrals.NOW)
    assert (translation.outcome == "accepted") == bool(translation.events)


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize(
    "value", [MARK, [MARK], {"role": MARK, "name": MARK}, MARK * 30], ids=["text", "list", "map", "long"]
)
async def test_no_value_of_any_referral_field_comes_back(field: str, value: Any) -> None:
    """Receipts name the field and the rule, whichever field it is."""
    receipt = await referrals.Desk().records(referrals.record(1, **{field: value}))
    assert MARK not in json.dumps(receipt)


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("kind", sorted(tables._OF_KIND))
async def test_no_value_of_any_cell_comes_back(kind: str, column: str) -> None:
    """The row report names the column and the rule, whichever column it is."""
    rows = [{**tables.row(kind), column: text} for text in (MARK, MARK * 20)]
    receipt = await tables.Desk().rows(*rows)
    assert MARK not in json.dumps(receipt)
