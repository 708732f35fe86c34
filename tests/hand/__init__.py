"""Recording by hand: the table, its translation, and its way through the whole hub."""
