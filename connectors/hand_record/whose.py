"""What somebody may not write down because it is about something of others: a provider about another one's line."""

from collections.abc import Iterator, Mapping
from typing import Any

from hub.ports.recording import EntryKind, Fault, Recorder, Thing

Values = Mapping[str, Any]


def faults_of_whose(kind: EntryKind, values: Values, who: Recorder) -> Iterator[Fault]:
    """Give the faults of an entry about something that is not the recorder's to write about."""
    yield from _lines(kind, values, who)


def _lines(kind: EntryKind, values: Values, who: Recorder) -> Iterator[Fault]:
    """A provider writes of its own lines alone: what another one missed is not its to say (rule of this product).

    Who came in as a member of the team, and council and joint team, write of every line.
    """
    for field in kind.fields if who.for_provider else ():
        thing = values.get(field.name)
        if isinstance(thing, Thing) and thing.values.get("provider", who.organisation) != who.organisation:
            yield Fault(f"fields.{field.name}", "not_your_line", "This is support of another provider")
