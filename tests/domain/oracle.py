"""What is true of each stay of a person, worked out from the list of what happened.

It shares no code with the order, the pairing or the fold of the product: cancels are paired on plain dictionaries.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from hub.events.envelope import Event
from hub.events.values import Precision

_UPDATE = "SpellDetailsCorrected"
_STATES_CLASS = ("SpellAdmitted", "SpellTransferred", _UPDATE)
_KINDS = {
    "SpellAdmitted": ("in", 12),
    "AdmissionCancelled": ("in", 81),
    "SpellTransferred": ("move", 18),
    "TransferCancelled": ("move", 83),
    "SpellDischarged": ("out", 40),
    "PatientDiedInHospital": ("out", 42),
    "DischargeCancelled": ("out", 87),
}


def london(at: int) -> date:
    """Return the day of a moment in London."""
    return datetime.fromtimestamp(at / 1000, ZoneInfo("Europe/London")).date()


def struck_by_hand(events: Sequence[Event]) -> set[bytes]:
    """Pair cancels by the words of the rule, on plain dictionaries; returns the ids that are taken back."""
    rows: list[dict[str, Any]] = [
        {
            "id": event.event_id,
            "at": event.occurred_at,
            "written": event.recorded_at,
            "kind": _KINDS[event.type][0],
            "rank": _KINDS[event.type][1],
            "cancel": event.type.endswith("Cancelled"),
            "spell": event.body.spell,  # type: ignore[attr-defined]
            "begun": getattr(event.body, "admitted_at", None),
            "visit": getattr(event.body, "patient_class", None) in {"E", "O"},
        }
        for event in {event.event_id: event for event in events}.values()
        if event.type in _KINDS
    ]
    rows.sort(key=lambda row: (row["at"], row["rank"], row["written"], row["id"]))
    pools: dict[Any, list[dict[str, Any]]] = {}
    for row in rows:
        pools.setdefault((row["spell"], row["kind"]), []).append(row)
    taken = []
    for (spell, kind), pool in sorted(pools.items(), key=lambda item: item[0][1] == "out"):
        begun = [row for row in pools.get((spell, "in"), []) if not row["cancel"] and "by" not in row]
        taken += _taken_back(pool, rows, begun if kind == "out" else None)
    return {target["id"] for target in taken}


def _taken_back(
    pool: list[dict[str, Any]], order: list[dict[str, Any]], begun: list[dict[str, Any]] | None
) -> list[dict[str, Any]]:
    """Walk through the cancels of one spell and kind twice: those whose time something has, then the others.

    Of discharges `begun` are the admissions of their spell that stand, and the other versions go along.
    """
    gone: list[dict[str, Any]] = []
    cancels = [row for row in pool if row["cancel"]]
    for cancel in cancels:
        namesakes = [row for row in pool if not row["cancel"] and row["at"] == cancel["at"]]
        cancel["named"] = bool(namesakes)
        fresh = sorted((row for row in namesakes if "by" not in row), key=lambda row: row["written"])
        older = [row for row in fresh if row["written"] <= cancel["written"]]
        if older or (fresh and fresh == sorted(namesakes, key=lambda row: row["written"])):
            _strike(gone, fresh[0], cancel)
    for target in list(gone) if begun is not None else ():
        _take_along(gone, pool, order, begun or [], target)
    for cancel in [row for row in cancels if not row["named"]]:
        fresh = [row for row in pool if not row["cancel"] and "by" not in row]
        known = [row for row in fresh if max(row["at"], row["written"]) <= cancel["written"]]
        met = len(gone)
        if known:
            _strike(gone, known[-1], cancel)
        elif not any(pool.index(target["by"]) < pool.index(cancel) for target in gone):
            past = [row for row in fresh if row["at"] <= cancel["written"]]
            soon = [row for row in fresh if 0 < row["at"] - cancel["written"] <= 900_000]
            for target in past[-1:] or soon[:1]:
                _strike(gone, target, cancel)
        for target in gone[met:] if begun is not None else ():
            _take_along(gone, pool, order, begun or [], target)
    return gone


def _take_along(
    gone: list[dict[str, Any]],
    pool: list[dict[str, Any]],
    order: list[dict[str, Any]],
    begun: list[dict[str, Any]],
    target: dict[str, Any],
) -> None:
    """Take back the other versions too: a discharge that was sent again is one, and its newest version was meant."""

    def newness(row: dict[str, Any]) -> tuple[int, int]:
        return row["written"], order.index(row)

    cancel = target["by"]
    versions = [row for row in pool if not row["cancel"] and _one_discharge(row, target, order, begun)]
    then = [row for row in versions if row["written"] <= cancel["written"] or newness(row) <= newness(target)]
    newest = max(then, key=newness)
    if cancel["at"] == newest["at"] or cancel["at"] != target["at"]:
        for row in then:
            if "by" not in row:
                _strike(gone, row, cancel)


def _one_discharge(
    one: dict[str, Any], other: dict[str, Any], order: list[dict[str, Any]], begun: list[dict[str, Any]]
) -> bool:
    """Say whether nobody was admitted anew between two ends, and neither is that of a visit alone."""
    earlier, later = sorted([order.index(one), order.index(other)])
    told = [row["begun"].at for row in begun if order.index(row) < earlier]
    anew = [row for row in begun if earlier < order.index(row) < later and row["begun"].at not in told]
    return not anew and one["visit"] == other["visit"]


def _strike(gone: list[dict[str, Any]], target: dict[str, Any], cancel: dict[str, Any]) -> None:
    target["by"] = cancel
    gone.append(target)


def stays_by_hand(events: Sequence[Event], gone: set[bytes] | None = None) -> list[dict[str, Any]]:
    """Return each stay as a dictionary: status, admission, ward, readiness, expectation, discharge.

    `gone` are the ids that are taken back, where that is known from more than these events.
    """
    gone = struck_by_hand(events) if gone is None else gone
    stays: dict[Any, list[Event]] = {}
    for event in sorted(events, key=lambda e: (e.occurred_at, _rank(e.type), e.recorded_at, e.event_id)):
        key = getattr(event.body, "spell", None)
        if key is not None:
            stays.setdefault(key, []).append(event)
    return [_stay(key, told, gone) for key, told in stays.items()]


def _stay(key: Any, told: list[Event], gone: set[bytes]) -> dict[str, Any]:
    def bodies(*names: str) -> list[Any]:
        return [event.body for event in told if event.type in names and event.event_id not in gone]

    ins = bodies("SpellAdmitted")
    came_again = any(event.type == "SpellAdmitted" for event in told)
    letters = [body.patient_class for body in bodies(*_STATES_CLASS) if body.patient_class]
    ends = [e for e in told if e.type in {"SpellDischarged", "PatientDiedInHospital"} and e.event_id not in gone]
    moves = [body for body in bodies("SpellAdmitted", "SpellTransferred") if body.place is not None]
    last = _that_counts(ends).body if ends else None
    died = type(last).__name__ == "PatientDiedInHospital"
    at = (last.died_at if died else last.discharged_at).at if last else None
    to = None if last is None or died else last.destination.code
    for body in _updates_that_count(told, gone) if last else ():
        at = body.discharged_at.at if body.discharged_at else at
        to = body.destination.code if body.destination else to
    ready = bodies("ReadinessChanged")
    expected = bodies("ExpectedDischargeChanged")
    return {
        "key": key,
        "begun": any(event.type == "SpellAdmitted" for event in told),
        "status": "cancelled" if came_again and not ins else "died" if died else "discharged" if last else "open",
        "inpatient": letters[:1] in ([], ["I"]),
        "known": letters[:1] == ["I"],
        "admitted": ins[0].admitted_at.at if ins else None,
        "since": ins[0].admitted_at.at if ins else _first_heard(told),
        "ward": moves[-1].place.ward if moves else None,
        "ready": london(ready[-1].since.at) if ready and ready[-1].ready else None,
        "expected": london(expected[-1].expected.at) if expected else None,
        "left": at,
        "died": died,
        "to": to,
        "moved": to in {"48", "49", "50", "51", "52", "53", "84", "87"},
    }


def deaths_told(events: Sequence[Event]) -> list[tuple[int, bool]]:
    """Give the confirmed deaths that records state: when, and whether a time was given.

    Of what one source states the first stands, until it states one with a day or a time of its own.
    """
    stand: dict[Any, Any] = {}
    for event in sorted(events, key=lambda e: (e.occurred_at, e.recorded_at, e.event_id)):
        body: Any = event.body
        if event.type == "DeathRecorded" and body.confirmed:
            first = stand.setdefault(body.source, event)
            if first.body.died_at is None and body.died_at is not None:
                stand[body.source] = event
    return [_death(event) for event in stand.values()]


def _death(event: Any) -> tuple[int, bool]:
    """Who was told dead without a time died on that day, at any hour."""
    at = event.body.died_at
    return (event.occurred_at, False) if at is None else (at.at, at.precision > Precision.DAY)


def _updates_that_count(told: list[Event], gone: set[bytes]) -> list[Any]:
    """Give what updates say of the last end that stands, as far as it was written about that end.

    Where there was another end before the update, what was written before the end that counts is about the other.
    """
    ends = [
        event for event in told if _KINDS.get(event.type, ("", 0))[0] == "out" and event.type != "DischargeCancelled"
    ]
    last = _that_counts([event for event in ends if event.event_id not in gone])
    re_entered = any(event.event_id in gone for event in ends)
    before, after = told[: told.index(last)], told[told.index(last) :]
    counted = [event for event in before if event.recorded_at > last.recorded_at]
    standing = [told.index(event) for event in ends if event.event_id not in gone]
    counted += [
        event
        for event in after
        if event.recorded_at >= last.recorded_at
        or not (re_entered or sum(place < told.index(event) for place in standing) > 1)
    ]
    return [event.body for event in counted if event.type == _UPDATE]


def _first_heard(told: list[Event]) -> int | None:
    """Where nobody told of an admission: the first message that speaks of somebody inside, before any end was told."""
    inside, ends = {"SpellTransferred", _UPDATE}, {"SpellDischarged", "PatientDiedInHospital"}
    first = next((event for event in told if event.type in inside | ends), None)
    return first.occurred_at if first is not None and first.type in inside else None


def _that_counts(ends: list[Event]) -> Any:
    """Of ends in order of time, the one written last; of those the last."""
    written = max(end.recorded_at for end in ends)
    return [end for end in ends if end.recorded_at == written][-1]


def _rank(kind: str) -> int:
    return 44 if kind == _UPDATE else _KINDS.get(kind, ("", 30))[1]
