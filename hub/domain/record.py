"""The shared record as folded: which events say what is known of a person, under the PRSB headings.

Personal content is sealed, so the record refers to events by ordinal and a reader opens them after the access
decision.  Source: PRSB Core Information Standard v2 and About Me v2; who said it, when it happened and when it was
written come from the event (PRSB Provenance v1.2).
"""

from typing import Final

import msgspec

from hub.domain.joint_fold import fold as fold_joint
from hub.domain.joint_state import JointState
from hub.domain.steps import Step
from hub.domain.visit_policy import VISITS, VisitPolicy
from hub.events.catalogue import BY_TYPE

ABOUT_ME, CONTACTS, SERVICES = "about_me", "contacts_and_carers", "current_services"
SIX_WEEKS, TIMELINE, REFERRALS = "six_week_status", "timeline", "hospital_referrals"
HEADINGS: Final = (ABOUT_ME, CONTACTS, SERVICES, SIX_WEEKS, TIMELINE, REFERRALS)

ABOUT_FIELDS: Final = ("name", "born", "sex", "language", "ethnicity", "address", "phones", "email", "gp_practice")
CONTACT_FIELDS: Final = ("contacts",)
REFERRAL_FIELDS: Final = ("referral",)


class Card(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The newest event of a topic that carries a person's name and what stands beside it."""

    topic: str
    by: int


class RecordState(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What the headings are made of.  `count` events are known; `struck` names those that were taken back.

    `referrals` are the events by which hospitals referred the person.
    """

    joint: JointState = JointState()
    cards: tuple[Card, ...] = ()
    count: int = 0
    struck: tuple[int, ...] = ()
    referrals: tuple[int, ...] = ()


def fold(state: RecordState, step: Step, visits: VisitPolicy = VISITS) -> RecordState:
    """Return the record after one step, in canonical order."""
    event, by = step.event, step.ordinal
    struck = step.struck is not None
    cards = state.cards
    if event.carries_card and not struck:
        topic = BY_TYPE[event.type].topic
        cards = (*(card for card in cards if card.topic != topic), Card(topic, by))
    return RecordState(
        fold_joint(state.joint, step, visits),
        cards,
        state.count + 1,
        (*state.struck, by) if struck else state.struck,
        (*state.referrals, by) if event.type == "HospitalReferralMade" else state.referrals,
    )
