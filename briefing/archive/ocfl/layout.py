"""Where objects lie: an OCFL 1.1 storage root, laid out by the community extension 0003 (hash and id n-tuple).

The specification is https://ocfl.io/1.1/spec/, the layout https://ocfl.github.io/extensions/. Our own locks, staging
and records lie under the root's `extensions/briefing/`, where a validator does not look and a crash does no harm.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from briefing.archive.ocfl.durable import locked, make_folder, sync_folder, sync_tree, write_through
from briefing.problems import ArchiveError, Place, Problem

ROOT_MARK, ROOT_TEXT = "0=ocfl_1.1", b"ocfl_1.1\n"
OBJECT_MARK, OBJECT_TEXT = "0=ocfl_object_1.1", b"ocfl_object_1.1\n"
LAYOUT = "0003-hash-and-id-n-tuple-storage-layout"
TUPLES, TUPLE_SIZE = 3, 3
OURS = "extensions/briefing"
SCHEME = "briefing:"
"""What the id of a briefing is preceded by to make it a URI, as the specification would have object ids be."""

_LONGEST = 100
_PLAIN = re.compile(rb"[A-Za-z0-9_-]")
_LAYOUT_FILE: dict[str, object] = {
    "extension": LAYOUT,
    "description": "three folders of three characters of the SHA-256",
}
_LAYOUT_CONFIG: dict[str, object] = {
    "extensionName": LAYOUT,
    "digestAlgorithm": "sha256",
    "tupleSize": TUPLE_SIZE,
    "numberOfTuples": TUPLES,
}
ROOT_WAIT_SECONDS = 30.0


def object_path(object_id: str) -> PurePosixPath:
    """Where the object of an id lies under the root, as extension 0003 has it."""
    digest = hashlib.sha256(object_id.encode()).hexdigest()
    tuples = [digest[at : at + TUPLE_SIZE] for at in range(0, TUPLES * TUPLE_SIZE, TUPLE_SIZE)]
    name = "".join(chr(byte) if _PLAIN.match(bytes([byte])) else f"%{byte:02x}" for byte in object_id.encode())
    return PurePosixPath(*tuples, name if len(name) <= _LONGEST else f"{name[:_LONGEST]}-{digest}")


def make_root(root: Path) -> None:
    """Make a storage root, or finish one that a crash left half made.

    Raises ArchiveError (`not-an-archive`) where the folder holds anything else, (`cannot-write`) where it cannot be made.
    """
    if (root / ROOT_MARK).is_file() and (root / OURS / "staging").is_dir():
        return
    if root.exists() and not (root / ROOT_MARK).is_file() and not _is_ours(root):
        what, hint = "the folder holds something else than an archive of editions", "name another with --archive"
        raise ArchiveError(Problem("not-an-archive", what, Place(str(root)), hint))
    files = {
        f"extensions/{LAYOUT}/config.json": _json(_LAYOUT_CONFIG),
        "ocfl_layout.json": _json(_LAYOUT_FILE),
        # Last, for it says that the rest is there.
        ROOT_MARK: ROOT_TEXT,
    }
    try:
        for name in ("locks", "staging", "checks"):
            make_folder(root / OURS / name)
        with locked(root / OURS / "locks" / "root", ROOT_WAIT_SECONDS, "another desk is making this archive"):
            for name, content in files.items():
                _put(root, root / name, content)
    except OSError as error:
        raise cannot_write(root, error) from error


def cannot_write(root: Path, error: OSError, *, stored: bool = False) -> ArchiveError:
    """What to say where the disk refuses; `stored`: when it did so, the edition may already have been whole."""
    what = f"cannot write to the archive: {(error.strerror or str(error)).lower()}"
    hint = (
        "see what was stored with: briefing editions list" if stored else "nothing was published; mend this, try again"
    )
    return ArchiveError(Problem("cannot-write", what, Place(str(root)), hint))


def _is_ours(root: Path) -> bool:
    """Empty, or begun by `make_root` and no further."""
    return root.is_dir() and all(path.name in ("extensions", "ocfl_layout.json") for path in root.iterdir())


def _json(value: object) -> bytes:
    return json.dumps(value, indent=2).encode() + b"\n"


def _put(root: Path, path: Path, content: bytes) -> None:
    if path.is_file():
        return
    make_folder(path.parent)
    aside = root / OURS / "staging" / f"root-{path.name}"
    aside.unlink(missing_ok=True)
    write_through(aside, content)
    aside.rename(path)
    sync_folder(path.parent)


def find_objects(root: Path) -> Iterator[Path]:
    """Every folder in the root that says it is an object, sorted by where it lies; none where there is no root yet."""
    if not root.is_dir():
        return
    for path, is_object in _walk(root):
        if is_object:
            yield path


def _walk(root: Path) -> Iterator[tuple[Path, bool]]:
    """Every folder where the hierarchy ends: with an object (True), or wrongly with files or with nothing (False)."""
    folders = [root]
    while folders:
        folder = folders.pop()
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
        if folder != root and any(entry.name.startswith("0=ocfl_object_") for entry in found):
            yield folder, True
            continue
        inner = [entry for entry in found if entry.is_dir(follow_symlinks=False)]
        if folder == root:
            inner = [entry for entry in inner if entry.name != "extensions"]
        elif not found or len(inner) < len(found):
            yield folder, False
            continue
        folders.extend(Path(entry.path) for entry in reversed(inner))


def check_root(root: Path) -> list[Problem]:
    """What is wrong with a storage root beside its objects, by the specification's codes."""
    marks = sorted(path.name for path in root.glob("0=*"))
    if marks != [ROOT_MARK]:
        code = "E069" if not marks or ROOT_MARK not in marks else "E076"
        what = f'the root must have one declaration "{ROOT_MARK}", and has {", ".join(marks) or "none"}'
        return [Problem(code, what, Place(str(root)))]
    problems = []
    if (root / ROOT_MARK).read_bytes() != ROOT_TEXT:
        problems.append(Problem("E080", "the declaration does not say what its name says", Place(ROOT_MARK)))
    problems += _check_layout(root)
    for path, is_object in _walk(root):
        if not is_object:
            empty = not any(path.iterdir())
            code, what = ("E073", "an empty folder") if empty else ("E072", "files that belong to no object")
            problems.append(Problem(code, what, Place(path.relative_to(root).as_posix())))
    return problems


def _check_layout(root: Path) -> list[Problem]:
    expected = {"ocfl_layout.json": _LAYOUT_FILE, f"extensions/{LAYOUT}/config.json": _LAYOUT_CONFIG}
    problems = []
    for name, value in expected.items():
        try:
            found = json.loads((root / name).read_bytes())
        except (OSError, ValueError):
            problems.append(Problem("E070", "the layout is not described, or cannot be read", Place(name)))
            continue
        if not isinstance(found, dict) or found != value:
            problems.append(Problem("E070", f"the layout is not {LAYOUT} as this archive was made", Place(name)))
    return problems


def drop_empty(root: Path, folder: Path) -> None:
    """Remove a folder and those it lies in as far as they are empty: what a crash left of an object never made."""
    with locked(root / OURS / "locks" / "root", ROOT_WAIT_SECONDS, "another desk is making an object"):
        while not folder.is_dir():
            folder = folder.parent
        while folder != root and not any(folder.iterdir()):
            folder.rmdir()
            sync_folder(folder.parent)
            folder = folder.parent


__all__ = ["OURS", "SCHEME", "check_root", "find_objects", "make_root", "object_path", "sync_tree"]
