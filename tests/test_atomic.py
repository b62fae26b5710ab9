"""A file is written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from briefing.atomic import read_regular_file, write_atomically
from briefing.problems import UsageError


def test_a_file_is_written_with_the_folders_it_needs_and_nothing_beside_it(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a" / "b" / "c.txt", b"one")
    write_atomically(tmp_path / "a" / "b" / "c.txt", b"two")
    assert [path.name for path in (tmp_path / "a" / "b").iterdir()] == ["c.txt"]
    assert (tmp_path / "a" / "b" / "c.txt").read_bytes() == b"two"


def test_others_may_read_it_as_far_as_the_umask_allows(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_atomically(tmp_path / "a", b"")
        assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640
        assert os.umask(0o027) == 0o027, "the umask is left as it was"
    finally:
        os.umask(before)


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_a_file_that_is_there_keeps_who_may_read_it(tmp_path: Path, mode: int) -> None:
    there = tmp_path / "briefing.yaml"
    there.write_bytes(b"old")
    there.chmod(mode)
    write_atomically(there, b"new")
    assert (there.read_bytes(), there.stat().st_mode & 0o777) == (b"new", mode)


@pytest.mark.parametrize("where", ["file/x", "folder", "file/x/y", "n" * 300])
def test_a_failed_write_is_reported_and_leaves_no_file(tmp_path: Path, where: str) -> None:
    (tmp_path / "file").write_text("kept")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "x").touch()
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(UsageError) as raised:
        write_atomically(tmp_path / where, b"new")
    (problem,) = raised.value.problems
    assert problem.code == "cannot-write"
    assert problem.hint
    assert sorted(tmp_path.rglob("*")) == before
    assert (tmp_path / "file").read_text() == "kept"


def test_an_interruption_leaves_the_old_file_and_no_scraps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_atomically(tmp_path / "a", b"old")

    def interrupted(handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(tmp_path / "a", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_bytes() == b"old"


def test_a_link_is_replaced_and_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "target").write_text("kept")
    (tmp_path / "link").symlink_to("target")
    write_atomically(tmp_path / "link", b"new")
    assert (tmp_path / "target").read_text() == "kept"
    assert not (tmp_path / "link").is_symlink()


@pytest.mark.parametrize("size", [0, 1, 999_999, 1_000_000, 3_500_000])
def test_a_regular_file_is_read_whole(size: int, tmp_path: Path) -> None:
    content = bytes(range(251)) * (size // 251 + 1)
    (tmp_path / "a").write_bytes(content[:size])
    assert read_regular_file(tmp_path / "a", 4_000_000) == content[:size]
    if size:
        with pytest.raises(OSError, match="has more than"):
            read_regular_file(tmp_path / "a", size - 1)


def test_anything_but_a_regular_file_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a")
    (tmp_path / "link").symlink_to("a")
    (tmp_path / "device").symlink_to("/dev/zero")
    (tmp_path / "ring").symlink_to("ring")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "device", "ring", "folder", "pipe", "nothing", "nu\0l", "/dev/zero", "/dev/tty"):
        with pytest.raises(OSError, match=r"link|regular|directory|name|device|address|No such"):
            read_regular_file(tmp_path / name, 10)
