"""Adult social care client level data as a file: checked, brought to release 2, and waiting times from it."""
