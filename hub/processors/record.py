"""The record processor: what is known of a person under the PRSB headings, as references to events."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import msgspec

from hub.domain.ahead import happened_by
from hub.domain.at_home import missed_in_bed
from hub.domain.episodes import VOID, Episode, episode_id, episodes
from hub.domain.joint_state import JointState
from hub.domain.on_a_day import on_a_day
from hub.domain.record import ABOUT_FIELDS, CONTACT_FIELDS, HEADINGS, REFERRAL_FIELDS, RecordState, fold
from hub.domain.rules import Rule
from hub.domain.six_weeks import Policy
from hub.domain.steps import Step
from hub.domain.visit_policy import VISITS, VisitPolicy
from hub.events.catalogue import PEOPLE_TOPICS
from hub.ports.processor import NOTHING, Outline, Processor
from hub.processors.episode_reasons import episode_reasons
from hub.processors.page import Page, iso

_ENCODE: Final = msgspec.msgpack.Encoder().encode
_DECODE: Final = msgspec.msgpack.Decoder(RecordState).decode
_INITIAL: Final = RecordState()


class RecordProcessor(Processor[RecordState]):
    """Folds a person's events into the shared record.

    `policy` is the window's length by date, `visits` from when one is late.
    """

    name = "record"
    version = 9
    topics = frozenset(PEOPLE_TOPICS)

    def __init__(self, policy: Policy | None = None, visits: VisitPolicy = VISITS) -> None:
        self._policy, self._visits = policy or Policy(), visits

    def initial(self) -> RecordState:
        """Give the record of somebody of whom nothing is known."""
        return _INITIAL

    def evolve(self, state: RecordState, step: Step) -> RecordState:
        """One step, in canonical order."""
        return fold(state, step, self._visits)

    def outline(self, state: RecordState, today: date) -> Outline:
        """The record tells others nothing by itself, and it is not a board."""
        del state, today
        return NOTHING

    def as_of(self, whole: RecordState, then: RecordState, on: date) -> RecordState:
        """Give the record as it was on a day: cards and timeline as told by then, stays by all that is known."""
        if whole.joint.forgotten is not None:
            return RecordState(JointState(forgotten=whole.joint.forgotten), (), whole.count, whole.struck)
        return msgspec.structs.replace(then, joint=on_a_day(whole.joint, then.joint, on))

    def view(self, state: RecordState, on: date) -> Mapping[str, Any]:
        """`headings`: each a `heading` and its `items`.

        An item has the `ordinal` of the event behind it, `kind`, clear `values`, and in `sealed` the names of the
        personal fields (`hub/people/card.py`) that a reader opens from that event.
        """
        state = self.as_of(state, state, on)
        made = (
            self._about(state),
            self._contacts(state),
            _services(state, on),
            self._six_weeks(state, on),
            _timeline(state),
            [_item(by, "referral", sealed=REFERRAL_FIELDS) for by in reversed(state.referrals)],
        )
        return {"headings": [{"heading": name, "items": items} for name, items in zip(HEADINGS, made, strict=True)]}

    def reasons(self, state: RecordState, on: date) -> Mapping[str, tuple[int, str]]:
        """For each item the ordinal of its event and the label of its rule; an episode's values have their own."""
        page, weeks = Page(), iter(self._standing(self.as_of(state, state, on), on))
        for place, heading in enumerate(self.view(state, on)["headings"]):
            for index, item in enumerate(heading["items"]):
                path = f"headings.{place}.items.{index}"
                page.why(path, item["ordinal"], _RULES[item["kind"]])
                decided = episode_reasons(next(weeks), on) if item["kind"] == "episode" else {}
                for name in decided.keys() & item["values"].keys():
                    page.why(f"{path}.values.{name}", *decided[name])
        return page.reasons

    def encode(self, state: RecordState) -> bytes:
        """Canonical bytes."""
        return _ENCODE(state)

    def decode(self, value: bytes) -> RecordState:
        """Read what `encode` wrote."""
        return _DECODE(value)

    def _about(self, state: RecordState) -> list[dict[str, Any]]:
        return [_item(card.by, "about", sealed=ABOUT_FIELDS) for card in reversed(state.cards)]

    def _contacts(self, state: RecordState) -> list[dict[str, Any]]:
        return [_item(card.by, "contacts", sealed=CONTACT_FIELDS) for card in reversed(state.cards)]

    def _standing(self, state: RecordState, on: date) -> list[Episode]:
        """Give the episodes that were not taken back, newest first."""
        found = reversed(episodes(happened_by(state.joint, on), self._policy))
        return [episode for episode in found if episode.status(on) != VOID]

    def _six_weeks(self, state: RecordState, on: date) -> list[dict[str, Any]]:
        items = []
        for episode in self._standing(state, on):
            spell = state.joint.spells[episode.spell]
            values = {
                "episode_id": episode_id(spell, episode.leaving),
                "trust": spell.trust,
                "status": episode.status(on),
                "discharged_on": episode.window.first.isoformat(),
                "last_covered_day": episode.window.last.isoformat(),
                "day": episode.window.day_number(on),
                "pathway": spell.pathway.value if spell.pathway else None,
            }
            items.append(_item(episode.discharged.by, "episode", values))
        return items


_RULES: Final = {
    "about": Rule.STATED_BY_PARTNER,
    "contacts": Rule.STATED_BY_PARTNER,
    "service": Rule.LINE_STATED,
    "episode": Rule.DISCHARGED,
    "event": Rule.STATED_BY_PARTNER,
    "referral": Rule.HOSPITAL_REFERRED,
}
"""By kind of item, why it is in the record."""


def _item(
    ordinal: int, kind: str, values: Mapping[str, Any] | None = None, sealed: tuple[str, ...] = ()
) -> dict[str, Any]:
    return {"ordinal": ordinal, "kind": kind, "values": dict(values or {}), "sealed": list(sealed)}


def _services(state: RecordState, on: date) -> list[dict[str, Any]]:
    items = []
    for line in state.joint.lines:
        span = line.on(on)
        if span is not None:
            values = {
                "line_id": line.line_id,
                "provider": line.provider,
                "service": line.service_of(span),
                "started_on": line.spans[0].first.isoformat(),
                "ended_on": iso(span.last),
                "hours_per_week": None if span.hours is None else span.hours / 100,
                "visits_confirmed": line.done,
                "visits_missed": line.missed - missed_in_bed(state.joint, line),
            }
            items.append(_item(span.by, "service", values))
    return items


def _timeline(state: RecordState) -> list[dict[str, Any]]:
    struck = set(state.struck)
    return [_item(by, "event", {"struck": by in struck}) for by in reversed(range(state.count))]
