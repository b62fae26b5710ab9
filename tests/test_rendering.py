"""The fonts are set up for the engine on any machine, and nothing of the machine's own is seen."""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from briefing.rendering import fontconfig_file, render_document
from tests.sheets import sheet


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, and an empty temporary folder."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    (tmp_path / "home").mkdir()
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    return tmp_path / "home"


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_one_folder_in_the_users_cache_is_shared(home: Path) -> None:
    first = fontconfig_file()
    assert first.is_relative_to(home / ".cache" / "briefing")
    assert (home / ".cache" / "briefing").stat().st_mode & 0o777 == 0o700
    assert fontconfig_file() == first
    assert not list((home.parent / "temporary").iterdir())


def test_a_damaged_folder_is_repaired(home: Path) -> None:
    folder = fontconfig_file().parent
    before = files_in(folder)
    (folder / "faces" / "FiraSans-Regular.ttf").unlink()
    (folder / "faces" / "FiraSans-Bold.ttf").unlink()
    (folder / "faces" / "FiraSans-Bold.ttf").symlink_to("FiraSans-Italic.ttf")
    (folder / "faces" / "Foreign.ttf").write_bytes(b"")
    (folder / "fonts.conf").write_bytes(b"<")
    assert fontconfig_file().parent == folder
    assert files_in(folder) == before
    shutil.rmtree(folder)
    fontconfig_file()
    assert files_in(folder) == before


def test_a_folder_that_others_can_write_to_is_not_used(home: Path) -> None:
    (home / ".cache" / "briefing").mkdir(parents=True)
    (home / ".cache" / "briefing").chmod(0o777)
    assert fontconfig_file().is_relative_to(home.parent / "temporary" / f"briefing-{os.geteuid()}")
    (home.parent / "temporary" / f"briefing-{os.geteuid()}").chmod(0o777)
    own = fontconfig_file()
    assert own.parent.name.startswith("briefing-fonts-")
    assert fontconfig_file() == own


def test_without_a_home_the_temporary_folder_is_used(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null/cache")
    assert fontconfig_file().is_relative_to(home.parent / "temporary" / f"briefing-{os.geteuid()}")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert fontconfig_file().is_relative_to(home.parent / "temporary")


def test_the_place_of_the_folder_makes_no_difference(home: Path) -> None:
    page = sheet("<p>Text, <b>bold</b>")
    script = "import pickle, sys; from briefing.rendering import render_document; "
    script += "sys.stdout.buffer.write(render_document(pickle.load(sys.stdin.buffer)).content)"

    def render_in_a_process() -> bytes:
        done = subprocess.run([sys.executable, "-c", script], input=pickle.dumps(page), capture_output=True, check=True)
        return done.stdout

    cold, warm = render_in_a_process(), render_in_a_process()
    assert cold == warm == render_document(page).content
