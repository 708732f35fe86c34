"""Who has something to finish, or to put right, of somebody who is another's: that, and nothing else."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import httpx
import pytest

from hub.api.access import Caller
from hub.api.gate import Asked, Gate
from hub.api.purposes import Purpose, Role, View
from hub.events import portability as p
from hub.events.appeals import AppealLodged
from hub.events.charges import ChargeRecorded
from hub.events.referral import DwpReferralReceived
from hub.ports.recording import Entry, Recorder
from tests.api.test_council_access import OWN, SECOND, THIRD, asks
from tests.api.test_team_access import Team, asking, went_home
from tests.domain.sayings import says
from tests.domain.stories import HOME, Story

CHARGES = (View.ENTRIES, "charges")


@pytest.fixture
async def team() -> Team:
    """Somebody for whom a council answers."""
    return await went_home()


@pytest.fixture
async def sends(team: Team) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the app over that hub."""
    async with asking(team) as made:
        yield made


async def by_hand(team: Team, who: Recorder, entry: Entry, then: str) -> str:
    """Record an entry, let the hub know it, and give its event."""
    subject, before = team.story.events[0].subject_ref, len(team.hand.events)
    done = await team.recording.record(subject, who, entry)
    team.story.events.extend(team.hand.events[before:])
    await team.settle(then)
    return done.event_ids[0].hex()


async def moved_away(team: Team) -> None:
    """Let somebody move from the first council, which charged them for free days and has an appeal, to the second."""
    team.story.line("2026-11-14T09:00", "L1", 700)
    for charge, whose in (("B1", OWN), ("B2", SECOND)):
        charged = ChargeRecorded(charge, date(2026, 11, 14), date(2026, 11, 20), 10000, charged_by=whose)
        team.story.tell("2026-11-20T09:00", charged)
    team.story.tell("2026-11-21T09:00", AppealLodged("P1", "CHARGE", date(2026, 11, 21), OWN, "B1"))
    team.story.tell("2026-11-22T09:00", p.MoveNotified("M1", date(2026, 11, 25), OWN, SECOND))
    await team.settle("2026-11-26T09:00")
    await team.hub.tick()


async def test_the_council_that_somebody_left_pays_back_and_decides_its_appeal(
    team: Team, sends: httpx.AsyncClient
) -> None:
    """What waits for it is its own to finish; another's charge is not, and nothing else opens."""
    await moved_away(team)
    assert await asks(team, OWN, Purpose.NEEDS_ASSESSMENT, *CHARGES)
    assert await asks(team, OWN, Purpose.NEEDS_ASSESSMENT, View.ENTRIES, "appeals")
    for view, records in ((View.JOINT_STATE, None), (View.ENTRIES, "decisions"), (View.ENTRIES, "coordination")):
        assert not await asks(team, OWN, Purpose.NEEDS_ASSESSMENT, view, records)
    assert not await asks(team, THIRD, Purpose.NEEDS_ASSESSMENT, *CHARGES)

    async def answered(what: str, **fields: Any) -> tuple[int, list[str]]:
        path, headers = f"/v1/people/{team.ref}/entries", team.headers(organisation=OWN)
        got = await sends.post(path, json={"what": what, "fields": fields}, headers=headers)
        return got.status_code, [each["rule"] for each in got.json().get("errors", ())]

    paid = {"reversed_on": "2026-11-26"}
    assert await answered("charge_reversed", charge="B2", **paid) == (422, ["not_your_charge"])
    assert await answered("charge_reversed", charge="B1", **paid) == (201, [])
    assert await answered("appeal_acknowledged", appeal="P1", acknowledged_on="2026-11-26") == (201, [])
    bill = {"from_on": "2026-11-14", "to_on": "2026-11-20", "amount": "10"}
    assert await answered("charge_recorded", council=SECOND, **bill) == (422, ["does_not_fit"])
    assert await answered("charge_recorded", council=OWN, **bill) == (201, [])


