"""Membership of a person's team opens the record and closes it, through the whole app over the real reader."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import msgspec
import pytest

from connectors.hand_record.desk import About, HandDesk
from connectors.hand_record.profile import named as hand_table
from hub.api.access import AccessRequest, Answer, Caller, decide
from hub.api.app import make_app
from hub.api.policy import shipped_policy
from hub.api.purposes import Purpose, Role, View
from hub.api.refs import ref_of
from hub.events.catalogue import BY_TYPE
from hub.events.coordination import TeamMemberJoined, TeamMemberLeft
from hub.events.envelope import Sealed
from hub.events.identity import SubjectKeyDestroyed
from hub.ports.log import Draft
from hub.ports.reading import Ties
from hub.ports.recording import Entry, Recorder
from hub.runtime.provenance import own_provenance
from tests.api.desk import Desk
from tests.api.hand_intake import HandIntake
from tests.domain.stories import Story, ms
from tests.simulator.whole_hub import WholeHub

MEMBER = "nurse-1"
OWN = "1-300"
POLICY = shipped_policy()


class Team:
    """A person in a hub in memory, and an API over it."""

    def __init__(self) -> None:
        self.hub, self.desk, self.story = WholeHub(), Desk(), Story("team access")
        reader, self.hand = self.hub.reader, HandIntake()

        about = About(reader.told, reader.card, former=reader.own_times)
        self.recording = HandDesk(hand_table("entries"), self.hand, self.desk.clock, about, patience_s=0.0)
        self.app = make_app(self.desk.parts._replace(reading=reader, recording=self.recording))
        self.sent = 0

    async def settle(self, now: str) -> None:
        """Send what was told since, fold it, and move the clocks."""
        codec, log = self.hub.reader.parts.codec, self.hub._lanes.log
        fresh, self.sent = self.story.events[self.sent :], len(self.story.events)
        self.hub.clock.set(ms(now))
        self.desk.clock.at = ms(now)
        whole = [
            msgspec.structs.replace(
                event,
                received_at=ms(now),
                provenance=event.provenance or own_provenance(event.event_id, "made"),
                sealed=Sealed(b"", b"", b""),
            )
            for event in fresh
        ]
        await log.append([Draft(BY_TYPE[e.type].topic, e.subject_ref, codec.encode(e)) for e in whole])
        await self.hub.settle()

    @property
    def ref(self) -> str:
        """The reference of the person."""
        return ref_of(self.story.events[0].subject_ref)

    def headers(self, purpose: str = "NEEDS_ASSESSMENT", **more: Any) -> dict[str, str]:
        """A token of the member, unless said otherwise."""
        caller = Caller(
            more.get("user", MEMBER),
            more.get("role", Role.SOCIAL_WORKER),
            more.get("organisation", OWN),
            frozenset(Purpose),
        )
        token = self.desk.issuer.issue(caller, self.desk.clock.now())
        return {"Authorization": f"Bearer {token}", "X-Purpose": purpose}


def asking(team: Team) -> httpx.AsyncClient:
    """Give a client of the app over a hub; a defect is an answer, as over a socket."""
    transport = httpx.ASGITransport(team.app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://testserver")


async def went_home() -> Team:
    """Give a hub in which somebody went home from hospital; their last covered day is 24 December."""
    made = Team()
    made.story.admit("2026-11-02T09:15")
    made.story.discharge("2026-11-13T16:40")
    await made.settle("2026-11-14T09:00")
    return made


@pytest.fixture
async def team() -> Team:
    """Somebody whom the member has nothing to do with."""
    return await went_home()


@pytest.fixture
async def reads(team: Team) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the app over that hub."""
    async with asking(team) as made:
        yield made


async def test_who_joins_reads_and_who_left_does_not_and_the_log_tells_both(
    team: Team, reads: httpx.AsyncClient
) -> None:
    """Refused before, answered while in the team, refused from the moment of leaving; every attempt is written down."""
    path = f"/v1/people/{team.ref}/joint-state"
    answers = [(await reads.get(path, headers=team.headers())).status_code]
    team.story.tell("2026-11-15T09:00", TeamMemberJoined(MEMBER, OWN, "NURSE", "NEEDS_ASSESSMENT"))
    await team.settle("2026-11-15T09:00")
    joined = await reads.get(path, headers=team.headers())
    answers.append(joined.status_code)
    team.story.tell("2026-11-16T09:00", TeamMemberLeft(MEMBER, OWN))
    await team.settle("2026-11-16T09:00")
    answers.append((await reads.get(path, headers=team.headers())).status_code)
    assert answers == [403, 200, 403]
    assert joined.json()["team"][0]["member_id"] == MEMBER
    lines = team.desk.access.lines
    assert [(line.decision, line.user, line.organisation) for line in lines] == [
        ("DENY", MEMBER, OWN), ("PERMIT", MEMBER, OWN), ("DENY", MEMBER, OWN),
    ]  # fmt: skip
    assert [line.reason for line in lines] == [
        "outside_scope",
        "who is in a person's team looks for the purpose for which they joined it",
        "outside_scope",
    ]


