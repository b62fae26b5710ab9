"""What a build was made of, by digest, so that nothing is made twice and no change is missed.

A record lies in the folder of the PDF, in `.briefing/`; it may be deleted at any time, and the next build makes it anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from briefing.atomic import write_atomically
from briefing.resources import ASSETS, TEMPLATES

LIBRARIES = (
    "babel",
    "citeproc-py",
    "fonttools",
    "fontpkg-fira-sans",
    "fontpkg-ibm-plex-sans-arabic",
    "fontpkg-ibm-plex-serif",
    "jinja2",
    "markdown-it-py",
    "matplotlib",
    "pillow",
    "pydantic",
    "pydyf",
    "pyphen",
    "tinycss2",
    "weasyprint",
)
"""The libraries whose version can change what is printed."""

SYSTEM_LIBRARIES = {
    "pango": ("libpango-1.0.so.0", "pango-1.0", "pango_version_string"),
    "harfbuzz": ("libharfbuzz.so.0", "harfbuzz", "hb_version_string"),
}
"""Those of the system that can: the names they are loaded by on Linux and elsewhere, and what tells their version."""

_INSTALLED = "/etc/ld.so.cache"
"""What the system writes anew whenever a library is installed; not on every system."""


Parameters = tuple[tuple[str, str], ...]
"""Names and values of what makes one of many reports of the same folder."""

RECORDS = ".briefing"
"""The folder beside the PDFs where records and drawn figures are kept."""


@dataclass(frozen=True)
class Record:
    """One finished build: digests of its environment and of all it read, what it missed, and the PDF it wrote.

    Paths are absolute; digests are SHA-256 in hexadecimal. `tool` is as `environment_fingerprint` gives it.
    `due` is when the next update is promised for, and the warning to give from then on.
    """

    tool: str
    paper: str
    read: dict[str, str]
    missing: list[str]
    pdf: str
    digest: str
    pages: int
    warnings: list[str]
    due: list[str] | None

    def files(self) -> list[tuple[str, str]]:
        """Every file of this build, with its digest."""
        return [*self.read.items(), (self.pdf, self.digest)]


def digest(content: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def tool_digest() -> str:
    """A digest of all that is not the author's: this program, its templates, data and faces, and what it sets with."""
    return _tool_digest(_tool_signature())


@lru_cache(maxsize=1)
def _tool_digest(signature: str) -> str:  # for as long as nothing changes, it is read once
    python = ".".join(map(str, sys.version_info[:3]))
    whole = hashlib.sha256()
    for library in (python, *LIBRARIES):
        whole.update(f"{library} {library_version(library)}\n".encode())
    for library in SYSTEM_LIBRARIES:
        whole.update(f"{library} {system_version(library)}\n".encode())
    for path in sorted(map(Path, _tool_files())):
        whole.update(f"{path.name} {digest(path.read_bytes())}\n".encode())
    return whole.hexdigest()


def _tool_signature() -> str:
    """A digest of what the system says of the tool's files, and of the versions installed.

    The time of the last change to a file's entry (ctime) cannot be set back, so that no change keeps the signature.
    """
    whole = hashlib.sha256(sys.version.encode())
    for path in sorted(_tool_files()):
        whole.update(_entry(path))
    for folder in sys.path:
        if os.path.isdir(folder):  # noqa: PTH112
            found = sorted(name for name in os.listdir(folder) if name.endswith(".dist-info"))  # noqa: PTH208
            whole.update(f"{folder} {found}\n".encode())
    # To load the system's libraries and ask them would take longer than all the rest.
    if os.path.exists(_INSTALLED):  # noqa: PTH110
        whole.update(_entry(_INSTALLED))
    else:
        whole.update("".join(map(system_version, SYSTEM_LIBRARIES)).encode())
    return whole.hexdigest()


def _entry(path: str) -> bytes:
    known = os.stat(path)  # noqa: PTH116 - half of the time of an answer would go into paths
    return f"{path} {known.st_size} {known.st_mtime_ns} {known.st_ctime_ns} {known.st_ino}\n".encode()


