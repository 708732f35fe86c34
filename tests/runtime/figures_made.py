"""Invented facts of stays and six weeks, and records of the log that tell them."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from hypothesis import strategies as st

from hub.codec.events import EventCodec
from hub.domain.days import start_of
from hub.domain.lanes import lane_of
from hub.events.catalogue import FACT
from hub.events.time import FactChanged
from hub.ports.log import Partition, Record
from hub.runtime.publishing import outbox_rows

START = date(2026, 3, 20)
"""Twelve days before boards merge."""
CODEC = EventCodec()
LANE = 0

days = st.sampled_from([*range(9), 14, 30, 31, 41]).map(lambda n: START + timedelta(days=n))
"""Few, so that two fall together often, and some as far apart as the edges of bands."""
told_days = st.integers(0, 6).map(lambda n: START + timedelta(days=5 * n))
maybe_days = st.none() | days
codes = st.sampled_from([None, "QA", "QB"])
councils = st.sampled_from([None, "E1", "E2"])


@st.composite
def areas(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Give one to three areas, in the order of days."""
    since = sorted(draw(st.sets(days, min_size=1, max_size=3)))
    return [{"council": draw(councils), "ics": draw(codes), "since": day} for day in since]


@st.composite
def runs(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Give the codes of days of waiting, one run after another; the last may go on."""
    cuts = sorted(draw(st.sets(days, min_size=2, max_size=4)))
    codes = [draw(st.sampled_from([None, "CAP05", "HOSP04", "ix"])) for _ in cuts[1:]]
    found = [{"code": code, "since": a, "until": b} for code, a, b in zip(codes, cuts, cuts[1:], strict=False)]
    return found if draw(st.booleans()) else [*found[:-1], found[-1] | {"until": None}]


@st.composite
def voided(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Give earlier days of being ready."""
    cuts = sorted(draw(st.sets(days, min_size=2, max_size=2)))
    return [{"since": cuts[0], "until": cuts[1]}]


stays = st.fixed_dictionaries(
    {
        "admitted_on": maybe_days,
        "areas": areas(),
        "destination": st.sampled_from([None, "19", "98"]),
        "ended": st.sampled_from([None, "left", "left", "moved", "died"]),
        "left_on": maybe_days,
        "pathway": st.sampled_from([None, "P1", "P2"]),
        "ready_on": maybe_days,
        "trust": st.sampled_from(["RA", "RB"]),
    },
    optional={
        "delay_codes": runs(),
        "delay_held": runs().map(lambda told: [one for one in told if one["code"]]),
        "delay_unmapped": st.booleans(),
        "voided": voided(),
    },
)


@st.composite
def episodes(draw: st.DrawFn) -> dict[str, Any]:
    """Give six weeks, which here may be shorter."""
    begun, last = draw(days), draw(st.integers(0, 41))
    inside = st.integers(0, last).map(lambda n: begun + timedelta(days=n))
    providers = sorted(draw(st.sets(st.sampled_from(["1-1", "1-2"]))))
    return {
        "areas": draw(areas()),
        "discharged_on": begun,
        "ended_because": None,
        "ended_on": draw(st.none() | inside),
        "last_covered_day": begun + timedelta(days=last),
        "readmitted_on": draw(st.none() | inside),
        "trust": draw(st.sampled_from(["RA", "RB"])),
        "visits": [
            {"done_on": draw(st.none() | inside), "due_on": draw(inside), "provider": code} for code in providers
        ],
    }


notices = st.fixed_dictionaries(
    {
        "answered_on": maybe_days,
        "areas": areas(),
        "issued_on": days,
        "kind": st.sampled_from(["", "ASSESSMENT", "DISCHARGE"]),
        "referred_on": maybe_days,
        "rejected_on": maybe_days,
        "trust": st.sampled_from(["", "RA"]),
        "waited": st.none() | st.integers(0, 9),
        "withdrawn_because": st.sampled_from([None, "07", "13"]),
        "withdrawn_on": maybe_days,
    }
)
appeals = st.fixed_dictionaries(
    {
        "about": st.sampled_from(["", "CHARGE"]),
        "acknowledged_on": maybe_days,
        "acknowledgement_late_from": days,
        "areas": areas(),
        "days": st.none(),
        "decided_on": maybe_days,
        "decision_late_from": days,
        "lodged_on": days,
        "outcome": st.sampled_from([None, "UPHELD"]),
        "withdrawn_on": maybe_days,
    }
)
moves = st.fixed_dictionaries(
    {
        "areas": areas(),
        "areas_left": areas(),
        "ended_on": maybe_days,
        "gap_days": st.sampled_from([0, 0, 3]),
        "interim_on": maybe_days,
        "moves_on": maybe_days,
        "notified_on": days,
        "papers_on": maybe_days,
    }
)
pounds = st.sampled_from([None, "0.00", "12.34", "100.50"])
allocations = st.fixed_dictionaries(
    {
        "amount": st.none(),
        "from": days,
        "hours_per_week": st.sampled_from([None, "0.00", "7.25", "14.00"]),
        "line_id": st.just("L1"),
        "origin": st.sampled_from(["RESUMED", "NEW", "NEW", "INCREASE", "ODD"]),
        "payers": st.lists(
            st.fixed_dictionaries(
                {"amount": pounds, "payer": st.sampled_from(["COUNCIL", "ICB"]), "share": st.just("50.00")}
            ),
            max_size=2,
        ),
        "provider": st.sampled_from(["1-1", "1-2"]),
        "rule": st.sampled_from(["joint_pays", "joint_pays", "council_pays"]),
        "to": maybe_days,
    }
)
_OF_A_KIND: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "StayFigures": stays,
    "EpisodeFigures": episodes(),
    "NoticeFigures": notices,
    "AppealFigures": appeals,
    "MoveFigures": moves,
    "FundingAllocated": allocations,
}
NAMES = {
    "StayFigures": "ST",
    "EpisodeFigures": "EF",
    "NoticeFigures": "NM",
    "AppealFigures": "A",
    "MoveFigures": "M",
    "FundingAllocated": ("E:a", "E:b", "F:a", "X:a"),
}
"""Keys of the facts of a person by kind; an allocation's begins with that of its six weeks, and one has none."""


