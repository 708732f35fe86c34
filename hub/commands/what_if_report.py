"""What `hub what-if` answers: one object for machines, and the same in words for people.

Amounts are decimal strings in pounds; `today` is the rule that holds, `changed` the one that was asked about.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from hub.domain.ledger import hundredths
from hub.domain.rule_difference import Count
from hub.domain.shares import COUNCIL, ICB, PAYERS, PERSON
from hub.runtime.what_if import NAMED, Answer, Asked

Json = dict[str, Any]
_OF_PEOPLE = (
    Count.PEOPLE,
    Count.SIX_WEEKS_CHANGE,
    Count.FREE_LOST,
    Count.FREE_GAINED,
    Count.CHARGED_MORE,
    Count.CHARGED_LESS,
)
_WHO = {COUNCIL: "councils", ICB: "the board", PERSON: "people"}


def report(asked: Asked, answer: Answer) -> Json:
    """Make the object; `people_concerned` holds references, where they were asked for."""
    counts = answer.total.counts
    made = {
        "ics": asked.ics,
        "on": asked.on.isoformat(),
        "rules": [str(change) for change in asked.changes],
        "people": {"read": answer.read} | {count.value: counts[count] for count in _OF_PEOPLE},
        "episodes": {"in_area": counts[Count.EPISODES], "status_changes": _statuses(answer)},
        "days": {
            "today": counts[Count.DAYS_TODAY],
            "changed": counts[Count.DAYS_OTHER],
            "more": counts[Count.DAYS_MORE],
            "fewer": counts[Count.DAYS_FEWER],
        },
        "free_days": {"lost": counts[Count.LINE_DAYS_LOST], "gained": counts[Count.LINE_DAYS_GAINED]},
        **_money(answer),
        "charges": {
            "become_refundable": counts[Count.BECOME_REFUNDABLE],
            "no_longer_refundable": counts[Count.NO_LONGER_REFUNDABLE],
            "refunds": _pounds(counts[Count.REFUNDS_TODAY], counts[Count.REFUNDS_OTHER]),
        },
    }
    return made | ({"people_concerned": _named(answer)} if asked.named else {})


def _statuses(answer: Answer) -> list[Json]:
    found = sorted(answer.total.statuses.items())
    return [{"from": today, "to": other, "episodes": number} for (today, other), number in found]


def _money(answer: Answer) -> Json:
    today, other = answer.total.owed_today, answer.total.owed_other
    return {
        "pounds": [{"payer": payer} | _pounds(today[payer], other[payer]) for payer in PAYERS],
        "pounds_in_all": _pounds(today.total(), other.total()),
        "unknown": answer.total.counts[Count.UNKNOWN],
    }


def _pounds(today: int, other: int) -> Json:
    return {"today": hundredths(today), "changed": hundredths(other), "difference": hundredths(other - today)}


def _named(answer: Answer) -> Mapping[str, list[str]]:
    return {
        count.value: [str(UUID(bytes=subject)) for subject in answer.people[count]]
        for count in NAMED
        if count in answer.people
    }


def in_words(made: Json) -> Iterator[str]:
    """Say the object to a person, most important first."""
    people, days, free, charges = made["people"], made["days"], made["free_days"], made["charges"]
    yield f"{made['ics']} up to {made['on']}, if {' and '.join(made['rules'])} held"
    yield f"  people of the area: {people['in_area']:,} (of {people['read']:,} read)"
    yield f"  six weeks of theirs: {made['episodes']['in_area']:,}"
    yield f"  people whose six weeks would change: {people['six_weeks_change']:,}"
    for one in made["episodes"]["status_changes"]:
        yield f"  six weeks that would be {one['to']} instead of {one['from']}: {one['episodes']:,}"
    yield f"  covered days: {days['changed']:,} instead of {days['today']:,} ({_more_fewer(days)})"
    yield f"  people who would lose free days: {people['free_days_lost']:,} ({free['lost']:,} days of support)"
    yield f"  people who would gain free days: {people['free_days_gained']:,} ({free['gained']:,} days of support)"
    yield f"  people who would pay more themselves: {people['charged_more']:,}; less: {people['charged_less']:,}"
    for pounds in made["pounds"]:
        yield f"  pounds of {_WHO[pounds['payer']]}: {_instead(pounds)}"
    yield f"  pounds in all: {_instead(made['pounds_in_all'])}"
    if made["unknown"]:
        yield f"  days of support whose amount nobody knows, in no sum: {made['unknown']:,}"
    yield f"  charges that would become refundable: {charges['become_refundable']:,}"
    yield f"  charges that would be no longer: {charges['no_longer_refundable']:,}"
    yield f"  pounds to pay back: {_instead(charges['refunds'])}"


def _more_fewer(days: Json) -> str:
    return f"{days['more']:,} more, {days['fewer']:,} fewer"


def _instead(pounds: Json) -> str:
    sign = "" if pounds["difference"].startswith("-") else "+"
    return f"{pounds['changed']} instead of {pounds['today']} ({sign}{pounds['difference']})"
