"""Events of early help and of carers, in one line each."""

from datetime import date
from typing import Any

from hub.events import carers as n
from hub.events import early_help as e
from hub.events import referral as r
from tests.domain.stories import HOME, Story

COUNCIL = "E06000001"
CARER, CARED_FOR = b"p" * 16, b"q" * 16
"""The person of a story, and somebody else."""


def referred(story: Story, when: str, ref: str = "R1", basis: str = "CONSENT", **more: Any) -> None:
    """DWP passes the person on."""
    fields: dict[str, Any] = {"council": COUNCIL, "kind": "SUPPORT_NEED", "home": HOME} | more
    kind, council = fields.pop("kind"), fields.pop("council")
    story.tell(when, r.DwpReferralReceived(ref, kind, council, "postcode", basis, ("AA",), **fields))


def notice(source: str = "GP", basis: str = "CONSENT", ref: str = "N1", **more: Any) -> n.CarerNoticeReceived:
    """Return a carer's notice."""
    fields: dict[str, Any] = {"council": COUNCIL, "home": HOME} | more
    return n.CarerNoticeReceived(ref, source, fields.pop("council"), "postcode", basis, **fields)


def offered(ref: str = "R1", council: str | None = COUNCIL) -> e.EarlyHelpOffered:
    """Return an offer by letter."""
    return e.EarlyHelpOffered(ref, council, "LETTER")


def contact(ref: str = "R1", *, made: bool = True) -> e.ContactAttempted:
    """Return a try by phone."""
    return e.ContactAttempted(ref, made, COUNCIL, "PHONE")


def agreed(ref: str | None = "R1", until: date | None = None, *, given: bool = True) -> e.ConsentRecorded:
    """Return the person's word about early help."""
    return e.ConsentRecorded("C1", "EARLY_HELP", given, until, ref)


def linked(*, carer: bool = True, cared_for: bool = True, **more: Any) -> n.CarerLinked:
    """Return a link of the person, who is the carer, and somebody else."""
    fields: dict[str, Any] = {"carer_ref": CARER, "cared_for_ref": CARED_FOR, "relationship": "MOTHER"} | more
    return n.CarerLinked("K1", carer_agrees=carer, cared_for_agrees=cared_for, **fields)
