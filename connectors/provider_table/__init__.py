"""Care providers hand over a table: support lines that start, change and end, and visits done or missed."""
