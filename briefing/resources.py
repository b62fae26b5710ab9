"""The files shipped with the program: templates, assets and fonts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import fontpkg_fira_sans
import fontpkg_ibm_plex_sans_arabic
import fontpkg_ibm_plex_serif

_PACKAGE = Path(__file__).resolve().parent


def _shipped(name: str) -> Path:
    """Return a shipped folder: inside an installed package, beside the package in a checkout."""
    installed = _PACKAGE / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


TEMPLATES = _shipped("templates")
ASSETS = _shipped("assets")

PRINT = "print.css"
"""The style sheet of the printed page, in `TEMPLATES`."""

SERIF = "IBM Plex Serif"
SANS = "Fira Sans"
ARABIC = "IBM Plex Sans Arabic"


@dataclass(frozen=True)
class FontFamily:
    """A shipped font family: the start of its files' paths, and the styles that documents use."""

    name: str
    path_prefix: Path
    styles: tuple[str, ...]

    def file(self, style: str = "Regular") -> Path:
        """Return the path of the file that holds a style ("Regular", "SemiBold")."""
        return self.path_prefix.with_name(f"{self.path_prefix.name}-{style}.ttf")

    def files(self) -> Iterator[Path]:
        """Yield the paths of all files, the regular style first."""
        return map(self.file, self.styles)


# fontconfig scans every file that is listed here at each start, so only the styles in use are.
_STYLES = ("Regular", "Italic", "Medium", "SemiBold", "SemiBoldItalic", "Bold")
FONT_FAMILIES = {
    family.name: family
    for family in (
        FontFamily(SERIF, Path(fontpkg_ibm_plex_serif.ROOT, "files", "IBMPlexSerif"), _STYLES),
        FontFamily(SANS, Path(fontpkg_fira_sans.ROOT, "files", "FiraSans"), _STYLES),
        FontFamily(
            ARABIC, Path(fontpkg_ibm_plex_sans_arabic.ROOT, "files", "IBMPlexSansArabic"), ("Regular", "SemiBold")
        ),
    )
}
"""The font families that documents and figures may use, by name."""

GENERIC_FAMILIES = {"serif": SERIF, "sans-serif": SANS, "monospace": SANS}
"""The family behind each generic name of CSS. Code is set in the sans-serif: no shipped font is monospaced."""
