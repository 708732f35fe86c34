"""Pulling plugs at random under load, and proving afterwards that nothing was lost, doubled or folded wrongly."""
