"""Rules have names, words and sources."""

from datetime import date

from hub.domain.homes import NoAreas
from hub.domain.rules import Rule


def test_every_rule_says_itself_in_a_sentence_with_its_source() -> None:
    """A page can say why without knowing the rules."""
    for rule in Rule:
        assert rule.words.endswith(".")
        assert rule.source
        assert Rule.of(rule.label) is rule


def test_without_reference_data_nobody_has_a_system() -> None:
    """No guess is made."""
    assert NoAreas().ics_of("Y99999", None, None, date(2026, 11, 2)) is None