async def test_a_late_bill_is_written_down_by_the_council_that_was_left(team: Team, sends: httpx.AsyncClient) -> None:
    """Nothing waits for it any more: it charges for days of its own time and takes that back, and does nothing else."""
    team.story.line("2026-11-14T09:00", "L1", 700)
    team.story.tell("2026-11-22T09:00", p.MoveNotified("M1", date(2026, 11, 25), OWN, SECOND))
    team.story.line("2026-11-26", "L2", 300, provider="1-200")
    await team.settle("2026-11-24T09:00")
    await team.hub.tick()
    await team.settle("2026-12-20T09:00")
    await team.hub.tick()
    assert OWN not in (await team.hub.reader.finishing_ties(team.story.events[0].subject_ref)).holding
    assert await asks(team, OWN, Purpose.NEEDS_ASSESSMENT, *CHARGES)
    for view, records in ((View.JOINT_STATE, None), (View.ENTRIES, "appeals"), (View.ENTRIES, "decisions")):
        assert not await asks(team, OWN, Purpose.NEEDS_ASSESSMENT, view, records)
    assert not await asks(team, THIRD, Purpose.NEEDS_ASSESSMENT, *CHARGES)
    path, headers = f"/v1/people/{team.ref}/entries", team.headers(organisation=OWN)

    async def answered(what: str, **fields: Any) -> tuple[int, list[tuple[str, str]]]:
        got = await sends.post(path, json={"what": what, "fields": fields}, headers=headers)
        wrong = got.json().get("errors", ())
        return got.status_code, [(each["path"].removeprefix("body.fields."), each["rule"]) for each in wrong]

    offered = (await sends.get(f"{path}/choices?what=charge_recorded", headers=headers)).json()["fields"]
    assert [each["value"] for each in offered["line"]] == ["1-100/L1"]
    bill = {"amount": "10", "council": OWN, "from_on": "2026-11-14"}
    late = await answered("charge_recorded", **bill, to_on="2026-11-25", line="1-200/L2")
    assert late == (422, [("to_on", "not_your_days"), ("line", "not_your_days")])
    others = await answered("charge_recorded", **(bill | {"council": SECOND}), to_on="2026-11-24")
    assert others == (422, [("council", "does_not_fit")])
    assert await answered("charge_recorded", **bill, to_on="2026-11-24", line="1-100/L1") == (201, [])
    team.story.events.extend(team.hand.events)
    await team.settle("2026-12-20T09:05")
    (charge,) = (await sends.get(f"{path}/choices?what=charge_reversed", headers=headers)).json()["fields"]["charge"]
    back = await answered("charge_reversed", charge=charge["value"], reversed_on="2026-12-20")
    assert back == (201, [])


async def test_of_somebody_whose_whereabouts_are_hidden_nothing_waits_for_a_council_that_is_named(team: Team) -> None:
    """No step and no notice names a council then, so none opens."""
    await moved_away(team)
    says(team.story, "2026-11-26T10:00", hidden=True)
    await team.settle("2026-11-26T11:00")
    assert not await asks(team, OWN, Purpose.NEEDS_ASSESSMENT, *CHARGES)


async def test_a_move_of_the_wrong_person_is_taken_back_by_who_wrote_it_down(
    team: Team, sends: httpx.AsyncClient
) -> None:
    """It took the person away from that very council; nobody else may take it back, and nothing new is recorded."""
    worker = Recorder(OWN, "social_worker", "NEEDS_ASSESSMENT", "own_council")
    fields = {"intended_on": "2026-11-14", "to_council": "E08000016"}
    moved = await by_hand(team, worker, Entry("move_notified", fields, "of-the-move"), "2026-11-15T09:00")
    assert not await asks(team, OWN, Purpose.NEEDS_ASSESSMENT)
    path = f"/v1/people/{team.ref}/entries"
    new = {"what": "move_notified", "fields": fields}
    back = {"what": "recorded_by_mistake", "corrects": moved, "reason": {"code": "WRONG_PERSON"}}

    async def status(body: dict[str, Any], organisation: str) -> int:
        return (await sends.post(path, json=body, headers=team.headers(organisation=organisation))).status_code

    assert [await status(new, OWN), await status(back, THIRD), await status(back, OWN)] == [403, 403, 201]


async def test_a_consent_that_was_not_refused_is_put_right_by_who_wrote_it_down() -> None:
    """The case is held because of it, so that nothing else lets the council in; of who is not known nothing is."""
    team = Team()
    team.story = Story("early help")
    case = DwpReferralReceived("R1", "SUPPORT_NEED", OWN, "postcode", "CONSENT", ("AA",), home=HOME)
    team.story.tell("2026-11-14T09:00", case)
    await team.settle("2026-11-14T10:00")
    worker = Recorder(OWN, "social_worker", "EARLY_HELP_OFFER", "own_council")
    no = Entry("consent_recorded", {"scope": "EARLY_HELP", "given": "no"}, "of-the-consent")
    refused = await by_hand(team, worker, no, "2026-11-14T11:00")
    assert not await asks(team, OWN, Purpose.EARLY_HELP_OFFER, View.ENTRIES, "early_help")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(team.app), base_url="http://testserver") as sends:
        body = {"what": "consent_recorded", "corrects": refused, "reason": {"code": "WRONG_VALUE"}}
        fields = {"fields": {"scope": "EARLY_HELP", "given": "yes"}}
        for ref, wanted in (("0" * 32, 403), (team.ref, 201)):
            headers = team.headers("EARLY_HELP_OFFER", organisation=OWN)
            got = await sends.post(f"/v1/people/{ref}/entries", json=body | fields, headers=headers)
            assert got.status_code == wanted


