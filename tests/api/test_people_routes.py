"""Reads about one person through the whole app."""

import httpx
import pytest

from hub.api.purposes import Role
from hub.api.refs import ref_of
from tests.api.desk import Desk
from tests.api.invented import NOW, PEOPLE

ADA = PEOPLE[0]
REF = ref_of(ADA.subject)
DASHBOARDS = ("/v1/dashboards", "/v1/dashboards/QHL/in-hospital", "/v1/dashboards/QHL/in-hospital.csv?council=DWP")
READS = ("joint-state", "ledger", "record", "timeline", "why?path=episodes.0.last_covered_day")


@pytest.mark.parametrize("read", READS)
async def test_a_read_is_written_down_before_it_is_answered(client: httpx.AsyncClient, desk: Desk, read: str) -> None:
    """A coordinator gets the answer, and the log says who looked at whom and why."""
    answer = await client.get(f"/v1/people/{REF}/{read}", headers=desk.headers())
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    line = desk.access.lines[-1]
    assert (line.user, line.subject, line.decision, line.at) == ("somebody", ADA.subject, "PERMIT", NOW)
    assert line.purpose == "DISCHARGE_COORDINATION"
    assert line.policy == "hub-access@2026-11-28"


@pytest.mark.parametrize("read", READS)
async def test_nothing_is_answered_when_the_access_log_is_away(
    client: httpx.AsyncClient, desk: Desk, read: str
) -> None:
    """Fail closed: no line, no data, and the caller may try again."""
    desk.access.away = True
    answer = await client.get(f"/v1/people/{REF}/{read}", headers=desk.headers())
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert ADA.family not in answer.text
    assert "last_covered_day" not in answer.text


@pytest.mark.parametrize("read", [*READS, "access"])
async def test_a_denied_attempt_is_written_down_too(client: httpx.AsyncClient, desk: Desk, read: str) -> None:
    """An analyst who tries a person gets 403, and the log keeps the attempt."""
    headers = desk.headers(Role.ANALYST, "SERVICE_PLANNING")
    answer = await client.get(f"/v1/people/{REF}/{read}", headers=headers)
    assert answer.status_code == 403
    assert desk.access.lines[-1].decision == "DENY"
    assert desk.access.lines[-1].subject == ADA.subject


@pytest.mark.parametrize("role", Role)
async def test_dwp_gets_nothing_over_http(client: httpx.AsyncClient, desk: Desk, role: Role) -> None:
    """No route answers a DWP token with anything, whatever role and purpose it claims."""
    paths = [f"/v1/people/{REF}/{read}" for read in [*READS, "access"]]
    for path in [*paths, "/v1/board", "/v1/early-help", "/v1/feeds", "/v1/quarantine", *DASHBOARDS]:
        for purpose in ("EARLY_HELP_OFFER", "CARE_DELIVERY", "SUBJECT_ACCESS", "AUDIT"):
            headers = desk.headers(role, purpose, "DWP", ADA.subject)
            assert (await client.get(path, headers=headers)).status_code == 403, path
    found = await client.post(
        "/v1/people/search", json={"value": ADA.nhs}, headers=desk.headers(role, organisation="DWP")
    )
    assert found.status_code == 403


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer not.a.token"}, {"Authorization": "Basic eDp5"}])
async def test_no_token_no_answer_and_a_line_in_the_log(
    client: httpx.AsyncClient, desk: Desk, headers: dict[str, str]
) -> None:
    """An attempt without a valid token is refused and written down without what was sent."""
    answer = await client.get(f"/v1/people/{REF}/record", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert desk.access.lines[-1].decision == "DENY"
    assert "not.a.token" not in answer.text


async def test_a_token_out_of_time_is_refused(client: httpx.AsyncClient, desk: Desk) -> None:
    """Tokens live an hour."""
    headers = desk.headers()
    desk.clock.at += 3_600_000
    assert (await client.get(f"/v1/people/{REF}/record", headers=headers)).status_code == 401


async def test_the_survivor_of_a_merge_is_in_the_log_as_well(client: httpx.AsyncClient, desk: Desk) -> None:
    """Who asks for a retired reference sees the survivor, and both histories say so."""
    old = b"\x09" * 16
    desk.reading.merged[old] = ADA.subject
    answer = await client.get(f"/v1/people/{ref_of(old)}/joint-state", headers=desk.headers())
    assert answer.json()["now"] == REF
    assert [line.subject for line in desk.access.lines] == [old, ADA.subject]


async def test_somebody_unknown_is_not_found(client: httpx.AsyncClient, desk: Desk) -> None:
    """An unknown reference answers 404 with a problem document."""
    answer = await client.get(f"/v1/people/{ref_of(b'x' * 16)}/record", headers=desk.headers())
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(answer.json()) == {"type", "title", "status", "detail", "errors"}


async def test_search_finds_by_nhs_number_as_people_type_it(client: httpx.AsyncClient, desk: Desk) -> None:
    """Spaces and dashes are taken; the number is in no path and in no log line."""
    for typed in ("999 000 0018", "999-000-0018", " 9990000018 "):
        answer = await client.post("/v1/people/search", json={"value": typed}, headers=desk.headers())
        assert answer.json() == {"subject_ref": REF, "subject_refs": [REF]}
    assert "9990000018" not in repr(desk.access.lines)


async def test_search_gives_everybody_who_shares_a_number(client: httpx.AsyncClient, desk: Desk) -> None:
    """Two people with one number are both given and both in the log; `subject_ref` names neither of them."""
    other = PEOPLE[1]._replace(nhs=ADA.nhs)
    desk.reading.people[other.subject] = other
    answer = await client.post("/v1/people/search", json={"value": ADA.nhs}, headers=desk.headers())
    assert answer.json() == {"subject_ref": None, "subject_refs": [REF, ref_of(other.subject)]}
    assert [line.subject for line in desk.access.lines] == [None, ADA.subject, other.subject]


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("QQ123456C", "national_insurance_number"),
        ("AB123456C", "national_insurance_number"),
        ("ab 12 34 56 c", "national_insurance_number"),
        ("9990000019", "check_digit"),
        ("9999999999", "placeholder"),
        ("99900000", "not_ten_digits"),
        ("\uff19" * 10, "not_digits"),
    ],
)
async def test_a_number_that_is_none_is_refused_by_rule_and_not_repeated(
    client: httpx.AsyncClient, desk: Desk, typed: str, rule: str
) -> None:
    """A National Insurance number typed by mistake is said to be one; no answer repeats what was typed."""
    answer = await client.post("/v1/people/search", json={"value": typed}, headers=desk.headers())
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["rule"] == rule
    assert typed.strip() not in answer.text


