"""Benchmarks as product: each prints one JSON object, with its ratio to the limit taken in the same run."""
