"""How names and partners' own numbers are compared: what is left of them when writing does not count."""

import unicodedata


def plain_name(name: str | None) -> str:
    """Reduce a name to its letters, so that case, accents, blanks and apostrophes do not part two people."""
    decomposed = unicodedata.normalize("NFKD", name or "")
    return "".join(letter for letter in decomposed if letter.isalpha()).upper()


def local_value(value: str) -> str:
    """Reduce a partner's own number: outer blanks and case do not count, leading zeros do."""
    return value.strip().upper()
