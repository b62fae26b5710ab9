"""Read the files a briefing names: inside its own folder or the workspace's assets, and of bounded size."""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from io import BytesIO
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from PIL import Image as Picture
from PIL import ImageFile

from briefing.problems import Place, Problem

MAX_IMAGE_BYTES = 20_000_000
MAX_IMAGE_PIXELS = 50_000_000
IMAGES = ("PNG", "JPEG")
MODES = ("1", "L", "LA", "P", "PA", "RGB", "RGBA")
"""Colour modes as Pillow names them: no CMYK in a PDF of screen colours, and no 16-bit channels."""


class FileProblem(Exception):
    """A file that may not or cannot be read: the code, what is wrong and what to do."""

    def __init__(self, code: str, what: str, hint: str) -> None:
        self.code, self.what, self.hint = code, what, hint
        super().__init__(what)

    def at(self, place: Place | None) -> Problem:
        """Return it as a problem with the place that names the file."""
        return Problem(self.code, self.what, place, self.hint)


class FolderReader:
    """Reads files below some roots, the first root that has one wins, and records all that was read or not found.

    Both records name files as the briefing does, below a root: the target of a link may change from one build to the next.
    Nothing in the folder `private` is read.
    """

    def __init__(self, roots: Sequence[Path], private: Path | None = None) -> None:
        self.roots = [root.resolve() for root in roots]
        self._private = private.resolve() if private else None
        self.contents: dict[Path, bytes] = {}
        self.missing: set[Path] = set()

    def read(self, name: str, kind: str, max_bytes: int) -> bytes:
        """Return the bytes of a file by its relative name.

        Raises FileProblem (KIND-missing, file-outside, file-private, file-too-large).
        """
        try:
            for root in self.roots:
                path = _find(root, name)
                if path in self.contents:
                    return self.contents[path]
                target = path.resolve()
                if not any(target.is_relative_to(root) for root in self.roots):
                    what = f'"{name}" is outside the briefing\'s folder'
                    raise FileProblem("file-outside", what, "copy it into the folder, or into the workspace's assets/")
                if self._private and target.is_relative_to(self._private):
                    what = f'"{name}" is among the texts that may not be stored with a briefing'
                    raise FileProblem("file-private", what, "move the briefing, or [sources] private in briefing.toml")
                if target.is_file():
                    self.contents[path] = _read_bounded(target, name, max_bytes)
                    return self.contents[path]
                self.missing.add(root / name)
            raise FileProblem(f"{kind}-missing", *self._explain_missing(name, kind))
        except (OSError, ValueError, RuntimeError) as error:  # also a NUL in the name, or links in a ring
            reason = (isinstance(error, OSError) and error.strerror) or "no file can have this name"
            what = f'"{name}" cannot be read: {reason.lower()}'
            raise FileProblem(f"{kind}-missing", what, "check its name, and who may read it") from error

    def _explain_missing(self, name: str, kind: str) -> tuple[str, str]:
        """Return what is wrong, and what to do, where no root has the file."""
        if not name:
            return f"the {kind} has no file name", "write it between the round brackets"
        if "://" in name:
            return f'"{name}" is on the web, and nothing is read from there', "save it in the briefing's folder"
        path = PurePosixPath(name.replace("\\", "/"))
        below = path.parent if _is_below(path) else PurePosixPath()
        folders = [root / below for root in self.roots if (root / below).is_dir()]
        files = {file.name.casefold(): file.name for folder in folders for file in folder.iterdir() if file.is_file()}
        # The settings, briefing.toml, are no briefing.
        names = sorted(near for near in files if kind != "briefing" or re.search(r"\.ya?ml\b", near))
        close = [str(below / files[near]) for near in get_close_matches(path.name.casefold(), names, 1, 0.7)]
        if kind == "briefing":
            return (
                f"this folder has no {name}",
                f"rename {close[0]}" if close else "create a briefing with: briefing new NAME",
            )
        folder = self.roots[0].name
        hint = f"put it beside the briefing, in {folder}/; capitals count"
        return f'there is no file "{name}"', f"rename one of the two: there is {close[0]}" if close else hint


def _find(root: Path, name: str) -> Path:
    """Return the path of a file below a root, also where its name is the same only to the eye.

    Systems differ in how they store accents (in one character or two) and in the separator of folders, and addresses write a
    space as %20. Capitals count: on most systems names that differ in them are two files.
    """
    path, written = root / name, PurePosixPath(name.replace("\\", "/"))
    if path.exists() or not _is_below(written):
        return path
    found = root
    for part in written.parts:
        if not found.is_dir():
            return path
        same = [below.name for below in found.iterdir() if _visible(below.name) == _visible(part)]
        if not same:
            return path
        found /= min(same, key=lambda near: (near != part, near))
    return found


def _is_below(path: PurePosixPath) -> bool:
    return not path.is_absolute() and ".." not in path.parts


def _visible(name: str) -> str:
    return unicodedata.normalize("NFC", unquote(name))


def _read_bounded(path: Path, name: str, max_bytes: int) -> bytes:
    with path.open("rb") as file:
        content = file.read(max_bytes + 1)
    if len(content) > max_bytes:
        what = f'"{name}" has more than {max_bytes:,} bytes'
        raise FileProblem("file-too-large", what, "check that it is the right file, or make it smaller")
    return content


def check_image(name: str, content: bytes) -> None:
    """Raise FileProblem (`not-an-image`) unless the bytes are a whole PNG or JPEG picture of bounded size."""
    try:
        with warnings.catch_warnings(), _refuse_truncated():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Picture.DecompressionBombWarning)
            with Picture.open(BytesIO(content), formats=IMAGES) as picture:
                if picture.width * picture.height > MAX_IMAGE_PIXELS:
                    raise Picture.DecompressionBombError
                picture.load()
                mode = picture.mode
    except (Picture.DecompressionBombError, Picture.DecompressionBombWarning) as error:
        what = f'"{name}" has more than {MAX_IMAGE_PIXELS:,} pixels'
        raise FileProblem("not-an-image", what, "make it smaller") from error
    except Exception as error:  # a decoder fed with anything may raise anything
        kind = "an SVG drawing" if b"<svg" in content[:1000] else "not a picture that can be read"
        raise FileProblem("not-an-image", f'"{name}" is {kind}', "save it again as PNG or JPEG") from error
    if mode not in MODES:
        what = f'the colour mode of "{name}" ({mode}) is not allowed in an archival PDF'
        raise FileProblem("not-an-image", what, "save it again in RGB, with 8 bits per channel")


@contextmanager
def _refuse_truncated() -> Iterator[None]:
    """Refuse pictures that are cut off: the layout engine sets the decoder to accept them, for the whole process."""
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before
