"""The store, its connections, its tables and its embedded server."""
