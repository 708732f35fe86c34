"""What aiokafka would write into the hub's log about records."""

import logging


def keep_records_out_of_logs() -> None:
    """At DEBUG, aiokafka writes keys and values of records into the log; nobody may switch that on by accident."""
    library = logging.getLogger("aiokafka")
    if library.getEffectiveLevel() < logging.INFO:
        library.setLevel(logging.INFO)
