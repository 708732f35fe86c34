"""Protocols only: what the rooms inside ask of the world outside."""