def _tool_files() -> Iterator[str]:
    """The files of this program, its templates, its data and its faces."""
    faces = ((folder, ".ttf") for folder in _face_folders())
    for top, ends in ((Path(__file__).parent, ".py"), (TEMPLATES, ""), (ASSETS / "data", ""), *faces):
        for folder, _, files in os.walk(top):
            yield from (f"{folder}/{name}" for name in files if name.endswith(ends))


def _face_folders() -> Iterator[Path]:
    """Where the faces lie, without bringing in the packages they come in."""
    for library in LIBRARIES:
        if library.startswith("fontpkg-"):
            spec = find_spec(library.replace("-", "_"))
            yield from map(Path, (spec and spec.submodule_search_locations) or ())


def system_version(library: str) -> str:
    """The version of one of the system's libraries; "unknown" where it does not say."""
    import ctypes.util  # an unchanged briefing needs none of it

    soname, name, function = SYSTEM_LIBRARIES[library]
    with suppress(OSError, AttributeError):
        loaded = ctypes.CDLL(soname if sys.platform == "linux" else ctypes.util.find_library(name) or soname)
        say = getattr(loaded, function)
        say.restype = ctypes.c_char_p
        return str(say().decode())
    return "unknown"


def library_version(library: str) -> str:
    """The version of a library that is installed, or nothing."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def write_record(out: Path, folder: Path, record: Record, parameters: Parameters = ()) -> None:
    """Keep the record of a folder's build."""
    write_atomically(_path(out, folder, parameters), json.dumps(asdict(record), indent=1).encode())


def environment_fingerprint(data: Path) -> str:
    """A mark of all that is not in a briefing's folder: this program, and the desk's own data about coups.

    It is three digests: of the tool by the system's word for its files, of the tool by their content, and of the data.
    """
    signature = _tool_signature()
    return f"{signature} {_tool_digest(signature)} {_data_digest(data)}"


def _is_around(mark: str, data: Path) -> bool:
    """Whether a fingerprint still holds; the tool's files are read only where their sizes or times differ."""
    signature, tool, known = mark.split()
    now = _tool_signature()
    return known == _data_digest(data) and (signature == now or tool == _tool_digest(now))


def _data_digest(folder: Path) -> str:
    """A digest of the desk's own data, and of its settings beside them, which name its markings."""
    settings = folder.parent / "briefing.toml"
    files = sorted(path for path in (*folder.rglob("*"), settings) if path.is_file())
    told = (f"{path.name} {digest(path.read_bytes())}" for path in files)
    return digest("\n".join(told).encode("utf-8", "surrogateescape"))


def up_to_date(out: Path, folder: Path, paper: str, data: Path, parameters: Parameters = ()) -> Record | None:
    """The record of this folder's last build, where building again would change nothing; else None.

    `data` is the folder of the desk's own data, which need not be there.
    """
    try:
        record = Record(**json.loads(_path(out, folder, parameters).read_bytes()))
        same = (
            record.paper == paper
            and _is_around(record.tool, data)
            and not any(Path(name).exists() for name in record.missing)
            and all(digest(Path(name).read_bytes()) == known for name, known in record.files())
        )
    except (OSError, ValueError, TypeError, AttributeError):
        return None  # a file is gone, or the record is damaged
    return record if same else None


def digests(read: Mapping[Path, bytes]) -> dict[str, str]:
    """The digest of each file read, by its absolute path."""
    return {str(path): digest(content) for path, content in sorted(read.items())}


def names(paths: Iterable[Path]) -> list[str]:
    """Paths as texts, sorted."""
    return sorted(str(path) for path in paths)


def _path(out: Path, folder: Path, parameters: Parameters) -> Path:
    told = "".join(f"\0{name}\0{value}" for name, value in parameters)
    return out / RECORDS / f"{digest(os.fsencode(folder.resolve()) + told.encode())[:20]}.json"
