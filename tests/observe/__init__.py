"""Observability: what may be logged and what is measured."""
