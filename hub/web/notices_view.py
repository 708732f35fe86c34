"""Hospital referrals and notices on a person's page, in plain words."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from hub.domain import referral_content as content
from hub.web.board_view import KEPT_HIDDEN, is_kept_hidden
from hub.web.care_view import Notice
from hub.web.dates import clinical_time, weekday
from hub.web.person_view import Value
from hub.web.words import Names, Tag, named, plain, words

Json = Mapping[str, Any]


class Shown(NamedTuple):
    """A referral or a notice: a title, where it stands, its values, and what contradicts what; `why` is the status."""

    title: str
    status: Tag
    values: Sequence[Value]
    why: str
    findings: Sequence[Notice]


class ShownReferral(NamedTuple):
    """A referral with its notices."""

    head: Shown
    notices: Sequence[Shown]


_REFERRAL: Final = {
    "REQUESTED": Tag("Waits for the council", "blue"),
    "ACCEPTED": Tag("Accepted", "green"),
    "REJECTED": Tag("Not accepted", "orange"),
    "CANCELLED": Tag("Withdrawn", "grey"),
}
_NOTICE: Final = {
    "ISSUED": Tag("Given", "blue"),
    "ACCEPTED": Tag("Accepted", "green"),
    "REJECTED": Tag("Not accepted", "orange"),
    "WITHDRAWN": Tag("Withdrawn", "grey"),
}
_KINDS: Final = {
    "ADMISSION": "Admission notice",
    "ASSESSMENT": "Assessment notice",
    "DISCHARGE": "Discharge notice",
}
_ANSWERS: Final = {
    "Y": "Yes",
    "N": "No",
    "L": "The person lacks capacity to consent",
    "NKC": "No known carer",
    "C": "A carer as legal representative",
    "O": "Another legal representative",
    "B": "In the person's best interest",
    "N/A": "Does not apply",
}
_REFERRAL_VALUES: Final = (
    ("Referred", "made_at"),
    ("Council", "council"),
    ("Expected to leave", "expected"),
    ("Person told", "person_informed"),
    ("Carer told", "carer_informed"),
    ("Consent", "consent"),
    ("Who consented for the person", "third_party_consent"),
    ("Safeguarding concern", "safeguarding"),
    ("NHS Continuing Healthcare considered", "continuing_healthcare"),
    ("Why support is needed", "primary_support_reason"),
    ("What is asked for", "kind"),
    ("How it was made", "method"),
    ("Role of who refers", "role"),
    ("Allergies", "allergies"),
    ("Level of care", "level_of_care"),
    ("Legal information", "legal"),
    ("Risks", "risks"),
    ("Asked to do", "actions"),
)
_NOTICE_VALUES: Final = (
    ("Given", "issued_at"),
    ("Council", "council"),
    ("Answer due by", "answer_due"),
    ("Answered", "answered_at"),
    ("Why it was not accepted", "rejected_because"),
    ("Proposed day of discharge", "proposed_discharge_on"),
    ("Person consulted", "person_consulted"),
    ("Carer consulted", "carer_consulted"),
    ("Consent", "consent"),
    ("Who consented for the person", "third_party_consent"),
    ("Withdrawn", "withdrawn_at"),
    ("Why it was withdrawn", "withdrawn_because"),
)
_CONTENT: Final[Mapping[str, Mapping[str, str]]] = {
    "kind": content.KINDS,
    "method": content.METHODS,
    "allergies": content.ALLERGIES,
    "level_of_care": content.LEVELS,
    "legal": content.LEGAL,
    "risks": content.RISKS,
    "actions": content.ACTIONS,
}
_ALWAYS: Final = frozenset({"made_at", "issued_at", "council"})


def kind_words(kind: object) -> str:
    """Return the kind of a notice in words."""
    return _KINDS.get(str(kind), f"Notice: {words(kind)}")


def open_tag(notice: Json) -> Tag:
    """Return where a notice stands: one that waits too long, or waits, is said to."""
    if notice.get("answer_overdue"):
        return Tag("Answer overdue", "red")
    if notice.get("state") == "ISSUED" and notice.get("answer_due"):
        return Tag("Waits for an answer", "blue")
    return _NOTICE.get(str(notice.get("state")), Tag(words(notice.get("state")), "grey"))


def referrals_of(state: Json, names: Names) -> list[ShownReferral]:
    """Return the referrals, newest first."""
    hidden = is_kept_hidden(state)
    shown = []
    for at, referral in enumerate(state.get("referrals") or ()):
        path = f"referrals.{at}"
        title = f"Referral from {named(names, 'trust', (referral['spell'] or {}).get('trust'))}"
        status = _REFERRAL.get(str(referral["state"]), Tag(words(referral["state"]), "grey"))
        values = _values(_REFERRAL_VALUES, path, referral, names, hidden=hidden)
        told = [*findings_of(referral, path), *_of_withdrawals(referral, path)]
        notices = [
            _notice(notice, f"{path}.notices.{place}", names, hidden=hidden)
            for place, notice in enumerate(referral["notices"])
        ]
        shown.append(ShownReferral(Shown(title, status, values, f"{path}.state", told), notices[::-1]))
    return shown[::-1]


def _notice(notice: Json, path: str, names: Names, *, hidden: bool) -> Shown:
    values = _values(_NOTICE_VALUES, path, notice, names, hidden=hidden)
    return Shown(kind_words(notice["kind"]), open_tag(notice), values, f"{path}.state", findings_of(notice, path))


def findings_of(held: Json, path: str) -> list[Notice]:
    """Return what contradicts what in one part, each with the path that explains it."""
    return [
        Notice(found["words"], None, f"{path}.findings.{place}", words(found["rule"]))
        for place, found in enumerate(held.get("findings") or ())
    ]


def _of_withdrawals(referral: Json, path: str) -> list[Notice]:
    """Return what withdrawals and answers of a referral contradict, and what they tell the council."""
    return [
        notice
        for part in ("withdrawals", "answers")
        for place, held in enumerate(referral[part])
        for notice in findings_of(held, f"{path}.{part}.{place}")
    ]


def _values(fields: Sequence[tuple[str, str]], path: str, held: Json, names: Names, *, hidden: bool) -> list[Value]:
    return [
        Value(
            label, KEPT_HIDDEN if hidden and name == "council" else _text(name, held.get(name), names), f"{path}.{name}"
        )
        for label, name in fields
        if name in _ALWAYS or held.get(name) not in (None, [])
    ]


def _text(name: str, value: Any, names: Names) -> str:
    """Return one value of a referral or notice in words."""
    if name == "council":
        return named(names, "council", value)
    if name in _CONTENT or name == "role":
        return _content(name, value)
    if name == "withdrawn_because":
        return f"{value['words']}. {value['effect']}" if value["words"] else f"Code {value['code']}"
    if name in {"answer_due", "proposed_discharge_on", "expected"}:
        return weekday(value)
    if name.endswith("_at"):
        return clinical_time(value)
    return _ANSWERS.get(value, plain(value)) if isinstance(value, str) else plain(value)


def _content(name: str, value: Any) -> str:
    """Return a code of what a referral says, or several, in words; one that is on no list as it was sent."""
    if name == "role":
        return words(value)
    codes = value if isinstance(value, list) else [value]
    return "; ".join(_CONTENT[name].get(code, plain(code)) for code in codes)
