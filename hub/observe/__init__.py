"""Logs with redaction first, and every metric named once."""
