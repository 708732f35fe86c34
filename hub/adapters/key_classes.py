"""What every key book refuses."""

from collections.abc import Sequence

from hub.errors import Defect
from hub.ports.books import WrappedKey


def one_class_each(keys: Sequence[WrappedKey]) -> None:
    """Refuse keys of one person in two classes at once: an answer by person could not hold both."""
    classes = {(key.subject, key.retention) for key in keys}
    if len(classes) != len({subject for subject, _ in classes}):
        raise Defect("keys of one person in two retention classes were added at once")
