"""How much room the disk has where a folder is, or will be."""

import shutil
from pathlib import Path


def free_space(folder: Path) -> int:
    """Give the free bytes, as an ordinary user may take them; a folder that is not there yet counts as its parent."""
    there = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    return shutil.disk_usage(there).free
