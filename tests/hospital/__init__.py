"""The hospital connector: from real bytes to events, and back to an acknowledgement."""