@pytest.mark.parametrize(
    "other",
    [
        {"user": "nurse-2"},
        {"organisation": "1-301"},
        {"purpose": "CARE_DELIVERY"},
        {"role": Role.ANALYST, "purpose": "SERVICE_PLANNING"},
        {"organisation": "DWP"},
    ],
)
async def test_only_the_post_at_its_organisation_for_the_purpose_stated(
    team: Team, reads: httpx.AsyncClient, other: dict[str, Any]
) -> None:
    """Another post, organisation, purpose or role opens nothing, and the team opens nothing to DWP."""
    organisation = "DWP" if other.get("organisation") == "DWP" else OWN
    team.story.tell("2026-11-15T09:00", TeamMemberJoined(MEMBER, organisation, None, "NEEDS_ASSESSMENT"))
    await team.settle("2026-11-15T09:00")
    asked = await reads.get(f"/v1/people/{team.ref}/record", headers=team.headers(**other))
    assert asked.status_code == 403


@pytest.mark.parametrize(
    ("joined_for", "purpose", "role", "what", "status"),
    [
        ("CARE_DELIVERY", "CARE_DELIVERY", Role.CARE_STAFF, "visit_missed", 201),
        ("CARE_DELIVERY", "CARE_DELIVERY", Role.SOCIAL_WORKER, "visit_missed", 201),
        ("NEEDS_ASSESSMENT", "NEEDS_ASSESSMENT", Role.SOCIAL_WORKER, "visit_missed", 403),
        ("NEEDS_ASSESSMENT", "CARE_DELIVERY", Role.CARE_STAFF, "visit_missed", 403),
        ("CARE_DELIVERY", "CARE_DELIVERY", Role.CARE_STAFF, "safeguarding_raised", 201),
        ("CARE_DELIVERY", "CARE_DELIVERY", Role.CARE_STAFF, "safeguarding_closed", 403),
        ("CARE_DELIVERY", "CARE_DELIVERY", Role.CARE_STAFF, "support_line_ended", 403),
        ("CARE_DELIVERY", "CARE_DELIVERY", Role.SOCIAL_WORKER, "coordinator_named", 403),
        ("CARE_DELIVERY", "SERVICE_PLANNING", Role.ANALYST, "visit_missed", 403),
    ],
)
async def test_a_member_writes_down_visits_until_they_leave(  # noqa: PLR0913, PLR0917 - one row of a table
    team: Team, reads: httpx.AsyncClient, joined_for: str, purpose: str, role: Role, what: str, status: int
) -> None:
    """A suitable role, for the purpose for which they joined, visits and a concern alone; after leaving nothing."""
    team.story.line("2026-11-13", "L1", 1000)
    team.story.tell("2026-11-15T08:00", TeamMemberJoined(MEMBER, OWN, None, joined_for))
    await team.settle("2026-11-15T09:00")
    subject = team.story.events[0].subject_ref
    (line,) = (await team.recording.known(subject)).things["line"]
    visit = {"line": line.ref, "planned_at": "2026-11-14T08:30"}
    entry = {"what": what, "fields": {} if what == "safeguarding_raised" else visit}
    path = f"/v1/people/{team.ref}/entries"
    asked = await reads.post(path, json=entry, headers=team.headers(purpose, role=role))
    assert asked.status_code == status
    team.story.tell("2026-11-16T09:00", TeamMemberLeft(MEMBER, OWN))
    await team.settle("2026-11-16T09:00")
    asked = await reads.post(path, json=entry, headers=team.headers(purpose, role=role))
    assert asked.status_code == 403
    decided = [line.decision for line in team.desk.access.lines if line.action == "record"]
    assert decided == ["PERMIT" if status == 201 else "DENY", "DENY"]


