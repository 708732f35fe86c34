"""The lines of support of an episode as JSON, each part with its origin and what its sender stated against its days."""

from collections.abc import Mapping, Sequence
from typing import Any

from hub.domain.lines import LineState
from hub.domain.origins import Part
from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.domain.stated_origins import Contradicted
from hub.processors.page import Page, iso


def lines_json(
    split: Sequence[Part], contradictions: Sequence[Contradicted], path: str, page: Page
) -> list[dict[str, Any]]:
    """Return the parts of the lines; `contradictions` are those of this episode."""
    against = {
        (each.line.provider, each.line.line_id): Said(each.said.value, each.said.by, Rule.ORIGIN_CONTRADICTED)
        for each in contradictions
    }
    return [_line(part, against, f"{path}.lines.{place}", page) for place, part in enumerate(split)]


def _line(part: Part, against: Mapping[tuple[str, str], Said[str]], path: str, page: Page) -> dict[str, Any]:
    line, span = part.line, part.span
    page.why(path, span.by, Rule.LINE_STATED)
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
        "visits": {"confirmed": line.done, "missed": line.missed},
    }


def _unknown(line: LineState) -> Said[str] | None:
    """Return the newest word that came in place of an origin and is none, or none."""
    said = [(word.unknown_origin, word.by) for word in line.words if word.unknown_origin is not None]
    return Said(*said[-1], Rule.UNKNOWN_ORIGIN) if said else None


def _hundredths(value: int | None) -> float | None:
    return None if value is None else value / 100
