"""The hosts and the doors."""
