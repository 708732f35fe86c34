"""A whole file against the specification: counts by column and result, each cell that fails, words on no list."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, BinaryIO, Final, NamedTuple

from connectors.client_level_data.fields import fields
from connectors.client_level_data.lines import Words, counted
from connectors.client_level_data.period import Claimed
from connectors.client_level_data.profile import CouncilProfile
from connectors.client_level_data.row import Row
from connectors.client_level_data.table import Table, columns_missing
from connectors.client_level_data.verdict import FAILED, NOT_IN_LIST, UNVERIFIED, Check, Verdict

Tell = Callable[[int], None]
WIDTH: Final = "row_width"


class Wanted(NamedTuple):
    """How much of what fails is listed: so many cells, and words on no list that few rows have, or not."""

    most: int = 100
    rare_words: bool = False


class Report:
    """What a check has found so far; failing cells are listed up to a number, and all are counted."""

    def __init__(self, wanted: Wanted) -> None:
        self._most = wanted.most
        self.rows = 0
        self._results: Counter[tuple[str, str, str]] = Counter()
        self._rules: Counter[tuple[str, str]] = Counter()
        self._remarks: Counter[tuple[str, str]] = Counter()
        self._failures: list[dict[str, Any]] = []
        self._failed = 0
        self._misshapen = 0
        self._unmapped = Words(rare=wanted.rare_words)

    def misshapen(self, row: Row) -> None:
        """Take a row of another width: none of its cells is looked at."""
        self.rows += 1
        self._misshapen += 1
        self._list(row.line, "row", "", "", WIDTH)

    def add(self, row: Row, verdicts: Iterable[Verdict]) -> None:
        """Take a row's verdicts."""
        self.rows += 1
        for field, standing, result, rule in verdicts:
            self._results[field, standing, result] += 1
            if result in FAILED:
                self._fail(row.line, field, standing, result, rule or "")
            elif rule:
                self._remarks[field, rule] += 1
            if rule == NOT_IN_LIST:
                self._unmapped.add(field, row.cell(field), row)

    def _fail(self, line: int, field: str, standing: str, result: str, rule: str) -> None:
        self._failed += 1
        self._rules[field, rule] += 1
        self._list(line, field, standing, result, rule)

    def _list(self, line: int, field: str, standing: str, result: str, rule: str) -> None:
        if len(self._failures) < self._most:
            self._failures.append({"line": line, "field": field, "status": standing, "result": result, "rule": rule})

    def told(self) -> dict[str, Any]:
        """Give everything as plain data; no cell of it is a person's."""
        order = {name: place for place, name in enumerate(fields())}
        by_field = sorted(self._results.items(), key=lambda one: (order[one[0][0]], one[0]))
        names = ("field", "rule")
        return {
            "rows": self.rows,
            "failed_cells": self._failed,
            "rows_of_another_width": self._misshapen,
            "results": [{"field": f, "status": s, "result": r, "cells": n} for (f, s, r), n in by_field],
            "rules": counted(self._rules, names),
            "remarks": counted(self._remarks, names),
            "unmapped": list(self._unmapped),
            "failures": self._failures,
            "failures_left_out": self._failed + self._misshapen - len(self._failures),
        }


def check(file: BinaryIO, profile: CouncilProfile, against: Check, tell: Tell, wanted: Wanted) -> dict[str, Any]:
    """Check a file; `tell` is told the rows so far.  Raises `Rejected` where it cannot be cut into rows."""
    table = Table(file, profile)
    report, claimed = Report(wanted), Claimed()
    for row in table:
        if row.empty:
            continue
        if row.whole:
            report.add(row, against.verdicts(row))
            claimed.add(row)
        else:
            report.misshapen(row)
        tell(report.rows)
    columns = {
        "missing": columns_missing(table.heading, list(fields())),
        "not_in_the_specification": sum(name is None for name in table.heading.columns),
    }
    return report.told() | {"columns": columns, "reporting_period": claimed.told()}


def unverified(told: dict[str, Any]) -> int:
    """Give how many cells were taken though nobody has found the list that they are of."""
    return sum(one["cells"] for one in told["remarks"] if one["rule"] == UNVERIFIED)
