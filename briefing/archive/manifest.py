"""The records that are stored as JSON: the manifest of an edition, and the notice that one is withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field, TypeAdapter

from briefing.model.edition_statement import Change, EditionStatement
from briefing.problems import ArchiveError, Place, Problem

MANIFEST = "manifest.json"
Moment = Annotated[datetime, AwareDatetime, AfterValidator(lambda moment: moment.astimezone(UTC))]
"""A moment in UTC, in JSON `2023-07-28T09:00:00Z`."""


@dataclass(frozen=True)
class Manifest:
    """What is known of a stored edition without reading its files.

    `files` gives the SHA-256 (hexadecimal) of every other file of the edition by its name; `made_with` and `fonts` give
    versions by name, `options` the options of the command, `checks` the warnings it was published with, each a mapping of
    `code`, `what` and, where the author allowed it, `allowed`. `source_digest` is that of `EditionStatement`.
    """

    id: str
    number: int
    published: Moment
    changed: Moment
    minor: bool
    note: str
    since: int | None
    source_digest: Annotated[str, Field(alias="seal")]
    title: str
    series: str
    marking: str
    language: str
    as_of: Moment
    pages: int
    pdf: str
    signed: str
    made_with: Mapping[str, str]
    fonts: Mapping[str, str]
    options: Mapping[str, str]
    checks: tuple[Mapping[str, str], ...]
    changes: tuple[Change, ...]
    files: Mapping[str, str]

    @property
    def statement(self) -> EditionStatement:
        """What the edition prints about itself."""
        return EditionStatement(
            self.id,
            self.number,
            self.published,
            self.changed,
            self.minor,
            self.since,
            self.changes,
            self.source_digest,
        )


@dataclass(frozen=True)
class Notice:
    """The notice that an edition was withdrawn: when, why, by whom, and the number of its replacement, if any."""

    number: int
    withdrawn: Moment
    reason: str
    by: str
    replaced_by: int | None


_MANIFEST, _NOTICE = TypeAdapter(Manifest), TypeAdapter(Notice)


def write_manifest(manifest: Manifest) -> bytes:
    """Return a manifest as JSON, the same bytes for the same manifest."""
    return _MANIFEST.dump_json(manifest, indent=1, by_alias=True) + b"\n"


def read_manifest(content: bytes, file: str) -> Manifest:
    """Return the manifest in a JSON file; unknown keys are ignored. Raises ArchiveError (`archive-damaged`)."""
    try:
        return _MANIFEST.validate_json(content)
    except ValueError as error:
        what = f"the manifest cannot be read: {error}"
        raise ArchiveError(Problem("archive-damaged", what, Place(file))) from error


def write_notice(notice: Notice) -> bytes:
    """Return a notice as JSON."""
    return _NOTICE.dump_json(notice, indent=1) + b"\n"


def read_notice(content: bytes, file: str) -> Notice:
    """Return the notice in a JSON file; unknown keys are ignored. Raises ArchiveError (`archive-damaged`)."""
    try:
        return _NOTICE.validate_json(content)
    except ValueError as error:
        what = f"the notice cannot be read: {error}"
        raise ArchiveError(Problem("archive-damaged", what, Place(file))) from error
