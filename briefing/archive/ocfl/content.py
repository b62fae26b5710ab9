"""Check the content of an object: whether the files are those that its inventories list, each with its digests."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from briefing.archive.ocfl.blocks import ReportRule
from briefing.archive.ocfl.digests import FIXITY_ALGORITHMS, digest_file
from briefing.archive.ocfl.inventory import MAX_CONTENT_BYTES, NAME, Inventory
from briefing.problems import reason_of

_Claim = tuple[str, str, str, Path]
"""An algorithm, a digest by it, the rule that is broken where the file has another, and the file that says so."""


def scan(folder: Path, report: ReportRule) -> Iterator[os.DirEntry[str]]:
    """Yield the files and folders in a folder, by name; report what is neither."""
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        report("unreadable", folder, reason=reason_of(error))
        return
    for entry in found:
        if entry.is_symlink() or not (entry.is_file() or entry.is_dir()):
            report("E090", Path(entry.path))
        else:
            yield entry


class ContentCheck:
    """Checks the content of the object in a folder against its inventory, and those of earlier versions by number."""

    def __init__(
        self, folder: Path, inventory: Inventory, earlier: Mapping[int, Inventory], report: ReportRule
    ) -> None:
        self._folder, self._inventory, self._earlier, self._report = folder, inventory, earlier, report

    def run(self, *, digests: bool, is_bounded: bool) -> None:
        """Report all that is wrong; without `digests` files must exist but are not read, bounded ones are not too large."""
        found = {
            path: number
            for number in range(1, self._inventory.head + 1)
            for path in self._content_of(self._inventory.folder(number))
        }
        for path in sorted(found.keys() - self._inventory.manifest.keys()):
            self._report("E023 file", self._folder / path)
        for number, older in self._earlier.items():
            unlisted = [path for path, version in found.items() if version <= number and path not in older.manifest]
            if unlisted:
                self._report("E023 older", self._inventory_file(number), path=min(unlisted))
        for path, claims in sorted(self._claims().items()):
            if path in found:
                if digests:
                    self._compare(path, claims, is_bounded=is_bounded)
            elif not self._is_elsewhere(path):
                for _, _, rule, file in claims:
                    self._report(f"{rule} missing", file, path=path)

    def _is_elsewhere(self, path: str) -> bool:
        """Whether there is a file that is in no content directory, or a path leads elsewhere: both have been reported."""
        parts = path.split("/")
        if "\0" in path or not {"", ".", ".."}.isdisjoint(parts):
            return True
        in_content = parts[1:2] == [self._inventory.content_directory]
        return not in_content and (self._folder / path).is_file()

    def _inventory_file(self, number: int) -> Path:
        return self._folder / self._inventory.folder(number) / NAME

    def _content_of(self, version: str) -> Iterator[str]:
        """Yield the content paths of a version; report empty folders."""
        top = self._folder / version / self._inventory.content_directory
        folders = [top] if top.is_dir() and not top.is_symlink() else []
        while folders:
            folder = folders.pop()
            entries = list(scan(folder, self._report))
            if not entries:
                self._report("W003" if folder == top else "E024", folder)
            for entry in entries:
                if entry.is_dir():
                    folders.append(Path(entry.path))
                else:
                    yield Path(entry.path).relative_to(self._folder).as_posix()

    def _claims(self) -> dict[str, list[_Claim]]:
        """Return what the inventories say about each content path, each statement once."""
        claims: dict[str, list[_Claim]] = {}
        stated: set[tuple[str, str, str]] = set()
        root = self._inventory
        for number, inventory in [(0, root), *self._earlier.items()]:
            where = self._inventory_file(number) if number else self._folder / NAME
            fixity = ((algorithm, block, "E093") for algorithm, block in inventory.fixity.items())
            for algorithm, block, rule in ((inventory.algorithm, inventory.manifest, "E092"), *fixity):
                if algorithm not in FIXITY_ALGORITHMS:
                    continue
                for path, written in block.items():
                    digest = written.lower()
                    if path in root.manifest and (algorithm, digest, path) not in stated:
                        stated.add((algorithm, digest, path))
                        place = self._folder / path if rule == "E092" and not number else where
                        claims.setdefault(path, []).append((algorithm, digest, rule, place))
        return claims

    def _compare(self, path: str, claims: list[_Claim], *, is_bounded: bool) -> None:
        file = self._folder / path
        algorithms = {algorithm for algorithm, *_ in claims}
        try:
            digests = digest_file(file, algorithms, MAX_CONTENT_BYTES if is_bounded else None)
        except OSError as error:
            self._report("E092 unreadable", file, reason=reason_of(error))
            return
        for algorithm, digest, rule, where in claims:
            if digests[algorithm] != digest:
                detail = "changed" if where == file else "differs"
                self._report(f"{rule} {detail}", where, path=path, algorithm=algorithm)
