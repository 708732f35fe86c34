"""Reference data as files; `SOURCES.md` says where each comes from and under which licence."""
