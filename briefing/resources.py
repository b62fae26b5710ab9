"""The files shipped with the program: templates, assets and fonts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
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
    """An installed font family: its folder, and the names of its files by style ("Regular", "SemiBold")."""

    name: str
    folder: Path
    faces: Mapping[str, str]

    def file(self, style: str = "Regular") -> Path:
        """Return the path of the file that has a style, or else the regular one (where a file has all weights)."""
        return self.folder / self.faces.get(style, self.faces["Regular"])

    def files(self) -> Iterator[Path]:
        """Yield the paths of all files, the regular style first."""
        return (self.folder / file for file in self.faces.values())


@dataclass(frozen=True)
class OptionalFont:
    """A font family for further scripts, used where its distribution is installed.

    `extra` is what of `briefing[…]` installs it; empty where a library that we need brings it. `scripts` have the names that
    Unicode gives them. Its files are in `folder` of the Python package `package`. `ranges` are the first and
    last code points for which it is used; none where it is for all that it has.
    """

    extra: str
    scripts: tuple[str, ...]
    family: str
    distribution: str
    package: str
    folder: str
    faces: tuple[tuple[str, str], ...]
    ranges: tuple[tuple[int, int], ...] = ()

    def installed(self) -> FontFamily | None:
        """Return the family where all its files are installed."""
        spec = find_spec(self.package)
        for place in (spec.submodule_search_locations or ()) if spec else ():
            family = FontFamily(self.family, Path(place, self.folder), dict(self.faces))
            if all(path.is_file() for path in family.files()):
                return family
        return None


def _faces(prefix: str, *styles: str) -> dict[str, str]:
    return {style: f"{prefix}-{style}.ttf" for style in styles}


def _pack(extra: str, script: str, family: str, variable: str = "") -> OptionalFont:
    """Return a font that `fontpkg` distributes: a file a style, or one file with `variable` axes for all of them."""
    name = family.lower().replace(" ", "-")
    prefix = family.replace(" ", "")
    faces = {"Regular": f"{prefix}[{variable}].ttf"} if variable else _faces(prefix, "Regular", "SemiBold")
    module = f"fontpkg_{name.replace('-', '_')}"
    return OptionalFont(extra, (script,), family, f"fontpkg-{name}", module, "files", tuple(faces.items()))


# fontconfig scans every file that is listed here at each start, so only the styles in use are.
_STYLES = ("Regular", "Italic", "Medium", "SemiBold", "SemiBoldItalic", "Bold")
_SHIPPED = (
    FontFamily(SERIF, Path(fontpkg_ibm_plex_serif.ROOT, "files"), _faces("IBMPlexSerif", *_STYLES)),
    FontFamily(SANS, Path(fontpkg_fira_sans.ROOT, "files"), _faces("FiraSans", *_STYLES)),
    FontFamily(
        ARABIC, Path(fontpkg_ibm_plex_sans_arabic.ROOT, "files"), _faces("IBMPlexSansArabic", "Regular", "SemiBold")
    ),
)

OPTIONAL_FONTS = (
    _pack("fonts-south-asia", "Devanagari", "Mukta"),
    _pack("fonts-south-asia", "Bengali", "Hind Siliguri"),
    _pack("fonts-south-asia", "Tamil", "Noto Sans Tamil", "wdth,wght"),
    _pack("fonts-southeast-asia", "Thai", "Sarabun"),
    _pack("fonts-southeast-asia", "Khmer", "Noto Sans Khmer", "wdth,wght"),
    OptionalFont(
        "fonts-east-asia",
        ("Han", "Hiragana", "Katakana", "Hangul", "Bopomofo"),
        "Noto Sans CJK TC",
        "cvttf-notosanscjk-regular",
        "cvttf_NotoSansCJK_Regular",
        "",
        (("Regular", "NotoSansCJKtc-Regular.otf"),),
    ),
    OptionalFont(
        "",
        ("Armenian", "Georgian", "Hebrew"),
        "DejaVu Sans",
        "matplotlib",
        "matplotlib",
        "mpl-data/fonts/ttf",
        (("Regular", "DejaVuSans.ttf"), ("SemiBold", "DejaVuSans-Bold.ttf")),
        # Armenian, Hebrew, Georgian, and their further blocks: not its emoji, nor its Arabic.
        ((0x530, 0x5FF), (0x10A0, 0x10FF), (0x1C90, 0x1CBF), (0x2D00, 0x2D2F), (0xFB13, 0xFB4F)),
    ),
)
"""The font families that are used where they are installed, in the order in which they are asked for a character."""

_INSTALLED = {font: family for font in OPTIONAL_FONTS if (family := font.installed())}
INSTALLED_FONTS = tuple(_INSTALLED)
"""Those of them that are installed."""

OTHER_FAMILIES = (ARABIC, *(font.family for font in INSTALLED_FONTS))
"""The families that are asked for a character that neither the serif nor the sans-serif has, in this order."""

FONT_FAMILIES = {family.name: family for family in (*_SHIPPED, *_INSTALLED.values())}
"""The font families that documents and figures may use, by name."""

GENERIC_FAMILIES = {"serif": SERIF, "sans-serif": SANS, "monospace": SANS}
"""The family behind each generic name of CSS. Code is set in the sans-serif: no shipped font is monospaced."""
