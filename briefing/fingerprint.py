"""Digests of everything that a build depends on, so that nothing is built twice and no change is missed."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from briefing.house.files import desk_files, font_packages
from briefing.house.look import NO_HOUSE, House
from briefing.resources import ASSETS, FONT_FAMILIES, INSTALLED_FONTS, TEMPLATES
from briefing.workspace import WORKSPACE_FILE, readable_files

FONTS = (
    "fontpkg-fira-sans",
    "fontpkg-ibm-plex-sans-arabic",
    "fontpkg-ibm-plex-serif",
    *(font.distribution for font in INSTALLED_FONTS if font.extra),
)
"""The distributions of the installed fonts."""

LIBRARIES = (
    *FONTS,
    "babel",
    "citeproc-py",
    "fonttools",
    "jinja2",
    "markdown-it-py",
    "matplotlib",
    "pillow",
    "pydantic",
    "pydyf",
    "pyphen",
    "tinycss2",
    "tzdata",
    "weasyprint",
)
"""The libraries whose version can change what is printed."""

SYSTEM_LIBRARIES = {
    "pango": ("libpango-1.0.so.0", "pango-1.0", "pango_version_string"),
    "harfbuzz": ("libharfbuzz.so.0", "harfbuzz", "hb_version_string"),
}
"""System libraries that can: their file on Linux, their name elsewhere, and the function that returns their version."""

_LINKER_CACHE = "/etc/ld.so.cache"
"""Rewritten by the system whenever a library is installed; not on every system."""

DESK = "desk/"
"""The folder of a desk's own look among the files of `Toolchain.house`."""

PRINTED_TEMPLATES = (
    "briefing.html.j2",
    "long.html.j2",
    "parts/*",
    "print.css",
    "house.css",
    "locale/*/LC_MESSAGES/*.po",
    "styles/*.csl",
)
"""The templates that a printed page is made of."""


@dataclass(frozen=True)
class Toolchain:
    """What an edition was made with: `made_with` and `fonts` give versions, `options` those of the command.

    `house` are the templates, styles and data by name.
    """

    made_with: Mapping[str, str]
    fonts: Mapping[str, str]
    options: Mapping[str, str]
    house: Mapping[str, bytes]


def digest(content: bytes) -> str:
    """Return the SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def current_toolchain(options: Mapping[str, str], house: House = NO_HOUSE) -> Toolchain:
    """Return what an edition built now on this machine, in the look of a desk, is made with."""
    libraries = {name: library_version(name) for name in LIBRARIES}
    return Toolchain(
        made_with={
            "briefing": library_version("briefing"),
            "briefing program": program_digest(),
            "python": platform.python_version(),
            **{name: found for name, found in libraries.items() if name not in FONTS},
            **{name: system_version(name) for name in SYSTEM_LIBRARIES},
        },
        fonts={name: libraries[name] for name in FONTS}
        | {face.distribution: library_version(face.distribution) for face in house.typefaces},
        options=options,
        house=house_files() | {f"{DESK}{name}": content for name, content in house.stored},
    )


def house_files() -> dict[str, bytes]:
    """Return the templates, styles and data that every page is made with, by name."""
    templates = {path for pattern in PRINTED_TEMPLATES for path in TEMPLATES.glob(pattern)}
    files = {f"templates/{path.relative_to(TEMPLATES).as_posix()}": path for path in templates}
    files |= {f"data/{path.name}": path for path in (ASSETS / "data").glob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in sorted(files.items())}


def environment_fingerprint(data: Path) -> str:
    """Return a fingerprint of all that is not in a briefing's folder: this program, and the desk's own data and settings.

    It is three digests: of the program by its files' sizes and times, of the program by content, and of the desk's data.
    """
    signature = _program_signature()
    return f"{signature} {_program_digest(signature)} {_data_digest(data)}"


def environment_matches(fingerprint: str, data: Path) -> bool:
    """Tell whether a fingerprint still holds; the program's files are read only where their sizes or times differ."""
    signature, program, known_data = fingerprint.split()
    now = _program_signature()
    return known_data == _data_digest(data) and (signature == now or program == _program_digest(now))


