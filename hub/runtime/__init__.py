"""The hosts: intake at the door, apply over batches, ticks, relay, and the synchronous test driver."""
