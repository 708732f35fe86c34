"""Where the roles share their counts: in memory, so that a full disk ends none of them."""

from pathlib import Path

import pytest

from hub.commands.counts_folder import counts_folder


def test_counts_lie_in_memory_and_go_with_the_hub(tmp_path: Path) -> None:
    """Nothing of them is on the disk of the data; what an earlier run left behind is not counted again."""
    memory, data = tmp_path / "memory", tmp_path / "var"
    memory.mkdir()
    for _ in range(2):
        with counts_folder(data, memory) as folder:
            assert folder.parent == memory
            assert folder.stat().st_mode & 0o77 == 0
            (folder / "counter_1.db").touch()
        assert not folder.exists()
    folder.mkdir(mode=0o700)
    (folder / "counter_2.db").touch()
    with counts_folder(data, memory) as again:
        assert (again, list(again.iterdir())) == (folder, [])
    assert not data.exists()


def test_two_hubs_on_one_machine_do_not_share_counts(tmp_path: Path) -> None:
    """The folder belongs to the data folder that the hub was started on."""
    with counts_folder(tmp_path / "a", tmp_path) as one, counts_folder(tmp_path / "b", tmp_path) as other:
        assert one != other


@pytest.mark.parametrize("name", ["missing", "file"])
def test_without_a_place_in_memory_the_data_folder_has_to_do(tmp_path: Path, name: str) -> None:
    """Not every system has one."""
    (tmp_path / "file").touch(mode=0o600)
    with counts_folder(tmp_path / "var", tmp_path / name) as folder:
        assert folder == tmp_path / "var" / "metrics"
