"""The lines of support of an episode as JSON, each part with its origin and what its sender stated against its days."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from hub.domain.at_home import missed_in_bed
from hub.domain.joint_state import JointState
from hub.domain.line_spans import Span
from hub.domain.lines import LineState
from hub.domain.origins import Part
from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.domain.stated_origins import Contradicted
from hub.processors.page import Page, iso


def lines_json(
    state: JointState, split: Sequence[Part], contradictions: Sequence[Contradicted], path: str, page: Page
) -> list[dict[str, Any]]:
    """Return the parts of the lines; `contradictions` are those of this episode."""
    against = {
        (each.line.provider, each.line.line_id): Said(each.said.value, each.said.by, Rule.ORIGIN_CONTRADICTED)
        for each in contradictions
    }
    return [
        _line(part, against, f"{path}.lines.{place}", page) | {"visits": _visits(state, part.line)}
        for place, part in enumerate(split)
    ]


def _visits(state: JointState, line: LineState) -> dict[str, int]:
    """Return how many visits were told: what was planned while the person lay in hospital is no missed one."""
    in_bed = missed_in_bed(state, line)
    return {"confirmed": line.done, "missed": line.missed - in_bed, "missed_in_hospital": in_bed}


def _line(part: Part, against: Mapping[tuple[str, str], Said[str]], path: str, page: Page) -> dict[str, Any]:
    line, span = part.line, part.span
    page.why(path, span.by, Rule.LINE_STATED)
    for name, by in _told_by(part):
        page.why(f"{path}.{name}", by, Rule.LINE_STATED)
    return {
        "line_id": line.line_id,
        "provider": line.provider,
        "service": part.service,
        "origin": page.held(f"{path}.origin", part.origin),
        "origin_stated": page.held(
            f"{path}.origin_stated", against.get((line.provider, line.line_id)) or _unknown(line)
        ),
        "started_on": line.spans[0].first.isoformat(),
        "ended_on": iso(line.spans[-1].last),
        "hours_per_week": _hundredths(part.hours),
        "price_per_hour": _hundredths(span.price),
    }


def _told_by(part: Part) -> Iterator[tuple[str, int]]:
    """Give who told what a line is: its own sender, also where the six weeks that show it began with a later event.

    Hours that are resumed in part are those of the day of admission; an hour or a price that nobody told has no word.
    """
    line, span = part.line, part.span
    for name in ("line_id", "provider", "started_on", "from"):
        yield name, line.spans[0].by
    yield "service", _since(line, span, line.service_of)
    if part.hours is not None:
        whole = part.hours == span.hours
        yield "hours_per_week", _since(line, span, lambda each: each.hours) if whole else part.origin.by
    if span.price is not None:
        yield "price_per_hour", _since(line, span, lambda each: each.price)


def _since(line: LineState, span: Span, said: Callable[[Span], object]) -> int:
    """Return the word by which something of a line became what it is on the days of a span."""
    by = span.by
    for each in reversed(line.spans):
        if each.first < span.first:
            if said(each) != said(span):
                break
            by = each.by
    return by


def _unknown(line: LineState) -> Said[str] | None:
    """Return the newest word that came in place of an origin and is none, or none."""
    said = [(word.unknown_origin, word.by) for word in line.words if word.unknown_origin is not None]
    return Said(*said[-1], Rule.UNKNOWN_ORIGIN) if said else None


def _hundredths(value: int | None) -> float | None:
    return None if value is None else value / 100
