"""Validate an OCFL 1.1 object from the outside in; each problem has the code of its rule and a path under the storage root."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from briefing.archive.ocfl.inventory import (
    CONTENT,
    NAME,
    SIDECAR,
    Inventory,
    digest_of,
    read_sidecar,
    sidecar_of,
    write_inventory,
)
from briefing.archive.ocfl.layout import OBJECT_MARK, OBJECT_TEXT, object_path
from briefing.archive.ocfl.parse import check_inventory
from briefing.archive.ocfl.rules import broken_rule
from briefing.problems import Problem


def check_object(root: Path, folder: Path, *, digests: bool) -> list[Problem]:
    """Return all that is wrong with the object in a folder; without `digests`, content must exist but is not read."""
    return _ObjectCheck(root, folder, digests).run()


class _ObjectCheck:
    """Checks one object and collects the rules it breaks."""

    def __init__(self, root: Path, folder: Path, digests: bool) -> None:
        self._root, self._folder, self._digests = root, folder, digests
        self._problems: list[Problem] = []

    def _report(self, rule: str, path: Path, /, **details: object) -> None:
        self._problems.append(broken_rule(rule, path.relative_to(self._root).as_posix(), **details))

    def run(self) -> list[Problem]:
        """Return all that is wrong."""
        mark = self._folder / OBJECT_MARK
        if not mark.is_file():
            self._report("E003", self._folder, name=OBJECT_MARK)
        elif mark.read_bytes() != OBJECT_TEXT:
            self._report("E007", mark)
        inventory = self._root_inventory()
        if inventory is None:
            return self._problems
        if self._root / object_path(inventory.id) != self._folder:
            self._report("misplaced", self._folder, id=inventory.id)
        self._check_entries(inventory)
        for number in range(1, inventory.head + 1):
            self._check_version(inventory, number)
        self._check_content(inventory)
        return self._problems

    def _read(self, path: Path) -> tuple[bytes, Inventory | None]:
        text = path.read_bytes()
        inventory, problems = check_inventory(text, path.relative_to(self._root).as_posix())
        self._problems += problems
        return text, inventory

    def _root_inventory(self) -> Inventory | None:
        path = self._folder / NAME
        if not path.is_file():
            self._report("E063", path)
            return None
        text, inventory = self._read(path)
        copies = (copy for copy in self._folder.glob(f"v*/{NAME}") if copy.is_file())
        self._check_sidecar(path, text, lambda: any(copy.read_bytes() == text for copy in copies))
        return inventory

    def _check_sidecar(self, inventory: Path, text: bytes, is_confirmed: Callable[[], bool]) -> None:
        """Compare an inventory with its digest; where they differ, `is_confirmed` says that the inventory is the sound one."""
        path = inventory.with_name(SIDECAR)
        if not path.is_file():
            self._report("E058", path)
            return
        written = path.read_bytes()
        digest = read_sidecar(written[:4096])
        if digest is None:
            self._report("E061", path)
        elif digest != digest_of(text):
            self._report("E060", path if is_confirmed() else inventory)
        elif written != sidecar_of(text):
            self._report("changed", path)

    def _check_entries(self, inventory: Inventory) -> None:
        """Check what is directly in the object."""
        allowed = {f"v{number}" for number in range(1, inventory.head + 1)} | {"logs"}
        for entry, path in self._entries(self._folder):
            if entry.is_file():
                if entry.name not in (OBJECT_MARK, NAME, SIDECAR):
                    self._report("E001", path)
            elif entry.name == "extensions":
                for inner in _scan(path):
                    self._report("W013" if inner.is_dir() else "E067", Path(inner.path))
            elif entry.name not in allowed:
                is_version = entry.name[:1] == "v" and entry.name[1:].isdigit()
                self._report("E046 unknown" if is_version else "E001", path)

    def _entries(self, folder: Path) -> Iterator[tuple[os.DirEntry[str], Path]]:
        """Yield the files and folders in a folder; report what is neither."""
        for entry in _scan(folder):
            if entry.is_symlink() or not (entry.is_file() or entry.is_dir()):
                self._report("E090", Path(entry.path))
            else:
                yield entry, Path(entry.path)

    def _check_version(self, inventory: Inventory, number: int) -> None:
        folder = self._folder / f"v{number}"
        if not folder.is_dir() or folder.is_symlink():
            self._report("E046", folder)
            return
        for entry, path in self._entries(folder):
            if entry.is_file() and entry.name not in (NAME, SIDECAR):
                self._report("E015", path)
            elif entry.is_dir() and entry.name != CONTENT:
                self._report("W002", path)
                self._check_listed(path, {})
        path = folder / NAME
        if not path.is_file():
            self._report("W010", path)
        elif number == inventory.head:
            text, root_text = path.read_bytes(), (self._folder / NAME).read_bytes()
            if text != root_text:
                self._report("E064", path)
            self._check_sidecar(path, text, lambda: text == root_text)
        else:
            text, earlier = self._read(path)
            self._check_sidecar(path, text, lambda: text == write_inventory(inventory.at(number)))
            if earlier:
                self._compare(inventory, earlier, number, path)

    def _compare(self, inventory: Inventory, earlier: Inventory, number: int, path: Path) -> None:
        """Compare the inventory of an earlier version with the object's: what was true then is true now."""
        if earlier.id != inventory.id:
            self._report("E037 object", path, id=earlier.id, object_id=inventory.id)
        if earlier.head != number:
            self._report("E040 folder", path, head=earlier.head)
            return
        for place, (then, now) in enumerate(zip(earlier.versions, inventory.versions, strict=False), 1):
            if then.state != now.state:
                self._report("E066", path, version=f"v{place}")
            elif (then.created, then.message, then.user) != (now.created, now.message, now.user):
                self._report("W011", path, version=f"v{place}")
        missing = earlier.manifest.keys() - inventory.manifest.keys()
        if missing:
            self._report("E023 path", path, path=min(missing))

    def _check_content(self, inventory: Inventory) -> None:
        for number in range(1, inventory.head + 1):
            content = self._folder / f"v{number}" / CONTENT
            if content.is_dir() and not content.is_symlink():
                self._check_listed(content, inventory.manifest)
        for name, digest in sorted(inventory.manifest.items()):
            path = self._folder / name
            if name.startswith("/") or not {"", ".", ".."}.isdisjoint(name.split("/")):
                continue
            if not path.is_file() or path.is_symlink():
                self._report("E092 missing", path)
            elif self._digests and _file_digest(path) != digest:
                self._report("E092 changed", path)

    def _check_listed(self, folder: Path, manifest: Mapping[str, str]) -> None:
        """Report files that the manifest does not list, and empty folders."""
        if not any(_scan(folder)):
            self._report("E024" if folder.name != CONTENT else "W003", folder)
        for entry, path in self._entries(folder):
            if entry.is_dir():
                self._check_listed(path, manifest)
            elif path.relative_to(self._folder).as_posix() not in manifest:
                self._report("E023 file", path)


def _scan(folder: Path) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        yield from sorted(entries, key=lambda entry: entry.name)


def _file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha512").hexdigest()
