"""The files a briefing may read: inside its own folder or the workspace's assets, and of bounded size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from PIL import Image as Picture

from briefing.problems import Place, Problem

MAX_IMAGE_BYTES = 20_000_000
MAX_IMAGE_PIXELS = 50_000_000
IMAGES = ("PNG", "JPEG")


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
    """The roots files are read from, first found wins, and a record of all that was read or looked for in vain."""

    roots: Sequence[Path]
    read: dict[Path, bytes] = field(default_factory=dict)
    missing: set[Path] = field(default_factory=set)

    def open(self, name: str, kind: str, most: int) -> bytes:
        """The bytes of a file by its relative name. Raises FileFault (KIND-missing, file-outside, file-too-large)."""
        for root in self.roots:
            path = self._inside(root, name)
            if path.is_file():
                return self._bytes(path, name, kind, most)
            self.missing.add(path)
        hint = (
            "check the spelling; capitals count"
            if kind == "image"
            else f"put it beside the briefing, in {self.roots[0].name}/"
        )
        raise FileFault(f"{kind}-missing", f'there is no file "{name}"', hint)

    def _inside(self, root: Path, name: str) -> Path:
        top = root.resolve()
        path = (top / name).resolve()
        if not path.is_relative_to(top) or "\0" in name:
            what = f'"{name}" lies outside the briefing\'s folder'
            raise FileFault("file-outside", what, "copy it into the folder, or into the workspace's assets/")
        return path

    def _bytes(self, path: Path, name: str, kind: str, most: int) -> bytes:
        if path not in self.read:
            try:
                with path.open("rb") as file:
                    content = file.read(most + 1)
            except OSError as error:
                raise FileFault(
                    f"{kind}-missing", f'"{name}" cannot be read: {error.strerror}', "check who may read it"
                ) from error
            if len(content) > most:
                raise FileFault("file-too-large", f'"{name}" has more than {most:,} bytes', "make it smaller")
            self.read[path] = content
        return self.read[path]


def check_image(name: str, content: bytes) -> None:
    """Raise FileFault (`not-an-image`) unless the bytes are a whole PNG or JPEG picture of bounded size."""
    hint = "save it as PNG or JPEG"
    try:
        with Picture.open(BytesIO(content), formats=IMAGES) as picture:
            if picture.width * picture.height > MAX_IMAGE_PIXELS:
                raise FileFault(
                    "not-an-image", f'"{name}" has more than {MAX_IMAGE_PIXELS:,} pixels', "make it smaller"
                )
            picture.load()
    except (OSError, SyntaxError, ValueError, Picture.DecompressionBombError) as error:
        raise FileFault("not-an-image", f'"{name}" is not a picture that can be read', hint) from error
