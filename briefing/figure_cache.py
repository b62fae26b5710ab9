"""Drawn figures on disk, by the digest of everything they depend on: matplotlib is not even imported for these."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from pydantic import TypeAdapter

from briefing import figures
from briefing.atomic import read_regular_file, write_atomically
from briefing.figures.figure import Figure, FigureRequest
from briefing.fingerprint import FONTS
from briefing.problems import UsageError

_LIBRARIES = ("matplotlib", "shapely", *FONTS, "babel")
_FIGURE = TypeAdapter(Figure)
_MAX_BYTES = 100_000_000


def draw_cached(folder: Path, request: FigureRequest) -> Figure:
    """Return the figure stored for an equal request, else draw it and store it in the folder.

    An entry that cannot be read whole is drawn again, and one that cannot be written is not stored: neither is an error.
    """
    file = folder / f"{figure_key(request)}.json"
    figure = _read(file)
    if figure is None:
        figure = request.draw()
        # A link could lead anywhere: it is ours to write in the folder of the PDFs alone.
        if not (folder.is_symlink() or folder.parent.is_symlink()):
            with suppress(UsageError):
                write_atomically(file, _to_bytes(figure))
    return figure


def figure_key(request: FigureRequest) -> str:
    """Return the SHA-256 of a request's values, of the code that draws and of the libraries it draws with."""
    return sha256(f"{_drawing_code()}\n{request!r}".encode()).hexdigest()


@cache
def _drawing_code() -> str:
    sources = b"\0".join(file.read_bytes() for file in sorted(Path(figures.__path__[0]).rglob("*.py")))
    libraries = " ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return f"{sha256(sources).hexdigest()} {libraries}"


def _to_bytes(figure: Figure) -> bytes:
    values = {**asdict(figure), "svg": figure.svg.decode(), "csv": figure.csv.decode()}
    body = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
    return sha256(body).hexdigest().encode() + b"\n" + body


def _read(file: Path) -> Figure | None:
    try:
        digest, body = read_regular_file(file, _MAX_BYTES).split(b"\n", 1)
        if sha256(body).hexdigest().encode() != digest:
            return None
        return _FIGURE.validate_json(body, strict=True)
    except (OSError, ValueError):
        return None
