"""The pages, in the design system and in a real browser."""
