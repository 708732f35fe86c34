"""Postcodes as the person room sees them; the rule itself is in `hub/domain/postcode.py`."""

from hub.domain.postcode import normalise, pseudo, sector

__all__ = ["normalise", "pseudo", "sector"]
