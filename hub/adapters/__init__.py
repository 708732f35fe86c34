"""Logs, stores, books and keys over memory, PostgreSQL and Kafka."""
