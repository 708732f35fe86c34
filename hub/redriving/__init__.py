"""Taking again what was parked: a partner's message with today's profile, or a log record with today's schemas."""
