"""The faces there are, and what they can set."""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from briefing.pages.fonts import covered, fontconfig_file
from briefing.pages.render import render_pdf
from briefing.problems import PdfError
from tests.sheets import sheet

# Typographic signs, spaces and signs of direction: what an author's text is full of without anyone noticing.
COMMON = "\t–—…‘’“”«»•·×−≥≤→€£°′″½†‡§¶éñöşŵŁ₦العربية،\u00a0\u00ad\u2009\u200b\u200d\u200f\u202f\u2060\u2066\ufe0f\ufeff"


def test_what_is_covered_can_be_set() -> None:
    assert {hex(ord(sign)) for sign in COMMON if ord(sign) not in covered()} == set()
    every = "".join(f"<p>a&#{point};b &#{point};</p>" for point in sorted(covered()) if point > 0x20)
    assert render_pdf(sheet(every, css="p { margin: 0; line-height: 1 }")).pages > 10


@pytest.mark.parametrize("sign", "●○◐▲■☐☃\u2011\u2028\ufffd中")
def test_what_is_not_covered_cannot(sign: str) -> None:
    assert ord(sign) not in covered()
    with pytest.raises(PdfError) as caught:
        render_pdf(sheet(f"<p>a{sign}b</p>"))
    assert f"U+{ord(sign):04X}" in str(caught.value)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with nothing in it, and a place for scratch."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    (tmp_path / "home").mkdir()
    (tmp_path / "scratch").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "scratch"))
    return tmp_path / "home"


def kept(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_one_folder_of_the_users_cache_serves_all(home: Path) -> None:
    first = fontconfig_file()
    assert first.is_relative_to(home / ".cache" / "briefing")
    assert (home / ".cache" / "briefing").stat().st_mode & 0o777 == 0o700
    assert fontconfig_file() == first
    assert not list((home.parent / "scratch").iterdir())


def test_what_is_damaged_or_foreign_in_it_is_mended(home: Path) -> None:
    folder = fontconfig_file().parent
    before = kept(folder)
    (folder / "faces" / "FiraSans-Regular.ttf").unlink()
    (folder / "faces" / "FiraSans-Bold.ttf").unlink()
    (folder / "faces" / "FiraSans-Bold.ttf").symlink_to("FiraSans-Italic.ttf")
    (folder / "faces" / "Foreign.ttf").write_bytes(b"")
    (folder / "fonts.conf").write_bytes(b"<")
    assert fontconfig_file().parent == folder
    assert kept(folder) == before
    shutil.rmtree(folder)
    fontconfig_file()
    assert kept(folder) == before


def test_a_folder_that_others_can_write_in_is_not_used(home: Path) -> None:
    (home / ".cache" / "briefing").mkdir(parents=True)
    (home / ".cache" / "briefing").chmod(0o777)
    assert fontconfig_file().is_relative_to(home.parent / "scratch" / f"briefing-{os.geteuid()}")
    (home.parent / "scratch" / f"briefing-{os.geteuid()}").chmod(0o777)
    own = fontconfig_file()
    assert own.parent.name.startswith("briefing-fonts-")
    assert fontconfig_file() == own


def test_where_there_is_no_home_the_place_for_scratch_serves(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null/cache")
    assert fontconfig_file().is_relative_to(home.parent / "scratch" / f"briefing-{os.geteuid()}")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert fontconfig_file().is_relative_to(home.parent / "scratch")


def test_where_the_folder_lies_makes_no_difference(home: Path) -> None:
    page = sheet("<p>Text, <b>bold</b>")
    script = "import pickle, sys; from briefing.pages.render import render_pdf; "
    script += "sys.stdout.buffer.write(render_pdf(pickle.load(sys.stdin.buffer)).content)"

    def set_in_a_process() -> bytes:
        done = subprocess.run([sys.executable, "-c", script], input=pickle.dumps(page), capture_output=True, check=True)
        return done.stdout

    cold, warm = set_in_a_process(), set_in_a_process()
    assert cold == warm == render_pdf(page).content
