"""The lanes of many people at once: the same as one by one, which is what every other language answers."""

from hypothesis import given
from hypothesis import strategies as st

from hub.domain.lanes import lane_of, lanes_of

SUBJECTS = st.lists(st.binary(min_size=16, max_size=16), max_size=40)


@given(SUBJECTS, st.integers(1, 100))
def test_many_people_have_the_lanes_that_each_has(subjects: list[bytes], lanes: int) -> None:
    """Whatever the keys are, none of them touches its neighbour's lane; nobody at all has none."""
    assert list(lanes_of(subjects, lanes)) == [lane_of(subject, lanes) for subject in subjects]


def test_extremes_are_no_exception() -> None:
    """Bits that carry over in every step stay in their own key."""
    subjects = [bytes(16), b"\xff" * 16, bytes(16), b"\xff\0" * 8, b"\x80" * 16] * 50
    assert list(lanes_of(subjects, 8)) == [lane_of(subject, 8) for subject in subjects]
