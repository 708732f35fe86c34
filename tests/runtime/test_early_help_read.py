"""One person's early help and caring, read by the real reader over a whole hub in memory."""

from datetime import date

import pytest

from hub.errors import NotFound
from hub.events.carers import CarerNoticeReceived
from hub.events.early_help import ConsentWithdrawn
from hub.events.referral import DwpReferralReceived
from hub.ports.reading import Ties
from tests.api.test_council_access import OWN, SECOND, helped
from tests.domain.stories import HOME
from tests.partners.referrals import EXAMPLESHIRE, NOW, lines, parcel, record
from tests.runtime.asked import Sent
from tests.runtime.leaves import leaves
from tests.runtime.test_reasons import NO_CLAIMS


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


async def referred() -> tuple[Sent, bytes]:
    """Somebody whom DWP passed on with consent until 1 December."""
    sent = Sent()
    sent.hub.clock.set(NOW)
    await sent.hub.drop("dwp-desk", parcel(lines([record(consent_expires_at="2026-12-01")])))
    await sent.hub.settle()
    return sent, await sent.who("NINO", "NINO", "AB123456C")


async def test_a_case_answers_both_times() -> None:
    """Before it came there is none; on the last day of consent it is the council's, and held from the next day on."""
    sent, who = await referred()
    days = (date(2026, 11, 1), date(2026, 12, 1), date(2026, 12, 2))
    found = [await sent.reader.early_help_of(who, on, None) for on in days]
    assert [[(case["state"], case["held"]) for case in one["cases"]] for one in found] == [
        [], [("ROUTED", False)], [("RECEIVED", True)],
    ]  # fmt: skip
    assert [one["on"] for one in found] == [day.isoformat() for day in days]
    with pytest.raises(NotFound):
        await sent.reader.early_help_of(who, None, NOW - 86_400_000)


async def test_every_value_of_early_help_says_why() -> None:
    """Each with its event and rule; a place that is of the joint state, or of nothing, is not found here."""
    sent, who = await referred()
    chain = await sent.reader.why_of_help(who, "cases.0.held", date(2026, 12, 2), None)
    assert (chain["value"], chain["rule"], chain["event"]["type"]) == (True, "consent_ended", "DwpReferralReceived")
    for on in (date(2026, 12, 1), date(2026, 12, 2)):
        shown = await sent.reader.early_help_of(who, on, None)
        asked = [(path, value) for path, value in leaves({"cases": shown["cases"]}) if path not in NO_CLAIMS]
        assert len(asked) > 20
        for path, value in asked:
            chain = await sent.reader.why_of_help(who, path, on, None)
            assert (chain["value"], chain["event"]["type"]) == (value, "DwpReferralReceived"), path
    for path in ("cases.1.state", "episodes.0.day", "moves", "nothing"):
        with pytest.raises(NotFound):
            await sent.reader.why_of_help(who, path, None, None)
    for path in ("cases.0.state", "carer"):
        with pytest.raises(NotFound):
            await sent.reader.why(who, path, None, None)


SAID = DwpReferralReceived(
    "R1", "SUPPORT_NEED", OWN, "postcode", "CONSENT", ("AA",), home=HOME, contact_caution=("VIOLENT",),
    consent_until=date(2026, 11, 20),
)  # fmt: skip
NOTICE = CarerNoticeReceived("N1", "GP", SECOND, "postcode", "CONSENT", home=HOME, relationship="MOTHER")
BEFORE = date(2026, 11, 19)


@pytest.mark.parametrize("on", [None, BEFORE, date(2027, 1, 5)])
async def test_what_is_held_today_is_held_on_every_day(on: date | None) -> None:
    """The day before its consent ended brings nothing back of a case, of a carer's notice, or of a reason."""
    team = await helped(SAID, NOTICE)
    who, reader = team.story.events[0].subject_ref, team.hub.reader
    (before, _) = (await reader.early_help_of(who, BEFORE))["cases"]
    assert (before["held"], before["benefits"], before["contact_caution"]) == (False, ["AA"], ["VIOLENT"])
    team.story.tell("2026-11-30T09:00", ConsentWithdrawn("C1"))
    await team.settle("2026-12-01T10:00")
    found = await reader.early_help_of(who, on)
    assert [case["held"] for case in found["cases"]] == [True, True]
    for case in found["cases"]:
        shown = {name for name, value in case.items() if value not in (None, [], False)}
        assert shown == {"referral_id", "state", "status", "received_at", "received_on", "held"}
        assert case["state"] == "RECEIVED"
    (notice,) = found["carer"]["notices"]
    assert set(notice) == {"notice_id", "source", "received_on", "withdrawn_on", "held"}
    assert (await reader.why_of_help(who, "cases.0.held", on, None))["value"] is True
    assert (await reader.why_of_help(who, "cases.0.benefits", on, None))["value"] == []
    known = await reader.early_help_of(who, None, (await reader.told(who))[0].received_at)
    assert known["cases"][0]["benefits"] == []


async def test_a_council_sees_the_cases_and_notices_that_it_was_given_alone() -> None:
    """Two cases of two councils: each is shown its own, the joint team both; a reason counts within what is shown."""
    team = await helped(SAID, NOTICE)
    who, reader = team.story.events[0].subject_ref, team.hub.reader
    seen = {}
    for council in (None, OWN, SECOND):
        found = await reader.early_help_of(who, BEFORE, None, council)
        cases = [case["referral_id"] for case in found["cases"]]
        seen[council] = (cases, [notice["notice_id"] for notice in found["carer"]["notices"]])
    assert seen == {None: (["R1", "N1"], ["N1"]), OWN: (["R1"], []), SECOND: (["N1"], ["N1"])}
    chain = await reader.why_of_help(who, "cases.0.source", BEFORE, None, SECOND)
    assert chain["value"] == "GP"
    with pytest.raises(NotFound):
        await reader.why_of_help(who, "cases.1.benefits", BEFORE, None, SECOND)
