"""While whereabouts are hidden no answer names a council: neither as what is told of nor as who told it."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
import pytest

from hub.events import coordination as c
from hub.events import determination as n
from hub.events import portability as p
from hub.events.charges import ChargeRecorded
from hub.events.envelope import Provenance
from hub.runtime.provenance import own_provenance
from hub.web import record_view, timeline_view
from hub.web.findings_view import Findings
from hub.web.why_view import why_of
from tests.api import test_team_access as access
from tests.domain.sayings import says
from tests.domain.stories import TRUST
from tests.runtime.leaves import leaves

COUNCIL, SECOND, PROVIDER = "E06000001", "E08000016", "1-100"
DAY = date(2026, 11, 20)
OF_A_COUNCIL = (
    p.MoveNotified("M1", date(2026, 12, 10), COUNCIL, SECOND),
    p.MoveConfirmedGenuine("M1", SECOND),
    p.PlanTransferred("M1", "A1", "ab" * 32, COUNCIL, "c2VhbA=="),
    n.AssessmentProgressed("A1", "COMPLETED", COUNCIL),
    n.EligibilityDetermined("D1", "CARE_AND_SUPPORT", "ELIGIBLE", DAY, COUNCIL),
    n.FundingDetermined("D2", date(2026, 12, 25), 10000, 0, 0, COUNCIL),
    ChargeRecorded("B1", date(2026, 11, 14), DAY, 10000, COUNCIL, PROVIDER, "L1"),
    c.CoordinatorNamed("P1", COUNCIL, "social_worker"),
    c.TeamMemberJoined("T1", COUNCIL, "social_worker", "CARE_DELIVERY"),
    c.SafeguardingConcernRaised("S1", COUNCIL),
    c.SixWeeksOutcomeRecorded("OWN_HOME", DAY, None, COUNCIL),
)
"""One of each that a council tells."""
HEAD = frozenset({"subject_ref", "on", "known_at", "hash"})


@pytest.fixture
async def team(monkeypatch: pytest.MonkeyPatch) -> access.Team:
    """Somebody home from hospital of whom hospital, provider and council have told; nothing is hidden yet."""
    made, told = access.Team(), {}
    story = made.story
    told[story.admit("2026-11-02T09:15").event_id] = told[story.discharge("2026-11-13T16:40").event_id] = TRUST
    told[story.line("2026-11-14T09:00", "L1", 700).event_id] = PROVIDER
    told[story.line("2026-11-14T09:30", "L2", 200000).event_id] = COUNCIL
    for minute, body in enumerate(OF_A_COUNCIL):
        told[story.tell(f"2026-11-20T09:{minute:02}", body).event_id] = COUNCIL

    def said(event_id: bytes, feed: str) -> Provenance:
        known, who = own_provenance(event_id, feed), told.get(event_id)
        named = {"source_organisation": who, "source_system": f"{who} system", "feed": f"feed-{who}"}
        named |= {"message_id": f"{who}.1", "profile": f"{who}@1", "author": who}
        return msgspec.structs.replace(known, **named) if who else known

    monkeypatch.setattr(access, "own_provenance", said)
    await made.settle("2026-11-21T09:00")
    return made


async def everything(team: access.Team) -> dict[str, Any]:
    """Give every answer about the person, and what the page makes of it."""
    reader, who = team.hub.reader, team.story.events[0].subject_ref
    page = await reader.page(who, None, None)
    claims = [*leaves(page.joint), *leaves(page.record["headings"], "headings")]
    alike = {_place(path): path for path, _ in claims if path.partition(".")[0] not in HEAD}
    whys = [await reader.why(who, path, None, None) for path in alike.values()]
    then = date(2026, 11, 20)
    return {
        "page": page,
        "record": await reader.record(who, None, None),
        "timeline": await reader.timeline(who, None, None),
        "why": whys,
        "earlier": [await reader.page(who, then, None), await reader.timeline(who, then, None)],
        "shown": [*_shown(page.joint, page.record, page.timeline), *(why_of(one, {}) for one in whys)],
    }


def _place(path: str) -> str:
    """Give a path without its numbers, but for findings and items of the record: of the others one each is asked."""
    return path if path.startswith(("findings", "headings")) else re.sub(r"\d+", "", path)


def _shown(joint: Mapping[str, Any], record: Mapping[str, Any], timeline: Sequence[Mapping[str, Any]]) -> list[Any]:
    found = Findings(joint, {}, timeline)
    beside = [found.beside("line", "L2", PROVIDER), found.beside("charge", "B1")]
    return [found.rest(), beside, record_view.headings_of(record, {}), timeline_view.entries_of(timeline, {}, "")]


@pytest.mark.slow
async def test_no_council_stands_in_any_answer_while_whereabouts_are_hidden(team: access.Team) -> None:
    """Page, record, timeline, why, findings, earlier days too; the page says that it is kept hidden."""
    page = await team.hub.reader.page(team.story.events[0].subject_ref, None, None)
    assert [part for part in page[:3] if COUNCIL not in repr(part)] == []
    says(team.story, "2026-11-21T10:00", hidden=True)
    await team.settle("2026-11-21T11:00")
    after = await everything(team)
    assert [name for name, answer in after.items() if COUNCIL in repr(answer) or SECOND in repr(answer)] == []
    assert "Said by Kept hidden, 14-Nov-2026 09:30" in repr(after["shown"])


async def test_who_is_shown_anyway_is_still_named(team: access.Team) -> None:
    """The hospital of the stay, the provider of a line, and the hub itself; of the others what and when stay."""
    says(team.story, "2026-11-21T10:00", hidden=True)
    await team.settle("2026-11-21T11:00")
    lines = await team.hub.reader.timeline(team.story.events[0].subject_ref, None, None)
    told = {(line["type"], line["source_organisation"], line["author"]) for line in lines}
    assert ("SpellAdmitted", TRUST, TRUST) in told
    assert ("SupportLineStarted", PROVIDER, PROVIDER) in told
    assert ("SupportLineStarted", None, None) in told
    assert ("PersonUpdated", "care-hub", "care-hub") in told
    assert {line["type"] for line in lines if line.get("source_withheld")} >= {type(b).__name__ for b in OF_A_COUNCIL}
    record = await team.hub.reader.record(team.story.events[0].subject_ref, None, None)
    items = [item for part in record["headings"] for item in part["items"]]
    assert {item["said_by"] for item in items if not item.get("source_withheld")} <= {TRUST, PROVIDER, "care-hub"}
