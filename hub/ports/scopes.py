"""Scopes of the access policy that decide what an entry by hand may be about."""

from typing import Final

OWN_NOTICE: Final = "own_notice"
"""Of a council that was given a notice about somebody who may be another council's."""
OWN_STEP: Final = "own_step"
"""Of a council that finishes what waits for it though another one answers for the person."""
OWN_FORMER: Final = "own_former"
"""Of a council that somebody left, and that charges for days on which they were its own."""
OWN_VISITS: Final = "own_visits"
"""Of a provider that writes down the last visits of six weeks that are over."""
OWN_ENTRY: Final = "own_entry"
"""Of who puts their own entry right though the person is no longer theirs."""
