"""One carer's notice and one profile to an event and a reply: pure; of whom somebody cares for nothing is read."""

import json
from datetime import date
from typing import Any, Final, NamedTuple

from connectors.carer_notices.layout import LAYOUT, OF_CHILDREN, from_cells
from connectors.carer_notices.profile import CarerProfile
from connectors.council_routing import Home, Route, route
from connectors.file_answer import Answer, Asked
from connectors.lawful_basis import PURPOSE, Basis, When, lawful_basis
from connectors.person_fields import CAUTIONS, FORMATS, Described, card_of, found_by, named, nhs_number, reach, sealed
from connectors.receipt import Outcome, RecordReply
from connectors.record_fields import RecordFields
from connectors.record_head import ENDS, Head, beyond_the_layout, head_of, translated
from connectors.record_lines import record_of
from hub.domain.carer_codes import CODES, NEAR_ADULTHOOD
from hub.domain.days import day_of
from hub.errors import Rejected
from hub.events.carers import CarerNoticeAmended, CarerNoticeReceived, CarerNoticeWithdrawn
from hub.events.values import Code
from hub.people.claims import Identifier, PersonClaim
from hub.ports.connector import Finding, Proposed

_SNOMED: Final = "http://snomed.info/sct"

Body = CarerNoticeReceived | CarerNoticeAmended | CarerNoticeWithdrawn


class _Read(NamedTuple):
    head: Head
    basis: Basis
    on: date


def translate(raw: bytes, asked: Asked[CarerProfile]) -> Answer:
    """Read one record.  The reply follows from the record and its file alone.

    Order: lawful basis first and alone; then the head; then the carer; then the council; then the caring.
    """
    kept: bytes | None = None
    try:
        fields = record_of(raw, asked.profile, from_cells)
        kept = _kept(fields, asked.profile)
        basis = lawful_basis(fields, asked.profile, When(asked.at, asked.bases))
        head = head_of(fields, "notice", asked)
        answer = _read(fields, _Read(head, basis, day_of(head.created.at)), asked)
    except Rejected as wrong:
        finding = Finding(wrong.path, wrong.rule, wrong.words, "error")
        answer = Answer(translated(asked.profile, "rejected", findings=(finding,)), None)
    return answer._replace(kept=kept)


def _kept(fields: RecordFields, profile: CarerProfile) -> bytes | None:
    """Give the record without what is in no layout, for it may say who a child is: that is not even kept sealed."""
    layout = _layout(profile)
    if not fields.holds_more_than(layout):
        return None
    return json.dumps(fields.only(layout), sort_keys=True).encode()


def _read(fields: RecordFields, said: _Read, asked: Asked[CarerProfile]) -> Answer:
    head, whole = said.head, said.head.action not in ENDS
    person = _carer(fields, said.on, asked.profile, whole=whole)
    if not whole:
        ended = CarerNoticeWithdrawn(head.id, head.supersedes, deceased=head.action == "DECEASED")
        return _answer(said, person, ended, person.findings, asked)
    home = Home(person.claim.postcode or "", fields.text("destination_cassr"), asked.recipient)
    way = route(home, said.on, asked.profile, asked.places)
    if not way.here:
        ignored = translated(asked.profile, "ignored", findings=way.findings, head=head)
        return Answer(ignored, RecordReply(head.id, Outcome.NOT_THIS_COUNCIL))
    remarks = beyond_the_layout(fields, _layout(asked.profile))
    body = _body(fields, said, way, asked.profile)
    return _answer(said, person, body, (*person.findings, *way.findings, *remarks), asked)


def _layout(profile: CarerProfile) -> frozenset[str]:
    return LAYOUT if profile.about_children else LAYOUT - OF_CHILDREN


def _carer(fields: RecordFields, on: date, profile: CarerProfile, *, whole: bool) -> Described:
    """Read the carer, who is found by the NHS number or by the sender's own number; one of them has to be there."""
    findings: list[Finding] = []
    who, number, own = named(fields, on), nhs_number(fields, findings), fields.text("carer_number")
    if number is None and own is None:
        raise Rejected("carer_number", "missing", "a notice has the carer's NHS number or the sender's own number")
    personal = card_of(fields, who, number)
    identifiers = found_by(number)
    if own is not None:
        identifiers = (*identifiers, Identifier("COUNCIL", profile.organisation, own))
        personal["identifiers"] = [{"kind": "COUNCIL", "authority": profile.organisation, "value": own}]
    postcode = reach(fields, personal, findings) if whole else None
    claim = PersonClaim(identifiers, who.family, who.given, who.born, who.sex, postcode)
    return Described(claim, personal, tuple(findings))


def _body(fields: RecordFields, said: _Read, way: Route, profile: CarerProfile) -> Body:
    told: dict[str, Any] = {
        "council": way.home.council,
        "routed_by": way.routed_by,
        "lawful_basis": said.basis.code,
        "consent_until": said.basis.until,
        "relationship": fields.one_of("relationship", CODES["relationship"]),
        "lives_with": fields.flag("lives_with"),
        "carer_status": _status(fields),
        "contact_caution": fields.some_of("contact_caution", CAUTIONS),
        "accessible_format": fields.one_of("accessible_format", FORMATS),
        "home": way.home,
        **(_of_child(fields) if profile.about_children else {}),
    }
    if said.head.action == "AMEND":
        return CarerNoticeAmended(said.head.id, said.head.supersedes, profile.source, **told)
    return CarerNoticeReceived(said.head.id, profile.source, **told)


def _of_child(fields: RecordFields) -> dict[str, Any]:
    """Read how old, how far a plan has come, and how many others: codes of closed lists and a day, and no more."""
    band, due = fields.one_of("child_age_band", CODES["child_age_band"]), fields.flag("transition_due")
    if band is not None and due is not None and due != (band in NEAR_ADULTHOOD):
        raise Rejected("transition_due", "transition_contradicts_age", "a transition is due from 16 on, not before")
    return {
        "child_age_band": band,
        "transition_due": due,
        "ehc_stage": fields.one_of("ehc_stage", CODES["ehc_stage"]),
        "stage_on": fields.day("stage_date"),
        "other_dependants": fields.one_of("other_dependants", CODES["other_dependants"]),
    }


def _status(fields: RecordFields) -> Code | None:
    """Give the coded entry of a GP's record as it was received; nothing is inferred from it."""
    code = fields.text("carer_status_code", 18)
    if code is None:
        return None
    if not (code.isascii() and code.isdigit()):
        raise Rejected("carer_status_code", "not_a_concept", "this field is a SNOMED CT concept id")
    return Code(_SNOMED, code)


def _answer(
    said: _Read, person: Described, body: Body, findings: tuple[Finding, ...], asked: Asked[CarerProfile]
) -> Answer:
    head = said.head
    event = Proposed(
        body=body,
        occurred=head.created,
        recorded=head.created,
        person=person.claim,
        personal=sealed(person.personal),
        has_card=True,
        author=asked.profile.organisation,
        record_uid=head.id,
        retention="referral",
        purpose=PURPOSE,
        lawful_basis=said.basis.code,
    )
    word = Outcome.DECEASED if head.action == "DECEASED" else Outcome.RECEIVED
    return Answer(translated(asked.profile, "accepted", (event,), findings, head), RecordReply(head.id, word))
