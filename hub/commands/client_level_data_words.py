"""What `hub client-level-data` prints for a person: the failing cells first, and what counts at the end."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from connectors.client_level_data.check import unverified
from connectors.client_level_data.verdict import UNVERIFIED, Result

Told = dict[str, Any]
_SHOWN: Final = 5
_HIDDEN: Final = "(not shown: in few rows, see --rare-words, or also in a cell that names somebody)"
_GROUPS: Final = {"all": "all", "after_hospital": "after hospital"}
_NOT_ASCOF: Final = (
    "Remained: neither died nor entered a long-term nursing or residential home within 84 days of the first day of "
    "reablement. Not to be compared with the published ASCOF 2D, which starts with the day of discharge and takes "
    "emergency readmissions off: the files know neither."
)
_MEASURES: Final = {"first_response": "first response", "first_service": "first service"}


def checked_in_words(told: Told) -> Iterator[str]:
    """Give the lines of a check: failing cells, rules, words on no list, columns, period, and the counts by result."""
    for one in told["failures"]:
        yield f"line {one['line']}: {one['field']}: {one['result'] or 'not looked at'} ({one['rule']})"
    if told["failures_left_out"]:
        yield f"and {told['failures_left_out']:,} failing cells more: --limit"
    yield from _counts("failing cells by column and rule:", told["rules"])
    yield from _words("words on no list:", told["unmapped"])
    yield from _counts("remarks:", [one for one in told["remarks"] if one["rule"] != UNVERIFIED])
    if told["columns"]["missing"]:
        yield f"columns that the file does not have: {', '.join(told['columns']['missing'])}"
    if told["columns"]["not_in_the_specification"]:
        yield f"columns that were not read: {told['columns']['not_in_the_specification']}"
    yield from _period(told["reporting_period"])
    if unverified(told):
        yield f"cells of lists that nobody has published, taken as they are: {unverified(told):,}"
    for result in Result:
        yield f"{result.value}: {sum(one['cells'] for one in told['results'] if one['result'] == result):,}"
    if told["rows_of_another_width"]:
        yield f"rows with another number of cells, not looked at: {told['rows_of_another_width']:,}"
    yield f"rows: {told['rows']:,}, failing cells: {told['failed_cells']:,}"


def converted_in_words(told: Told) -> Iterator[str]:
    """Give the lines of a conversion: what was brought forward, and what was not and why."""
    for one in told["changed"]:
        yield f"{one['field']}: {one['from']} -> {one['to']}: {one['cells']:,}"
    for one in told["not_brought_forward"]:
        yield f"not brought forward ({one['rule']}): {one['field']}: {one['value']}: {_where(one)}"
    yield from _words("words on no list, left as they are:", told["unmapped"])
    for one in told["unverified"]:
        yield f"{one['field']}: no list of release 2 is published, left as they are: {one['cells']:,}"
    if told["rows_of_another_width"]:
        yield f"rows with another number of cells, left as they are: lines {_first(told['rows_of_another_width'])}"
    end = "all in words of release 2" if told["whole"] else "NOT all in words of release 2"
    yield f"rows: {told['rows']:,}, {end}"


def waits_in_words(told: Told) -> Iterator[str]:
    """Give the lines of waiting times: what was read and left out, then the medians as a table."""
    yield from _files(told)
    yield f"requests that count: {told['requests_counted']:,}"
    yield f"{'wait for the':<15} {'council':<8} {'quarter from':<13} {'age':<12} {'median days':>11} {'waits':>7}"
    for one in told["medians"]:
        place = f"{_MEASURES[one['measure']]:<15} {one['council']:<8} {one['quarter']:<13} {one['band']:<12}"
        yield f"{place} {one['days']:>11g} {one['waits']:>7,}"
    yield told["note"]


def reablement_in_words(told: Told) -> Iterator[str]:
    """Give the lines of reablement: what was read and left out, then who remained as a table, and what it is not."""
    yield from _files(told)
    yield f"the files tell of {told['time']['from']} to {told['time']['to']}"
    otherwise = told["services_read_otherwise"]
    yield (
        "short-term services to maximise independence (ST-Max) that are not of the component reablement, not counted: "
        f"{otherwise['short_term_to_maximise_independence_without_reablement']:,}"
    )
    yield f"services of a type on no list, not counted: {otherwise['of_a_type_on_no_list']:,}"
    yield f"requests by way of discharge from hospital: {told['requests_by_discharge_from_hospital']:,}"
    yield f"reablement, what is within seven days as one: {told['reablement']:,}"
    for one in told["not_counted"]:
        yield f"  not counted, {one['words']}: {one['reablement']:,}"
    yield (
        f"{'council':<8} {'year from':<11} {'who':<15} {'counted':>8} {'remained':>9} {'per cent':>9} {'died':>6} "
        f"{'entered a home':>15} {'not followed yet':>17}"
    )
    yield from map(_outcome, told["outcomes"])
    yield _NOT_ASCOF
    yield told["note"]


def _outcome(one: Told) -> str:
    share = "-" if one["per_cent"] is None else f"{one['per_cent']:.1f}"
    part = "" if one["whole_year"] else "  part of the year"
    counts = f"{one['reablement']:>8,} {one['remained']:>9,} {share:>9} {one['died']:>6,} {one['entered_home']:>15,}"
    of_whom = f"{one['council']:<8} {one['year']:<11} {_GROUPS[one['group']]:<15}"
    return f"{of_whom} {counts} {one['not_followed_yet']:>17,}{part}"


def _files(told: Told) -> Iterator[str]:
    """Give what was read of each file, and what of it counts."""
    several = len(told["files"]) > 1
    if several:
        for one in told["files"]:
            yield f"{one['file']}: {_counts_for(one)}"
    for one in told["quarters_missing"]:
        yield (
            f"NO file covers the whole quarter from {one['from']} to {one['to']}: requests, assessments and reviews "
            "that ended in it are not counted, nor services given in it alone"
        )
    for one in told["left_out"]:
        where = f"{one['file']}, " if several else ""
        yield f"rows left out ({one['rule']}): {one['rows']:,}: {one['field']}: {where}lines {_first(one['lines'])}"
    if told["rows_without_an_age"]:
        yield f"rows without a date of birth that can be read, of no age that counts: {told['rows_without_an_age']:,}"
    if several:
        yield f"rows of no quarter that their file counts for: {told['rows_outside_what_their_file_counts_for']:,}"
    yield f"rows: {told['rows']:,}, more rows of the same event: {told['rows_of_the_same_event']:,}"


def _counts_for(one: Told) -> str:
    period, counts_for = one["period"], one["counts_for"]
    told = f"{one['rows']:,} rows, for {period['from']} to {period['to']}"
    if counts_for is None:
        return f"{told}: not counted, newer files cover its quarters, or it covers none whole"
    return f"{told}: counts for {counts_for['from']} to {counts_for['to']}, rows outside: {one['rows_outside']:,}"


def _counts(title: str, rows: Sequence[Told]) -> Iterator[str]:
    if rows:
        yield title
    for one in rows:
        yield f"  {one['field']}: {one['rule']}: {one['cells']:,}"


def _words(title: str, rows: Sequence[Told]) -> Iterator[str]:
    if rows:
        yield title
    for one in rows:
        yield f"  {one['field']}: {one['value'] or _HIDDEN}: {_where(one)}"


def _where(one: Told) -> str:
    return f"{one['cells']:,} cells, lines {_first(one['lines'])}" if one["lines"] else f"{one['cells']:,} cells"


def _first(lines: Sequence[int]) -> str:
    more = f" and {len(lines) - _SHOWN:,} more" if len(lines) > _SHOWN else ""
    return ", ".join(str(line) for line in lines[:_SHOWN]) + more


def _period(told: Told) -> Iterator[str]:
    for name in ("claimed", "shown"):
        if told[name] is not None:
            by = "claims" if name == "claimed" else "shows by its events"
            yield f"reporting period that the file {by}: {told[name]['from']} to {told[name]['to']}"
    if told["different_claims"] > 1:
        yield f"different reporting periods claimed: {told['different_claims']:,}"
