"""A stored edition: what is known of it, its files, and whether it is current."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Literal

from briefing.archive.contents import BRIEF, DESK_HOUSE, HTML, UNDERSTOOD, read_understood
from briefing.archive.manifest import Manifest, Notice
from briefing.archive.ocfl.inventory import MAX_CONTENT_BYTES, digest_of
from briefing.atomic import read_regular_file
from briefing.house.look import House
from briefing.model.briefing import Briefing
from briefing.model.edition_statement import Change
from briefing.problems import ArchiveError, Place, Problem, reason_of

Status = Literal["current", "superseded", "withdrawn"]


@dataclass(frozen=True)
class StoredEdition:
    """One edition in the archive. Its files are read on demand, and their digests are checked each time."""

    manifest: Manifest
    status: Status
    notice: Notice | None
    version: int
    folder: Path
    state: Mapping[str, str]
    content: Mapping[str, str]

    @property
    def id(self) -> str:
        """The id of the briefing."""
        return self.manifest.id

    @property
    def number(self) -> int:
        """The number of the edition, from 1."""
        return self.manifest.number

    @property
    def published(self) -> datetime:
        """When it was published (UTC)."""
        return self.manifest.published

    @property
    def title(self) -> str:
        """Its title."""
        return self.manifest.title

    @property
    def marking(self) -> str:
        """Its protective marking."""
        return self.manifest.marking

    @property
    def changes(self) -> tuple[Change, ...]:
        """How it differs from the previous edition; nothing for the first."""
        return self.manifest.changes

    @property
    def pdf(self) -> bytes:
        """The unsigned PDF."""
        return self.read(self.manifest.pdf)

    @property
    def signed(self) -> bytes | None:
        """The signed PDF; None where it was not signed."""
        return self.read(self.manifest.signed) if self.manifest.signed else None

    @property
    def html(self) -> str:
        """The page as HTML; its files are `read("page/NAME")`."""
        return self.read(HTML).decode()

    @cached_property
    def briefing(self) -> Briefing:
        """The briefing itself. Raises ArchiveError (`edition-too-old`) where this program no longer reads its form."""
        try:
            return read_understood(self.read(UNDERSTOOD), self.manifest.marking)
        # OverflowError: a date at the end of the calendar
        except (ValueError, OverflowError, RecursionError) as error:
            what = f"{self.name} has a form that this version of briefing cannot read"
            hint = f"get its sources, which are complete, with: briefing editions restore {self.name} DIR"
            raise ArchiveError(Problem("edition-too-old", what, Place(str(self.folder)), hint)) from error

    @property
    def name(self) -> str:
        """Its id and number: `niger-2023@2`."""
        return f"{self.id}@{self.number}"

    def names(self, beginning: str = "") -> list[str]:
        """Return the names of its files, or of those under one folder (`source/brief/`), sorted."""
        return sorted(name for name in self.state if name.startswith(beginning))

    def source_digests(self) -> dict[str, str]:
        """Return the SHA-512 of each file that the author wrote or supplied, by the author's name for it."""
        return {name.removeprefix(BRIEF): self.state[name] for name in self.names(BRIEF)}

    def house_digests(self) -> dict[str, str]:
        """Return the SHA-512 of each file that the look of its desk was made of, by its name from the workspace on."""
        return {name.removeprefix(DESK_HOUSE): self.state[name] for name in self.names(DESK_HOUSE)}

    def house(self) -> House:
        """Return the look of the desk that it was made with. Raises UsageError where a font of it is not installed."""
        from briefing.house.read import stored_house

        return stored_house({name.removeprefix(DESK_HOUSE): self.read(name) for name in self.names(DESK_HOUSE)})

    def read(self, name: str) -> bytes:
        """Return one of its files. Raises ArchiveError: `not-in-edition`, `archive-damaged` where its digest has changed."""
        return read_content(self.folder, self.content, self.state, name)


def read_content(
    folder: Path,
    content: Mapping[str, str],
    state: Mapping[str, str],
    name: str,
    max_bytes: int = MAX_CONTENT_BYTES,
) -> bytes:
    """Return a file of a version by its logical path. Raises ArchiveError as `StoredEdition.read` does."""
    if name not in state:
        raise ArchiveError(Problem("not-in-edition", f'the edition has no file "{name}"', Place(str(folder))))
    if state[name] not in content:
        raise ArchiveError(
            Problem("archive-damaged", f'the inventory lists no content of "{name}"', Place(str(folder)))
        )
    path = folder / content[state[name]]
    try:
        read = read_regular_file(path, max_bytes)
    except OSError as error:
        what = f"cannot be read: {reason_of(error)}"
        raise ArchiveError(Problem("archive-damaged", what, Place(str(path)))) from error
    if digest_of(read) != state[name]:
        what, hint = "is not as it was stored", "see what else is wrong with: briefing editions verify"
        raise ArchiveError(Problem("archive-damaged", what, Place(str(path)), hint))
    return read
