"""One suite per port, held over every adapter."""
