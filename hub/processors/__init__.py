"""Thin values that bind the rules to the hosts: name, topics, initial, evolve, facts, view."""
