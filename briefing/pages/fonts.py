"""The type this house prints in: which faces there are, and how a machine is made to see them and no others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

import fontpkg_fira_sans
import fontpkg_ibm_plex_sans_arabic
import fontpkg_ibm_plex_serif

SERIF = "IBM Plex Serif"
SANS = "Fira Sans"
ARABIC = "IBM Plex Sans Arabic"


@dataclass(frozen=True)
class _Family:
    name: str
    folder: Path
    prefix: str
    styles: tuple[str, ...]

    def files(self) -> Iterator[Path]:
        for style in self.styles:
            yield self.folder / f"{self.prefix}-{style}.ttf"


# Every face named here costs a scan at each start, so only those that are set.
_STYLES = ("Regular", "Italic", "Medium", "SemiBold", "SemiBoldItalic", "Bold")
_FAMILIES = (
    _Family(SERIF, fontpkg_ibm_plex_serif.ROOT / "files", "IBMPlexSerif", _STYLES),
    _Family(SANS, fontpkg_fira_sans.ROOT / "files", "FiraSans", _STYLES),
    _Family(ARABIC, fontpkg_ibm_plex_sans_arabic.ROOT / "files", "IBMPlexSansArabic", ("Regular", "SemiBold")),
)
# What CSS calls by kind rather than by name. Code is set in the sans: no face here has one width.
_GENERIC = {"serif": SERIF, "sans-serif": SANS, "monospace": SANS}

FAMILIES = frozenset({family.name for family in _FAMILIES} | set(_GENERIC))

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
    for family in _FAMILIES:
        with TTFont(next(family.files()), lazy=True) as font:
            points.update(font.getBestCmap())
    return frozenset(points - _UNFIT)


_KEPT: ContextVar[Path | None] = ContextVar("kept", default=None)


@contextmanager
def fontconfig_file() -> Iterator[Path]:
    """A fontconfig configuration that knows these faces and nothing of the machine's own, for as long as it is open."""
    if kept := _KEPT.get():
        yield kept
        return
    with _made() as made:
        yield made


@contextmanager
def keep_fonts(configuration: Path | None = None) -> Iterator[Path]:
    """Let all pages that are set meanwhile share one configuration, another process's where one is given.

    For a process that sets many: fontconfig keeps in memory what it found in each folder it ever saw.
    """
    with nullcontext(configuration) if configuration else fontconfig_file() as path:
        before = _KEPT.set(path)
        try:
            yield path
        finally:
            _KEPT.reset(before)


@contextmanager
def _made() -> Iterator[Path]:
    with TemporaryDirectory(prefix="briefing-fonts-") as name:
        folder = Path(name)
        faces = folder / "faces"
        faces.mkdir()
        for family in _FAMILIES:
            for path in family.files():
                (faces / path.name).symlink_to(path)
        aliases = "".join(
            f'<alias binding="same"><family>{generic}</family><prefer><family>{escape(name)}</family></prefer></alias>'
            for generic, name in _GENERIC.items()
        )
        configuration = folder / "fonts.conf"
        configuration.write_text(
            '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'
            f"<fontconfig><dir>{escape(str(faces))}</dir><cachedir>{escape(str(folder / 'cache'))}</cachedir>"
            f"{aliases}<config><rescan><int>0</int></rescan></config></fontconfig>",
            encoding="utf-8",
        )
        yield configuration
