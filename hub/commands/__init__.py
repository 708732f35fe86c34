"""The `hub` command: one file per thing that a person types."""
