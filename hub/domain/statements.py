"""Three-valued statements: what a field says, that it is empty now, or nothing at all."""

import msgspec

from hub.domain.rules import Rule
from hub.domain.said import Said, unless_same
from hub.domain.spells import SpellState
from hub.events.values import Code, Erased

replace = msgspec.structs.replace


def noted(spell: SpellState, rule: Rule, by: int) -> SpellState:
    """Keep a contradiction, once for each rule."""
    return spell if any(known is rule for known, _ in spell.notes) else replace(spell, notes=(*spell.notes, (rule, by)))


def told(old: Said[str | None] | None, value: str | Erased | None, by: int, rule: Rule) -> Said[str | None] | None:
    """Three-valued: nothing said keeps the old, erased empties, a value replaces."""
    if value is None:
        return old
    return unless_same(old, None if isinstance(value, Erased) else value, by, rule)


def told_code(old: Said[Code | None] | None, value: Code | Erased | None, by: int) -> Said[Code | None] | None:
    """As `told`, for a coded value of a discharge."""
    if value is None:
        return old
    rule = Rule.DISCHARGED if old is None else Rule.DISCHARGE_CORRECTED
    return unless_same(old, None if isinstance(value, Erased) else value, by, rule)


def code_of(value: Code | Erased | None) -> str | Erased | None:
    """Return the code alone."""
    return value.code if isinstance(value, Code) else value
