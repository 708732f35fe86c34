"""The rules: pure functions, one concept per file, no input or output, no clock, no randomness."""
