"""Other engines on the hub's own events, so that anybody can check how ours compares (`make bench-peers`)."""
