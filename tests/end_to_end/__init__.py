"""The whole hub: real processes, real sockets, a real database, and nothing replaced."""
