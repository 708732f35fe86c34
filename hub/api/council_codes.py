"""A council by whichever of its codes: the CASSR code, which is its ODS code, is read as the ONS code in its place.

People, lists and events name councils by ONS code.  The codes of adult social care may be digits or letters (`Z9D4Z`).
"""

from collections.abc import Callable
from typing import Final, TypeAlias
from urllib.parse import parse_qsl, urlencode

from hub.api.access import Caller
from hub.api.catalogue import UNKNOWN
from hub.api.problems import Problem, error

CouncilOf: TypeAlias = Callable[[str], str | None]
"""A council's code of any kind to the one that is used here; none where no council has it."""

_NAME: Final = "council"


def as_it_is(code: str) -> str | None:
    """Take a code as it was written."""
    return code


def known_by(caller: Caller, council_of: CouncilOf) -> Caller:
    """Return the caller with the organisation as people are tied to it; one that is no council stays as it is."""
    return caller._replace(organisation=council_of(caller.organisation) or caller.organisation)


def read_query(query: bytes, council_of: CouncilOf) -> bytes:
    """Return the query of an address with each council by the code that is used here.

    Raises `Problem` 422 where no council has the code: an empty list would be taken for an answer.
    """
    if _NAME.encode() not in query:
        return query
    asked = parse_qsl(query.decode("latin-1"), keep_blank_values=True, encoding="utf-8")
    read = [(name, _read(value, council_of) if name == _NAME else value) for name, value in asked]
    return query if read == asked else urlencode(read).encode()


def _read(code: str, council_of: CouncilOf) -> str:
    if code in {"", UNKNOWN}:
        return code
    found = council_of(code)
    if found is None:
        wrong = error(f"query.{_NAME}", "not_a_council", "This is not the code of a council.")
        raise Problem(422, "invalid", "Some of what was sent cannot be taken as it is.", [wrong])
    return found
