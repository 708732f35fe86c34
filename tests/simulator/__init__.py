"""The invented area: its people, its messages, and the sockets they go over."""
