"""Which sightings are one person, said from pairs of sightings alone, by the words of the rules.

It shares no code with the index: it compares the values that were sent, and joins by a plain union of groups.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

from hub.people.claims import Identifier, PersonClaim

Groups = set[frozenset[int]]
Edge = tuple[int, int]


def groups(count: int, edges: Iterable[Edge]) -> Groups:
    """Give the connected components of numbered sightings."""
    group = {number: {number} for number in range(count)}
    for one, other in edges:
        if group[one] is not group[other]:
            group[one] |= group[other]
            for number in group[other]:
                group[number] = group[one]
    return {frozenset(members) for members in group.values()}


def within(fine: Groups, coarse: Groups) -> bool:
    """Say whether everybody who is together in one is together in the other."""
    return all(any(group <= wider for wider in coarse) for group in fine)


def joined_by(claims: Sequence[PersonClaim], rule: Callable[[PersonClaim, PersonClaim], bool]) -> Groups:
    """Give the components of sightings that a rule of pairs joins."""
    pairs = combinations(range(len(claims)), 2)
    return groups(len(claims), [(x, y) for x, y in pairs if rule(claims[x], claims[y])])


def always(one: PersonClaim, other: PersonClaim) -> bool:
    """Say whether two sightings are one person whatever else is known, and whenever they come."""
    return (
        _same_national(one, other)
        or _same_name(one, other, or_none=False)
        or (_share_own(one, other) and _share_number(one, other))
    )


def perhaps(one: PersonClaim, other: PersonClaim) -> bool:
    """Say whether two sightings are one person as long as nothing else contradicts it."""
    return (
        always(one, other)
        or _same_name(one, other, or_none=True)
        or (_share_own(one, other) and not contradict(one, other))
    )


def surely(one: PersonClaim, other: PersonClaim) -> bool:
    """Say whether two sightings that each say who they are, are one person."""
    sure = is_numbered(one) and is_numbered(other) and not (is_lone(one) or is_lone(other))
    return sure and (always(one, other) or (_share_own(one, other) and one.born == other.born))


def contradict(one: PersonClaim, other: PersonClaim) -> bool:
    """Say whether two dates of birth and a national number say that a partner's own number is two people's."""
    if None in (one.born, other.born) or one.born == other.born or _share_number(one, other):
        return False
    return is_numbered(one) or is_numbered(other)


def is_doubtful(claims: Sequence[PersonClaim]) -> bool:
    """Say whether an identifier among these is shared by two people, so that order may count for what is unsure."""
    for one, other in combinations(claims, 2):
        if _share_own(one, other) and contradict(one, other):
            return True
        if any(_might_be_either(third, one, other) for third in claims):
            return True
    return False


def is_numbered(claim: PersonClaim) -> bool:
    """Say whether a national number came with a date of birth."""
    return claim.born is not None and bool(_numbers(claim))


def is_lone(claim: PersonClaim) -> bool:
    """Say whether an untraced number, a date of birth and a family name are all that there is."""
    return not claim.given and not _own(claim) and not _traced(claim) and not _of(claim, "NINO")


def own_numbers(claim: PersonClaim) -> int:
    """Count the numbers that partners gave."""
    return len(_own(claim))


def _of(claim: PersonClaim, kind: str, *statuses: str | None) -> set[str]:
    return {i.value for i in claim.identifiers if i.kind == kind and (not statuses or i.status in statuses)}


def _own(claim: PersonClaim) -> set[Identifier]:
    return {i for i in claim.identifiers if i.kind in {"HOSPITAL", "COUNCIL"}}


def _traced(claim: PersonClaim) -> set[str]:
    return _of(claim, "NHS", "01") if claim.born else set()


def _numbers(claim: PersonClaim) -> set[str]:
    return _of(claim, "NHS", "01", "02", None) | _of(claim, "NINO")


def _share_own(one: PersonClaim, other: PersonClaim) -> bool:
    return bool(_own(one) & _own(other))


def _share_number(one: PersonClaim, other: PersonClaim) -> bool:
    return is_numbered(one) and is_numbered(other) and bool(_numbers(one) & _numbers(other))


def _same_national(one: PersonClaim, other: PersonClaim) -> bool:
    if one.born is None or one.born != other.born:
        return False
    return bool(_traced(one) & _traced(other) or _of(one, "NINO") & _of(other, "NINO"))


def _named(claim: PersonClaim) -> set[str]:
    """Give the NHS numbers that count when the names agree; a benefits record's own does not."""
    kinds = {i.kind for i in claim.identifiers if i.kind != "RECORD"}
    speaks_for_benefits = "NINO" in kinds and kinds <= {"NINO", "NHS"}
    usable = _of(claim, "NHS", "01") if speaks_for_benefits else _of(claim, "NHS", "01", "02", None)
    return usable if claim.born and claim.family else set()


def _same_name(one: PersonClaim, other: PersonClaim, *, or_none: bool) -> bool:
    if not _named(one) & _named(other) or (one.born, one.family) != (other.born, other.family):
        return False
    if one.given and other.given:
        return one.given == other.given
    return or_none and all(claim.given or is_lone(claim) for claim in (one, other))


def _might_be_either(third: PersonClaim, one: PersonClaim, other: PersonClaim) -> bool:
    """Say whether a row without a given name fits two sightings that give different ones."""
    if third.given or not (one.given and other.given) or one.given == other.given:
        return False
    return all(_same_name(third, claim, or_none=True) for claim in (one, other))
