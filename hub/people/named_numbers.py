"""An NHS number with date of birth and name: how a number that nobody traced (status 02) finds its person.

Number, date of birth, family name and given name have to be the same.  The given name counts because twins have the
other three in common when one's number is sent for both.  Names are compared whole, by their letters alone (case,
accents, blanks and hyphens do not count): no list of nicknames and no initial is safe, as twins may share one.  **The
price**: PEGGY and MARGARET, M and MARGARET, or MARGARET ROSE and MARGARET stay two records until a traced number or a
merge joins them.

A claim that has nothing but this to be matched on and gives no given name, as the rows of care providers do, is about
whoever has the number, date of birth and family name.  **What depends on order**, and only where two given names share
them: such a claim joins the person who is known when it comes; once both are known, the one whose number was traced,
else a record of its own, and it is reported.  It never makes the two people one.

Source: NHS number guidance (status 02 matches only when name and date of birth agree).
"""

from typing import Final, NamedTuple

from hub.people.leads import Lead, Owners, owners_of
from hub.ports.connector import Finding

LEFT_ALONE: Final = Finding(
    "identifiers.nhs_number",
    "given_name_missing",
    "Two people have this NHS number, date of birth and family name; without a given name it was not used to match.",
)


class NamedNumber(NamedTuple):
    """The keys of one NHS number with date of birth and family name in one claim."""

    whole: bytes | None
    """With the given name too; none in a claim that gives none."""
    traced: bytes
    """Who first gave a given name with it when the number was traced (status 01)."""
    untraced: bytes
    """Who first gave a given name with it when it was not."""
    nameless: bytes
    """Who was first sent without a given name."""
    alone: bytes
    """The record of what is left alone."""
    shared: bytes
    is_traced: bool

    def digests(self) -> tuple[bytes, ...]:
        """Every key to ask the book for."""
        return (*(key for key in (self.whole,) if key), *self[1:6])

    def lead(self, owners: Owners) -> Lead:
        """Say whom the number leads to."""
        holders = owners_of((self.traced, self.untraced), owners)[:1]
        if self.whole is None:
            return self._nameless(owners)
        found = owners_of((self.whole,), owners)
        if not holders and not found:
            found = owners_of((self.nameless,), owners)
        keeps = (self.whole, self.traced if self.is_traced else self.untraced)
        return Lead(found, keeps, holders[0] if holders and not found else None)

    def _nameless(self, owners: Owners) -> Lead:
        if self.shared not in owners:
            return Lead(owners_of((self.traced, self.untraced, self.nameless), owners)[:1], (self.nameless,))
        traced = owners_of((self.traced,), owners)
        if traced:
            return Lead(traced, (self.nameless,))
        return Lead(owners_of((self.alone,), owners), (self.alone,), finding=LEFT_ALONE)
