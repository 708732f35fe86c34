"""What the dashboards should show, counted by brute force: day by day, over plain dicts, with nothing of the hub's.

A told fact is a dict: `told_on` (a date), `who`, `kind`, `key`, and `body`, which is none when it was withdrawn.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from tests.runtime.figures_oracle_joined import together_on
from tests.runtime.figures_oracle_notices import appeal_on, move_on, notice_on

Told = Mapping[str, Any]
Body = Mapping[str, Any]
Found = Counter[tuple[date, str, str]]
"""How many, by day, place and category."""


def known(told: Sequence[Told], on: date | None) -> list[tuple[str, Body]]:
    """Give kind and body of everything that was believed at the end of a day, from what was told in this order."""
    believed: dict[tuple[Any, ...], tuple[date, Body | None]] = {}
    for fact in told:
        name = fact["who"], fact["kind"], fact["key"]
        day = max(fact["told_on"], believed[name][0]) if name in believed else fact["told_on"]
        if on is None or day <= on:
            believed[name] = day, fact["body"]
    return [(name[1], body) for name, (_, body) in believed.items() if body is not None]


def known_together(told: Sequence[Told], on: date | None) -> list[dict[tuple[str, str], Body]]:
    """Give what was believed of each person by kind and key at the end of a day.

    Of facts that count together none is taken to be told on an earlier day than any change of that person before it.
    """
    newest: dict[Any, date] = {}
    now: dict[Any, dict[tuple[str, str], Body | None]] = {}
    then: dict[Any, dict[tuple[str, str], Body | None]] = {}
    for fact in told:
        who, name = fact["who"], (fact["kind"], fact["key"])
        mine = now.setdefault(who, {})
        if name in mine and mine[name] == fact["body"]:
            continue
        mine[name] = fact["body"]
        newest[who] = max(fact["told_on"], newest.get(who, fact["told_on"]))
        if on is None or newest[who] <= on:
            then[who] = dict(mine)
    return [{name: body for name, body in mine.items() if body is not None} for mine in then.values()]


def shown(told: Sequence[Told], ask: Mapping[str, Any]) -> Found:
    """Answer a question: `measure`, `first`, `last`, `known_on`, `by`, and `ics`, `council`, `trust`, `provider`."""
    found: Found = Counter()
    each_provider = ask["provider"] is not None or ask["by"] == "provider"
    bodies, people = known(told, ask["known_on"]), known_together(told, ask["known_on"])
    day = ask["first"]
    while day <= ask["last"]:
        rows = [(body, *one) for kind, body in bodies for one in _on(ask["measure"], kind, body, day)]
        rows += [row for believed in people for row in together_on(ask["measure"], believed, day)]
        for body, provider, category, amount in rows:
            areas = body["areas_left"] if ask["measure"] == "moves_leaving" else body["areas"]
            ics, council = _answers(areas, day)
            place = {"ics": ics, "council": council, "trust": body.get("trust", ""), "provider": provider, "none": ""}
            asked = (ask[name] in {None, place[name]} for name in ("ics", "council", "trust", "provider"))
            if bool(provider) is each_provider and all(asked):
                found[day, place[ask["by"]], category] += amount
        day += timedelta(days=1)
    return Counter({key: amount for key, amount in found.items() if amount})


def _answers(areas: Sequence[Mapping[str, Any]], day: date) -> tuple[str, str]:
    begun = [area for area in areas if area["since"] <= day]
    area = begun[-1] if begun else areas[0]
    return area["ics"] or "", area["council"] or ""


def _on(measure: str, kind: str, body: Body, day: date) -> Iterator[tuple[str, str, int]]:
    """Give provider, category and amount of what one body counts on one day."""
    if kind == "StayFigures":
        yield from (("", category, amount) for category, amount in _stay(measure, body, day))
        return
    alone = {"NoticeFigures": notice_on, "AppealFigures": appeal_on, "MoveFigures": move_on}
    if kind in alone:
        yield from (("", category, amount) for category, amount in alone[kind](measure, body, day))
        return
    if kind == "FundingAllocated":
        return
    for visit in (None, *body["visits"]):
        for category in _episode(measure, body, day, visit):
            yield (visit["provider"] if visit else ""), category, 1


def _stay(measure: str, stay: Body, day: date) -> Iterator[tuple[str, int]]:
    admitted, ready, left = stay["admitted_on"], stay["ready_on"], stay["left_on"]
    here = (admitted is None or admitted <= day) and (left is None or day < left)
    if measure == "in_hospital" and admitted is not None and here:
        yield "", 1
    yield from _waiting(measure, stay, day)
    if stay["ended"] != "left" or day != left:
        return
    if measure == "discharges":
        yield stay["destination"] or "unknown", 1
    if measure == "discharges_by_pathway":
        yield stay["pathway"] or "unknown", 1
    if measure == "quality":
        yield from ((name, 1) for name in _unknown(stay, day))
    if ready is not None and ready <= left and admitted != left:
        nights = [n for n in range((left - ready).days) if admitted is None or admitted <= ready + timedelta(days=n)]
        days = len(nights) if admitted is None or admitted < left else 0
        if measure == "delay_days" and days:
            yield "", days
        if measure == "discharge_delay":
            bounds = {"0": 0, "1": 1, "2-3": 3, "4-6": 6, "7-13": 13, "14-20": 20, "21+": 10**9}
            yield next(name for name, most in bounds.items() if days <= most), 1


def _waiting(measure: str, stay: Body, day: date) -> Iterator[tuple[str, int]]:
    if measure == "ready_not_left":
        yield from ((stay["pathway"] or "unknown", 1) for _ in range(_waits(stay, day)))
    if measure in {"delay_reason", "delay_group"}:
        yield from ((_reason(measure, code), 1) for code in _codes(stay, day))
    if measure in {"delay_differs_because", "delay_differs_days"} and stay["ended"] and day == stay["left_on"]:
        yield from _differs(measure, stay)
    if measure in {"delay_reason_people", "delay_reason_days"} and stay["ended"] == "left" and day == stay["left_on"]:
        yield from _every_reason(measure, stay)
    if measure in {"sitrep_days", "delay_definitions"} and stay["ended"] == "left" and day == stay["left_on"]:
        yield from _definitions(measure, stay)


def _waits(stay: Body, day: date) -> int:
    """How often somebody is told as ready and not left at the end of a day."""
    admitted, ready, left = stay["admitted_on"], stay["ready_on"], stay["left_on"]
    here = (admitted is None or admitted <= day) and (left is None or day < left)
    now = ready is not None and ready <= day and here
    return int(now + sum(one["since"] <= day < one["until"] for one in stay.get("voided", ())))


def _codes(stay: Body, day: date) -> list[str | None]:
    told = stay.get("delay_codes", ())
    if not told:
        return [None] * _waits(stay, day)
    return [one["code"] for one in told if one["since"] <= day and (one["until"] is None or day < one["until"])]


def _differs(measure: str, stay: Body) -> Iterator[tuple[str, int]]:
    """Say why the definitions differ of a stay that ended, night by night."""
    before = sum((one["until"] - one["since"]).days for one in stay.get("voided", ()))
    ready = [day for day in (stay["ready_on"], stay["admitted_on"]) if day is not None]
    after = max(0, (stay["left_on"] - max(ready)).days) if stay["ready_on"] is not None else 0
    found = {"ready_voided": before} if before else {}
    if stay["ended"] == "left" and before and stay["ready_on"] is None:
        found["met_on_leaving"] = 0
    if stay["ended"] in {"died", "moved"} and after:
        found["delay_ended_by_death" if stay["ended"] == "died" else "delay_ended_by_transfer"] = after
    if found:
        found["any"] = sum(found.values())
    yield from ((name, days if measure == "delay_differs_days" else 1) for name, days in found.items())


def _every_reason(measure: str, stay: Body) -> Iterator[tuple[str, int]]:
    """Count the days under every code that held on them, and once under any."""
    days: Counter[str] = Counter()
    names: set[str] = set()
    named = [one for one in stay.get("delay_codes", ()) if one["code"]]
    for name, told in (("any", named), ("", stay.get("delay_held", ()) or named)):
        for one in told:
            names.add(name or one["code"])
            days[name or one["code"]] += ((one["until"] or stay["left_on"]) - one["since"]).days
    yield from ((name, days[name] if measure == "delay_reason_days" else 1) for name in sorted(names))


def _reason(measure: str, code: str | None) -> str:
    groups = {"CAP05": "capacity", "HOSP04": "hospital", "ix": "capacity"}
    return (code if measure == "delay_reason" else groups.get(code or "")) or "unknown"


def _definitions(measure: str, stay: Body) -> Iterator[tuple[str, int]]:
    """Compare the nights of both definitions, of somebody who left."""
    admitted, ready, left = stay["admitted_on"], stay["ready_on"], stay["left_on"]
    first = min(day for day in (admitted, ready, left, *(one["since"] for one in stay.get("voided", ()))) if day)
    last = max(left, *(one["until"] for one in stay.get("voided", ())), left)
    nights = sum(_waits(stay, first + timedelta(days=n)) for n in range((last - first).days))
    after = 0
    if ready is not None and ready <= left and admitted != left and (admitted is None or admitted < left):
        after = (left - max(ready, admitted or ready)).days
    if measure == "sitrep_days" and nights:
        yield "", nights
    if measure == "delay_definitions":
        yield ("differ" if nights != after else "same" if nights else "no_wait"), 1


def _unknown(stay: Body, day: date) -> Iterator[str]:
    ics, council = _answers(stay["areas"], day)
    yield "all"
    missing = {
        "ics_unknown": ics == "",
        "council_unknown": council == "",
        "destination_unknown": stay["destination"] in {None, "98", "99"},
        "pathway_unknown": stay["pathway"] is None,
        "ready_unknown": stay["ready_on"] is None or stay["ready_on"] > day,
        "admission_unknown": stay["admitted_on"] is None,
        "delay_label_unmapped": stay.get("delay_unmapped", False),
    }
    yield from (name for name, is_missing in missing.items() if is_missing)


def _episode(measure: str, episode: Body, day: date, visit: Body | None) -> Iterator[str]:
    begun, last = episode["discharged_on"], episode["last_covered_day"]
    stopped = [at for at in (episode["ended_on"], episode["readmitted_on"]) if at is not None]
    goes_on = begun <= day <= last and all(day < at for at in stopped)
    if measure == "in_six_weeks" and goes_on and (visit is None or visit["due_on"] <= day):
        yield ""
    if measure == "six_weeks_due" and day == last:
        yield ""
    outcome = episode.get("outcome")
    came = all(at > last for at in stopped) if outcome is None else outcome not in {"HOSPITAL", "DIED"}
    if measure == "six_weeks_done" and day == last and came:
        yield ""
    if measure == "six_weeks_outcome" and day == last:
        yield outcome or "unknown"
    back = episode["readmitted_on"]
    if measure == "readmitted_30_days" and day == begun and back is not None and back <= begun + timedelta(days=30):
        yield ""
    if measure == "first_visit" and (episode["visits"] if visit is None else [visit]):
        on, category = _first_visit(begun, episode["visits"] if visit is None else [visit])
        if on == day:
            yield category


def _first_visit(begun: date, visits: Sequence[Body]) -> tuple[date, str]:
    done = sorted(visit["done_on"] for visit in visits if visit["done_on"] is not None)
    if not done:
        return min(visit["due_on"] for visit in visits), "none"
    waited = (done[0] - begun).days
    return done[0], "7+" if waited >= 7 else "3-6" if waited >= 3 else str(waited)
