"""An invented area for demonstrations and tests, never read in live mode; see `README.md`."""