@st.composite
def histories(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Give what is told of a few people, in the order of the log: of one fact never on an earlier day than before."""
    told: list[dict[str, Any]] = []
    for who in range(draw(st.integers(1, 3))):
        names = sorted((kind, key) for kind, keys in NAMES.items() for key in keys)
        for kind, key in draw(st.sets(st.sampled_from(names), min_size=1, max_size=7)):
            on = sorted(draw(st.lists(told_days, min_size=1, max_size=3)))
            bodies = st.none() | _OF_A_KIND[kind] | _OF_A_KIND[kind]
            told += [{"told_on": day, "who": who, "kind": kind, "key": key, "body": draw(bodies)} for day in on]
    return told


def mixed(told: Sequence[Mapping[str, Any]], turns: Sequence[int]) -> list[Mapping[str, Any]]:
    """Give the same facts in another order, but those of one name in theirs; `turns` say whose is next."""
    waiting: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for fact in told:
        waiting.setdefault((fact["who"], fact["kind"], fact["key"]), []).append(fact)
    order: list[Mapping[str, Any]] = []
    for turn in turns:
        names = sorted(waiting)
        if names:
            name = names[turn % len(names)]
            order.append(waiting[name].pop(0))
            if not waiting[name]:
                del waiting[name]
    return order + [fact for name in sorted(waiting) for fact in waiting[name]]


def person(number: int) -> bytes:
    """Give the reference of an invented person."""
    return sha256(b"figures %d" % number).digest()[:16]


def in_lane(fact: Mapping[str, Any], lane: int, lanes: int) -> Mapping[str, Any]:
    """Give the fact of another invented person, who belongs to a lane; the same person for the same number."""
    numbers = range(100 * fact["who"], 100 * fact["who"] + 100)
    return {**fact, "who": next(n for n in numbers if lane_of(person(n), lanes) == lane)}


def record_of(fact: Mapping[str, Any], position: int, state: str = "CHANGED") -> Record:
    """Give the record that tells a fact at a position; a body is JSON with its fields in the order of their names."""
    body = fact["body"]
    text = "{}" if body is None else json.dumps(body, sort_keys=True, default=date.isoformat)
    change = FactChanged("joint", fact["kind"], fact["key"], "WITHDRAWN" if body is None else state, text)
    (row,) = outbox_rows(CODEC, person(fact["who"]), [change], fact["told_on"])
    return Record(Partition(FACT, LANE), position, row.key, row.value, start_of(fact["told_on"]))