async def lets_in(team: Team, provider: str) -> bool:
    """Say whether a provider may record a new visit."""
    subject = team.story.events[0].subject_ref
    gate = Gate(team.desk.parts._replace(reading=team.hub.reader, recording=team.recording))
    caller = Caller("carer-1", Role.CARE_STAFF, provider, frozenset(Purpose))
    asked = Asked(View.ENTRIES, "record", subject, records="visits")
    return await gate.permits(caller, Purpose.CARE_DELIVERY, asked)


async def test_a_provider_writes_the_last_visits_down_after_the_six_weeks(team: Team, sends: httpx.AsyncClient) -> None:
    """What happened on Friday night is recorded on Monday, of its own line alone; a fortnight later no longer."""
    team.story.line("2026-11-14T09:00", "L1", 700)
    team.story.line("2026-11-14T09:00", "L2", 700, provider="1-101")
    team.story.death("2026-12-20T09:00", died="2026-12-20")
    await team.settle("2026-12-22T09:00")
    subject = team.story.events[0].subject_ref
    lines = {line.values["provider"]: line.ref for line in (await team.recording.known(subject)).things["line"]}

    async def put(provider: str) -> tuple[int, list[str]]:
        body = {"what": "visit_confirmed", "fields": {"line": lines[provider], "done_at": "2026-12-19T20:00"}}
        headers = team.headers("CARE_DELIVERY", role=Role.CARE_STAFF, organisation="1-100")
        got = await sends.post(f"/v1/people/{team.ref}/entries", json=body, headers=headers)
        return got.status_code, [each["rule"] for each in got.json().get("errors", ())]

    assert await put("1-100") == (201, [])
    assert await put("1-101") == (422, ["not_your_line"])
    assert not await lets_in(team, "1-102")
    await team.settle("2027-01-08T09:00")
    assert not await lets_in(team, "1-100")


async def test_a_concern_that_care_staff_raised_stays(team: Team, sends: httpx.AsyncClient) -> None:
    """They say that there is one and nothing else; the organisation that it may be about does not take it back."""
    team.story.line("2026-11-14T09:00", "L1", 700)
    await team.settle("2026-11-15T09:00")
    path = f"/v1/people/{team.ref}/entries"
    headers = team.headers("CARE_DELIVERY", role=Role.CARE_STAFF, organisation="1-100")
    got = await sends.post(path, json={"what": "safeguarding_raised", "fields": {}}, headers=headers)
    assert got.status_code == 201
    team.story.events.extend(team.hand.events)
    await team.settle("2026-11-15T10:00")
    headers = team.headers("CARE_DELIVERY", role=Role.CARE_STAFF, organisation="1-100")
    back = {"corrects": got.json()["event_ids"][0], "reason": {"code": "DID_NOT_HAPPEN"}}
    for what in ("recorded_by_mistake", "safeguarding_raised"):
        refused = await sends.post(path, json=back | {"what": what}, headers=headers)
        assert [each["rule"] for each in refused.json()["errors"]] == ["stands"]
    assert (await sends.post(path, json={"what": "safeguarding_closed"}, headers=headers)).status_code == 403
    state = await team.hub.reader.joint_state(team.story.events[0].subject_ref, None, None)
    assert [(one["organisation"], one["closed_at"]) for one in state["safeguarding"]] == [("1-100", None)]


async def test_a_provider_puts_its_own_visit_right_after_a_death_and_leaves_its_line(
    team: Team, sends: httpx.AsyncClient
) -> None:
    """What the entry is about stays as it was: another line is no longer the provider's to write about."""
    team.story.line("2026-11-14T09:00", "L1", 700)
    team.story.line("2026-11-14T09:00", "L2", 700)
    await team.settle("2026-11-15T09:00")
    subject = team.story.events[0].subject_ref
    first, second = sorted(line.ref for line in (await team.recording.known(subject)).things["line"])
    provider = first.partition("/")[0]
    carer = Recorder(provider, "care_staff", "CARE_DELIVERY", "own_provider")
    visit = {"line": first, "done_at": "2026-11-14T12:00"}
    made = await by_hand(team, carer, Entry("visit_confirmed", visit, "of-the-visit"), "2026-11-16T09:00")
    team.story.death("2026-11-28T09:00", died="2026-11-28")
    await team.settle("2027-08-01T09:00")

    assert not await lets_in(team, provider)

    async def put(line: str) -> tuple[int, list[str]]:
        fields = {"line": line, "done_at": "2026-11-14T12:30"}
        body = {"what": "visit_confirmed", "fields": fields, "corrects": made, "reason": {"code": "WRONG_TIME"}}
        headers = team.headers("CARE_DELIVERY", role=Role.CARE_STAFF, organisation=provider)
        got = await sends.post(f"/v1/people/{team.ref}/entries", json=body, headers=headers)
        return got.status_code, [each["rule"] for each in got.json().get("errors", ())]

    assert await put(second) == (422, ["not_yours_now"])
    assert await put(first) == (201, [])
