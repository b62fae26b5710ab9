"""The archive: one OCFL object per briefing, one version per edition; everything else reads it through this module.

What is on the disk under the root is the truth, and any tool that reads OCFL 1.1 can read it. Editions are numbered from 1
in the order of publication. A withdrawal is a version of its own, which adds a notice and no edition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

from briefing.archive.contents import NOTICES
from briefing.archive.manifest import MANIFEST, MAX_RECORD_BYTES, Notice, read_manifest, read_notice, write_notice
from briefing.archive.ocfl.commit import WriteTransaction, begin_transaction
from briefing.archive.ocfl.inventory import CONTENT, Inventory, User
from briefing.archive.ocfl.layout import ROOT_MARK, SCHEME, find_objects, find_undeclared, make_root, object_path
from briefing.archive.ocfl.objects import LastNoted, read_last_noted, read_object, record_inventory
from briefing.archive.ocfl.recover import recover_archive
from briefing.archive.stored import Status, StoredEdition, read_content
from briefing.problems import ArchiveError, Place, Problem
from briefing.text.citations import SOURCE_ID

__all__ = ["Archive", "EditionWriter", "Notice", "StoredEdition", "open_archive"]

WAIT_SECONDS = 60.0
_NOTICE_NAME = re.compile(rf"{re.escape(NOTICES)}withdrawn-([1-9][0-9]{{0,5}})\.json")
_MANIFEST_PATH = re.compile(rf"v(\d+)/{CONTENT}/{re.escape(MANIFEST)}")


@dataclass(frozen=True)
class Archive:
    """The editions under a storage root, which need not exist yet."""

    root: Path
    _noted: LastNoted | None = field(default=None, repr=False, compare=False)

    def for_many(self) -> Archive:
        """Return the archive with its record of digests, read once instead of for each object; for reading only."""
        return Archive(self.root, read_last_noted(self.root))

    def ids(self) -> list[str]:
        """Return the ids of all briefings that have an object in the folder of their id, sorted.

        Also of those that had one by the ledger, or have the files of one that lacks its declaration.
        """
        last = read_last_noted(self.root) if self._noted is None else self._noted
        noted = {*find_undeclared(self.root), *(self.root / folder for folder in last)}
        return sorted({*self.object_folders(), *filter(None, map(self._id_of, noted))})

    def object_folders(self) -> dict[str, Path]:
        """Return the folder of every briefing's object, by its id."""
        ids = {folder: self._id_of(folder) for folder in find_objects(self.root)}
        return {briefing_id: folder for folder, briefing_id in ids.items() if briefing_id}

    def misplaced_objects(self) -> list[Path]:
        """Return the folders of objects that belong to no briefing, or are not in the folder of their id."""
        return [folder for folder in find_objects(self.root) if not self._id_of(folder)]

    def editions(self, briefing_id: str) -> list[StoredEdition]:
        """Return all editions of a briefing, from the first; none where nothing was published."""
        editions, errors = self.readable_editions(briefing_id)
        if errors:
            raise errors[0]
        return editions

    def readable_editions(self, briefing_id: str) -> tuple[list[StoredEdition], list[ArchiveError]]:
        """Return the editions of a briefing that can be read, and the errors that prevent reading the others."""
        editions: list[StoredEdition] = []
        errors: list[ArchiveError] = []
        try:
            history = self._history(briefing_id)
        except ArchiveError as error:
            return [], [error]
        errors += history.errors
        for number in range(1, history.newest + 1):
            try:
                editions.append(history.edition(number))
            except ArchiveError as error:
                errors.append(error)
        return editions, errors

    def edition(self, briefing_id: str, number: int | None = None) -> StoredEdition:
        """Return one edition, or the newest. Raises ArchiveError (`no-edition`)."""
        history = self._history(briefing_id)
        wanted = history.newest if number is None else number
        if 1 <= wanted <= history.newest:
            return history.edition(wanted)
        name = briefing_id if number is None else f"{briefing_id}@{number}"
        hint = f"it has editions 1 to {history.newest}" if history.newest else "see: briefing editions list"
        raise ArchiveError(Problem("no-edition", f"there is no {name} in the archive", Place(str(self.root)), hint))

    def newest(self, briefing_id: str) -> StoredEdition | None:
        """Return the newest edition of a briefing; None where nothing was published."""
        history = self._history(briefing_id)
        return history.edition(history.newest) if history.newest else None

    @contextmanager
    def open_writer(self, briefing_id: str, wait_seconds: float = WAIT_SECONDS) -> Iterator[EditionWriter]:
        """Lock a briefing against other desks and yield what stores its next edition.

        Raises ArchiveError: `archive-busy`, `archive-damaged`, `not-an-archive`, `cannot-write`.
        """
        with begin_transaction(self.root, f"{SCHEME}{briefing_id}", wait_seconds) as transaction:
            history = _History(self.root, transaction.inventory)
            yield EditionWriter(transaction, history.edition(history.newest) if history.newest else None)

    def withdraw(self, briefing_id: str, notice: Notice, wait_seconds: float = WAIT_SECONDS) -> None:
        """Store the notice that an edition is withdrawn, as a new version. Raises ArchiveError as `open_writer` does.

        Also `no-edition`, `no-replacement` where the replacement is not a valid one, and `already-withdrawn`.
        """
        with self.open_writer(briefing_id, wait_seconds) as writer:
            edition = self.edition(briefing_id, notice.number)
            if notice.replaced_by == notice.number:
                raise _no_replacement(self.root, f"{edition.name} cannot be replaced by itself")
            if notice.replaced_by is not None and (other := self.edition(briefing_id, notice.replaced_by)).notice:
                raise _no_replacement(self.root, f"{other.name} is withdrawn itself, and cannot be a replacement")
            if edition.notice:
                what = f"{edition.name} was withdrawn on {edition.notice.withdrawn:%Y-%m-%d}"
                raise ArchiveError(Problem("already-withdrawn", what, Place(str(self.root))))
            writer.store_notice(notice)

    def _history(self, briefing_id: str) -> _History:
        return _History(self.root, read_object(self.root, f"{SCHEME}{briefing_id}", self._noted))

    def _id_of(self, folder: Path) -> str | None:
        """Return the id of the briefing whose object must be in a folder; None where the folder is not that of an id."""
        match = re.fullmatch(rf"{SCHEME}({SOURCE_ID})", unquote(folder.name))
        return match[1] if match and folder == self.root / object_path(match[0]) else None


