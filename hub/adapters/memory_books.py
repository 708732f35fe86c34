"""Every small book in memory, by one name each."""

from hub.adapters.memory_access import MemoryAccess
from hub.adapters.memory_feeds import MemoryFeeds
from hub.adapters.memory_identities import MemoryIdentities
from hub.adapters.memory_keys import MemoryKeys
from hub.adapters.memory_quarantine import MemoryQuarantine

__all__ = ["MemoryAccess", "MemoryFeeds", "MemoryIdentities", "MemoryKeys", "MemoryQuarantine"]