@pytest.mark.parametrize(
    ("what", "fields", "status"),
    [("visit_missed", {"planned_at": "2026-11-14T08:30"}, 201), ("coordinator_named", {"post_id": "HUB-3"}, 403)],
)
async def test_a_member_takes_back_no_entry_that_it_could_not_have_made(
    team: Team, reads: httpx.AsyncClient, what: str, fields: dict[str, str], status: int
) -> None:
    """A visit of its organisation it may; what its organisation's social worker decided is refused and written down."""
    team.story.line("2026-11-13", "L1", 1000)
    team.story.tell("2026-11-15T08:00", TeamMemberJoined(MEMBER, OWN, None, "CARE_DELIVERY"))
    await team.settle("2026-11-15T09:00")
    subject = team.story.events[0].subject_ref
    (line,) = (await team.recording.known(subject)).things["line"]
    worker = Recorder(OWN, "social_worker", "CARE_DELIVERY")
    about = fields | ({"line": line.ref} if what == "visit_missed" else {})
    done = await team.recording.record(subject, worker, Entry(what, about, "of-the-worker"))
    for event in team.hand.events:
        team.story.events.append(event)
    await team.settle("2026-11-15T10:00")
    body = {"what": "recorded_by_mistake", "corrects": done.event_ids[0].hex(), "reason": {"code": "TWICE"}}
    path, asks = f"/v1/people/{team.ref}/entries", team.headers("CARE_DELIVERY", role=Role.CARE_STAFF)
    answer = await reads.post(path, json=body, headers=asks)
    assert answer.status_code == status, answer.text
    taken_back = [event.type for event in team.hand.events].count("EventReplaced")
    assert taken_back == (status == 201)
    assert [line.decision for line in team.desk.access.lines if line.action == "record"][-1] == (
        "PERMIT" if status == 201 else "DENY"
    )


async def test_membership_outlasts_the_six_weeks(team: Team, reads: httpx.AsyncClient) -> None:
    """The board no longer lists the person; who is in the team still looks."""
    team.story.tell("2026-11-15T09:00", TeamMemberJoined(MEMBER, OWN, None, "CARE_DELIVERY"))
    await team.settle("2027-03-01T09:00")
    asked = await reads.get(
        f"/v1/people/{team.ref}/record", headers=team.headers("CARE_DELIVERY", role=Role.CARE_STAFF)
    )
    assert asked.status_code == 200


async def test_a_forgotten_person_and_one_who_is_not_known_have_no_team(team: Team) -> None:
    """Nothing is left to open."""
    team.story.tell("2026-11-15T09:00", TeamMemberJoined(MEMBER, OWN, None, "CARE_DELIVERY"))
    await team.settle("2026-11-15T09:00")
    subject = team.story.events[0].subject_ref
    assert (await team.hub.reader.ties(subject)).team == {(OWN, MEMBER, "CARE_DELIVERY")}
    team.story.tell("2026-11-16T09:00", SubjectKeyDestroyed("erasure"))
    await team.settle("2026-11-16T09:00")
    assert (await team.hub.reader.ties(subject), await team.hub.reader.ties(b"x" * 16)) == (Ties(), Ties())


def test_what_another_rule_opens_stays_open() -> None:
    """A resident's social worker needs no membership; a member's purpose adds to what the role has."""
    me = bytes(15) + b"\x01"
    caller = Caller(MEMBER, Role.CARE_STAFF, OWN, frozenset(Purpose))
    provider = Ties(providers=frozenset({OWN}))
    member = Ties(team=frozenset({(OWN, MEMBER, "NEEDS_ASSESSMENT")}))
    cases = [
        (provider, Purpose.CARE_DELIVERY, Answer.PERMIT),
        (provider, Purpose.NEEDS_ASSESSMENT, Answer.DENY),
        (member, Purpose.NEEDS_ASSESSMENT, Answer.PERMIT),
        (member, Purpose.CARE_DELIVERY, Answer.DENY),
    ]
    for ties, purpose, answer in cases:
        assert decide(AccessRequest(caller, View.RECORD, purpose, me, ties), POLICY).answer is answer
    assert (
        decide(AccessRequest(caller, View.RECORD, Purpose.NEEDS_ASSESSMENT, None, member), POLICY).answer is Answer.DENY
    )


async def test_a_provider_writes_of_its_own_lines_and_a_member_of_the_team_of_every_one(
    team: Team, reads: httpx.AsyncClient
) -> None:
    """The same hand at the same desk: let in by its own line it is refused another one's, in the team it is not."""
    team.story.line("2026-11-13", "L1", 1000, provider=OWN)
    team.story.line("2026-11-13", "L2", 1000, provider="1-101")
    await team.settle("2026-11-15T09:00")
    path = f"/v1/people/{team.ref}/entries"

    async def sent(line: str) -> httpx.Response:
        asks = team.headers("CARE_DELIVERY", role=Role.CARE_STAFF)
        fields = {"line": line, "done_at": "2026-11-14T08:30"}
        return await reads.post(path, json={"what": "visit_confirmed", "fields": fields}, headers=asks)

    refused = await sent("1-101/L2")
    assert [(one["path"], one["rule"]) for one in refused.json()["errors"]] == [("body.fields.line", "not_your_line")]
    assert (await sent(f"{OWN}/L1")).status_code == 201
    team.story.tell("2026-11-15T10:00", TeamMemberJoined(MEMBER, OWN, None, "CARE_DELIVERY"))
    await team.settle("2026-11-15T10:00")
    assert (await sent("1-101/L2")).status_code == 201
