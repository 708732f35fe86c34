"""Taking again what was parked."""
