"""What a build was made of, by digest, so that nothing is made twice and no change is missed.

A record lies in the folder of the PDF, in `.briefing/`; it may be deleted at any time, and the next build makes it anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from briefing.aside import write_aside
from briefing.shipped import ASSETS, TEMPLATES

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


RECORDS = ".briefing"
"""The folder beside the PDFs where records and drawn figures are kept."""


@dataclass(frozen=True)
class Record:
    """One finished build: digests of all it read, what it looked for in vain, and the PDF it wrote.

    Paths are absolute; digests are SHA-256 in hexadecimal. `due` is when the next update is promised for, and the warning
    to give from then on.
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
    """A digest of all that is not the author's: this program, its templates and data, and the libraries it sets with."""
    whole = hashlib.sha256()
    for library in (platform.python_version(), *LIBRARIES):
        whole.update(f"{library} {library_version(library)}\n".encode())
    package = Path(__file__).parent
    for path in sorted([*package.rglob("*.py"), *_files(TEMPLATES), *_files(ASSETS / "data")]):
        whole.update(f"{path.name} {digest(path.read_bytes())}\n".encode())
    return whole.hexdigest()


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def library_version(library: str) -> str:
    """The version of a library that is installed, or nothing."""
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def write_record(out: Path, folder: Path, record: Record) -> None:
    """Keep the record of a folder's build."""
    write_aside(_path(out, folder), json.dumps(asdict(record), indent=1).encode())


def up_to_date(out: Path, folder: Path, paper: str) -> Record | None:
    """The record of this folder's last build, where building again would change nothing; else None."""
    try:
        record = Record(**json.loads(_path(out, folder).read_bytes()))
        same = (
            record.paper == paper
            and record.tool == tool_digest()
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


def _path(out: Path, folder: Path) -> Path:
    return out / RECORDS / f"{digest(os.fsencode(folder.resolve()))[:20]}.json"
