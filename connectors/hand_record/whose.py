"""What somebody may not write down because it is about something of others.

A provider writes about its own lines, a council about moves from or to it and about notices that it has; who speaks for
neither (joint team, members of the team) writes about each.  A council that another one has followed finishes what
waits for it (its charges, its appeals) and charges for days on which the person was its own, and who puts an entry
right that was made while the person was theirs leaves what it is about as it was: that alone is still theirs (rules of
this product).
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from connectors.hand_record.reading import CouncilNow, newest
from hub.ports.recording import Earlier, EntryKind, Fault, Known, Recorder, Thing, begun_by
from hub.ports.scopes import OWN_ENTRY, OWN_FORMER, OWN_STEP

Values = Mapping[str, Any]
_FINISHING: Final = frozenset({OWN_STEP, OWN_FORMER})
"""Scopes of a council that finishes what is its own, though another one answers for the person."""


class Around(NamedTuple):
    """Who writes, what is known of the person, which day it is, and the code that a council has today."""

    who: Recorder
    known: Known
    today: date
    council_now: CouncilNow | None = None
    earlier: Earlier | None = None
    """The entry that is corrected."""

    def now(self, councils: Iterable[str | None]) -> set[str]:
        """Give councils by the codes that they have today."""
        return {newest(code, self.council_now) for code in councils if code is not None}

    def taking_up(self) -> set[str]:
        """Give the councils that answer for the person now; of who is hidden none but the recorder's own."""
        answering = self.now(self.known.councils)
        return answering & self.now([self.who.council]) if self.known.hidden else answering

    def said(self, kind: str, about: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        """Give what was told of things of a kind that have these values."""
        things = (thing.values for thing in self.known.things.get(kind, ()))
        return [each for each in things if all(each[name] == value for name, value in about.items())]


def faults_of_whose(kind: EntryKind, values: Values, around: Around) -> Iterator[Fault]:
    """Give the faults of an entry about something that is not the recorder's to write about."""
    if around.who.scope in _FINISHING and kind.event in _SAYS_WHOSE:
        yield from _own_council(values, around)
    if around.who.scope == OWN_FORMER and kind.event == "ChargeRecorded":
        yield from _own_days(values, around)
    for field in kind.fields:
        thing = values.get(field.name)
        if not isinstance(thing, Thing):
            continue
        if around.who.scope == OWN_ENTRY and (
            around.earlier is None or around.earlier.answers.get(field.name) != thing.ref
        ):
            yield Fault(f"fields.{field.name}", "not_yours_now", "Leave this as it was: the person is no longer yours")
        elif field.of in _OF:
            yield from _OF[field.of](field.name, thing, values, around)


def _own_council(values: Values, around: Around) -> Iterator[Fault]:
    if around.now([values.get("council")]) != around.now([around.who.organisation]):
        yield Fault("fields.council", "does_not_fit", "Choose your own council: another one answers for the person now")


def _own_days(values: Values, around: Around) -> Iterator[Fault]:
    """A council that somebody left charges for days on which it answered for them, and for what had begun by then.

    Rule of this product: what they have had since is the other council's to know.
    """
    own = [days for days in around.known.former if around.now([days.council]) == around.now([around.who.council])]
    first, last = values.get("from_on"), values.get("to_on")
    if first and last and not any(days.has(first, last) for days in own):
        yield Fault("fields.to_on", "not_your_days", "Charge for days on which the person was your council's alone")
    ended = max((days.last for days in own), default=date.min)
    for field in ("line", "equipment"):
        thing = values.get(field)
        if isinstance(thing, Thing) and not begun_by(thing, ended):
            yield Fault(f"fields.{field}", "not_your_days", "This began after the person had left your council")


def _line(field: str, thing: Thing, _: Values, around: Around) -> Iterator[Fault]:
    """A provider writes of its own lines alone: what another one missed is not its to say (rule of this product).

    Who came in as a member of the team, and council and joint team, write of every line.
    """
    if around.who.for_provider and thing.values["provider"] != around.who.organisation:
        yield Fault(f"fields.{field}", "not_your_line", "This is support of another provider")


def _move(field: str, thing: Thing, _: Values, around: Around) -> Iterator[Fault]:
    """The steps of a move are those of its two councils (Care Act 2014 section 37), by any notice of it.

    While one of the two is not known, the person's own council may be it, and one that another move ties is not.
    """
    told = around.said("move_councils", thing.values)
    first, second = (around.now(each[name] for each in told) for name in ("from_council", "to_council"))
    may_be = around.who.scope != "own_move" and not (first and second)
    if around.who.council is not None and not around.now([around.who.council]) & (first | second) and not may_be:
        yield Fault(f"fields.{field}", "not_your_move", "This move is from and to other councils than yours")


def _notice(field: str, thing: Thing, values: Values, around: Around) -> Iterator[Fault]:
    """A notice is answered by the council that it was given to, or by the one that somebody moved to since.

    The council that answers for the person now, by their address say, may take up one that was given to another, and
    refuses none: whoever was given it does.  Rule of this product.
    """
    referral = {"referral_id": thing.values["referral_id"]}
    one = referral | ({"notice_id": thing.values["notice_id"]} if "notice_id" in thing.values else {})
    has = around.now(each["council"] for each in around.said("notice_council", one))
    if not has or "notice_id" not in thing.values:
        has |= around.now(each["council"] for each in around.said("referral_council", referral))
    if not has:
        return
    has |= around.now(_moved_to(around))
    says = around.now([around.who.council or values.get("council")])
    if says & around.taking_up() - has:
        if values.get("accepted") is False:
            yield Fault("fields.accepted", "not_yours_to_refuse", "Only the council that was given this refuses it")
        has = says
    words = "This notice was given to another council"
    if around.who.council is not None and not says & has:
        yield Fault(f"fields.{field}", "not_your_notice", words)
    elif "council" in values and not around.now([values["council"]]) & has:
        yield Fault("fields.council", "does_not_fit", words)


def _case(field: str, thing: Thing, values: Values, around: Around) -> Iterator[Fault]:
    """An offer of early help is the council's that was given the case, by its notice or a correction of a notice."""
    told = [*around.said("case_council", thing.values), *around.said("case_corrected", {})]
    has = around.now(each["council"] for each in told)
    words = "This case was given to another council"
    if has and around.who.council is not None and not around.now([around.who.council]) & has:
        yield Fault(f"fields.{field}", "not_your_case", words)
    elif has and "council" in values and not around.now([values["council"]]) & has:
        yield Fault("fields.council", "does_not_fit", words)


def _charge(field: str, thing: Thing, _: Values, around: Around) -> Iterator[Fault]:
    """A council that finishes something for somebody who is another council's now takes its own charges back."""
    whose = around.now(each["charged_by"] for each in around.said("charge_council", thing.values))
    if around.who.scope in _FINISHING and not around.now([around.who.organisation]) & whose:
        yield Fault(f"fields.{field}", "not_your_charge", "Your council did not charge this; ask who charged")


def _appeal(field: str, thing: Thing, _: Values, around: Around) -> Iterator[Fault]:
    """So with the appeals that were lodged with it."""
    whose = around.now(each["council"] for each in around.said("appeal_council", thing.values))
    if around.who.scope in _FINISHING and not around.now([around.who.organisation]) & whose:
        yield Fault(f"fields.{field}", "not_your_appeal", "This appeal was lodged with another council")


def _moved_to(around: Around) -> Iterator[str | None]:
    """Give the councils of moves whose day has come; who places somebody elsewhere keeps them."""
    for each in around.said("move_councils", {}):
        if each["intended_on"] <= around.today and not each["placed"]:
            yield each["to_council"]


_OF = {
    "line": _line,
    "missed_visit": _line,
    "move": _move,
    "notice": _notice,
    "withdrawal": _notice,
    "referral": _case,
    "charge": _charge,
    "appeal": _appeal,
}
_SAYS_WHOSE = frozenset({"ChargeRecorded", "AppealLodged"})
"""Events that say which council charged, or looks at an appeal."""
