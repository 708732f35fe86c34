"""What the support costs whom, as a table: the periods of each line, who pays which part, and the sums."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple

from hub.web.board_view import current_episode
from hub.web.dates import clinical
from hub.web.money import pounds
from hub.web.person_view import Value
from hub.web.services import service_words
from hub.web.words import Names, named, words

_PAYERS: Final = {"COUNCIL": "Council", "ICB": "Integrated care board", "PERSON": "The person"}
_NO_END: Final = "9999-12-31"
NOT_PRICED: Final = "Not known: no hours or price"


class Row(NamedTuple):
    """One period of one line; `why` explains who pays."""

    days: str
    support: str
    hours: str
    payers: Sequence[str]
    amount: str
    charge: str
    why: Value


class Ledger(NamedTuple):
    """The periods of the newest six weeks and what each payer owes by the day that is looked at."""

    rows: Sequence[Row]
    sums: Sequence[tuple[str, str]]
    total: str
    unknown: int
    """How many periods are in no sum, because nobody knows their amount."""
    until: str
    """The last day that is counted, and whether support goes on after it, in words; empty where no day is known."""


def ledger_of(state: Mapping[str, Any], names: Names) -> Ledger | None:
    """Return the ledger of the newest six weeks, or none where no support is told of."""
    episode = current_episode(state)
    periods = (episode or {}).get("responsibility") or ()
    if episode is None or not periods:
        return None
    base = f"episodes.{list(state['episodes']).index(episode)}.responsibility"
    sums = _sums(periods)
    return Ledger(
        [_row(period, f"{base}.{at}", names) for at, period in enumerate(periods)],
        [(_PAYERS.get(payer, words(payer)), _pounds(amount)) for payer, amount in sums.items()],
        _pounds(sum(sums.values(), Decimal())),
        sum(period.get("amount") is None for period in periods),
        _until(state, episode),
    )


def _until(state: Mapping[str, Any], episode: Mapping[str, Any]) -> str:
    """Say up to which day is counted: that of the view, or the end of all support where it lies before.

    A period that ends on the day itself may be followed by another one, which is told from its first day on.
    """
    on = state.get("on")
    if on is None:
        return ""
    last = max(period.get("to") or _NO_END for period in episode["responsibility"])
    runs = not state.get("died_at") and any((line.get("to") or _NO_END) > on for line in episode.get("lines") or ())
    goes_on = last > on or (last == on and runs)
    return f"Counted up to {clinical(min(on, last))}." + (" Support goes on after it, in no sum." if goes_on else "")


def _row(period: Mapping[str, Any], why: str, names: Names) -> Row:
    ends = f"to {clinical(period['to'])}" if period.get("to") else "on"
    hours = period.get("hours_per_week")
    service = service_words(period["service"]) if period.get("service") else "Support"
    return Row(
        f"{clinical(period['from'])} {ends}",
        f"{service}, {named(names, 'provider', period.get('provider'))}, {words(period['origin']).lower()}",
        "Not recorded" if hours is None else f"{hours:g} a week",
        [_payer(payer) for payer in period["payers"]],
        _pounds(period.get("amount")),
        _charge(period),
        Value(f"Who pays from {clinical(period['from'])}", "", why),
    )


def _payer(payer: Mapping[str, Any]) -> str:
    share = Decimal(payer["share"]).normalize()
    told = _PAYERS.get(payer["payer"], words(payer["payer"]))
    return f"{told} {share:f} %" + (f", {_pounds(payer['amount'])}" if payer.get("amount") is not None else "")


def _charge(period: Mapping[str, Any]) -> str:
    """Return what the person may be charged, in words."""
    overdue = "ASSESSMENT_OVERDUE" in (period.get("flags") or ())
    if period.get("charging") == "FREE":
        return "Free: nobody has decided who pays" if overdue else "Free"
    charge = period.get("charge_to_person")
    return "By the council's financial assessment" if charge is None else _pounds(charge)


def _sums(periods: Sequence[Mapping[str, Any]]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for payer, amount in _owed(periods):
        found[payer] = found.get(payer, Decimal()) + amount
    return found


def _owed(periods: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Decimal]]:
    for period in periods:
        for payer in period["payers"]:
            if payer.get("amount") is not None:
                yield payer["payer"], Decimal(payer["amount"])


def _pounds(amount: str | Decimal | None) -> str:
    return NOT_PRICED if amount is None else pounds(amount)
