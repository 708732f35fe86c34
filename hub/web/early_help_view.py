"""An early-help case, and a carer's own record, in plain words."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from hub.domain.rules import Rule
from hub.web.dates import clinical
from hub.web.words import Names, Tag, named, organisation, words

STATES: Final[Mapping[str, Tag]] = {
    "RECEIVED": Tag("Received", "blue"),
    "BASIS_CHECKED": Tag("May be offered help, council to be found", "blue"),
    "ROUTED": Tag("With the council, not offered yet", "blue"),
    "OFFERED": Tag("Offered", "blue"),
    "CONTACT_MADE": Tag("Reached", "green"),
    "SCREENED": Tag("Looked at what may help", "green"),
    "INFORMATION_GIVEN": Tag("Information given", "green"),
    "REFERRED": Tag("Sent on to assessment", "green"),
    "NO_CONTACT": Tag("Nobody could be reached", "grey"),
    "DECLINED": Tag("Declined", "grey"),
    "WITHDRAWN": Tag("Taken back by the sender", "grey"),
    "DECEASED": Tag("Died", "white"),
}
HELD: Final = Tag("Held: no lawful basis", "orange")
_STEPS: Final[Mapping[str, str]] = {
    "RECEIVED": "Passed on",
    "AMENDED": "Corrected by the sender",
    "WITHDRAWN": "Taken back by the sender",
    "CONSENT_GIVEN": "Word about consent",
    "CONSENT_ENDED": "Consent taken back",
    "OFFERED": "Early help offered",
    "CONTACT_TRIED": "Tried, not reached",
    "CONTACT_MADE": "Reached",
    "SCREENED": "Looked at what may help",
    "INFORMATION_GIVEN": "Information and advice given",
    "REFERRED": "Sent on to assessment",
    "NO_CONTACT": "Closed: nobody could be reached",
    "DECLINED": "Declined",
}
_WHO: Final[Mapping[str, str]] = {
    "PERSON": "The person",
    "DWP": "DWP",
    "GP": "GP",
    "CHILDRENS_SERVICES": "Children's services",
}
_HOW: Final[Mapping[str, str]] = {
    "LETTER": "by letter",
    "PHONE": "by phone",
    "EMAIL": "by e-mail",
    "VISIT": "by a visit",
    "OTHER": "another way",
}
_LANDS: Final[Mapping[str, str]] = {
    "ADULT_EARLY_HELP": "Adults' early help",
    "ADULT_CARERS_EARLY_HELP": "Adult carers' early help",
    "TRANSITION_PATHWAY": "Transition to adulthood",
}


_SCOPES: Final[Mapping[str, str]] = {
    "EARLY_HELP": "To being offered early help",
    "CARER_LINK": "To being shown as carer and cared for",
    "SHARING": "To what is known of them being shared",
}


_ENDED: Final = frozenset({"DECLINED", "WITHDRAWN", "DECEASED"})
"""Where a case stays though it is held."""


_BREAKS: Final[Mapping[str, str]] = {
    "OVERNIGHT": "Overnight stay",
    "DAY": "Day care or an activity",
    "SITTING": "Somebody comes to the home",
    "HOLIDAY": "Holiday",
    "OTHER": "Another break",
}


class StepRow(NamedTuple):
    """One step of a case."""

    text: str
    on: str
    who: str
    how: str
    counted: bool


class CaseBlock(NamedTuple):
    """One case as a page shows it."""

    title: str
    state: Tag
    values: Sequence[tuple[str, str]]
    steps: Sequence[StepRow]
    findings: Sequence[str]


def state_tag(case: Mapping[str, Any]) -> Tag:
    """Return where a case stands: held first, for then nobody may be offered anything; what ended stays ended."""
    state = case.get("state")
    if case.get("held") and state not in _ENDED:
        return HELD
    return STATES.get(str(state), Tag(words(state or case.get("status") or "Not recorded"), "grey"))


def source_words(code: object) -> str:
    """Return who passed somebody on, in words."""
    return _WHO.get(str(code), words(code)) if code else "DWP"


def sentence(label: str) -> str:
    """Return a finding as a sentence."""
    return Rule.of(label).words


def case_block(case: Mapping[str, Any], names: Names) -> CaseBlock:
    """Return a case in words."""
    if case.get("held"):
        return CaseBlock(
            f"Passed on {clinical(case['received_on'])}",
            state_tag(case),
            [("Received", clinical(case["received_on"])), ("Everything else", "Not shown while the case is held")],
            [],
            [sentence(label) for label in case["findings"]],
        )
    lands = ", ".join(_LANDS.get(code, words(code)) for code in case["lands"]) or "No rule says where"
    values = [
        ("Kind", words(case["kind"]) if case["kind"] else "Not recorded"),
        ("Passed on by", source_words(case["source"])),
        ("Received", clinical(case["received_on"])),
        ("Council", named(names, "council", case["council"])),
        ("Goes to", lands),
        ("First reached", clinical(case["first_contact_on"])),
        *(_in_time(case, days) for days in (14, 28)),
        ("Looked at what may help", clinical(case["screened_on"])),
    ]
    return CaseBlock(
        f"Passed on {clinical(case['received_on'])}",
        state_tag(case),
        values,
        [_step(step, names) for step in case["steps"]],
        [sentence(label) for label in case["findings"]],
    )


def _in_time(case: Mapping[str, Any], days: int) -> tuple[str, str]:
    said = case[f"contacted_within_{days}_days"]
    return f"Reached within {days} days", {True: "Yes", False: "No"}.get(said, "Not yet due")


def _step(step: Mapping[str, Any], names: Names) -> StepRow:
    who = step["who"]
    return StepRow(
        _STEPS.get(step["what"], words(step["what"])),
        clinical(step["on"]),
        _WHO.get(str(who)) or organisation(names, who),
        _HOW.get(step["how"], words(step["how"])) if step["how"] else "",
        step["counted"],
    )


def carer_values(carer: Mapping[str, Any], on: date) -> list[tuple[str, str]]:
    """Return what the page says of somebody as a carer: their own notices, assessment, breaks and links."""
    breaks, shown = carer["short_break_counts"], sum(link["shown"] for link in carer["links"])
    hidden = len(carer["links"]) - shown
    passed_on = ", ".join(f"{source_words(one['source'])}, {clinical(one['received_on'])}" for one in carer["notices"])
    waits = [one["waiting_days"] for one in carer["short_breaks"] if one["state"] == "REQUESTED"]
    return [
        ("Passed on as a carer by", passed_on or "Nobody"),
        ("First reached", clinical(carer["contacted_on"])),
        ("Own assessment completed", clinical(carer["assessed_on"])),
        ("First support of their own", clinical(carer["supported_on"])),
        ("Short breaks", f"{breaks['requested']} asked for, {breaks['decided']} decided, {breaks['granted']} granted"),
        ("Short breaks not decided in time", str(breaks["overdue"])),
        ("Longest wait for a short break", f"{max(waits)} days on {clinical(on)}" if waits else "Nobody waits"),
        ("Linked with", _links(shown, hidden)),
    ]


def break_rows(carer: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return each short break: what was asked for, and how it stands."""
    return [(_kind(one["kind"]), _break(one)) for one in carer["short_breaks"]]


