"""The heading of a table that somebody sends: the columns that it must have, each once."""

from collections.abc import Collection, Sequence

from hub.errors import Rejected


def refuse_heading(columns: Sequence[str | None], required: Collection[str], what: str) -> None:
    """Raise `Rejected` for a heading without a required column, or with a known one twice; `what` names the sending."""
    named = [column for column in columns if column]
    for column in required:
        if column not in named:
            raise Rejected(column, "column_missing", f"the {what} has no column {column}")
    for column in named:
        if named.count(column) > 1:
            raise Rejected(column, "column_twice", f"the {what} has the column {column} more than once")