@pytest.mark.parametrize(
    "body",
    [
        {"value": "Zebedee" * 30},
        {"kind": "Zebedee", "value": "1"},
        {"Zebedee": 1, "value": "1"},
        {"value": {"Zebedee": 1}},
        {"value": ["Zebedee"]},
        "Zebedee",
        {"kind": "HOSPITAL", "value": "Zebedee"},
    ],
)
async def test_a_problem_document_never_repeats_what_was_sent(
    client: httpx.AsyncClient, desk: Desk, body: object
) -> None:
    """Whatever is wrong with a body, the answer names the field and the rule alone."""
    answer = await client.post("/v1/people/search", json=body, headers=desk.headers())
    assert answer.status_code == 422
    assert "zebedee" not in answer.text.lower()


@pytest.mark.parametrize("path", ["zebedee/record", f"{REF}/record?on=zebedee", f"{REF}/record?known_at=zebedee"])
async def test_a_wrong_path_or_query_is_not_repeated_either(client: httpx.AsyncClient, desk: Desk, path: str) -> None:
    """References and dates that cannot be read are named by place."""
    answer = await client.get(f"/v1/people/{path}", headers=desk.headers())
    assert answer.status_code == 422
    assert "zebedee" not in answer.text


async def test_broken_json_is_not_repeated(client: httpx.AsyncClient, desk: Desk) -> None:
    """A body that is not JSON is refused without a quotation."""
    headers = desk.headers() | {"Content-Type": "application/json"}
    answer = await client.post("/v1/people/search", content=b'{"value": zebedee', headers=headers)
    assert answer.status_code == 422
    assert "zebedee" not in answer.text


async def test_a_provider_opens_only_whom_it_cares_for(client: httpx.AsyncClient, desk: Desk) -> None:
    """Membership of the care team comes from the person's own lines of support."""
    own = desk.headers(Role.CARE_STAFF, "CARE_DELIVERY", "1-101")
    other = desk.headers(Role.CARE_STAFF, "CARE_DELIVERY", "1-999")
    assert (await client.get(f"/v1/people/{REF}/record", headers=own)).status_code == 200
    assert (await client.get(f"/v1/people/{REF}/record", headers=other)).status_code == 403
    unknown = await client.get(f"/v1/people/{ref_of(b'x' * 16)}/record", headers=own)
    assert unknown.status_code == 403


@pytest.mark.parametrize("read", ["early-help", "early-help/why?path=cases.0.state"])
async def test_early_help_is_read_for_the_offer_alone(client: httpx.AsyncClient, desk: Desk, read: str) -> None:
    """Written down as a look at early help; for the purposes of the joint state it is refused."""
    path = f"/v1/people/{REF}/{read}"
    answer = await client.get(path, headers=desk.headers(purpose="EARLY_HELP_OFFER"))
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    line = desk.access.lines[-1]
    assert (line.view, line.action, line.subject, line.decision) == ("early_help", "view", ADA.subject, "PERMIT")
    refused = await client.get(path, headers=desk.headers())
    assert (refused.status_code, desk.access.lines[-1].decision) == (403, "DENY")


async def test_a_council_is_given_its_own_cases_alone(client: httpx.AsyncClient, desk: Desk) -> None:
    """The joint team reads both cases of somebody, the council of one of them that one."""
    seen = []
    for role, organisation in ((Role.COORDINATOR, "QHL"), (Role.SOCIAL_WORKER, "E08000025")):
        headers = desk.headers(role, "EARLY_HELP_OFFER", organisation)
        told = (await client.get(f"/v1/people/{REF}/early-help", headers=headers)).json()
        seen.append([case["referral_id"] for case in told["cases"]])
    assert seen == [["R1", "N1"], ["R1"]]


async def test_early_help_is_given_as_of_a_day_and_as_known_at_a_time(client: httpx.AsyncClient, desk: Desk) -> None:
    """Both times are asked for as of the joint state."""
    asked = f"/v1/people/{REF}/early-help?on=2026-11-20&known_at=2026-11-21T09:00:00Z"
    told = (await client.get(asked, headers=desk.headers(purpose="EARLY_HELP_OFFER"))).json()
    assert (told["on"], told["known_at"]) == ("2026-11-20", "2026-11-21T09:00:00+00:00")
    assert {"cases", "carer", "card"} <= told.keys()
