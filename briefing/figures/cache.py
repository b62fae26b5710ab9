"""Figures already drawn, kept by the digest of everything they depend on: matplotlib is not even imported for these."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from functools import cache, partial
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from briefing.atomic import write_atomically
from briefing.figures.figure import Figure, Table
from briefing.problems import ContentError

_DEPENDS_ON = ("matplotlib", "fontpkg-fira-sans", "fontpkg-ibm-plex-sans-arabic", "babel")


def figure_key(draw: partial[Figure]) -> str:
    """Return the digest of a figure still to be drawn: the call with all its values, our code, and what it draws with.

    Every value must tell all it holds in its repr, always in the same order: data classes, dates, texts, tuples and
    mappings do; sets do not.
    """
    options = sorted(draw.keywords.items())
    asked = "\n".join([f"{draw.func.__module__}.{draw.func.__name__}", *map(repr, draw.args), *map(repr, options)])
    return sha256(f"{_made_with()}\n{asked}".encode()).hexdigest()


def cached(folder: Path | None, key: str, draw: Callable[[], Figure]) -> Figure:
    """Return the figure kept under the key, else draw it and keep it; without a folder, only draw.

    An entry that cannot be read whole is drawn again, and one that cannot be written is not kept: neither is an error.
    """
    if folder is None:
        return draw()
    file = folder / f"{key}.json"
    figure = _read(file)
    if figure is None:
        figure = draw()
        with suppress(ContentError):
            write_atomically(file, _packed(figure))
    return figure


@cache
def _made_with() -> str:
    """Return the digest of the code and the libraries that draw."""
    sources = b"\0".join(file.read_bytes() for file in sorted(Path(__file__).parent.glob("*.py")))
    libraries = " ".join(f"{name} {version(name)}" for name in _DEPENDS_ON)
    return f"{sha256(sources).hexdigest()} {libraries}"


def _packed(figure: Figure) -> bytes:
    values = {**asdict(figure), "svg": figure.svg.decode(), "csv": figure.csv.decode()}
    body = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
    return sha256(body).hexdigest().encode() + b"\n" + body


def _read(file: Path) -> Figure | None:
    try:
        digest, body = file.read_bytes().split(b"\n", 1)
        if sha256(body).hexdigest().encode() != digest:
            return None
        values = json.loads(body)
    except (OSError, ValueError):
        return None
    table = values["table"]
    return Figure(
        name=values["name"],
        svg=values["svg"].encode(),
        title=values["title"],
        alt=values["alt"],
        description=values["description"],
        notes=tuple(values["notes"]),
        table=Table(table["caption"], tuple(table["headings"]), tuple(tuple(row) for row in table["rows"])),
        csv=values["csv"].encode(),
    )
