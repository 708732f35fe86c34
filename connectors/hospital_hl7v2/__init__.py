"""Hospitals' HL7 v2 ADT feeds, over MLLP and HTTP: bytes and a profile in, the hub's events out."""
