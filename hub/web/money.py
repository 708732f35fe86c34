"""Money in the words of a page."""

from decimal import Decimal


def pounds(amount: str | Decimal) -> str:
    """Return an amount of the joint state, which is decimal pounds, as pages write it."""
    return f"£{Decimal(amount):,.2f}"
