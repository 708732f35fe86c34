"""Referrals in any order, late, repeated, withdrawn before they were issued: against an oracle that folds nothing."""

import json
import random
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.adapters import reference_files
from hub.events.envelope import Event
from hub.processors.referrals import ReferralsProcessor
from tests.domain.stories import Story
from tests.processors.notices_told import answered, issued, made, withdrawn
from tests.processors.people import AREAS, fold
from tests.processors.test_joint_lives import arrive

PROCESSOR = ReferralsProcessor(AREAS)
FREE = reference_files.bank_holidays()
KINDS = ("ADMISSION", "ASSESSMENT", "DISCHARGE")
TODAY = date(2027, 1, 6)


class Told:
    """What two hospitals and a council say over Christmas, all at different minutes, with or without ids."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.story = Story(str(seed))
        minutes = self.dice.sample(range(14 * 24 * 60), 24)
        for referral in ("R1", "R2"):
            if self.dice.random() < 0.7:
                self._tell(minutes.pop(), made(referral, council="E06000001"))
            for number in range(self.dice.randrange(4)):
                self._tell(minutes.pop(), issued(f"N{number}", self.dice.choice(KINDS), referral))
            for number in range(self.dice.randrange(3)):
                kind = self.dice.choice(("ASSESSMENT", "DISCHARGE", "BOTH"))
                self._tell(minutes.pop(), withdrawn(f"W{number}", kind, "07", referral, notice_id=self._name()))
            for number in range(self.dice.randrange(5)):
                kind, accepted = self.dice.choice((*KINDS, "WITHDRAWAL")), self.dice.random() < 0.6
                body = answered(f"A{number}", kind, referral, accepted=accepted, notice_id=self._name())
                self._tell(minutes.pop(), body)

    def _name(self) -> str | None:
        return self.dice.choice((None, None, "N0", "N1", "N2"))

    def _tell(self, minute: int, body: Any) -> None:
        at = date(2026, 12, 18) + timedelta(days=minute // 1440)
        self.story.tell(f"{at}T{minute % 1440 // 60:02}:{minute % 60:02}", body)


def notices_by_hand(events: list[Event]) -> dict[tuple[str, str], dict[str, Any]]:
    """Say what became of every notice, reading the list of what was said from the first minute to the last.

    A withdrawal or an answer is a row `(minute, what, ids)` that is moved to the notices that it is about first; then
    each notice's own rows decide: gone once withdrawn, else as the newest answer says.
    """
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for referral in ("R1", "R2"):
        mine = sorted((e for e in events if e.body.referral_id == referral), key=lambda e: e.occurred_at)  # type: ignore[attr-defined]
        notices = [e for e in mine if e.type == "NoticeIssued"]
        rows: dict[str, list[tuple[int, str]]] = {e.body.notice_id: [] for e in notices}  # type: ignore[attr-defined]
        taken: set[str] = set()
        heard: set[str] = set()
        for each in mine:
            body: Any = each.body
            if each.type == "NoticeWithdrawn":
                wanted = {"BOTH": ("ASSESSMENT", "DISCHARGE")}.get(body.kind, (body.kind,))
                for name in _about(notices, each, wanted, taken, every=True):
                    rows[name].append((each.occurred_at, "WITHDRAWN"))
                    taken.add(name)
            elif each.type == "NoticeAnswered" and body.kind != "WITHDRAWAL":
                for name in _about(notices, each, (body.kind,), heard, every=False):
                    rows[name].append((each.occurred_at, "ACCEPTED" if body.accepted else "REJECTED"))
                    heard.add(name)
        for notice in notices:
            found[referral, notice.body.notice_id] = _outcome(rows[notice.body.notice_id], notice)  # type: ignore[attr-defined]
    return found


def _about(notices: list[Event], said: Event, kinds: tuple[str, ...], had: set[str], *, every: bool) -> list[str]:
    """Name the notices that are meant: by id, else those of the kind so far, else the first to come."""
    body: Any = said.body
    if body.notice_id is not None:
        return [e.body.notice_id for e in notices if e.body.notice_id == body.notice_id]  # type: ignore[attr-defined]
    names = []
    for kind in kinds:
        alike: list[Any] = [e for e in notices if e.body.kind == kind]  # type: ignore[attr-defined]
        before = [e.body.notice_id for e in alike if e.occurred_at < said.occurred_at]
        without = [name for name in before if name not in had]
        if without:
            names += without if every else without[-1:]
        elif before:
            names.append(before[-1])
        elif alike:
            names.append(alike[0].body.notice_id)
    return names


def _outcome(rows: list[tuple[int, str]], notice: Event) -> dict[str, Any]:
    gone = min((at for at, what in rows if what == "WITHDRAWN"), default=None)
    answers = [(at, what) for at, what in rows if what != "WITHDRAWN" and (gone is None or at < gone)]
    state = "WITHDRAWN" if gone is not None else answers[-1][1] if answers else "ISSUED"
    waits = state == "ISSUED" and notice.body.kind != "ADMISSION"  # type: ignore[attr-defined]
    return {"state": state, "accepted": answers[-1][1] == "ACCEPTED" if answers else None, "waits": waits}


def overdue_by_hand(notice: Event) -> bool:
    """Say whether a working day has passed since a notice, walking from day to day."""
    day = date(2026, 12, 18) + timedelta(days=(notice.occurred_at - _MIDNIGHT) // 86_400_000)
    day += timedelta(days=1)
    while day.weekday() > 4 or day in FREE:
        day += timedelta(days=1)
    return day < TODAY


_MIDNIGHT = int(Story("x").tell("2026-12-18", made()).occurred_at)
seeds = st.integers(0, 10**9)


@settings(deadline=None, max_examples=300)
@given(seed=seeds)
def test_every_notice_becomes_what_was_said_of_it(seed: int) -> None:
    """State, last word of the council and alerts of all notices, by reading the list of what was said."""
    story = Told(seed).story
    state, expected = fold(story, PROCESSOR), notices_by_hand(story.events)
    shown = {
        (referral["referral_id"], notice["notice_id"]): notice
        for referral in PROCESSOR.view(state, TODAY)["referrals"]
        for notice in referral["notices"]
    }
    assert shown.keys() == expected.keys()
    for name, notice in shown.items():
        assert (notice["state"], notice["accepted"]) == (expected[name]["state"], expected[name]["accepted"]), name
    late = [
        e for e in story.events
        if e.type == "NoticeIssued" and expected[e.body.referral_id, e.body.notice_id]["waits"] and overdue_by_hand(e)  # type: ignore[attr-defined]
    ]  # fmt: skip
    told = PROCESSOR.facts(state, TODAY)
    assert sum(fact.kind == "NoticeUnanswered" for fact in told) == len(late)
    assert sum(fact.kind == "NoticeFigures" for fact in told) == len(expected)


@settings(deadline=None, max_examples=200)
@given(seed=seeds)
def test_every_arrival_gives_the_same_bytes_and_facts(seed: int) -> None:
    """Shuffled, repeated, redelivered, split into batches: one state, one set of facts."""
    events, dice = Told(seed).story.events, random.Random(seed)
    if not events:
        return
    whole = fold(Told(seed).story, PROCESSOR)
    expected = PROCESSOR.encode(whole)
    arrived = events + dice.choices(events, k=4)
    dice.shuffle(arrived)
    cuts = sorted(dice.choices(range(len(arrived)), k=3))
    parts = [arrived[a:b] for a, b in zip([0, *cuts], [*cuts, len(arrived)], strict=True)]
    state = arrive(parts, PROCESSOR)
    assert PROCESSOR.encode(state) == expected
    assert PROCESSOR.facts(state, TODAY) == PROCESSOR.facts(whole, TODAY)
    assert PROCESSOR.decode(expected) == whole


@settings(deadline=None, max_examples=100)
@given(seed=seeds)
def test_an_alert_opens_once_and_closes_once(seed: int) -> None:
    """Day by day, with what had been said by then: each notice's alert is there for one run of days and no other."""
    story = Told(seed).story
    days = [date(2026, 12, 18) + timedelta(days=number) for number in range(25)]
    seen: dict[str, list[int]] = {}
    for number, day in enumerate(days):
        known = Story()
        known.events = [e for e in story.events if e.occurred_at < _MIDNIGHT + (number + 1) * 86_400_000]
        for fact in PROCESSOR.facts(fold(known, PROCESSOR), day):
            if fact.kind == "NoticeUnanswered":
                assert json.loads(fact.body)["since"] <= day.isoformat()
                seen.setdefault(fact.key, []).append(number)
    for numbers in seen.values():
        assert numbers == list(range(numbers[0], numbers[-1] + 1))
