"""The archive: one OCFL object a briefing, one version an edition; the front that all others read it by.

What is on the disk under the root is the truth, and any tool that reads OCFL 1.1 reads it. Editions are numbered from 1 in
the order they were published. A withdrawal is a version of its own, which adds a notice and no edition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

from briefing.archive import manifest as manifests
from briefing.archive.contents import NOTICES
from briefing.archive.manifest import read_manifest
from briefing.archive.ocfl.checksums import record_inventory
from briefing.archive.ocfl.commit import Draft, open_draft, read_object, recover_all
from briefing.archive.ocfl.inventory import Inventory, User
from briefing.archive.ocfl.layout import ROOT_MARK, SCHEME, find_objects, make_root, object_path
from briefing.archive.stored import Notice, Status, StoredEdition, read_content, read_notice, write_notice
from briefing.problems import ArchiveError, Place, Problem
from briefing.text.citations import SOURCE_ID

__all__ = ["Archive", "Notice", "Publishing", "StoredEdition", "open_archive"]

WAIT_SECONDS = 60.0


@dataclass(frozen=True)
class Archive:
    """The editions under a storage root, which need not be there yet."""

    root: Path

    def ids(self) -> list[str]:
        """The ids of all briefings of which there is an object where it should lie, sorted."""
        return sorted(self.objects())

    def objects(self) -> dict[str, Path]:
        """The folder of every briefing's object, by its id."""
        found = {_named_by(folder): folder for folder in self._found() if self._is_own(folder)}
        return {briefing_id: folder for briefing_id, folder in found.items() if briefing_id}

    def strangers(self) -> list[Path]:
        """The folders of objects that are no briefing's, or lie where none would look for them."""
        return [folder for folder in self._found() if not self._is_own(folder)]

    def editions(self, briefing_id: str) -> list[StoredEdition]:
        """All editions of a briefing, the first first; none where nothing was published."""
        inventory = self._inventory(briefing_id)
        return self._editions(inventory) if inventory else []

    def readable(self, briefing_id: str) -> tuple[list[StoredEdition], list[ArchiveError]]:
        """The editions of a briefing that can be read, and what keeps the others from it."""
        found: list[StoredEdition] = []
        failed: list[ArchiveError] = []
        try:
            inventory = self._inventory(briefing_id)
            if inventory is None:
                return [], []
            versions, notices = _versions(inventory), self._notices(inventory)
        except ArchiveError as error:
            return [], [error]
        for number in range(1, len(versions) + 1):
            try:
                found.append(self._edition(inventory, versions, number, notices))
            except ArchiveError as error:
                failed.append(error)
        return found, failed

    def edition(self, briefing_id: str, number: int | None = None) -> StoredEdition:
        """One edition, or the newest. Raises ArchiveError (`no-edition`)."""
        inventory = self._inventory(briefing_id)
        if inventory:
            versions = _versions(inventory)
            wanted = len(versions) if number is None else number
            if 1 <= wanted <= len(versions):
                return self._edition(inventory, versions, wanted, self._notices(inventory))
        asked = briefing_id if number is None else f"{briefing_id}@{number}"
        newest = len(_versions(inventory)) if inventory else 0
        known = f"it has editions 1 to {newest}" if newest else "see: briefing editions list"
        raise ArchiveError(Problem("no-edition", f"there is no {asked} in the archive", Place(str(self.root)), known))

    @contextmanager
    def publishing(self, briefing_id: str, wait_seconds: float = WAIT_SECONDS) -> Iterator[Publishing]:
        """Hold the right to publish the next edition of a briefing: until it is given back, no other desk can.

        Raises ArchiveError: `archive-busy`, `archive-damaged`, `not-an-archive`, `cannot-write`.
        """
        with open_draft(self.root, f"{SCHEME}{briefing_id}", wait_seconds) as draft:
            last = self._newest(draft.inventory) if draft.inventory else None
            yield Publishing(self, briefing_id, draft, last)

    def withdraw(self, briefing_id: str, notice: Notice, wait_seconds: float = WAIT_SECONDS) -> None:
        """Keep the notice that an edition is withdrawn, as a new version. Raises ArchiveError as `publishing` does.

        Also `no-edition`, `no-replacement` where what should stand instead does not, and `already-withdrawn`.
        """
        with self.publishing(briefing_id, wait_seconds) as publishing:
            edition = self.edition(briefing_id, notice.number)
            if notice.replaced_by == notice.number:
                raise _no_replacement(self.root, f"{edition.name} cannot be replaced by itself")
            if notice.replaced_by is not None and (other := self.edition(briefing_id, notice.replaced_by)).notice:
                raise _no_replacement(self.root, f"{other.name} is withdrawn itself, and cannot stand instead")
            if edition.notice:
                what = f"{edition.name} was withdrawn on {edition.notice.withdrawn:%Y-%m-%d}"
                raise ArchiveError(Problem("already-withdrawn", what, Place(str(self.root))))
            publishing.put_notice(notice)

    def _found(self) -> Iterator[Path]:
        return find_objects(self.root)

    def _is_own(self, folder: Path) -> bool:
        briefing_id = _named_by(folder)
        return briefing_id is not None and folder == self.root / object_path(f"{SCHEME}{briefing_id}")

    def _inventory(self, briefing_id: str) -> Inventory | None:
        return read_object(self.root, f"{SCHEME}{briefing_id}")

    def _folder(self, inventory: Inventory) -> Path:
        return self.root / object_path(inventory.id)

    def _newest(self, inventory: Inventory) -> StoredEdition:
        versions = _versions(inventory)
        return self._edition(inventory, versions, len(versions), self._notices(inventory))

    def _editions(self, inventory: Inventory) -> list[StoredEdition]:
        versions, notices = _versions(inventory), self._notices(inventory)
        return [self._edition(inventory, versions, number, notices) for number in range(1, len(versions) + 1)]

    def _edition(
        self, inventory: Inventory, versions: list[int], number: int, notices: Mapping[int, Notice]
    ) -> StoredEdition:
        version = versions[number - 1]
        state, content, folder = inventory.versions[version - 1].state, inventory.content, self._folder(inventory)
        text = read_content(folder, content, state, manifests.NAME)
        manifest = read_manifest(text, str(folder / content[state[manifests.NAME]]))
        if (f"{SCHEME}{manifest.id}", manifest.number) != (inventory.id, number):
            what = f"the manifest of v{version} is that of {manifest.id}@{manifest.number}"
            raise ArchiveError(Problem("archive-damaged", what, Place(str(folder))))
        current = number == _current(len(versions), notices)
        status: Status = "withdrawn" if number in notices else "current" if current else "superseded"
        return StoredEdition(manifest, status, notices.get(number), version, folder, state, content)

    def _notices(self, inventory: Inventory) -> dict[int, Notice]:
        state, content, folder = inventory.versions[-1].state, inventory.content, self._folder(inventory)
        names = [name for name in state if name.startswith(NOTICES)]
        notices = [read_notice(read_content(folder, content, state, name), str(folder / name)) for name in names]
        return {notice.number: notice for notice in notices}


