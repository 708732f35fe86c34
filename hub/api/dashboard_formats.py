"""An answer of a dashboard as JSON and as CSV: the same numbers, and the same three ways of not giving one."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Any, Final

from hub.api.catalogue import UNKNOWN, Dashboards, product_json
from hub.api.dashboard_answer import Answer
from hub.api.dashboard_question import Question
from hub.api.dashboard_words import notes, place_name, row_name, unit_of
from hub.domain.figures_measures import band_code
from hub.domain.small_numbers import Number, Status, written

CSV: Final = "text/csv"
COLUMNS: Final = ("row", "from", "to", "split", "code", "name", "value", "status")
_NO_NAME: Final = re.compile("[^A-Za-z0-9-]")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def wants_csv(accept: str) -> bool:
    """Tell whether an `Accept` header asks for CSV before anything else."""
    first = accept.split(",", maxsplit=1)[0].split(";", maxsplit=1)[0].strip().lower()
    return first == CSV


def answer_json(system: str, product: str, given: Answer, dashboards: Dashboards) -> dict[str, Any]:
    """Return an answer as JSON; a value is null unless its status is `shown`."""
    asked, rule = given.question, given.rounding
    place = asked.place and {"kind": asked.place.kind, "code": _code(asked.place.code)}
    over = asked.over
    return {
        "system": {"code": system, "name": dashboards.system(system)},
        "product": product_json(product, asked.product, dashboards.catalogue),
        "place": place and place | {"name": place_name(asked, dashboards)},
        "by": asked.by,
        "every": asked.every,
        "from": str(over[0].first) if over else None,
        "to": str(over[-1].last) if over else None,
        "known_on": None if asked.known_on is None else str(asked.known_on),
        "told_until": None if given.told_until is None else str(given.told_until),
        "rounding": None if rule is None else {"threshold": rule.threshold, "base": rule.base},
        "notes": notes(given, dashboards),
        "series": [
            {
                "code": "all" if asked.by == "none" else _row_code(row, asked),
                "name": row_name(row, asked, dashboards),
                "points": _points(given, row),
            }
            for row in rows_in_order(given, dashboards)
        ],
    }


def rows_in_order(given: Answer, dashboards: Dashboards) -> list[str]:
    """Return the rows as they are shown: categories as the catalogue has them, places by name, not known last."""
    known = list(given.question.product.split)
    places = {row: row_name(row, given.question, dashboards) for row in given.rows}
    if given.question.by == "category":
        return sorted(given.rows, key=lambda row: (known.index(row) if row in known else len(known), row))
    return sorted(given.rows, key=lambda row: (row == "", places[row], row))


def _points(given: Answer, row: str) -> list[dict[str, Any]]:
    return [
        {"from": str(period.first), "to": str(period.last), "value": _value(number), "status": number.status}
        for period, number in zip(given.question.over, given.rows[row], strict=True)
    ]


def _value(number: Number) -> float | int | None:
    value = number.value
    return int(value) if value is not None and value == int(value) else value


def _code(code: str) -> str:
    return code or UNKNOWN


def _row_code(row: str, asked: Question) -> str:
    return band_code(_code(row)) if asked.by == "category" else _code(row)


def answer_csv(system: str, given: Answer, dashboards: Dashboards) -> str:
    """Return an answer as CSV: figures first, then a row for each note, and what and where is counted.

    A value that is not shown is `*` suppressed, `-` not applicable, nothing missing; `status` says the same in words.
    """
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(COLUMNS)
    table.writerows(_figures(given, dashboards))
    for note in (*notes(given, dashboards), *_about(system, given, dashboards)):
        table.writerow(["note", "", "", "", "", note, "", ""])
    return text.getvalue()


def _about(system: str, given: Answer, dashboards: Dashboards) -> tuple[str, str]:
    """Say what is counted and where: a file has no address, and one of a council no name of a system."""
    product, place = given.question.product, given.question.place
    name = place_name(given.question, dashboards) or dashboards.system(system)
    code = system if place is None else f"{place.kind} {_code(place.code)}"
    return f"Counted: {product.title}, {unit_of(product)}. {product.definition}", f"Where: {name} ({code})."


def file_name(system: str, product: str, asked: Question) -> str:
    """Return a name that tells files of other places and splits apart, of letters that every disk takes."""
    place = system if asked.place is None else f"{asked.place.kind}-{_code(asked.place.code)}"
    by = "" if asked.by == "none" else f"-by-{asked.by}"
    return f"{_NO_NAME.sub('_', place)}-{product}{by}.csv"


def _figures(given: Answer, dashboards: Dashboards) -> Iterator[list[str]]:
    asked = given.question
    for row in rows_in_order(given, dashboards):
        code = "" if asked.by == "none" else _plain(_row_code(row, asked))
        named = ["figure", asked.by, code, _plain(row_name(row, asked, dashboards))]
        for period, number in zip(asked.over, given.rows[row], strict=True):
            days = [str(period.first), str(period.last)]
            yield [named[0], *days, *named[1:], written(number), Status(number.status).value]


def _plain(text: str) -> str:
    """Return a sender's own code as text: a spreadsheet must not take it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
