"""One folder per kind of partner; each turns what that partner really sends into the hub's events."""