def program_digest() -> str:
    """Return a digest of all that is not the desk's: this program, its templates, data and fonts, and its libraries."""
    return _program_digest(_program_signature())


@lru_cache(maxsize=1)
def _program_digest(signature: str) -> str:  # read once, as long as the signature stays the same
    python = ".".join(map(str, sys.version_info[:3]))
    whole = hashlib.sha256()
    for library in (python, *LIBRARIES):
        whole.update(f"{library} {library_version(library)}\n".encode())
    for library in SYSTEM_LIBRARIES:
        whole.update(f"{library} {system_version(library)}\n".encode())
    for path in sorted(map(Path, _program_files())):
        whole.update(f"{path.name} {digest(path.read_bytes())}\n".encode())
    return whole.hexdigest()


def _program_signature() -> str:
    """Return a digest of the sizes and times of the program's files, and of the versions installed.

    The time of the last change to a file's entry (ctime) cannot be set back, so that no change keeps the signature.
    """
    whole = hashlib.sha256(sys.version.encode())
    for path in sorted(_program_files()):
        whole.update(file_entry(path).encode())
    for folder in sys.path:
        if os.path.isdir(folder):  # noqa: PTH112
            found = sorted(name for name in os.listdir(folder) if name.endswith(".dist-info"))  # noqa: PTH208
            whole.update(f"{folder} {found}\n".encode())
    # To load the system's libraries for their versions would take longer than all the rest.
    if os.path.exists(_LINKER_CACHE):  # noqa: PTH110
        whole.update(file_entry(_LINKER_CACHE).encode())
    else:
        whole.update("".join(map(system_version, SYSTEM_LIBRARIES)).encode())
    return whole.hexdigest()


def file_entry(path: str | Path) -> str:
    """Return the path, size, times and inode of a file, which differ after any change of it. Raises OSError."""
    status = os.stat(path)  # noqa: PTH116 - with paths an unchanged build takes half as long again
    return f"{path} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}\n"


def _program_files() -> Iterator[str]:
    """Yield the files of this program, its templates, its data and its fonts."""
    yield from (str(path) for family in FONT_FAMILIES.values() for path in family.files())
    for top, ending in (
        (Path(__file__).parent, ".py"),
        (TEMPLATES, ""),
        (ASSETS / "data", ""),
        (ASSETS / "gazetteer", ""),
    ):
        for folder, _, files in os.walk(top):
            yield from (f"{folder}/{name}" for name in files if name.endswith(ending))


def _data_digest(folder: Path) -> str:
    """Return a digest of the desk's own data, of its settings beside them, which name its markings, and of its look."""
    root = folder.parent
    files = sorted((*readable_files(folder), *filter(os.path.isfile, (root / WORKSPACE_FILE,))))
    lines = [f"{path.name} {digest(path.read_bytes())}" for path in files]
    lines += [f"{path.relative_to(root)} {digest(path.read_bytes())}" for path in desk_files(root)]
    lines += [f"{name} {library_version(name)}" for name in font_packages(root)]
    return digest("\n".join(lines).encode("utf-8", "surrogateescape"))


def system_version(library: str) -> str:
    """Return the version of a system library; "unknown" where it gives none."""
    import ctypes.util  # not needed for an unchanged briefing

    soname, name, function = SYSTEM_LIBRARIES[library]
    with suppress(OSError, AttributeError):
        loaded = ctypes.CDLL(soname if sys.platform == "linux" else ctypes.util.find_library(name) or soname)
        version_function = getattr(loaded, function)
        version_function.restype = ctypes.c_char_p
        return str(version_function().decode())
    return "unknown"


def library_version(library: str) -> str:
    """Return the version of an installed library, or an empty text."""
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        found = distribution(library)
    except PackageNotFoundError:
        return ""
    # Its `version` parses all of the text, the description included: for all libraries that takes a fortieth of a build.
    stated = re.search(r"^Version: *(.+)$", found.read_text("METADATA") or "", re.MULTILINE)
    return stated[1] if stated else found.version
