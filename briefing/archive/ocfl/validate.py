"""Whether an OCFL 1.1 object is what it says, from the outside in, each fault by the specification's code.

Codes are those of https://ocfl.io/1.1/spec/validation-codes.html; places are paths under the storage root. `misplaced` and
`changed` are ours: an object that lies where its id would not have it, a file that says the same in other bytes.
"""

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
from briefing.problems import Place, Problem, Severity


def check_object(root: Path, folder: Path, *, digests: bool) -> list[Problem]:
    """All that is wrong with the object in a folder; without `digests`, content is looked for and not read."""
    return _ObjectCheck(root, folder, digests).run()


class _ObjectCheck:
    """One look at one object, noting each fault."""

    def __init__(self, root: Path, folder: Path, digests: bool) -> None:
        self._root, self._folder, self._digests = root, folder, digests
        self._problems: list[Problem] = []

    def _wrong(self, code: str, path: Path, what: str) -> None:
        severity = Severity.WARNING if code.startswith("W") else Severity.ERROR
        place = Place(path.relative_to(self._root).as_posix())
        self._problems.append(Problem(code, what, place, severity=severity))

    def run(self) -> list[Problem]:
        folder = self._folder
        mark = folder / OBJECT_MARK
        if not mark.is_file():
            self._wrong("E003", folder, f'the declaration "{OBJECT_MARK}" is missing')
        elif mark.read_bytes() != OBJECT_TEXT:
            self._wrong("E007", mark, "the declaration does not say what its name says")
        inventory = self._root_inventory()
        if inventory is None:
            return self._problems
        if self._root / object_path(inventory.id) != folder:
            self._wrong("misplaced", folder, f'the object "{inventory.id}" does not lie where its id would have it')
        self._entries(inventory)
        for number in range(1, inventory.head + 1):
            self._version(inventory, number)
        self._content(inventory)
        return self._problems

    def _root_inventory(self) -> Inventory | None:
        path = self._folder / NAME
        if not path.is_file():
            self._wrong("E063", path, "the inventory is missing")
            return None
        text = path.read_bytes()
        inventory, problems = check_inventory(text, path.relative_to(self._root).as_posix())
        self._problems += problems
        copies = (copy for copy in self._folder.glob(f"v*/{NAME}") if copy.is_file())
        self._sidecar(path, text, sound=lambda: any(copy.read_bytes() == text for copy in copies))
        return inventory

    def _sidecar(self, inventory: Path, text: bytes, *, sound: Callable[[], bool]) -> None:
        """Hold an inventory against its digest; `sound`: what we know besides says that the inventory is as it was."""
        path = inventory.with_name(SIDECAR)
        if not path.is_file():
            self._wrong("E058", path, "the inventory's digest is missing")
            return
        written = path.read_bytes()
        known = read_sidecar(written[:4096])
        if known is None:
            self._wrong("E061", path, "holds no SHA-512")
        elif known != digest_of(text):
            self._wrong("E060", path if sound() else inventory, "the inventory and its digest do not agree")
        elif written != sidecar_of(text):
            self._wrong("changed", path, "is not as it was written, though it still says the same")

    def _entries(self, inventory: Inventory) -> None:
        """What lies directly in the object."""
        versions = {f"v{number}" for number in range(1, inventory.head + 1)}
        for entry in _scan(self._folder):
            path = Path(entry.path)
            if entry.is_symlink() or not (entry.is_file() or entry.is_dir()):
                self._wrong("E090", path, "is neither a file nor a folder")
            elif entry.is_file():
                if entry.name not in (OBJECT_MARK, NAME, SIDECAR):
                    self._wrong("E001", path, "does not belong in an object")
            elif entry.name == "extensions":
                for inner in _scan(path):
                    code, what = (
                        ("W013", "is no registered extension") if inner.is_dir() else ("E067", "is not a folder")
                    )
                    self._wrong(code, Path(inner.path), what)
            elif entry.name not in versions | {"logs"}:
                looks = entry.name[:1] == "v" and entry.name[1:].isdigit()
                code, what = ("E046", "is a version of which the inventory knows nothing") if looks else ("E001", "")
                self._wrong(code, path, what or "does not belong in an object")

    def _version(self, inventory: Inventory, number: int) -> None:
        folder = self._folder / f"v{number}"
        if not folder.is_dir() or folder.is_symlink():
            self._wrong("E046", folder, "the folder of this version is missing")
            return
        for entry in _scan(folder):
            if entry.is_symlink() or not (entry.is_file() or entry.is_dir()):
                self._wrong("E090", Path(entry.path), "is neither a file nor a folder")
            elif entry.is_file() and entry.name not in (NAME, SIDECAR):
                self._wrong("E015", Path(entry.path), "does not belong in a version")
            elif entry.is_dir() and entry.name != CONTENT:
                self._wrong("W002", Path(entry.path), "a version should have no folder but its content")
                self._strays(Path(entry.path), {})
        path = folder / NAME
        if not path.is_file():
            self._wrong("W010", path, "the version should have an inventory")
        elif number == inventory.head:
            text = path.read_bytes()
            if text != (self._folder / NAME).read_bytes():
                self._wrong("E064", path, "is not the same as the object's inventory")
            self._sidecar(path, text, sound=lambda: text == (self._folder / NAME).read_bytes())
        else:
            self._older(inventory, number, path)

    def _older(self, inventory: Inventory, number: int, path: Path) -> None:
        text = path.read_bytes()
        older, problems = check_inventory(text, path.relative_to(self._root).as_posix())
        self._problems += problems
        self._sidecar(path, text, sound=lambda: text == write_inventory(inventory.at(number)))
        if older:
            self._prior(inventory, older, number, path)

    def _prior(self, inventory: Inventory, older: Inventory, number: int, path: Path) -> None:
        """Hold the inventory of an earlier version against the object's: what was true then is true now."""
        if older.id != inventory.id:
            self._wrong("E037", path, f'the id is "{older.id}", and the object\'s "{inventory.id}"')
        if older.head != number:
            self._wrong("E040", path, f"the head is v{older.head}")
            return
        for place, (then, now) in enumerate(zip(older.versions, inventory.versions, strict=False), 1):
            if then.state != now.state:
                self._wrong("E066", path, f"v{place} does not hold what the object's inventory says it held")
            elif (then.created, then.message, then.user) != (now.created, now.message, now.user):
                self._wrong("W011", path, f"v{place} was made at another time, by another or for another reason")
        missing = older.manifest.keys() - inventory.manifest.keys()
        if missing:
            self._wrong("E023", path, f'lists "{min(missing)}", which the object\'s inventory does not')

    def _content(self, inventory: Inventory) -> None:
        for number in range(1, inventory.head + 1):
            content = self._folder / f"v{number}" / CONTENT
            if content.is_dir() and not content.is_symlink():
                self._strays(content, inventory.manifest)
        for name, digest in sorted(inventory.manifest.items()):
            path = self._folder / name
            if any(part in ("", ".", "..") for part in name.split("/")) or name.startswith("/"):
                continue
            if not path.is_file() or path.is_symlink():
                self._wrong("E092", path, "is missing")
            elif self._digests and _file_digest(path) != digest:
                self._wrong("E092", path, "is not what was stored: its digest has changed")

    def _strays(self, folder: Path, known: Mapping[str, str]) -> None:
        """Files that no inventory lists, and folders with nothing in them."""
        entries = list(_scan(folder))
        if not entries:
            self._wrong("E024" if folder.name != CONTENT else "W003", folder, "is empty")
        for entry in entries:
            path = Path(entry.path)
            if entry.is_symlink() or not (entry.is_file() or entry.is_dir()):
                self._wrong("E090", path, "is neither a file nor a folder")
            elif entry.is_dir():
                self._strays(path, known)
            elif path.relative_to(self._folder).as_posix() not in known:
                self._wrong("E023", path, "is listed in no inventory")


def _scan(folder: Path) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        yield from sorted(entries, key=lambda entry: entry.name)


def _file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha512").hexdigest()
