"""What wards, rooms and sites of English hospitals are commonly called: our own list, of names that people bear too.

A profile adds what its trust has besides (`visit.place_names`).  Why it matters: `hub/people/screening.py`.
"""

from typing import Final

PLACE_NAMES: Final = frozenset({
    "albert", "alexandra", "anne", "beatrice", "charles", "charlotte", "diana", "edward", "elizabeth", "george", "mary",
    "victoria", "william",
    "andrew", "bartholomew", "catherine", "christopher", "david", "francis", "giles", "james", "john", "joseph", "luke",
    "mark", "martin", "matthew", "michael", "nicholas", "patrick", "paul", "peter", "stephen", "theresa", "thomas",
    "faith", "grace", "hope", "joy", "mercy",
    "ash", "beech", "birch", "bluebell", "bramble", "briar", "cedar", "cherry", "clover", "daisy", "elder", "elm",
    "fern", "hawthorn", "hazel", "heather", "holly", "iris", "ivy", "jasmine", "juniper", "laurel", "lavender", "lily",
    "linden", "maple", "oak", "olive", "poppy", "primrose", "rose", "rosemary", "rowan", "sorrel", "violet", "willow",
    "bevan", "churchill", "fleming", "jenner", "lister", "nightingale", "seacole",
})  # fmt: skip
"""Royalty; saints; virtues; plants and trees; founders and healers."""
