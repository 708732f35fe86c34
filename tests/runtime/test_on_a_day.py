"""A reader asks what was true on a day: by everything that is known, and with its reasons."""

from datetime import date
from typing import Any

import pytest

from tests.runtime.asked import Sent, adt, at

IN = adt("A01", "202611020915")
OUT = adt("A03", "202611131640")
CORRECTED = adt("A08", "202611140900", out="202611121640")
DIED = adt("A31", "202611200900", died="20261116")


@pytest.fixture
def sent() -> Sent:
    """An empty hub."""
    return Sent()


async def state(sent: Sent, on: str, known_at: int | None = None) -> dict[str, Any]:
    """Ask for the joint state of a day."""
    return await sent.reader.joint_state(await sent.who(), date.fromisoformat(on), known_at)


async def test_a_correction_counts_on_the_day_that_it_names_once_it_is_known(sent: Sent) -> None:
    """An update of the 14th: she left on the 12th.  As known on the evening of the 13th she was in bed on the 12th."""
    await sent.take(IN, OUT, CORRECTED)
    now, then = await state(sent, "2026-11-12"), await state(sent, "2026-11-12", at("202611132000"))
    assert (now["spells"][0]["status"], now["episodes"][0]["day"]) == ("discharged", 1)
    assert (then["spells"][0]["status"], then["episodes"]) == ("open", [])


async def test_why_on_a_day_names_what_was_told_later_and_what_it_replaced(sent: Sent) -> None:
    """On the 12th the time of leaving is the update's; before the update was known she had not left on that day."""
    await sent.take(IN, OUT, CORRECTED)
    chain = await sent.reader.why(await sent.who(), "spells.0.discharged_at", date(2026, 11, 12), None)
    assert (chain["rule"], chain["event"]["type"]) == ("discharge_corrected", "SpellDetailsCorrected")
    assert (chain["value"][:16], chain["replaced"]) == ("2026-11-12T16:40", None)
    later = await sent.reader.why(await sent.who(), "spells.0.discharged_at", date(2026, 11, 13), None)
    assert later["replaced"][:16] == "2026-11-13T16:40"


async def test_why_nobody_had_said_something_on_a_day_names_what_had_happened_by_then(sent: Sent) -> None:
    """Nobody has stated a specialty: on the 3rd the newest message that could have was the admission."""
    await sent.take(IN, OUT)
    chain = await sent.reader.why(await sent.who(), "spells.0.specialty", date(2026, 11, 3), None)
    assert (chain["rule"], chain["event"]["type"]) == ("not_stated", "SpellAdmitted")
    before = await sent.reader.why(await sent.who(), "next_step", date(2026, 11, 1), None)
    assert (before["value"], before["rule"]) == (None, "not_stated")


async def test_why_on_a_day_does_not_name_what_happened_after_it(sent: Sent) -> None:
    """The ward of the 3rd is that of the admission, though she moved on the 5th."""
    await sent.take(IN, adt("A02", "202611051000", place="W7^BAY1^12^RZZ01"))
    chain = await sent.reader.why(await sent.who(), "spells.0.location.ward", date(2026, 11, 3), None)
    assert (chain["value"], chain["event"]["type"]) == ("AMU", "SpellAdmitted")


async def test_a_cancel_takes_a_discharge_back_in_the_reasons_of_its_day_too(sent: Sent) -> None:
    """The stay of the 13th is open because the discharge was cancelled, two days later and with a time of its own."""
    await sent.take(IN, OUT, adt("A13", "202611150900"))
    chain = await sent.reader.why(await sent.who(), "spells.0.status", date(2026, 11, 13), None)
    assert (chain["value"], chain["rule"], chain["replaced"]) == ("open", "discharge_cancelled", "discharged")
    empty = await sent.reader.why(await sent.who(), "spells.0.delay_reasons", date(2026, 11, 13), None)
    assert empty["event"]["type"] == "SpellAdmitted"


async def test_a_death_that_is_told_later_ended_the_weeks_on_its_day(sent: Sent) -> None:
    """On the 18th she was dead; the timeline of the 18th has what had happened by then."""
    await sent.take(IN, OUT, DIED)
    page = await sent.reader.page(await sent.who(), date(2026, 11, 18), None)
    assert (page.joint["episodes"][0]["ended_because"], page.joint["next_step"]) == ("death", None)
    assert [line["type"] for line in page.timeline] == ["SpellDischarged", "SpellAdmitted"]
    assert page.record["headings"][3]["items"][0]["values"]["status"] == "ended"
    chain = await sent.reader.why(await sent.who(), "died_at", date(2026, 11, 18), None)
    assert (chain["event"]["type"], chain["value"]) == ("DeathRecorded", "2026-11-16")


async def test_the_day_that_is_not_over_is_the_state_of_now(sent: Sent) -> None:
    """Asking for today gives what asking for no day gives, byte for byte of the state, plans included."""
    await sent.take(IN, adt("A02", "202611041000", sent="202611031700", place="W7^BAY1^12^RZZ01"))
    now = await sent.reader.joint_state(await sent.who(), None, None)
    assert await state(sent, now["on"]) == now
    assert (await state(sent, "2027-03-01"))["hash"] == now["hash"]
