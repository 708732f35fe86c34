"""What every benchmark prints."""

KEYS = {
    "bench", "events", "seconds", "events_per_s", "limit_per_s", "ratio_to_limit",
    "p50_ms", "p95_ms", "p99_ms", "rss_mb_max", "machine", "versions", "settings",
}  # fmt: skip
