"""Nothing derived from care, discharge, assessment or record can travel back to DWP."""

import ast
import inspect
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, get_type_hints

import pytest

import connectors.dwp
from connectors.carer_notices import translate as carer_translation
from connectors.dwp import translate as translation
from connectors.file_answer import Asked
from connectors.receipt import Outcome, RecordReply
from hub.domain.figures import KINDS
from hub.ports.connector import Finding, Receipt, Received
from hub.processors.carers import CarersProcessor
from hub.processors.early_help import EarlyHelpProcessor
from tests.domain.stories import Story
from tests.partners.referrals import Desk, lines, parcel, record
from tests.processors.helped import contact, referred
from tests.processors.people import fold

FOLDER = Path(inspect.getfile(connectors.dwp)).parent
ALLOWED = {
    "hub.domain.carer_codes",
    "hub.domain.council_codes",
    "hub.errors",
    "hub.domain.days",
    "hub.domain.lawful_bases",
    "hub.domain.years",
    "hub.events.carers",
    "hub.events.referral",
    "hub.events.values",
    "hub.people.card",
    "hub.people.claims",
    "hub.ports.books",
    "hub.ports.clock",
    "hub.ports.connector",
}


def test_the_reply_has_three_words_and_no_more() -> None:
    """DWP hears RECEIVED, NOT_THIS_COUNCIL or DECEASED: a fourth word is a change of law, not of code."""
    assert [one.value for one in Outcome] == ["RECEIVED", "NOT_THIS_COUNCIL", "DECEASED"]
    assert get_type_hints(RecordReply)["outcome"] is Outcome


SHARED = (
    "council_routing", "file_answer", "file_lines", "file_profile", "lawful_basis", "manifest", "manifest_drop",
    "person_fields", "receipt", "record_fields", "record_head", "record_lines", "tally",
)  # fmt: skip
"""What files of records share, beside the connectors."""
READING = [
    *sorted(FOLDER.glob("*.py")),
    *sorted((FOLDER.parent / "carer_notices").glob("*.py")),
    *(FOLDER.parent / f"{name}.py" for name in SHARED),
]


@pytest.mark.parametrize("path", READING, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_reads_referrals_and_notices_knows_nothing_of_care(path: Path) -> None:
    """No module can name an event, state, processor or store that holds what became of a person."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for name in names:
            assert not name.startswith("hub") or name in ALLOWED, f"{path.name} imports {name}"


def test_a_reply_is_computed_from_the_record_alone() -> None:
    """The function that gives the reply is handed bytes, a profile, places, a time, the file's council, and policy."""
    assert list(inspect.signature(translation.translate).parameters) == ["raw", "asked"]
    assert list(inspect.signature(carer_translation.translate).parameters) == ["raw", "asked"]
    assert set(Asked._fields) == {"profile", "places", "at", "recipient", "bases"}


@pytest.mark.parametrize("processor", [EarlyHelpProcessor(), CarersProcessor()], ids=lambda one: str(one.name))
def test_what_early_help_and_carers_tell_is_for_the_count_alone(processor: Any) -> None:
    """Each publishes one kind of fact, of codes and days, which the hub's own figures count: no sender reads it."""
    story = Story()
    referred(story, "2026-11-02T09:15", kind="CARER")
    story.tell("2026-11-03T09:15", contact())
    (fact,) = processor.facts(fold(story, processor), date(2026, 11, 30))
    assert fact.kind in KINDS
    assert "R1" not in fact.key + fact.body


def test_no_connector_reads_what_the_hub_tells() -> None:
    """No module beside or under the connectors reads the log, its topics or a processor: no reply grows from them."""
    for path in FOLDER.parent.rglob("*.py"):
        if "simulator" not in path.parts:
            text = path.read_text("utf-8")
            assert not [name for name in ("hub.processors", "hub.ports.log", "hub.events.catalogue") if name in text]


class TellTale:
    """An intake that tries to say all it knows of a person."""

    def __init__(self, outcome: str) -> None:
        self.outcome = outcome

    async def take(self, received: Sequence[Received]) -> Sequence[Receipt]:
        """Answer with care facts in every place that an answer has."""
        secret = Finding("discharge", "in_hospital", "this person is in hospital", "error")
        return [Receipt(self.outcome, (b"care-fact-event!",), (secret,), "in-hospital") for _ in received]


@pytest.mark.parametrize("outcome", ["accepted", "ignored", "rejected", "in_hospital"])
async def test_whatever_the_hub_knows_the_receipt_is_the_same(outcome: str) -> None:
    """A receipt is byte for byte the same, whatever the rooms behind the door answer."""
    files = parcel(lines([record(1), record(2, nino="x"), record(3, postcode="QX2 1AA")]))
    expected = await Desk().drop(files)
    desk = Desk()
    desk.door._intake = TellTale(outcome)
    assert await desk.drop(files) == expected
