"""Validate an OCFL 1.1 object from the outside in; each problem has the code of its rule and the path of a file."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from briefing.archive.ocfl.content import ContentCheck, scan
from briefing.archive.ocfl.digests import CONTENT_ALGORITHMS, digest_bytes
from briefing.archive.ocfl.inventory import (
    MAX_BYTES,
    MAX_SIDECAR_BYTES,
    NAME,
    SPECS,
    Inventory,
    Version,
    read_sidecar,
    sidecar_of,
    write_inventory,
)
from briefing.archive.ocfl.layout import OBJECT_MARK, object_path
from briefing.archive.ocfl.parse import check_inventory, form_problems
from briefing.archive.ocfl.rules import REGISTERED_EXTENSIONS, Findings
from briefing.atomic import read_regular_file
from briefing.problems import Problem, reason_of

_MARKS = {f"0=ocfl_object_{spec}": spec for spec in SPECS.values()}
_VERSION_FOLDER = re.compile(r"v\d+", re.ASCII)


def check_object(root: Path, folder: Path, *, digests: bool) -> list[Problem]:
    """Return all that is wrong with the object of an archive; without `digests`, content must exist but is not read.

    It must have the form that this program writes. Paths are relative to the storage root.
    """
    return _ObjectCheck(root, folder, is_ours=True).run(digests=digests)


def check_any_object(folder: Path) -> list[Problem]:
    """Return all that breaks a rule of OCFL 1.0 or 1.1 in an object, whoever wrote it. Paths are relative to its folder."""
    return _ObjectCheck(folder, folder, is_ours=False).run(digests=True)


class _ObjectCheck:
    """Checks one object and collects the rules it breaks."""

    def __init__(self, root: Path, folder: Path, *, is_ours: bool) -> None:
        self._root, self._folder, self._is_ours = root, folder, is_ours
        self._found = Findings()

    def _report(self, rule: str, path: Path, /, **details: object) -> None:
        self._found.report(rule, self._name(path), **details)

    def _name(self, path: Path) -> str:
        return path.relative_to(self._root).as_posix()

    def run(self, *, digests: bool) -> list[Problem]:
        """Return all that is wrong."""
        entries = {entry.name: entry.is_dir() for entry in scan(self._folder, self._report)}
        spec = self._check_declaration([name for name in entries if name.startswith("0=")])
        text, inventory = self._root_inventory()
        self._check_entries(entries, inventory)
        if inventory is None:
            return self._found.problems
        if spec and SPECS.get(inventory.type) != spec:
            self._report("E038 declared", self._folder / NAME, spec=spec)
        if self._is_ours:
            self._check_form(inventory)
        earlier = self._check_versions(inventory, text)
        self._check_order_of_specs(inventory, earlier)
        ContentCheck(self._folder, inventory, earlier, self._report).run(digests=digests, is_bounded=self._is_ours)
        return self._found.problems

    def _check_declaration(self, marks: Sequence[str]) -> str:
        """Return the version of the specification that the object declares; empty where that is not clear."""
        if len(marks) != 1 or marks[0] not in _MARKS or (self._is_ours and marks[0] != OBJECT_MARK):
            self._report("E003", self._folder, name=OBJECT_MARK, found=", ".join(marks) or "none")
            return ""
        mark = self._folder / marks[0]
        if self._read(mark, 1000) != f"{marks[0].removeprefix('0=')}\n".encode():
            self._report("E007", mark)
        return _MARKS[marks[0]]

    def _read(self, path: Path, max_bytes: int) -> bytes | None:
        """Return the content of a file, or report that it cannot be read and return None."""
        try:
            return read_regular_file(path, max_bytes)
        except OSError as error:
            self._report("unreadable", path, reason=reason_of(error))
            return None

    def _is_there(self, path: Path) -> bool:
        return path.is_file() and not path.is_symlink()

    def _report_missing(self, rule: str, path: Path) -> None:
        """Report that there is no such file, unless there is something else: that is reported as what it is."""
        if not os.path.lexists(path):
            self._report(rule, path)

    def _read_inventory(self, path: Path) -> tuple[bytes, Inventory | None]:
        text = self._read(path, MAX_BYTES)
        if text is None:
            return b"", None
        inventory, problems = check_inventory(text, self._name(path))
        self._found.add(problems)
        return text, inventory

    def _root_inventory(self) -> tuple[bytes, Inventory | None]:
        path = self._folder / NAME
        if not self._is_there(path):
            self._report_missing("E063", path)
            return b"", None
        text, inventory = self._read_inventory(path)
        self._check_sidecar(path, text, inventory, lambda: self._is_confirmed(text))
        return text, inventory

    def _is_confirmed(self, text: bytes) -> bool:
        """Return whether a version has a copy of the object's inventory."""
        copies = (copy for copy in self._folder.glob(f"v*/{NAME}") if self._is_there(copy))
        return any(self._read(copy, MAX_BYTES) == text for copy in copies)

    def _check_sidecar(
        self, path: Path, text: bytes, inventory: Inventory | None, is_confirmed: Callable[[], bool]
    ) -> None:
        """Compare an inventory with its digest; where they differ, `is_confirmed` says that the inventory is the sound one."""
        algorithm = inventory.algorithm if inventory else "sha512"
        if algorithm not in CONTENT_ALGORITHMS:
            return
        sidecar = path.with_name(f"{NAME}.{algorithm}")
        if not self._is_there(sidecar):
            self._report_missing("E058", sidecar)
            return
        written = self._read(sidecar, MAX_SIDECAR_BYTES)
        digest = read_sidecar(written, algorithm) if written is not None else None
        if digest is None:
            self._report("E061", sidecar, algorithm=algorithm)
        elif digest != digest_bytes(text, algorithm):
            self._report("E060", sidecar if is_confirmed() else path)
        elif self._is_ours and written != sidecar_of(text):
            self._report("changed", sidecar)

    def _check_form(self, inventory: Inventory) -> None:
        self._found.add(form_problems(inventory, self._name(self._folder / NAME)))
        if self._root / object_path(inventory.id) != self._folder:
            self._report("misplaced", self._folder, id=inventory.id)

    def _check_entries(self, entries: dict[str, bool], inventory: Inventory | None) -> None:
        """Check what is directly in the object, by name and whether it is a folder."""
        versions = {inventory.folder(number) for number in range(1, inventory.head + 1)} if inventory else set()
        for name, is_folder in entries.items():
            path = self._folder / name
            if not is_folder:
                if not self._may_be_there(name, inventory) and not name.startswith("0="):
                    self._report("E001", path)
            elif name == "extensions":
                self._check_extensions(path)
            elif name not in versions and name != "logs":
                is_version = _VERSION_FOLDER.fullmatch(name)
                if not (is_version and inventory is None):
                    self._report("E046 unknown" if is_version else "E001", path)

    def _may_be_there(self, name: str, inventory: Inventory | None) -> bool:
        """Whether a file is an inventory, or the digest of one of the object's kind, or of any kind where that is not known."""
        known = inventory and inventory.algorithm in CONTENT_ALGORITHMS
        expected = f"{NAME}.{inventory.algorithm}" if inventory and known else ""
        return name in (NAME, expected) or (not known and name.startswith(f"{NAME}."))

    def _check_extensions(self, folder: Path) -> None:
        for entry in scan(folder, self._report):
            if not entry.is_dir():
                self._report("E067", Path(entry.path))
            elif entry.name not in REGISTERED_EXTENSIONS:
                self._report("W013", Path(entry.path))

    def _check_versions(self, inventory: Inventory, root_text: bytes) -> dict[int, Inventory]:
        """Check the folder of each version, and return the inventories of the earlier ones by number."""
        earlier = {}
        missing = []
        for number in range(1, inventory.head + 1):
            folder = self._folder / inventory.folder(number)
            if not folder.is_dir() or folder.is_symlink():
                self._report_missing("E046", folder)
                missing.append(number)
            elif older := self._check_version(inventory, number, root_text):
                earlier[number] = older
        if missing and min(missing) < inventory.head:
            self._report("E010 folder", self._folder, name=inventory.folder(min(missing)))
        return earlier

    def _check_version(self, inventory: Inventory, number: int, root_text: bytes) -> Inventory | None:
        """Check the folder of one version, and return its own inventory where that is an earlier one."""
        folder = self._folder / inventory.folder(number)
        self._check_version_entries(folder, inventory)
        path = folder / NAME
        if not self._is_there(path):
            self._report_missing("W010", path)
            return None
        if number == inventory.head:
            text = self._read(path, MAX_BYTES) or b""
            if text != root_text:
                self._report("E064", path)
            self._check_sidecar(path, text, inventory, lambda: text == root_text)
            return None
        text, earlier = self._read_inventory(path)
        self._check_sidecar(
            path, text, earlier, lambda: self._is_ours and text == write_inventory(inventory.at(number))
        )
        if earlier:
            self._compare(inventory, earlier, number, path)
        return earlier

    def _check_version_entries(self, folder: Path, inventory: Inventory) -> None:
        for entry in scan(folder, self._report):
            if entry.is_dir():
                if entry.name != inventory.content_directory:
                    # The specification ignores it; this archive has never written one.
                    self._report("stray" if self._is_ours else "W002", Path(entry.path))
            elif entry.name != NAME and not entry.name.startswith(f"{NAME}."):
                self._report("E015", Path(entry.path))

    def _compare(self, inventory: Inventory, earlier: Inventory, number: int, path: Path) -> None:
        """Compare the inventory of an earlier version with the object's: what was true then is true now."""
        if earlier.id != inventory.id:
            self._report("E037 object", path, id=earlier.id, object_id=inventory.id)
        if earlier.content_directory != inventory.content_directory:
            self._report("E019", path, then=earlier.content_directory, now=inventory.content_directory)
        if earlier.head != number:
            self._report("E040 folder", path, head=earlier.folder(earlier.head))
            return
        for place, (then, now) in enumerate(zip(earlier.versions, inventory.versions, strict=False), 1):
            if not _is_same_state(earlier, then, inventory, now):
                self._report("E066", path, version=inventory.folder(place))
            elif (then.created, then.message, then.user) != (now.created, now.message, now.user):
                self._report("W011", path, version=inventory.folder(place))
        missing = earlier.manifest.keys() - inventory.manifest.keys()
        if missing:
            self._report("E023 path", path, path=min(missing))

    def _check_order_of_specs(self, inventory: Inventory, earlier: dict[int, Inventory]) -> None:
        """Check that no version conforms to an earlier specification than the one before it."""
        newest = ""
        for number, older in sorted([*earlier.items(), (inventory.head, inventory)]):
            spec = SPECS.get(older.type, "")
            if spec and spec < newest:
                self._report("E103", self._folder / inventory.folder(number) / NAME, spec=spec, before=newest)
            newest = max(newest, spec)


def _is_same_state(earlier: Inventory, then: Version, inventory: Inventory, now: Version) -> bool:
    """Return whether two inventories say the same of a version; with other digests, by the content that they lead to."""
    if earlier.algorithm == inventory.algorithm:
        return then.state == now.state
    if then.state.keys() != now.state.keys():
        return False
    before, after = earlier.paths_by_digest, inventory.paths_by_digest
    return all(
        not before.get(digest, frozenset()).isdisjoint(after.get(now.state[path], frozenset()))
        for path, digest in then.state.items()
    )
