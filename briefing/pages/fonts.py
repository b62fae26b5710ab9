"""The type this house prints in: which faces there are, and how a machine is made to see them and no others."""

from __future__ import annotations

import atexit
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from xml.sax.saxutils import escape

from briefing.atomic import write_atomically
from briefing.resources import FONT_FAMILIES, GENERIC_FAMILIES

FAMILIES = frozenset(FONT_FAMILIES) | frozenset(GENERIC_FAMILIES)

# Spaces and characters that steer the setting: no face needs to have them, for they leave no mark.
_UNMARKED = frozenset(
    {0x09, 0x0A, 0x0D, 0xAD, 0x034F, 0x061C, 0x202F, 0x205F, 0x3000, 0xFEFF}
    | {*range(0x2000, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xFE00, 0xFE10)}
)
# Faces have these, or seem to: a line separator that is set as an empty box, the mark of a character lost on the way
# here, and private signs, which nobody else can read and PDF/A does not let pass.
_UNFIT = frozenset({0x2028, 0xFFFD, *range(0xE000, 0xF900)})


@cache
def covered() -> frozenset[int]:
    """The code points a page can be set in: what some face draws, and what leaves no mark."""
    from fontTools.ttLib import TTFont

    points = set(_UNMARKED)
    for family in FONT_FAMILIES.values():
        with TTFont(family.file(), lazy=True) as font:
            points.update(font.getBestCmap())
    return frozenset(points - _UNFIT)


def fontconfig_file() -> Path:
    """A fontconfig configuration that knows these faces and nothing of the machine's own.

    It lies in a folder of the user's cache that all processes share, for what is found in it is the same for all; it may be
    deleted at any time. Where there is no such place, it is this process's own, and goes with it.
    """
    for place in _places():
        with suppress(OSError):
            if folder := _own_folder(place):
                return _completed(folder / f"fonts-{_edition_of_faces()}")
    return _completed(_own_to_this_process())


@cache
def _own_to_this_process() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="briefing-fonts-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _places() -> Iterator[Path]:
    """Where a folder may be kept, the best first: the user's cache, unless it is another's, and the place for scratch."""
    # Of these, Path's own ways raise where there is no home, or one that may not be looked into.
    cache = Path(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"))  # noqa: PTH111
    around = next(folder for folder in (cache, *cache.parents) if os.path.exists(folder))  # noqa: PTH110
    if cache.is_absolute() and around.stat().st_uid == os.geteuid():
        yield cache / "briefing"
    yield Path(tempfile.gettempdir()) / f"briefing-{os.geteuid()}"


def _own_folder(path: Path) -> Path | None:
    """A folder that nobody else can write in, made where it is not there; None where it is another's."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    known = path.lstat()
    ours = stat.S_ISDIR(known.st_mode) and known.st_uid == os.geteuid() and not known.st_mode & 0o022
    return path if ours else None


def _edition_of_faces() -> str:
    """A name for the faces as they are: fontconfig does not see that a file was replaced."""
    files = (path for family in FONT_FAMILIES.values() for path in family.files())
    told = [f"{path} {known.st_size} {known.st_mtime_ns}" for path in files for known in [path.stat()]]
    return sha256("\n".join(told).encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _completed(folder: Path) -> Path:
    """The configuration in a folder, where whatever is missing is added and whatever does not belong is taken out."""
    faces = folder / "faces"
    faces.mkdir(mode=0o700, parents=True, exist_ok=True)
    wanted = {path.name: str(path) for family in FONT_FAMILIES.values() for path in family.files()}
    there = {path.name: str(path.readlink()) if path.is_symlink() else "" for path in faces.iterdir()}
    for name in [name for name, target in there.items() if wanted.get(name) != target]:
        (faces / name).unlink()
    for name in [name for name, target in wanted.items() if there.get(name) != target]:
        with suppress(FileExistsError):  # another process does the same
            (faces / name).symlink_to(wanted[name])
    configuration, content = folder / "fonts.conf", _configuration(folder)
    if not (configuration.is_file() and configuration.read_bytes() == content):
        write_atomically(configuration, content)
    return configuration


def _configuration(folder: Path) -> bytes:
    aliases = "".join(
        f'<alias binding="same"><family>{generic}</family><prefer><family>{escape(name)}</family></prefer></alias>'
        for generic, name in GENERIC_FAMILIES.items()
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'
        f"<fontconfig><dir>{escape(str(folder / 'faces'))}</dir><cachedir>{escape(str(folder / 'cache'))}</cachedir>"
        f"{aliases}<config><rescan><int>0</int></rescan></config></fontconfig>"
    ).encode()