@dataclass(frozen=True)
class EditionWriter:
    """The right to store one version of a briefing; `last` is the newest edition, None where there is none yet."""

    transaction: WriteTransaction
    last: StoredEdition | None

    @property
    def number(self) -> int:
        """The number of the edition to be published."""
        return self.last.number + 1 if self.last else 1

    def store_edition(self, files: Mapping[str, bytes], published: datetime, message: str, user: User) -> StoredEdition:
        """Store the files of the next edition, and return it when it is whole and on the disk."""
        notices = {name: digest for name, digest in self._newest_state().items() if name.startswith(NOTICES)}
        inventory = self._commit(files, notices, published, message, user)
        return _History(self.transaction.root, inventory).edition(self.number)

    def store_notice(self, notice: Notice) -> None:
        """Store a notice in addition to all that the newest version holds."""
        files = {f"{NOTICES}withdrawn-{notice.number}.json": write_notice(notice)}
        message = f"Edition {notice.number} withdrawn: {notice.reason}"
        inventory = self.transaction.inventory
        desk = inventory.versions[-1].user if inventory else None
        self._commit(files, self._newest_state(), notice.withdrawn, message, desk or User(notice.by))

    def _newest_state(self) -> Mapping[str, str]:
        inventory = self.transaction.inventory
        return inventory.versions[-1].state if inventory else {}

    def _commit(
        self, files: Mapping[str, bytes], unchanged: Mapping[str, str], created: datetime, message: str, user: User
    ) -> Inventory:
        inventory = self.transaction.commit(files, unchanged, created, message, user)
        # The version is stored: a digest that cannot be noted now is noted by the next `verify`.
        with suppress(OSError):
            record_inventory(self.transaction.root, inventory)
        return inventory


