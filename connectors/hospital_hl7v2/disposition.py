"""How a stay ended and where the person went: fields swap between senders, so the profile says which is which."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from connectors.hospital_hl7v2.codes import DESTINATION_SYSTEM, DESTINATIONS, METHOD_SYSTEM, METHODS
from connectors.hospital_hl7v2.profile import Path
from connectors.hospital_hl7v2.reading import Reading
from hub.events.values import ERASED, Code, Erased, Moment

DIED: Final = frozenset({"4", "5"})
NOWHERE: Final = "79"
_DEATH_TIME: Final = Path("PID", 29)
_DEATH_FLAG: Final = Path("PID", 30)
_DEAD: Final = ("Y", "1")
_LIVING: Final = ("N", "0")


class Disposition(NamedTuple):
    """Method and destination, three-valued, and whether a word in either says that the person died."""

    method: Code | Erased | None
    destination: Code | Erased | None
    said_dead: bool


class Death(NamedTuple):
    """That somebody died; `at` is none when no time is given.

    `by_record` says that the death indicator or time tells it, and not the way in which the stay ended.
    """

    at: Moment | None
    confirmed: bool
    by_record: bool


def disposition(reading: Reading) -> Disposition:
    """Read both fields by the profile; a value of the other table is noted and not taken."""
    places = reading.profile.disposition
    method = _code(
        reading, places.method, _Table(METHODS, DESTINATIONS, METHOD_SYSTEM, places.method_values, "destination")
    )
    destination = _code(
        reading,
        places.destination,
        _Table(DESTINATIONS, METHODS, DESTINATION_SYSTEM, places.destination_values, "method"),
    )
    return Disposition(method, destination, _said_dead(reading))


def death(reading: Reading, ended: Disposition | None) -> Death | None:
    """Say whether the message tells of a death, whether it is certain or only suspected, and by which field."""
    at = reading.known(_DEATH_TIME)
    flag = reading.text(_DEATH_FLAG).upper()
    if flag not in ("", *_DEAD, *_LIVING):
        reading.note(_DEATH_FLAG, "flag_not_in_table", "The death indicator is Y or N.")
    if ended is not None and _certain(ended):
        return Death(at, confirmed=True, by_record=False)
    if flag in _DEAD:
        return Death(at, confirmed=True, by_record=True)
    by_record = bool(reading.text(_DEATH_TIME))
    if by_record or (ended is not None and ended.said_dead):
        reading.note(_DEATH_FLAG, "death_not_confirmed", "One field speaks of a death that no other confirms.")
        return Death(at, confirmed=False, by_record=by_record)
    return None


def lives(reading: Reading) -> bool:
    """Say whether the message says in as many words that the person lives: PID-30 N, and no time or word of death."""
    flag = reading.text(_DEATH_FLAG).upper()
    return flag in _LIVING and not reading.text(_DEATH_TIME) and not _said_dead(reading)


def _said_dead(reading: Reading) -> bool:
    places = reading.profile.disposition
    words = places.died_words
    method, destination = _words(reading, places.method), _words(reading, places.destination)
    return bool(method & (words | {NOWHERE}) or destination & (words | DIED))


class _Table(NamedTuple):
    codes: Mapping[str, str]
    other: Mapping[str, str]
    system: str
    values: Mapping[str, str]
    other_name: str


def deadly(ended: Disposition) -> Disposition:
    """Give of a disposition the codes alone that say that the person died."""
    method, destination = ended.method, ended.destination
    return Disposition(
        method if isinstance(method, Code) and method.code in DIED else None,
        destination if isinstance(destination, Code) and destination.code == NOWHERE else None,
        ended.said_dead,
    )


def _certain(ended: Disposition) -> bool:
    found = deadly(ended)
    return found.method is not None or found.destination is not None


def _code(reading: Reading, path: Path | None, table: _Table) -> Code | Erased | None:
    sent = reading.value(path)
    segment = reading.segment(path.segment) if path else None
    if path is None or segment is None or sent is ERASED:
        return sent if isinstance(sent, Erased) else None
    for text in (segment.part(path.field, path.component), segment.part(path.field, 2)):
        code = table.values.get(text.casefold(), text)
        if code in table.codes:
            return Code(table.system, code, table.codes[code])
        if code in table.other:
            words = f"This looks like a discharge {table.other_name}; check which field the profile should read."
            reading.note(path, f"looks_like_{table.other_name}", words)
            return None
    if sent is not None:
        reading.note(path, "code_not_in_table", "This is not a national code, and the profile does not map it.")
    return None


def _words(reading: Reading, path: Path | None) -> frozenset[str]:
    segment = reading.segment(path.segment) if path else None
    if path is None or segment is None:
        return frozenset()
    return frozenset(segment.part(path.field, place).casefold() for place in (1, 2))
