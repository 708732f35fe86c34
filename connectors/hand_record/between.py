"""What is wrong between the fields of an entry that are right by themselves; each fault stands beside one of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from hub.domain.days import day_of
from hub.events.values import Moment
from hub.ports.entry_rules import Rules
from hub.ports.recording import EntryKind, Fault

Values = Mapping[str, Any]
Wrong = Sequence[Fault]
_BEFORE_FIRST: Final = "This is before the first day; choose that day or a later one, or look at the first day"
_NOT_WHOLE: Final = "The shares do not make 100 per cent together; look at each of them"


def faults_between(kind: EntryKind, values: Values, wrong: Wrong) -> Iterator[Fault]:
    """Give the faults of a kind's rules over the values that could be read; `wrong` are those that could not."""
    for rule in _RULES:
        yield from rule(kind.rules, values, wrong)


def _not_before(rules: Rules, values: Values, _: Wrong) -> Iterator[Fault]:
    for later, earlier in rules.not_before:
        if later in values and earlier in values and _day(values[later]) < _day(values[earlier]):
            yield Fault(f"fields.{later}", "ends_before_it_starts", _BEFORE_FIRST)


def _day(value: date | Moment) -> date:
    return day_of(value.at) if isinstance(value, Moment) else value


def _refused(rules: Rules, values: Values, wrong: Wrong) -> Iterator[Fault]:
    tried = set(values) | {fault.path.removeprefix("fields.") for fault in wrong}
    for name, answer in rules.refused:
        if values.get(answer) is False and name not in tried:
            yield Fault(f"fields.{name}", "missing", "Choose why, where the answer above is no")
        if values.get(answer) is True and name in values:
            yield Fault(f"fields.{name}", "contradicts", "Leave this empty, or answer no above")


def _begins_with(rules: Rules, values: Values, _: Wrong) -> Iterator[Fault]:
    for narrow, wide in rules.begins_with:
        if narrow in values and wide in values and values[narrow].partition("-")[0] != values[wide]:
            yield Fault(f"fields.{narrow}", "does_not_fit", "This belongs to another choice than the one above")


def _differ(rules: Rules, values: Values, _: Wrong) -> Iterator[Fault]:
    for name, other in rules.differ:
        if name in values and values[name] == values.get(other):
            yield Fault(f"fields.{name}", "the_same", "This is the same as the one above; one of them is another")


def _whole(rules: Rules, values: Values, _: Wrong) -> Iterator[Fault]:
    if rules.whole and set(rules.whole) <= set(values) and sum(values[name] for name in rules.whole) != 100 * 100:
        yield Fault(f"fields.{rules.whole[0]}", "not_whole", _NOT_WHOLE)


def _one_of(rules: Rules, values: Values, wrong: Wrong) -> Iterator[Fault]:
    if rules.one_of and not wrong and not set(rules.one_of) & set(values):
        yield Fault(f"fields.{rules.one_of[0]}", "nothing_changed", "Enter at least one thing that changed")


def _needs(rules: Rules, values: Values, wrong: Wrong) -> Iterator[Fault]:
    tried = set(values) | {fault.path.removeprefix("fields.") for fault in wrong}
    if rules.needs and not set(rules.needs) & tried:
        yield Fault(f"fields.{rules.needs[0]}", "missing", "Fill in one of the fields that ask for this")


def _only_one(rules: Rules, values: Values, _: Wrong) -> Iterator[Fault]:
    for name in [name for group in rules.only_one for name in [one for one in group if one in values][1:]]:
        yield Fault(f"fields.{name}", "one_too_many", "Fill in only one of the fields that ask for this")


def _only_if(rules: Rules, values: Values, _: Wrong) -> Iterator[Fault]:
    for name, answer in rules.only_if:
        if values.get(name) and values.get(answer) is False:
            yield Fault(f"fields.{name}", "contradicts", "Leave this empty, or answer yes above")


def _not_if(rules: Rules, values: Values, _: Wrong) -> Iterator[Fault]:
    for name, answer, code in rules.not_if:
        if values.get(name) and values.get(answer) == code:
            yield Fault(f"fields.{name}", "contradicts", "Leave this empty, or choose another answer above")


def _unless(rules: Rules, values: Values, wrong: Wrong) -> Iterator[Fault]:
    tried = set(values) | {fault.path.removeprefix("fields.") for fault in wrong}
    for name, answer, code in rules.unless:
        if answer in values and values[answer] != code and name not in tried:
            yield Fault(f"fields.{name}", "missing", "Fill this in, or choose another answer above")
        if values.get(answer) == code and name in values:
            yield Fault(f"fields.{name}", "contradicts", "Leave this empty, or choose another answer above")


def _fits(rules: Rules, values: Values, _: Wrong) -> Iterator[Fault]:
    fits = rules.fits
    if fits is None or fits.field not in values or fits.by not in values:
        return
    if values[fits.field].type not in fits.types.get(values[fits.by], ()):
        yield Fault(f"fields.{fits.field}", "does_not_fit", "This is about something else than was chosen above")


_RULES: Final[tuple[Callable[[Rules, Values, Wrong], Iterator[Fault]], ...]] = (
    _not_before,
    _differ,
    _whole,
    _one_of,
    _needs,
    _only_one,
    _only_if,
    _not_if,
    _unless,
    _fits,
    _refused,
    _begins_with,
)
