"""What differs between senders of carers' notices, as data."""

from typing import Literal

from connectors.file_profile import FileProfile


class CarerProfile(FileProfile):
    """How one sender's files are read.

    `source` is what kind of sender it is.  `about_children` says whether its notices are about carers of children: then
    the fields about a plan are read, else they are none of this sender's.
    """

    file_prefix: str = "CARER"
    source: Literal["GP", "CHILDRENS_SERVICES", "DWP"]
    about_children: bool = False
