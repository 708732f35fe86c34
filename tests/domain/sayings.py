"""What messages state of a person beside their stays, for stories: life, death, hidden whereabouts, and by whom."""

from hub.events import discharge as d
from hub.events import identity as i
from hub.events.envelope import Event
from hub.events.values import Code, Source, Stated
from tests.domain.stories import OTHER_TRUST, TRUST, Story, moment, spell

PAS = Source(TRUST, "PAS")
EMERGENCY = Source(TRUST, "EDIS")
"""Another system of the same hospital."""
OTHER = Source(OTHER_TRUST, "PAS")
"""Another hospital."""
DIED, HOME, NOWHERE = Code("method", "4"), Code("destination", "19"), Code("destination", "79")


def says(story: Story, when: str, source: Source = PAS, recorded: str | None = None, **stated: bool) -> Event:
    """A31 that states something of the person: `alive`, `hidden`."""
    return story.tell(when, i.PersonUpdated(stated=Stated(source, **stated)), recorded=recorded)


def lives(story: Story, when: str, source: Source = PAS, recorded: str | None = None) -> Event:
    """PID-30 N."""
    return says(story, when, source, recorded, alive=True)


def dead(
    story: Story, when: str, source: Source | None = PAS, recorded: str | None = None, died: str | None = None
) -> Event:
    """PID-30 Y."""
    return story.tell(
        when, i.DeathRecorded(moment(died) if died else None, confirmed=True, source=source), recorded=recorded
    )


def suspected(story: Story, when: str, source: Source | None = PAS) -> Event:
    """A time of death without the indicator."""
    return story.tell(when, i.DeathRecorded(None, confirmed=False, source=source))


def died_in_hospital(
    story: Story,
    when: str,
    number: str = "SP1",
    source: Source | None = None,
    *,
    confirmed: bool = True,
    **more: object,
) -> Event:
    """A03 with method 4, or with the death indicator of a source beside another method."""
    fields: dict[str, object] = {"discharged_at": moment(when), "method": DIED, "destination": NOWHERE} | more
    died = fields.pop("died_at", moment(when))
    body = d.PatientDiedInHospital(spell(number), died, confirmed, source=source, **fields)  # type: ignore[arg-type]
    return story.tell(when, body)
