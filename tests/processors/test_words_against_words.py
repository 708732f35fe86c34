"""Two words of a line that contradict each other: the finding names the events of both, whichever was told first."""

from tests.domain.stories import Story
from tests.processors.lines_told import LATER, changes, ends, home, starts, visited
from tests.processors.people import see, why


def sources(story: Story) -> list[tuple[str, list[int]]]:
    """Give each finding with its events, and see that each of them can be asked about."""
    found = see(story, LATER)["findings"]
    for place, one in enumerate(found):
        asked = [why(story, f"findings.{place}.sources.{at}", LATER) for at, _ in enumerate(one["sources"])]
        assert asked == [(ordinal, one["rule"]) for ordinal in one["sources"]]
    return [(one["rule"], one["sources"]) for one in found]


def begun() -> Story:
    """Support from the 14th: the admission is event 0, the discharge 1, the start 2."""
    story = home()
    starts(story, "2026-11-14", "2026-11-14T09:00")
    return story


def test_an_end_that_is_told_anew_is_shown_with_the_one_that_had_come() -> None:
    """Over on the 20th, then on the 18th: whoever asks sees both messages, in the order of their days."""
    story = begun()
    ends(story, "2026-11-20", "2026-11-20T10:00")
    ends(story, "2026-11-18", "2026-11-23T10:00")
    assert sources(story) == [("line_told_again", [3, 4])]


def test_two_ends_written_at_one_time_are_both_shown() -> None:
    """And go on being, after a word that contradicts neither."""
    story = begun()
    ends(story, "2026-11-20", "2026-11-25T10:00")
    ends(story, "2026-11-18", "2026-11-25T10:00")
    assert sources(story) == [("line_told_at_once", [3, 4])]
    starts(story, "2026-12-01", "2026-12-01T10:00", 900)
    changes(story, "2026-12-05", "2026-12-05T10:00", 1000)
    assert sources(story) == [("line_told_at_once", [3, 4])]


def test_a_start_that_gave_way_is_shown_with_the_one_that_took_its_place() -> None:
    """Planned for the 14th, begun on the 20th; a visit of the 15th shows that it had come true, and nothing differs."""
    story = home()
    starts(story, "2026-11-14", "2026-11-13T10:00")
    starts(story, "2026-11-20", "2026-11-20T10:00")
    assert sources(story) == [("line_told_again", [2, 3])]
    visited(story, "2026-11-15T08:00")
    assert sources(story) == []


def test_two_starts_of_one_day_and_time_are_both_shown() -> None:
    """The first of them is the word that stood until then, also where it had been sent twice."""
    story = begun()
    starts(story, "2026-11-14", "2026-11-14T09:00")
    starts(story, "2026-11-14", "2026-11-14T09:00", 1400)
    ((rule, shown),) = sources(story)
    assert (rule, len(shown)) == ("line_told_at_once", 2)


def test_two_changes_of_one_day_and_time_are_both_shown() -> None:
    """The change between them in time is none of it."""
    story = begun()
    changes(story, "2026-11-20", "2026-11-20T10:00", 1000)
    changes(story, "2026-11-21", "2026-11-20T12:00", 1200)
    changes(story, "2026-11-21", "2026-11-20T12:00", 1400)
    assert sources(story) == [("line_told_at_once", [4, 5])]


def test_a_word_that_contradicts_no_other_has_one_source() -> None:
    """A change of days on which the line does not run."""
    story = begun()
    ends(story, "2026-11-20", "2026-11-20T10:00")
    changes(story, "2026-11-25", "2026-11-25T10:00", 1000)
    assert sources(story) == [("line_changed_at_rest", [4])]
