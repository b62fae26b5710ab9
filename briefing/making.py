"""What a page is made with, here and now: this program, the libraries it calls, its fonts, templates and data."""

from __future__ import annotations

import ctypes
import ctypes.util
import platform
from collections.abc import Mapping
from contextlib import suppress
from importlib.metadata import version

from briefing.editions.contents import Making
from briefing.inputs import LIBRARIES, library_version, tool_digest
from briefing.shipped import ASSETS, TEMPLATES

PRINTED = ("briefing.html.j2", "parts/*", "print.css", "locale/*.toml", "styles/*.csl")
"""The templates that a printed page is made of."""

SYSTEM_LIBRARIES = {
    "pango": ("libpango-1.0.so.0", "pango-1.0", "pango_version_string"),
    "harfbuzz": ("libharfbuzz.so.0", "harfbuzz", "hb_version_string"),
}


def made_now(options: Mapping[str, str]) -> Making:
    """What an edition made here and now is made with."""
    libraries = {name: library_version(name) for name in LIBRARIES}
    return Making(
        made_with={
            "briefing": version("briefing"),
            "briefing program": tool_digest(),
            "python": platform.python_version(),
            **{name: found for name, found in libraries.items() if not name.startswith("fontpkg")},
            **{name: _system_version(*known) for name, known in SYSTEM_LIBRARIES.items()},
        },
        fonts={name: found for name, found in libraries.items() if name.startswith("fontpkg")},
        options=options,
        house=house_files(),
    )


def house_files() -> dict[str, bytes]:
    """The templates, styles and data that every page is set with, by name."""
    templates = {path for pattern in PRINTED for path in TEMPLATES.glob(pattern)}
    files = {f"templates/{path.relative_to(TEMPLATES).as_posix()}": path for path in templates}
    files |= {f"data/{path.name}": path for path in (ASSETS / "data").glob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in sorted(files.items())}


def _system_version(soname: str, name: str, function: str) -> str:
    """The version of a library of the system, which WeasyPrint calls; "unknown" where it does not say."""
    with suppress(OSError, AttributeError):
        library = ctypes.CDLL(soname if platform.system() == "Linux" else ctypes.util.find_library(name) or soname)
        say = getattr(library, function)
        say.restype = ctypes.c_char_p
        return str(say().decode())
    return "unknown"
