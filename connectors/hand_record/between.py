"""What is wrong between the fields of an entry that are right by themselves; each fault stands beside one of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from hub.ports.recording import EntryKind, Fault, Rules, Thing

Values = Mapping[str, Any]
Wrong = Sequence[Fault]


def faults_between(kind: EntryKind, values: Values, wrong: Wrong) -> Iterator[Fault]:
    """Give the faults of a kind's rules over the values that could be read; `wrong` are those that could not."""
    for rule in _RULES:
        yield from rule(kind.rules, values, wrong)


def _not_before(rules: Rules, values: Values, _: Wrong) -> Iterator[Fault]:
    for later, earlier in rules.not_before:
        first = values.get(earlier)
        first = first.first if isinstance(first, Thing) else first
        if later in values and first is not None and values[later] < first:
            yield Fault(f"fields.{later}", "ends_before_it_starts", "This day is on or after the first day")


def _whole(rules: Rules, values: Values, _: Wrong) -> Iterator[Fault]:
    if rules.whole and set(rules.whole) <= set(values) and sum(values[name] for name in rules.whole) != 100 * 100:
        yield Fault(f"fields.{rules.whole[0]}", "not_whole", "The shares make 100 per cent together")


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


def _fits(rules: Rules, values: Values, _: Wrong) -> Iterator[Fault]:
    fits = rules.fits
    if fits is None or fits.field not in values or fits.by not in values:
        return
    if values[fits.field].type not in fits.types.get(values[fits.by], ()):
        yield Fault(f"fields.{fits.field}", "does_not_fit", "This is about something else than was chosen above")


_RULES: Final[tuple[Callable[[Rules, Values, Wrong], Iterator[Fault]], ...]] = (
    _not_before,
    _whole,
    _one_of,
    _needs,
    _only_one,
    _only_if,
    _fits,
)
