"""What a person's page shows: values with the paths under which they can say why."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from hub.domain.delay_labels import national
from hub.web.board_view import KEPT_HIDDEN, current_episode, status_of
from hub.web.dates import clinical, clinical_time, weekday
from hub.web.delay_view import criteria_words, waiting_words
from hub.web.services import service_words
from hub.web.words import PATHWAYS, Names, Tag, decided, named, plain, status_tag, words


class Value(NamedTuple):
    """One labelled value; `why` is the path that explains it."""

    label: str
    text: str
    why: str


class Block(NamedTuple):
    """A stay or an episode as a list of values; `why` explains its status, `about` is the stay's own number."""

    title: str
    status: Tag
    values: Sequence[Value]
    why: str
    about: str | None = None


_SPELL: Final = (
    ("Hospital", "trust"),
    ("Admitted", "admitted_at"),
    ("Place", "location"),
    ("Reported elsewhere", "reported_elsewhere"),
    ("Patient class", "patient_class"),
    ("Expected discharge", "expected_discharge_on"),
    ("Ready to leave since", "ready_at"),
    ("On leave since", "on_leave_since"),
    ("Left hospital", "discharged_at"),
    ("Destination", "destination"),
)
EPISODE: Final = (
    ("Day of discharge", "discharged_on"),
    ("Last covered day", "last_covered_day"),
    ("Pathway", "pathway"),
    ("Council", "council"),
    ("Integrated care system", "ics"),
    ("Ended because", "ended_because"),
)
_OPTIONAL: Final = frozenset(
    {
        "ended_because",
        "ended_on",
        "ready_at",
        "expected_discharge_on",
        "location",
        "reported_elsewhere",
        "patient_class",
        "on_leave_since",
        "price_per_hour",
        "origin_stated",
    }
)


_CODED: Final = frozenset({"origin", "origin_stated", "ended_because", "patient_class"})


_NUMBERS: Final = {"hours_per_week": "{:g}", "price_per_hour": "£{:.2f}"}
_WEEKDAYS: Final = frozenset({"last_covered_day", "expected_discharge_on", "discharged_on"})


def text_of(name: str, value: Any, names: Names) -> str:
    """Return a value of the joint state in words."""
    if name in {"trust", "council", "provider"}:
        return named(names, name, value)
    if name == "ics":
        known = value or {}
        by = f", {decided(known['decided_by'])}" if known.get("decided_by") else ""
        return named(names, "ics", known.get("code")) + by
    if value is not None and name.endswith(("_at", "_on", "_day")):
        write = clinical_time if name.endswith("_at") else weekday if name in _WEEKDAYS else clinical
        return write(value)
    if name in {"location", "reported_elsewhere"} and value:
        parts = (("ward", ""), ("room", ""), ("bed", "bed "), ("site", ""))
        return ", ".join(f"{said}{value[part]}" for part, said in parts if value.get(part)) or plain(None)
    return _in_words(name, value)


def _in_words(name: str, value: Any) -> str:
    if value is not None and name in _NUMBERS:
        return _NUMBERS[name].format(value)
    if name == "destination" and value:
        return plain(value)[:1].upper() + plain(value)[1:]
    if name == "service" and value:
        return service_words(value)
    if name == "pathway" and value in PATHWAYS:
        return f"{value}: {PATHWAYS[value]}"
    return words(value) if isinstance(value, str) and name in _CODED else plain(value)


def council_of(held: Mapping[str, Any], names: Names) -> str:
    """Return the council of an episode or term, and how sure it is where its postcode sector straddles."""
    council = text_of("council", held.get("council"), names)
    if held.get("council_to_be_confirmed"):
        return f"To be confirmed: {council}, {held['council_share']:.0%} of the postcode sector"
    return council + (", by postcode sector" if held.get("council_decided_by") == "sector" else "")


def _shown(name: str, held: Mapping[str, Any], names: Names) -> str:
    """Return one value in words; in the place of council and system, that they are kept hidden where they are."""
    if name in {"council", "ics"} and held.get("whereabouts_hidden"):
        return KEPT_HIDDEN
    if name == "council":
        return council_of(held, names)
    return text_of(name, held.get(name), names)


def values_of(fields: Sequence[tuple[str, str]], base: str, held: Mapping[str, Any], names: Names) -> list[Value]:
    """Return the labelled values of one map; optional ones only when they are there."""
    return [
        Value(label, _shown(name, held, names), f"{base}.{name}")
        for label, name in fields
        if name not in _OPTIONAL or held.get(name)
    ]


def spells_of(state: Mapping[str, Any], names: Names) -> list[Block]:
    """Return the stays, newest first."""
    blocks = [
        Block(
            f"Stay {spell['spell_id']}",
            _spell_tag(spell),
            [*values_of(_SPELL, f"spells.{at}", spell, names), *_delays(f"spells.{at}", spell, names)],
            f"spells.{at}.status",
            spell["spell_id"],
        )
        for at, spell in enumerate(state.get("spells") or ())
    ]
    return blocks[::-1]


def _delays(base: str, spell: Mapping[str, Any], names: Names) -> list[Value]:
    """Return every reason for a delay, as the hospital gave it: causes are many, and one code hides the others."""
    label = "Waiting for" if spell.get("status") == "open" else "Waited for"
    answers = criteria_words(f"{base}.criteria_answers", spell.get("criteria_answers") or (), names)
    return [
        Value(
            label,
            _reason(delay.get("code")) + (f", until {clinical(delay['until'])}" if delay.get("until") else ""),
            f"{base}.delay_reasons.{at}",
        )
        for at, delay in enumerate(spell.get("delay_reasons") or ())
    ] + [Value(*each) for each in (*waiting_words(base, spell), *answers)]


def _reason(code: Any) -> str:
    """Return a reason by its national label; one that is on no national list as it was sent."""
    known = national(str(code), None) if code else None
    return plain(code) if known is None else f"{known.label} ({code})"


def _spell_tag(spell: Mapping[str, Any]) -> Tag:
    return Tag("In hospital", "blue") if spell.get("status") == "open" else status_tag(spell.get("status"))


def earlier_episodes(state: Mapping[str, Any], names: Names) -> list[Block]:
    """Return the episodes before the current one and those struck out."""
    current = current_episode(state)
    return [
        Block(
            f"Six weeks from {clinical(episode.get('discharged_on'))}",
            status_tag(episode.get("status")),
            values_of(EPISODE, f"episodes.{at}", episode, names),
            f"episodes.{at}.status",
        )
        for at, episode in enumerate(state.get("episodes") or ())
        if episode is not current
    ]


def death_of(state: Mapping[str, Any]) -> str | None:
    """Return the day or time of death, empty when only the death is known, none when the person lives.

    One that something contradicts is shown as well: it counts until it is taken back.
    """
    if status_of(state) != "died" and not state.get("died_at"):
        return None
    spells = (spell for spell in state.get("spells") or () if spell.get("status") == "died")
    ends = [spell.get("died_at") or spell.get("discharged_at") for spell in spells]
    last = [
        episode.get("ended_on") for episode in state.get("episodes") or () if episode.get("ended_because") == "death"
    ]
    known = [state.get("died_on"), state.get("died_at"), *ends, *last]
    return next((str(at) for at in known if at), "")


def today_of(state: Mapping[str, Any], otherwise: date) -> date:
    """Return the day that the state is viewed on."""
    return date.fromisoformat(state["on"]) if state.get("on") else otherwise
