"""One referral record and one profile to events and a reply: pure, and nothing of the hub's own can reach it."""

from datetime import date
from typing import Final, NamedTuple

from connectors.council_routing import Home, Route, route
from connectors.dwp.awards import read_awards
from connectors.dwp.personal import describe
from connectors.dwp.profile import DwpProfile
from connectors.dwp.record import LAYOUT, record_fields
from connectors.file_answer import Answer, Asked
from connectors.lawful_basis import PURPOSE, Basis, When, lawful_basis
from connectors.person_fields import CAUTIONS, FORMATS, Described, sealed
from connectors.receipt import Outcome, RecordReply
from connectors.record_fields import RecordFields
from connectors.record_head import ENDS, Head, beyond_the_layout, head_of, translated
from hub.domain.days import day_of
from hub.domain.years import age_on
from hub.errors import Rejected
from hub.events.referral import DwpReferralAmended, DwpReferralReceived, DwpReferralWithdrawn
from hub.ports.connector import Finding, Proposed

KINDS: Final = frozenset({"SUPPORT_NEED", "CARER"})
_BANDS: Final = frozenset({"35_PLUS", "UNKNOWN"})

Body = DwpReferralReceived | DwpReferralAmended | DwpReferralWithdrawn


class _Head(NamedTuple):
    top: Head
    kind: str
    basis: Basis
    on: date


def translate(raw: bytes, asked: Asked[DwpProfile]) -> Answer:
    """Read one record.  The reply follows from the record and its file alone.

    Order: lawful basis first and alone; then the head; then the person; then the council; then awards.
    """
    try:
        fields = record_fields(raw, asked.profile)
        basis = lawful_basis(fields, asked.profile, When(asked.at, asked.bases))
        return _read(fields, _head(fields, basis, asked), asked)
    except Rejected as wrong:
        finding = Finding(wrong.path, wrong.rule, wrong.words, "error")
        return Answer(translated(asked.profile, "rejected", findings=(finding,)), None)


def _read(fields: RecordFields, head: _Head, asked: Asked[DwpProfile]) -> Answer:
    whole = head.top.action not in ENDS
    person = describe(fields, head.on, whole=whole)
    if not whole:
        ended = DwpReferralWithdrawn(head.top.id, head.top.supersedes, deceased=head.top.action == "DECEASED")
        return _answer(head, person, ended, person.findings, asked)
    _old_enough(head, person, asked.profile)
    home = Home(person.claim.postcode or "", fields.text("destination_cassr"), asked.recipient)
    way = route(home, head.on, asked.profile, asked.places)
    awards, remarks = read_awards(fields, head.kind)
    if not way.here:
        ignored = translated(asked.profile, "ignored", findings=way.findings, head=head.top)
        return Answer(ignored, RecordReply(head.top.id, Outcome.NOT_THIS_COUNCIL))
    _unused(fields)
    remarks = [*remarks, *beyond_the_layout(fields, LAYOUT)]
    body = _body(fields, head, way, tuple(dict.fromkeys(award.code() for award in awards)))
    return _answer(head, person, body, (*person.findings, *way.findings, *remarks), asked)


def _head(fields: RecordFields, basis: Basis, asked: Asked[DwpProfile]) -> _Head:
    top = head_of(fields, "referral", asked)
    kind = fields.required_one_of("referral_kind", KINDS)
    return _Head(top, kind, basis, day_of(top.created.at))


def _old_enough(head: _Head, person: Described, profile: DwpProfile) -> None:
    floor = max(profile.minimum_age or 0, profile.support_need_age if head.kind == "SUPPORT_NEED" else 0)
    born = person.claim.born
    if born is None or age_on(born, head.on) < floor:
        raise Rejected("date_of_birth", "too_young", f"this referral is for people of {floor} or more")


def _unused(fields: RecordFields) -> None:
    """Check what is in the layout and carried nowhere, so that its sender learns of a slip."""
    fields.one_of("caring_hours_band", _BANDS)
    uprn = fields.text("uprn", 12)
    if uprn is not None and not (uprn.isascii() and uprn.isdigit()):
        raise Rejected("uprn", "uprn_shape", "this field is up to twelve digits")


def _body(fields: RecordFields, head: _Head, way: Route, benefits: tuple[str, ...]) -> Body:
    cautions = fields.some_of("contact_caution", CAUTIONS)
    form = fields.one_of("accessible_format", FORMATS)
    rest = (head.kind, way.home.council, way.routed_by, head.basis.code, benefits, cautions, form)
    said = (*rest, way.home, head.basis.until)
    if head.top.action == "AMEND":
        return DwpReferralAmended(head.top.id, head.top.supersedes, *said)
    return DwpReferralReceived(head.top.id, *said)


def _answer(
    head: _Head, person: Described, body: Body, findings: tuple[Finding, ...], asked: Asked[DwpProfile]
) -> Answer:
    event = Proposed(
        body=body,
        occurred=head.top.created,
        recorded=head.top.created,
        person=person.claim,
        personal=sealed(person.personal),
        has_card=True,
        author=asked.profile.organisation,
        record_uid=head.top.id,
        retention="referral",
        purpose=PURPOSE,
        lawful_basis=head.basis.code,
    )
    word = Outcome.DECEASED if head.top.action == "DECEASED" else Outcome.RECEIVED
    taken = translated(asked.profile, "accepted", (event,), findings, head.top)
    return Answer(taken, RecordReply(head.top.id, word))
