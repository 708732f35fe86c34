"""What every record of a file begins with: version, ids, action and time; and the translation that it becomes."""

from datetime import UTC
from typing import Any, Final, NamedTuple

from connectors.file_answer import Asked
from connectors.file_profile import FileProfile
from connectors.record_fields import RecordFields
from connectors.wall_time import moment_of
from hub.errors import Rejected
from hub.events.values import Moment, Precision
from hub.ports.connector import Finding, Proposed, Translation

ACTIONS: Final = frozenset({"NEW", "AMEND", "WITHDRAW", "DECEASED"})
ENDS: Final = frozenset({"WITHDRAW", "DECEASED"})


class Head(NamedTuple):
    """The ids of a record, what it asks for, and when it was made.  `supersedes` is its own id where it names none."""

    id: str
    action: str
    supersedes: str
    created: Moment


def head_of(fields: RecordFields, what: str, asked: Asked[Any]) -> Head:
    """Read the head of a record whose ids are `<what>_id` and `supersedes_<what>_id`; raises `Rejected`."""
    if fields.required("record_version") != asked.profile.record_version:
        raise Rejected("record_version", "record_version_unknown", f"this feed reads {asked.profile.record_version}")
    own = fields.uuid(f"{what}_id")
    if own is None:
        raise Rejected(f"{what}_id", "missing", "this field is required")
    action = fields.required_one_of("record_action", ACTIONS)
    supersedes = fields.uuid(f"supersedes_{what}_id")
    if supersedes is None and action in {"AMEND", "WITHDRAW"}:
        raise Rejected(f"supersedes_{what}_id", "missing", "an amendment or withdrawal names what it supersedes")
    fields.required("privacy_notice_version")
    return Head(own, action, supersedes or own, _created(fields, asked))


def _created(fields: RecordFields, asked: Asked[Any]) -> Moment:
    written = fields.time("created_at")
    if written is None:
        raise Rejected("created_at", "missing", "this field is required")
    created = moment_of(written if written.tzinfo else written.replace(tzinfo=UTC), Precision.SECOND)
    if created.at > asked.at + asked.profile.clock_skew_seconds * 1000:
        raise Rejected("created_at", "created_in_the_future", "a referral is made before it is sent")
    return created


def beyond_the_layout(fields: RecordFields, layout: frozenset[str]) -> tuple[Finding, ...]:
    """Say that a record carries more than was agreed, without its names: a sender's field may be called anything."""
    beyond = fields.holds_more_than(layout)
    if not beyond:
        return ()
    words = f"{beyond} fields are not in the layout and were not read; send no more than was agreed"
    return (Finding("record", "fields_not_in_layout", words, "warning"),)


def translated(
    profile: FileProfile,
    outcome: str,
    events: tuple[Proposed, ...] = (),
    findings: tuple[Finding, ...] = (),
    head: Head | None = None,
) -> Translation:
    """Return what one record becomes."""
    return Translation(
        outcome=outcome,
        events=events,
        findings=findings,
        message_id=head.id if head else "",
        source_organisation=profile.organisation,
        source_system=profile.system,
        trigger=head.action if head else "",
        profile=profile.label,
    )
