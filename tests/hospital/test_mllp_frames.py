"""Framing alone: the same frames however the network cuts the stream, in bounded memory."""

from hypothesis import given
from hypothesis import strategies as st

from connectors.mllp_frames import END, HEAD, START, Broken, Frame, Frames

_PLAIN = st.binary(max_size=60).map(lambda raw: raw.replace(b"\x0b", b"").replace(b"\x1c", b""))


def _fed(stream: bytes, cuts: list[int], limit: int = 1000) -> tuple[list[Frame | Broken], Frames]:
    frames, last = Frames(limit), 0
    found: list[Frame | Broken] = []
    for cut in [*sorted(one % (len(stream) + 1) for one in cuts), len(stream)]:
        found.extend(frames.feed(stream[last:cut]))
        last = cut
    return found, frames


@given(st.lists(st.tuples(_PLAIN, _PLAIN), max_size=6), st.lists(st.integers(0, 2000), max_size=12))
def test_frames_come_out_whole_however_the_stream_is_cut(parts: list[tuple[bytes, bytes]], cuts: list[int]) -> None:
    """Junk between frames is thrown away and counted; every message arrives as it was sent."""
    stream = b"".join(junk + START + content + END for junk, content in parts)
    found, frames = _fed(stream, cuts)
    assert found == [Frame(content) for _, content in parts]
    assert frames.junk == sum(len(junk.replace(b"\r", b"").replace(b"\n", b"")) for junk, _ in parts)
    assert not frames.begun


_MARKS = st.sampled_from([END, END[:1], END[:1] + b"\n", END + b"\r\n"])


@given(st.lists(st.tuples(_PLAIN, _MARKS), max_size=6), st.lists(st.integers(0, 2000), max_size=12))
def test_the_last_carriage_return_of_a_frame_may_be_missing(parts: list[tuple[bytes, bytes]], cuts: list[int]) -> None:
    """0x1C ends a frame, at once and however the network cuts the stream; line ends behind it are nobody's junk."""
    found, frames = _fed(b"".join(START + content + end for content, end in parts), cuts)
    assert found == [Frame(content) for content, _ in parts]
    assert (frames.begun, frames.junk) == (False, 0)


def test_an_end_mark_inside_content_ends_the_frame_and_the_rest_is_outside() -> None:
    """MLLP allows none there: the piece comes out, the rest is counted as junk, and the next frame is whole."""
    found, frames = _fed(START + b"MSH|one\x1ctwo\x1c" + END + START + b"MSH|next" + END, [])
    assert found == [Frame(b"MSH|one"), Frame(b"MSH|next")]
    assert frames.junk == len(b"two\x1c\x1c")


@given(st.integers(1001, 20_000), st.lists(st.integers(0, 20_000), max_size=12), st.sampled_from([END, END[:1]]))
def test_a_frame_too_long_leaves_its_head_and_the_next_frame(size: int, cuts: list[int], end: bytes) -> None:
    """After the end of a frame that is too long the stream is read on as if it had not been."""
    long = b"MSH|^~\\&|A|B" + b"x" * size
    found, _ = _fed(START + long + end + START + b"next" + END, cuts)
    assert found[1:] == [Frame(b"next")]
    assert isinstance(found[0], Broken)
    assert found[0].rule == "frame_too_long"
    assert long.startswith(found[0].head)
    assert len(found[0].head) <= HEAD


def test_a_long_frame_is_never_held() -> None:
    """A hundred megabytes in one frame take no more memory than its head."""
    frames = Frames(1024 * 1024)
    list(frames.feed(START))
    chunk = b"y" * 65536
    for _ in range(1600):
        assert list(frames.feed(chunk)) == []
        assert len(frames._held) <= 1024 * 1024 + len(chunk)
    assert [one.rule for one in frames.feed(END) if isinstance(one, Broken)] == ["frame_too_long"]


@given(st.lists(st.integers(0, 60), max_size=8))
def test_a_new_message_inside_a_frame_ends_the_broken_one(cuts: list[int]) -> None:
    """A sender that restarts in the middle loses its fragment, told as such, and nothing of the next message."""
    found, _ = _fed(START + b"MSH|cut off" + START + b"MSH|whole" + END, cuts)
    assert found == [Broken(b"MSH|cut off", "frame_not_ended"), Frame(b"MSH|whole")]
