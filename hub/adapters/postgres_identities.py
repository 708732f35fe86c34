"""The identity book in PostgreSQL."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from hub.adapters.postgres_pool import Database
from hub.ports.books import IdentityRow
from hub.ports.store import SubjectRef

_PART: Final = "the identity book"
_LOOKUP: Final = "SELECT digest, subject FROM identity_identifier WHERE digest = ANY(%s)"
_PEOPLE: Final = "SELECT subject, born, family, given FROM identity_person WHERE subject = ANY(%s)"
_KNOWN: Final = """
SELECT held.digest, held.subject, who.subject, who.born, who.family, who.given
FROM identity_identifier AS held LEFT JOIN identity_person AS who USING (subject) WHERE held.digest = ANY(%s)
"""
# Sorted: two writers with the same identifiers wait for each other and never in a circle.
_WRITE: Final = """
WITH added AS (
    INSERT INTO identity_identifier (digest, subject)
    SELECT digest, subject FROM unnest(%s::bytea[], %s::bytea[]) AS given (digest, subject) ORDER BY digest
    ON CONFLICT (digest) DO NOTHING
    RETURNING digest
), told AS (
    INSERT INTO identity_person (subject, born, family, given)
    SELECT * FROM unnest(%s::bytea[], %s::bytea[], %s::bytea[], %s::bytea[]) AS told (subject, born, family, given)
    ORDER BY subject
    ON CONFLICT (subject) DO UPDATE SET born = excluded.born, family = excluded.family, given = excluded.given
)
SELECT (SELECT count(*) FROM added), CASE WHEN %s THEN set_config('synchronous_commit', 'off', true) END
"""


class PostgresIdentities:
    """Identifiers, as keyed digests, to people.

    `log_beside` says that the log is in the same PostgreSQL: then an event's own append takes the person's rows to
    disk, and `write` need not wait for it.  A row that a crash loses without its event was nobody's yet.
    """

    def __init__(self, database: Database, *, log_beside: bool = False) -> None:
        self._database = database
        self._log_beside = log_beside

    async def known(
        self, digests: Collection[bytes]
    ) -> tuple[Mapping[bytes, SubjectRef], Mapping[SubjectRef, IdentityRow]]:
        """Give who holds these identifiers, and what is known of those people."""
        async with self._database.statement(_PART) as connection:
            found = await (await connection.execute(_KNOWN, (list(digests),))).fetchall()
        return {row[0]: row[1] for row in found}, {row[2]: IdentityRow(*row[2:]) for row in found if row[2]}

    async def lookup(self, digests: Collection[bytes]) -> Mapping[bytes, SubjectRef]:
        """Which people hold these identifiers."""
        async with self._database.statement(_PART) as connection:
            return {row[0]: row[1] for row in await (await connection.execute(_LOOKUP, (list(digests),))).fetchall()}

    async def people(self, subjects: Collection[SubjectRef]) -> Mapping[SubjectRef, IdentityRow]:
        """Give the match digests of people."""
        async with self._database.statement(_PART) as connection:
            found = await (await connection.execute(_PEOPLE, (list(subjects),))).fetchall()
        return {row[0]: IdentityRow(*row) for row in found}

    async def write(
        self, identifiers: Mapping[bytes, SubjectRef], people: Sequence[IdentityRow]
    ) -> Mapping[bytes, SubjectRef]:
        """Add identifiers and people; an identifier keeps its first owner, a person's newest row holds.

        Where somebody was faster the owners are read afterwards, when they have committed: two writers agree.
        """
        last = {person.subject: person for person in people}.values()
        rows = ([p.subject for p in last], [p.born for p in last], [p.family for p in last], [p.given for p in last])
        given = (list(identifiers), list(identifiers.values()), *rows, self._log_beside)
        async with self._database.statement(_PART) as connection:
            added = await (await connection.execute(_WRITE, given)).fetchone()
            if added is not None and added[0] == len(identifiers):
                return dict(identifiers)
            found = await (await connection.execute(_LOOKUP, (list(identifiers),))).fetchall()
        return {row[0]: row[1] for row in found}

    async def forget(self, subject: SubjectRef) -> int:
        """Remove every row of a person; give how many went."""
        async with self._database.session(_PART) as connection:
            digests = await connection.execute("DELETE FROM identity_identifier WHERE subject = %s", (subject,))
            person = await connection.execute("DELETE FROM identity_person WHERE subject = %s", (subject,))
            return digests.rowcount + person.rowcount
