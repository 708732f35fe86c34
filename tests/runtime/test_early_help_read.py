"""One person's early help and caring, read by the real reader over a whole hub in memory."""

from hub.ports.reading import Ties
from tests.partners.referrals import EXAMPLESHIRE, NOW, lines, parcel, record
from tests.runtime.asked import Sent


async def test_a_case_is_read_with_its_card_and_is_its_councils() -> None:
    """What DWP passed on is on the page of its council, and of no other; who is no carer has no record as one."""
    sent = Sent()
    sent.hub.clock.set(NOW)
    receipt = await sent.hub.drop("dwp-desk", parcel(lines([record()])))
    assert receipt["accepted"] == 1
    await sent.hub.settle()
    subject = await sent.who("NINO", "NINO", "AB123456C")
    found = await sent.reader.early_help_of(subject)
    (case,) = found["cases"]
    assert (case["state"], case["council"], found["carer"]) == ("ROUTED", EXAMPLESHIRE, None)
    assert found["card"]["name"]["family"] == "Ashworth"
    assert await sent.reader.case_ties(subject) == Ties(frozenset((EXAMPLESHIRE,)))
    assert await sent.reader.case_ties(b"n" * 16) == Ties()
