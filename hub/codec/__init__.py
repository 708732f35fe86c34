"""Bytes to event and back; the only room that knows Avro."""
