"""The API: gate, routes, problem documents."""
