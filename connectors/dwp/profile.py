"""What differs between senders of referrals, as data."""

from connectors.file_profile import FileProfile


class DwpProfile(FileProfile):
    """How one sender's files are read.

    `minimum_age` is the council's own start of the offer; under `support_need_age` nobody is referred for their own
    needs.
    """

    file_prefix: str = "DWPREF"
    support_need_age: int = 16
    minimum_age: int | None = None
