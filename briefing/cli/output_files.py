"""Files that an option names to be written: none takes the place of a file of another kind."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from briefing.atomic import read_regular_file
from briefing.problems import Place, Problem, UsageError
from briefing.workspace import display_name

OutputKind = Literal["a bag", "a PDF", "a comparison as a web page"]

_MAX_BYTES = 1_000_000_000


def refuse_archive(path: Path | None) -> None:
    """Raise UsageError (`in-archive`) where a file or folder, if any, would be written into an archive of editions."""
    from briefing.archive.ocfl.layout import ROOT_MARK

    real = Path(os.path.realpath(path)) if path else Path()  # a ring of links is not an error here
    for root in (real, *real.parents) if path else ():
        if os.path.isfile(root / ROOT_MARK):  # noqa: PTH113 - a Path raises where reading is not permitted
            what = f"it is in the archive {display_name(root) or '.'}, which holds editions and nothing else"
            place = Place(display_name(real) or ".")
            raise UsageError(Problem("in-archive", what, place, "choose a place outside of it"))


def require_output_file(path: Path, kind: OutputKind) -> None:
    """Raise UsageError where a file cannot be written without making folders or replacing one of another kind.

    The codes are `no-folder`, `file-exists` and `in-archive`.
    """
    refuse_archive(path)
    place = Place(display_name(path) or ".")
    if not os.path.isdir(path.parent):  # noqa: PTH112 - a Path raises where reading is not permitted
        raise UsageError(
            Problem("no-folder", "the folder for this file does not exist", place, "make it, or correct it")
        )
    if not os.path.lexists(path):
        return
    try:
        same = _IS_KIND[kind](read_regular_file(path, _MAX_BYTES))
    except OSError:
        same = False
    if not same:
        what = f"it exists and is not {kind}; nothing was written"
        raise UsageError(Problem("file-exists", what, place, "choose another name"))


def _is_bag(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return any(name.endswith("/bagit.txt") for name in packed.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError):
        return False


_IS_KIND: dict[OutputKind, Callable[[bytes], bool]] = {
    "a bag": _is_bag,
    "a PDF": lambda content: content.startswith(b"%PDF-"),
    "a comparison as a web page": lambda content: all(
        part in content for part in (b"<!doctype html>", b".redline {", b'<p class="series">')
    ),
}
