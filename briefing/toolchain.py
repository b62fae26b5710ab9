"""What a page is made with, here and now: this program, the libraries it calls, its fonts, templates and data."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version

from briefing.fingerprint import LIBRARIES, SYSTEM_LIBRARIES, library_version, system_version, tool_digest
from briefing.resources import ASSETS, TEMPLATES

PRINTED = ("briefing.html.j2", "parts/*", "print.css", "locale/*/LC_MESSAGES/*.po", "styles/*.csl")
"""The templates that a printed page is made of."""


@dataclass(frozen=True)
class Toolchain:
    """What an edition was made with: `made_with` and `fonts` give versions, `options` what the command was told.

    `house` are the templates, styles and data by name.
    """

    made_with: Mapping[str, str]
    fonts: Mapping[str, str]
    options: Mapping[str, str]
    house: Mapping[str, bytes]


def current_toolchain(options: Mapping[str, str]) -> Toolchain:
    """What an edition made here and now is made with."""
    libraries = {name: library_version(name) for name in LIBRARIES}
    return Toolchain(
        made_with={
            "briefing": version("briefing"),
            "briefing program": tool_digest(),
            "python": platform.python_version(),
            **{name: found for name, found in libraries.items() if not name.startswith("fontpkg")},
            **{name: system_version(name) for name in SYSTEM_LIBRARIES},
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
