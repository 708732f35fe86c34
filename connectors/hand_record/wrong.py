"""What is wrong with one value of an entry."""

from typing import Final


class Wrong(Exception):  # noqa: N818 - what a value is that cannot be taken
    """A value that cannot be taken: the rule it breaks, and words that do not repeat it."""

    def __init__(self, rule: str, words: str) -> None:
        super().__init__(rule)
        self.rule, self.words = rule, words


CONTROL_CHARACTER: Final = ("control_character", "This holds a character that cannot be shown")
"""The rule, and its words."""


def holds_control_character(sent: str) -> bool:
    """Say whether a text holds a character that cannot be shown, U+0000 for one; ends of lines and tabs can."""
    return any(letter < " " and letter not in "\r\n\t" for letter in sent)
