"""The folders of an OCFL 1.1 storage root, laid out by the community extension 0003 (hash and id n-tuple).

The specification is https://ocfl.io/1.1/spec/, the layout https://ocfl.github.io/extensions/. Our own locks, staging
folders and records are under `extensions/briefing/` of the root, where validators do not look and crashes do no harm.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePath, PurePosixPath

from briefing.archive.ocfl.durable import locked, make_folder, sync_folder, write_durably
from briefing.archive.ocfl.rules import broken_rule
from briefing.atomic import read_regular_file
from briefing.problems import ArchiveError, Place, Problem, reason_of, writable_hint

ROOT_MARK, ROOT_TEXT = "0=ocfl_1.1", b"ocfl_1.1\n"
OBJECT_MARK, OBJECT_TEXT = "0=ocfl_object_1.1", b"ocfl_object_1.1\n"
_OBJECT_MARKS = "0=ocfl_object_"
LAYOUT = "0003-hash-and-id-n-tuple-storage-layout"
TUPLES, TUPLE_SIZE = 3, 3
OURS = "extensions/briefing"
_OUR_FOLDERS = ("locks", "staging", "checks")
SCHEME = "briefing:"
"""The prefix that makes a URI of the id of a briefing, as the specification recommends for object ids."""

_LONGEST = 100
_MAX_FILE_BYTES = 100_000
_NOT_PLAIN = re.compile(rb"[^A-Za-z0-9_-]")
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
    """Return the folder of the object with an id, relative to the root, by extension 0003."""
    digest = hashlib.sha256(object_id.encode()).hexdigest()
    tuples = [digest[at : at + TUPLE_SIZE] for at in range(0, TUPLES * TUPLE_SIZE, TUPLE_SIZE)]
    name = _NOT_PLAIN.sub(lambda byte: f"%{byte[0][0]:02x}".encode(), object_id.encode()).decode()
    return PurePosixPath(*tuples, name if len(name) <= _LONGEST else f"{name[:_LONGEST]}-{digest}")


def refuse_links(root: Path, *paths: PurePath | str) -> None:
    """Raise ArchiveError (`archive-damaged`) where a path in the root leads through a link: nothing is written elsewhere."""
    for path in map(PurePath, paths):
        for part in (*reversed(path.parents), path):
            if os.path.islink(root / part):  # noqa: PTH114 - a Path raises where reading is not permitted
                what = "is a link, and an archive has none: what is written could be elsewhere"
                hint = "put the folder itself in its place"
                raise ArchiveError(Problem("archive-damaged", what, Place(str(root / part)), hint))


def make_root(root: Path) -> None:
    """Create a storage root, or complete one that a crash left half made.

    Raises ArchiveError: `not-an-archive` where the folder contains anything else, `archive-damaged`, `cannot-write`.
    """
    refuse_links(root, *(f"{OURS}/{name}" for name in _OUR_FOLDERS), f"extensions/{LAYOUT}")
    if (root / ROOT_MARK).is_file() and (root / OURS / "staging").is_dir():
        return
    if root.exists() and not (root / ROOT_MARK).is_file() and not _is_ours(root):
        what, hint = "the folder contains something other than an archive", "name another folder with --archive"
        raise ArchiveError(Problem("not-an-archive", what, Place(str(root)), hint))
    files = {
        f"extensions/{LAYOUT}/config.json": _json(_LAYOUT_CONFIG),
        "ocfl_layout.json": _json(_LAYOUT_FILE),
        # Last, because it declares that the rest is there.
        ROOT_MARK: ROOT_TEXT,
    }
    try:
        for name in _OUR_FOLDERS:
            make_folder(root / OURS / name)
        with locked(root / OURS / "locks" / "root", ROOT_WAIT_SECONDS, "another desk is making this archive"):
            for name, content in files.items():
                _create(root, root / name, content)
    except OSError as error:
        raise cannot_write(root, error) from error


def cannot_write(root: Path, error: OSError, *, stored: bool = False) -> ArchiveError:
    """Return the error for a disk that refuses; `stored`: the edition may have been complete when it did."""
    what = f"cannot write to the archive: {reason_of(error)}"
    hint = (
        "see what was stored with: briefing editions list" if stored else f"nothing was stored; {writable_hint(error)}"
    )
    return ArchiveError(Problem("cannot-write", what, Place(str(root)), hint))


def _is_ours(root: Path) -> bool:
    """Whether a folder is empty, or as far as `make_root` had come with it."""
    return root.is_dir() and all(path.name in ("extensions", "ocfl_layout.json") for path in root.iterdir())


def _json(value: object) -> bytes:
    return json.dumps(value, indent=2).encode() + b"\n"


def _create(root: Path, path: Path, content: bytes) -> None:
    if path.is_file():
        return
    make_folder(path.parent)
    temporary = root / OURS / "staging" / f"root-{path.name}"
    temporary.unlink(missing_ok=True)
    write_durably(temporary, content)
    temporary.rename(path)
    sync_folder(path.parent)


def find_objects(root: Path) -> Iterator[Path]:
    """Yield every folder in the root that is declared an object, sorted by path; none where there is no root yet."""
    if not root.is_dir():
        return
    for path, is_object in _walk(root):
        if is_object:
            yield path


def declares_object(folder: Path) -> bool:
    """Tell whether a folder has the file that declares it an object, of any version of the specification."""
    # The other versions are looked for only where ours is missing: a list reads many objects.
    return (folder / OBJECT_MARK).is_file() or any(folder.glob(f"{_OBJECT_MARKS}*"))


def find_undeclared(root: Path) -> Iterator[Path]:
    """Yield every folder in the root with files that should be in an object, but is not declared one, and that above it."""
    for path, is_object in _walk(root) if root.is_dir() else ():
        if not is_object:
            yield from (path, path.parent)


def _walk(root: Path) -> Iterator[tuple[Path, bool]]:
    """Yield every folder where the hierarchy ends: with an object (True), or wrongly with files or nothing (False)."""
    folders = [root]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            what = f"cannot be read: {reason_of(error)}"
            raise ArchiveError(Problem("archive-damaged", what, Place(str(folder)))) from error
        if folder != root and any(entry.name.startswith(_OBJECT_MARKS) for entry in found):
            yield folder, True
            continue
        inner = [entry for entry in found if entry.is_dir(follow_symlinks=False)]
        if folder == root:
            inner = [entry for entry in inner if entry.name != "extensions"]
        elif not found or len(inner) < len(found):
            yield folder, False
            continue
        folders.extend(Path(entry.path) for entry in reversed(inner))


def _read(path: Path) -> bytes:
    """Return the content of a small file; nothing where it cannot be read."""
    try:
        return read_regular_file(path, _MAX_FILE_BYTES)
    except OSError:
        return b""


def check_root(root: Path) -> list[Problem]:
    """Return the faults of a storage root outside its objects."""
    marks = sorted(path.name for path in root.glob("0=*"))
    if marks != [ROOT_MARK]:
        rule = "E076" if ROOT_MARK in marks else "E069"
        return [broken_rule(rule, str(root), name=ROOT_MARK, found=", ".join(marks) or "none")]
    problems = []
    if _read(root / ROOT_MARK) != ROOT_TEXT:
        problems.append(broken_rule("E080", ROOT_MARK))
    expected = {"ocfl_layout.json": _LAYOUT_FILE, f"extensions/{LAYOUT}/config.json": _LAYOUT_CONFIG}
    for name, value in expected.items():
        try:
            found: object = json.loads(_read(root / name))
        except (ValueError, RecursionError):
            problems.append(broken_rule("E070", name))
            continue
        if found != value:
            problems.append(broken_rule("E070 other", name, layout=LAYOUT))
    for path, is_object in _walk(root):
        if not is_object:
            rule = "E072" if any(path.iterdir()) else "E073"
            problems.append(broken_rule(rule, path.relative_to(root).as_posix()))
    return problems


def remove_empty_folders(root: Path, folder: Path) -> None:
    """Remove a folder and its parents as far as they are empty: what a crash left of an object that was never created."""
    with locked(root / OURS / "locks" / "root", ROOT_WAIT_SECONDS, "another desk is making an object"):
        while not folder.is_dir():
            folder = folder.parent
        while folder != root and not any(folder.iterdir()):
            folder.rmdir()
            sync_folder(folder.parent)
            folder = folder.parent
