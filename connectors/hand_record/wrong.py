"""What is wrong with one value of an entry."""


class Wrong(Exception):  # noqa: N818 - what a value is that cannot be taken
    """A value that cannot be taken: the rule it breaks, and words that do not repeat it."""

    def __init__(self, rule: str, words: str) -> None:
        super().__init__(rule)
        self.rule, self.words = rule, words
