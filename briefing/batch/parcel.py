"""The files of briefings by their digests: taken along here, and laid out for a build on a machine that has none of them."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from briefing.fingerprint import digest
from briefing.problems import ContentError, Place, Problem
from briefing.settings import SETTINGS_FILE
from briefing.workspace import Workspace

MAX_FILES = 50_000
MAX_BYTES = 1_000_000_000
"""The most that a folder, or what a workspace shares, may take along."""

STORE_BYTES = 4_000_000_000
"""So much a store keeps; when there is more, it begins anew."""

OUTSIDE = ""
"""In the place of a digest: a link that leads out of where a briefing may read."""


@dataclass(frozen=True)
class Parcel:
    """Where each file lies, by its absolute path, with its digest; and contents by digest, as far as they are in here.

    None of it is told by a repr, for Dask logs that of what fails.
    """

    files: Mapping[str, str] = field(repr=False)
    contents: Mapping[str, bytes] = field(repr=False)

    @property
    def key(self) -> str:
        """A digest of all of it."""
        return digest("\n".join(f"{path}\0{known}" for path, known in sorted(self.files.items())).encode(*_NAMES))


_NAMES = ("utf-8", "surrogateescape")


def pack_workspace(workspace: Workspace) -> Parcel:
    """All that the briefs of a workspace share: its assets, its data and its settings.

    Raises ContentError (`too-much`) where that is more than can be taken along.
    """
    data = (path for path in workspace.data.rglob("*") if path.is_file())
    shared = _files_below(workspace.assets, [workspace.assets.resolve()], ())
    return _packed(workspace.root, [*shared, *_readable([*data, workspace.root / SETTINGS_FILE])])


def pack_folder(folder: Path, workspace: Workspace, out: Path) -> Parcel:
    """All that lies in the folder of a briefing, but for hidden folders and what it was built into.

    Raises ContentError (`too-much`) where that is more than can be taken along.
    """
    folder = folder.resolve()
    roots = [folder, workspace.assets.resolve()]
    return _packed(folder, _files_below(folder, roots, (out.resolve(), *roots[1:])))


def _packed(top: Path, files: Iterable[tuple[Path, bytes | None]]) -> Parcel:
    found: dict[str, str] = {}
    contents: dict[str, bytes] = {}
    size = 0
    for path, content in files:
        known = OUTSIDE if content is None else digest(content)
        found[str(path)] = known
        if content is not None and known not in contents:
            contents[known] = content
            size += len(content)
        if len(found) > MAX_FILES or size > MAX_BYTES:
            what = f"there are more than {MAX_FILES:,} files or {MAX_BYTES:,} bytes to take along to a cluster"
            hint = "keep elsewhere what no briefing prints, or build it here, without --cluster"
            raise ContentError(Problem("too-much", what, Place(str(top)), hint))
    return Parcel(found, contents)


def _files_below(top: Path, roots: Sequence[Path], but: Sequence[Path]) -> Iterator[tuple[Path, bytes | None]]:
    """Every file below a folder that a briefing may read, with its content; None for links that lead out of the roots."""
    pending = [(top.resolve(), frozenset({top.resolve()}))]
    while pending:
        folder, above = pending.pop()
        try:
            names = sorted(os.listdir(folder))  # noqa: PTH208 - half of the time would go into paths
        except OSError:
            continue
        for path in (folder / name for name in names):
            if path.is_symlink() and not _leads_inside(path, roots):
                yield path, None
            elif path.is_dir():
                real = path.resolve()
                if not (path.name.startswith(".") or real in above or real in but):
                    pending.append((path, above | {real}))
            else:
                yield from _readable([path])


def _leads_inside(path: Path, roots: Sequence[Path]) -> bool:
    try:
        real = path.resolve()
    except (OSError, RuntimeError):  # links in a ring
        return False
    return any(real.is_relative_to(root) for root in roots)


def _readable(paths: Iterable[Path]) -> Iterator[tuple[Path, bytes]]:
    """Files with their contents; those that are none, or that cannot be read, are not there for a build either."""
    for path in paths:
        with suppress(OSError):
            if path.is_file():
                yield path, path.read_bytes()


class Store:
    """Contents on disk by their digests, each once, and private workspaces made of them for one build each."""

    def __init__(self, folder: Path, most: int = STORE_BYTES) -> None:
        self.folder, self._most, self._size = folder.resolve(), most, 0
        self._kept: set[str] = set()
        self._lock = threading.Lock()

    @contextmanager
    def laid_out(self, files: Mapping[str, str], contents: Mapping[str, bytes]) -> Iterator[Path]:
        """A folder with all files in it, below it each at its absolute path; gone when this is left.

        Raises ValueError where a content is not what its digest says.
        """
        with tempfile.TemporaryDirectory(prefix="workspace-", dir=self.folder) as name:
            mirror = Path(name)
            made: set[str] = set()
            # A store that begins anew would take away what is just to be linked.
            with self._lock:
                for path, known in files.items():
                    place = f"{mirror}{path}"
                    if (above := os.path.dirname(place)) not in made:  # noqa: PTH120
                        os.makedirs(above, exist_ok=True)  # noqa: PTH103
                        made.add(above)
                    if known == OUTSIDE:
                        os.symlink(self.folder / "outside", place)  # noqa: PTH211
                    else:
                        os.link(self._keep(known, contents), place)
            yield mirror

    def _keep(self, known: str, contents: Mapping[str, bytes]) -> Path:
        """Where a content is kept, which is written where it is not there."""
        path = self.folder / known
        if known not in self._kept:
            content = contents[known]
            if digest(content) != known:
                raise ValueError(f"this content has another digest than {known}")
            if self._size > self._most:
                self._begin_anew()
            path.write_bytes(content)
            self._kept.add(known)
            self._size += len(content)
        return path

    def _begin_anew(self) -> None:
        # What was laid out is linked: it stays for as long as its workspace does.
        for known in self._kept:
            (self.folder / known).unlink(missing_ok=True)
        self._kept.clear()
        self._size = 0
