"""Kinds of support in the words that people use at work."""

from hub.domain.services import EVERY, service_code
from hub.web.words import words


def service_words(code: object) -> str:
    """Return a kind of support in words; a code that is not on the list is written out."""
    return EVERY.get(service_code(str(code))) or words(code)