def _kind(code: str | None) -> str:
    return _BREAKS.get(code, words(code)) if code else "Short break"


def _break(one: Mapping[str, Any]) -> str:
    asked = f"asked for {clinical(one['requested_on'])}" if one["requested_on"] else "nobody was seen to ask"
    if one["decided_on"]:
        return f"{asked}, {'granted' if one['granted'] else 'not granted'} {clinical(one['decided_on'])}"
    late = " (late)" if one["overdue"] else ""
    return f"{asked}, to be decided by {clinical(one['decide_by'])}{late}"


def consent_rows(found: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what the person said about consent, newest first: what it is about, and whether it holds."""
    return [(_about(word), _word(word)) for word in reversed(found["consents"])]


def _about(word: Mapping[str, Any]) -> str:
    scope = _SCOPES.get(str(word["scope"]), words(word["scope"])) if word["scope"] else "Everything"
    return f"{scope}, one case alone" if word["referral_id"] else scope


def _word(word: Mapping[str, Any]) -> str:
    if not word["given"]:
        return "Refused, or taken back"
    if word["until"] is None:
        return "Agreed, without an end"
    return f"Agreed until {clinical(word['until'])}{'' if word['in_force'] else ', which has passed'}"


def _links(shown: int, hidden: int) -> str:
    people = {0: "", 1: "1 person"}.get(shown, f"{shown} people")
    more = "a link that may not be shown" if hidden else ""
    return "; ".join(part for part in (people, more) if part) or "Nobody"
