"""The files a briefing may read: inside its own folder or the workspace's assets, and of bounded size."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from difflib import get_close_matches
from io import BytesIO
from pathlib import Path

from PIL import Image as Picture
from PIL import ImageFile

from briefing.problems import Place, Problem

MAX_IMAGE_BYTES = 20_000_000
MAX_IMAGE_PIXELS = 50_000_000
IMAGES = ("PNG", "JPEG")
MODES = ("1", "L", "LA", "P", "PA", "RGB", "RGBA")
"""Colours as Pillow names them; CMYK has no place in a PDF of screen colours, and 16 bits are not set."""


class FileFault(Exception):
    """A file that may not or cannot be read; holds the code, what is wrong and what to do."""

    def __init__(self, code: str, what: str, hint: str) -> None:
        self.code, self.what, self.hint = code, what, hint
        super().__init__(what)

    def at(self, place: Place | None) -> Problem:
        """The fault as a problem of the place that names the file."""
        return Problem(self.code, self.what, place, self.hint)


@dataclass
class Folder:
    """The roots files are read from, first found wins, and a record of all that was read or looked for in vain.

    Both records name files as the briefing does, below a root: where a link leads may change from one build to the next.
    """

    roots: Sequence[Path]
    read: dict[Path, bytes] = field(default_factory=dict)
    missing: set[Path] = field(default_factory=set)

    def open(self, name: str, kind: str, most: int) -> bytes:
        """The bytes of a file by its relative name. Raises FileFault (KIND-missing, file-outside, file-too-large)."""
        try:
            for root in self.roots:
                path = root.resolve() / name
                if path in self.read:
                    return self.read[path]
                real = self._inside(path, name)
                if real.is_file():
                    self.read[path] = _bytes(real, name, most)
                    return self.read[path]
                self.missing.add(path)
            raise FileFault(f"{kind}-missing", *self._not_there(name, kind))
        except (OSError, ValueError, RuntimeError) as error:  # also a NUL in the name, or links in a ring
            said = (isinstance(error, OSError) and error.strerror) or "no file can be reached by this name"
            what = f'"{name}" cannot be read: {said.lower()}'
            raise FileFault(f"{kind}-missing", what, "check its name, and who may read it") from error

    def _not_there(self, name: str, kind: str) -> tuple[str, str]:
        """What is wrong, and what to do, where no root has the file."""
        if not name:
            return f"the {kind} has no file name", "write it between the round brackets"
        if "://" in name:
            return f'"{name}" is on the web, and nothing is read from there', "save it in the briefing's folder"
        there = sorted({path.name for root in self.roots if root.is_dir() for path in root.iterdir() if path.is_file()})
        close = get_close_matches(name, there, n=1, cutoff=0.7)
        if kind == "briefing":
            hint = f"rename {close[0]}" if close else "begin a briefing with: briefing new NAME"
            return f"this folder has no {name}", hint
        hint = f"there is {close[0]}: give the two the same name" if close else ""
        folder = self.roots[0].resolve().name
        return f'there is no file "{name}"', hint or f"put it beside the briefing, in {folder}/; capitals count"

    def _inside(self, path: Path, name: str) -> Path:
        """Where a path leads. Raises FileFault where that is outside of every root."""
        real = path.resolve()
        if not any(real.is_relative_to(root.resolve()) for root in self.roots):
            what = f'"{name}" lies outside the briefing\'s folder'
            raise FileFault("file-outside", what, "copy it into the folder, or into the workspace's assets/")
        return real


def _bytes(path: Path, name: str, most: int) -> bytes:
    with path.open("rb") as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise FileFault(
            "file-too-large",
            f'"{name}" has more than {most:,} bytes',
            "look whether it is the right file, or make it smaller",
        )
    return content


def check_image(name: str, content: bytes) -> None:
    """Raise FileFault (`not-an-image`) unless the bytes are a whole PNG or JPEG picture of bounded size."""
    try:
        with warnings.catch_warnings(), _whole_pictures_only():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Picture.DecompressionBombWarning)
            with Picture.open(BytesIO(content), formats=IMAGES) as picture:
                if picture.width * picture.height > MAX_IMAGE_PIXELS:
                    raise Picture.DecompressionBombError
                picture.load()
                mode = picture.mode
    except (Picture.DecompressionBombError, Picture.DecompressionBombWarning) as error:
        what = f'"{name}" has more than {MAX_IMAGE_PIXELS:,} pixels'
        raise FileFault("not-an-image", what, "make it smaller") from error
    except Exception as error:  # a decoder fed with anything may raise anything
        kind = "an SVG drawing" if b"<svg" in content[:1000] else "not a picture that can be read"
        raise FileFault("not-an-image", f'"{name}" is {kind}', "save it again as PNG or JPEG") from error
    if mode not in MODES:
        what = f'the colours of "{name}" ({mode}) cannot be kept in an archival PDF'
        raise FileFault("not-an-image", what, "save it again in RGB, with 8 bits a channel")


@contextmanager
def _whole_pictures_only() -> Iterator[None]:
    """The engine that sets pages tells the decoder to fill up what is cut off, for the whole process."""
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before
