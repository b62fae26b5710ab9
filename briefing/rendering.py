"""Render documents on this machine: the shipped fonts, the environment they need, and the switch for acceleration.

`briefing.pages` only calculates; what it needs of the machine is set up here and handed in.
"""

from __future__ import annotations

import atexit
import os
import shutil
import stat
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from briefing.atomic import write_atomically
from briefing.resources import FONT_FAMILIES, GENERIC_FAMILIES, INSTALLED_FONTS

if TYPE_CHECKING:
    from briefing.pages.document import Document, Pdf

ACCELERATION = "BRIEFING_ACCELERATION"
"""The environment variable that turns `briefing.pages.acceleration` off where it is 0."""

# Where two fonts have a character, fontconfig and Pango prefer the one for the machine's language. Here it is always English.
_LANGUAGE = {"FC_LANG": "en", "PANGO_LANGUAGE": "en"}
# A file with all weights is reduced to the one that is printed, and dated then: every build has the same date.
_FONT_DATE = {"SOURCE_DATE_EPOCH": "0"}

# The environment belongs to the whole process.
_ENVIRONMENT_LOCK = threading.Lock()


def render_document(document: Document) -> Pdf:
    """Render a document as a PDF/A-3a and PDF/UA-1 file with the shipped fonts. Raises as `briefing.pages.render` does."""
    from briefing.pages.render import render_pdf

    with _font_environment() as fontconfig:
        return render_pdf(document, fontconfig, accelerated=_accelerated())


def load_renderer() -> None:
    """Import the rendering engine ahead of the first document. Raises `PdfError` where a library is missing."""
    from briefing.pages.render import load_engine

    with _font_environment():
        load_engine(_accelerated())


def fontconfig_file() -> Path:
    """Return the path of a fontconfig configuration that lists the shipped fonts and none of the machine's.

    It is in a folder of the user's cache that all processes share and that may be deleted at any time; where no such folder
    can be made, it is in a temporary folder of this process.
    """
    for folder in _cache_folders():
        with suppress(OSError):
            if _is_private(folder):
                return _write_configuration(folder / f"fonts-{_fonts_digest()}")
    return _write_configuration(_process_folder())


def _accelerated() -> bool:
    return os.environ.get(ACCELERATION) != "0"


@contextmanager
def _font_environment() -> Iterator[Path]:
    """Let fontconfig and Pango find the shipped fonts only; yield the configuration that is in force meanwhile."""
    fontconfig = fontconfig_file()
    values = {"FONTCONFIG_FILE": str(fontconfig), **_LANGUAGE, **_FONT_DATE}
    with _ENVIRONMENT_LOCK:
        before = {name: os.environ.get(name) for name in values}
        os.environ.update(values)
        try:
            yield fontconfig
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value


def _cache_folders() -> Iterator[Path]:
    """Yield folders that may hold the configuration, the best first: in the user's cache, then in the temporary folder."""
    # Path.home and Path.exists raise where there is no home, or one that may not be read.
    cache_home = Path(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"))  # noqa: PTH111
    existing = next(folder for folder in (cache_home, *cache_home.parents) if os.path.exists(folder))  # noqa: PTH110
    if cache_home.is_absolute() and existing.stat().st_uid == os.geteuid():
        yield cache_home / "briefing"
    yield Path(tempfile.gettempdir()) / f"briefing-{os.geteuid()}"


def _is_private(folder: Path) -> bool:
    """Make a folder where there is none, and tell whether it is ours and nobody else can write in it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    status = folder.lstat()
    return stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid() and not status.st_mode & 0o022


@cache
def _process_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="briefing-fonts-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _font_files() -> dict[str, Path]:
    return {path.name: path for family in FONT_FAMILIES.values() for path in family.files()}


def _fonts_digest() -> str:
    """Return a name for the installed fonts and what they are used for: fontconfig does not notice a change of either."""
    files = [(path, path.stat()) for path in _font_files().values()]
    lines = "\n".join(f"{path} {status.st_size} {status.st_mtime_ns}" for path, status in files) + _limits()
    return sha256(lines.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _write_configuration(folder: Path) -> Path:
    """Complete a folder of links to the font files, repairing what differs; return the path of its configuration."""
    links = folder / "faces"
    links.mkdir(mode=0o700, parents=True, exist_ok=True)
    wanted = {name: str(path) for name, path in _font_files().items()}
    found = {path.name: str(path.readlink()) if path.is_symlink() else "" for path in links.iterdir()}
    for name in found:
        if wanted.get(name) != found[name]:
            (links / name).unlink()
    for name, target in wanted.items():
        if found.get(name) != target:
            with suppress(FileExistsError):  # another process is doing the same
                (links / name).symlink_to(target)
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
        f"{aliases}{_limits()}<config><rescan><int>0</int></rescan></config></fontconfig>"
    ).encode()


def _limits() -> str:
    """Return the rules by which a font has no more characters than it is used for."""
    return "".join(
        f'<match target="scan"><test name="family"><string>{escape(font.family)}</string></test>'
        f'<edit name="charset" mode="assign"><charset>{_charset(font.ranges)}</charset></edit></match>'
        for font in INSTALLED_FONTS
        if font.ranges
    )


def _charset(ranges: Iterable[tuple[int, int]]) -> str:
    return "".join(f"<range><int>{first}</int><int>{last}</int></range>" for first, last in ranges)