class _History:
    """The editions of one object; of a partial inventory, the newest one only, with the files of the newest version.

    `errors` are those of notices that concern none of its editions.
    """

    def __init__(self, root: Path, inventory: Inventory | None) -> None:
        self._inventory = inventory = inventory or Inventory("", {}, ())
        self._folder = root / object_path(inventory.id)
        # The version in which each manifest is new.
        paths = (path for path in inventory.manifest if path.endswith(MANIFEST))
        matches = [match for match in map(_MANIFEST_PATH.fullmatch, paths) if match]
        versions: dict[str, int] = {}
        for match in sorted(matches, key=lambda match: int(match[1])):
            versions.setdefault(inventory.manifest[match[0]], int(match[1]))
        self._versions = list(versions.values())
        state = inventory.versions[-1].state if inventory.versions else {}
        self.errors: list[ArchiveError] = []
        self._notices: dict[int, Notice] = {}
        self._unreadable: dict[int, ArchiveError] = {}
        for name in sorted(name for name in state if name.startswith(NOTICES)):
            self._read_notice(name, state)

    @property
    def newest(self) -> int:
        """The number of the newest edition; 0 where there is none."""
        return len(self._versions)

    def edition(self, number: int) -> StoredEdition:
        """Return an edition. Raises ArchiveError (`archive-damaged`) where its manifest or notice cannot be read."""
        if number in self._unreadable:
            raise self._unreadable[number]
        inventory, version = self._inventory, self._versions[number - 1]
        # After a withdrawal, the newest version holds all that the edition does.
        state = inventory.state(max(version, inventory.earlier + 1))
        content = inventory.content
        text = read_content(self._folder, content, state, MANIFEST, MAX_RECORD_BYTES)
        manifest = read_manifest(text, str(self._folder / content[state[MANIFEST]]))
        if (f"{SCHEME}{manifest.id}", manifest.number) != (inventory.id, number):
            what = f"the manifest of v{version} is that of {manifest.id}@{manifest.number}"
            raise ArchiveError(Problem("archive-damaged", what, Place(str(self._folder))))
        status: Status = "current" if number == self._current() else "superseded"
        notice = self._notices.get(number)
        return StoredEdition(
            manifest, "withdrawn" if notice else status, notice, version, self._folder, state, inventory.content
        )

    def _read_notice(self, name: str, state: Mapping[str, str]) -> None:
        """Add a notice; where it cannot be read, its edition may not be shown either, for it was withdrawn."""
        match = _NOTICE_NAME.fullmatch(name)
        number = int(match[1]) if match else 0
        file = str(self._folder / self._inventory.content.get(state[name], name))
        try:
            text = read_content(self._folder, self._inventory.content, state, name, MAX_RECORD_BYTES)
            notice = read_notice(text, file)
            if notice.number != number:
                what = f"the notice is that of edition {notice.number}"
                raise ArchiveError(Problem("archive-damaged", what, Place(file)))
        except ArchiveError as error:
            if 1 <= number <= self.newest:
                self._unreadable[number] = error
            else:
                self.errors.append(error)
            return
        self._notices[number] = notice

    def _current(self) -> int | None:
        """Return the number of the current edition: the newest, or what replaces it if it is withdrawn."""
        seen: set[int] = set()
        number = self.newest
        while notice := self._notices.get(number):
            seen.add(number)
            if notice.replaced_by is None or notice.replaced_by in seen:
                return None
            number = notice.replaced_by
        return number


def open_archive(root: Path) -> Archive:
    """Open the archive in a folder and recover it from crashes; one that does not exist yet has no editions.

    Raises ArchiveError (`not-an-archive`) where the folder contains something else.
    """
    root = root.resolve()
    if root.exists() and not root.is_dir():
        hint = "name the folder of the archive with --archive"
        raise ArchiveError(Problem("not-an-archive", "this is a file, not a folder", Place(str(root)), hint))
    if (root / ROOT_MARK).is_file():
        recover_archive(root)
    elif root.is_dir() and any(root.iterdir()):
        # A crash may have left it half made: it is completed, or refused.
        make_root(root)
    return Archive(root)


def _no_replacement(root: Path, what: str) -> ArchiveError:
    hint = "name an edition that is not withdrawn, or leave out --replaced-by"
    return ArchiveError(Problem("no-replacement", what, Place(str(root)), hint))
