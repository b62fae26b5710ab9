"""An edition as it is kept: what is known of it, its files, and whether it still stands."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Literal

from briefing.archive.contents import HTML, UNDERSTOOD
from briefing.archive.manifest import Manifest
from briefing.archive.metadata import written
from briefing.archive.ocfl.inventory import digest_of
from briefing.model.briefing import Briefing
from briefing.model.edition_statement import Change
from briefing.problems import ArchiveError, Place, Problem

Status = Literal["current", "superseded", "withdrawn"]


@dataclass(frozen=True)
class Notice:
    """That an edition was withdrawn: when (UTC), why, by whom, and by which edition it is replaced, if any."""

    number: int
    withdrawn: datetime
    reason: str
    by: str
    replaced_by: int | None


@dataclass(frozen=True)
class StoredEdition:
    """One edition as it is kept. What it holds is read when it is asked for, and its digest is checked each time."""

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
        """What it is called."""
        return self.manifest.title

    @property
    def marking(self) -> str:
        """Who may read it."""
        return self.manifest.marking

    @property
    def changes(self) -> tuple[Change, ...]:
        """How it differs from the edition before; nothing for the first."""
        return self.manifest.changes

    @property
    def pdf(self) -> bytes:
        """The PDF as it was set, unsigned."""
        return self.read(self.manifest.pdf)

    @property
    def signed(self) -> bytes | None:
        """The signed PDF, where it was signed."""
        return self.read(self.manifest.signed) if self.manifest.signed else None

    @property
    def html(self) -> str:
        """The page as HTML; its files are `read("page/NAME")`."""
        return self.read(HTML).decode()

    @cached_property
    def briefing(self) -> Briefing:
        """The briefing itself. Raises ArchiveError (`edition-too-old`) where this program knows its form no more."""
        try:
            return Briefing.model_validate_json(self.read(UNDERSTOOD), context={"markings": (self.manifest.marking,)})
        except ValueError as error:
            what = f"{self.name} has a form that this version of briefing cannot read"
            hint = "its PDF, HTML and sources are whole: briefing editions restore"
            raise ArchiveError(Problem("edition-too-old", what, Place(str(self.folder)), hint)) from error

    @property
    def name(self) -> str:
        """Its id and number: `niger-2023@2`."""
        return f"{self.id}@{self.number}"

    def names(self, beginning: str = "") -> list[str]:
        """The names of its files, or of those under one folder (`source/brief/`), sorted."""
        return sorted(name for name in self.state if name.startswith(beginning))

    def read(self, name: str) -> bytes:
        """One of its files. Raises ArchiveError: `not-in-edition`, or `archive-damaged` where it is not as it was stored."""
        return read_content(self.folder, self.content, self.state, name)


def read_content(folder: Path, content: Mapping[str, str], state: Mapping[str, str], name: str) -> bytes:
    """A file of a version by its logical path. Raises ArchiveError as `StoredEdition.read` does."""
    if name not in state:
        raise ArchiveError(Problem("not-in-edition", f'the edition holds no "{name}"', Place(str(folder))))
    path = folder / content[state[name]]
    try:
        read = path.read_bytes()
    except OSError as error:
        what = f"cannot be read: {(error.strerror or str(error)).lower()}"
        raise ArchiveError(Problem("archive-damaged", what, Place(str(path)))) from error
    if digest_of(read) != state[name]:
        what, hint = "is not as it was stored", "see what else is wrong with: briefing editions verify"
        raise ArchiveError(Problem("archive-damaged", what, Place(str(path)), hint))
    return read


def write_notice(notice: Notice) -> bytes:
    """A notice as JSON."""
    value = {
        "number": notice.number,
        "withdrawn": written(notice.withdrawn),
        "reason": notice.reason,
        "by": notice.by,
        "replaced_by": notice.replaced_by,
    }
    return json.dumps(value, indent=1, ensure_ascii=False).encode() + b"\n"


def read_notice(content: bytes, where: str) -> Notice:
    """A notice from its JSON. Raises ArchiveError (`archive-damaged`)."""
    try:
        value = json.loads(content)
        moment = datetime.fromisoformat(value["withdrawn"])
        return Notice(int(value["number"]), moment, str(value["reason"]), str(value["by"]), value["replaced_by"])
    except (ValueError, KeyError, TypeError) as error:
        raise ArchiveError(Problem("archive-damaged", f"the notice cannot be read: {error}", Place(where))) from error