@dataclass(frozen=True)
class Publishing:
    """The right to publish one edition; `last` is the newest there is."""

    archive: Archive
    briefing_id: str
    draft: Draft
    last: StoredEdition | None

    @property
    def number(self) -> int:
        """The number of the edition to be published."""
        return self.last.number + 1 if self.last else 1

    def put_edition(self, files: Mapping[str, bytes], published: datetime, message: str, user: User) -> StoredEdition:
        """Store the files of the next edition, whole and on the disk when this returns."""
        inventory = self.draft.inventory
        kept = inventory.versions[-1].state if inventory else {}
        carried = {name: digest for name, digest in kept.items() if name.startswith(NOTICES)}
        return self.archive._newest(self._commit(files, carried, published, message, user))

    def put_notice(self, notice: Notice) -> None:
        """Store a notice beside all that the newest version holds."""
        inventory = self.draft.inventory
        kept = inventory.versions[-1].state if inventory else {}
        files = {f"{NOTICES}withdrawn-{notice.number}.json": write_notice(notice)}
        message = f"Edition {notice.number} withdrawn: {notice.reason}"
        desk = inventory.versions[-1].user if inventory else None
        self._commit(files, kept, notice.withdrawn, message, desk or User(notice.by))

    def _commit(
        self, files: Mapping[str, bytes], carried: Mapping[str, str], created: datetime, message: str, user: User
    ) -> Inventory:
        inventory = self.draft.commit(files, carried, created, message, user)
        # The version is stored: what cannot be noted now is noted when it is next verified.
        with suppress(OSError):
            record_inventory(self.archive.root, inventory)
        return inventory


def open_archive(root: Path) -> Archive:
    """The archive in a folder, with all that a crash left mended; one that is not there yet has no editions.

    Raises ArchiveError (`not-an-archive`) where the folder holds something else.
    """
    root = root.resolve()
    if root.exists() and not root.is_dir():
        raise ArchiveError(Problem("not-an-archive", "this is a file, not a folder", Place(str(root))))
    if (root / ROOT_MARK).is_file():
        recover_all(root)
    elif root.is_dir() and any(root.iterdir()):
        # A crash may have left it half made: its making is ended, or it is refused.
        make_root(root)
    return Archive(root)


def _versions(inventory: Inventory) -> list[int]:
    """The version that each edition was published as: one in which the manifest is new."""
    found: dict[str, int] = {}
    for number, version in enumerate(inventory.versions, 1):
        if manifests.NAME in version.state:
            found.setdefault(version.state[manifests.NAME], number)
    return list(found.values())


def _current(newest: int, notices: Mapping[int, Notice]) -> int | None:
    """The number of the edition that stands: the newest, or what a withdrawn one was replaced by."""
    seen: set[int] = set()
    number = newest
    while notice := notices.get(number):
        seen.add(number)
        if notice.replaced_by is None or notice.replaced_by in seen:
            return None
        number = notice.replaced_by
    return number


def _no_replacement(root: Path, what: str) -> ArchiveError:
    hint = "name one that stands, or leave --replaced-by out"
    return ArchiveError(Problem("no-replacement", what, Place(str(root)), hint))


def _named_by(folder: Path) -> str | None:
    """The id of the briefing that a folder's name says its object is of; None where it names none."""
    match = re.fullmatch(rf"{SCHEME}({SOURCE_ID})", unquote(folder.name))
    return match[1] if match else None
