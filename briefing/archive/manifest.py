"""The records that are stored as JSON: the manifest of an edition, and the notice that one is withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, TypeVar

from pydantic import AfterValidator, AwareDatetime, Field, TypeAdapter, ValidationError

from briefing.model.edition_statement import Change, EditionStatement
from briefing.model.field_types import LANGUAGES
from briefing.problems import ArchiveError, Place, Problem
from briefing.text.citations import SOURCE_ID

MANIFEST = "manifest.json"
MAX_RECORD_BYTES = 32_000_000
"""The largest manifest or notice that is read."""


def _to_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("a moment outside of the calendar") from error


Moment = Annotated[datetime, AwareDatetime, AfterValidator(_to_utc)]
"""A moment in UTC, in JSON `2023-07-28T09:00:00Z`."""

_Number = Annotated[int, Field(ge=1, le=999_999)]
_Line = Annotated[str, Field(max_length=4000)]
_Name = Annotated[str, Field(max_length=1000)]
_Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


@dataclass(frozen=True)
class WithheldText:
    """A text that was checked and is not stored: its source, its SHA-256, the day of the check, and what was found.

    Of the `quotations` that cite it, `verified` were word for word there. `verified_again` is the day on which the text was
    at hand when the edition was published, and all was compared with it once more; None where it was not.
    """

    source: _Name
    sha256: _Digest
    checked: date
    quotations: Annotated[int, Field(ge=0)]
    verified: Annotated[int, Field(ge=0)]
    verified_again: date | None = None


@dataclass(frozen=True)
class Manifest:
    """What is known of a stored edition without reading its files.

    `files` gives the SHA-256 (hexadecimal) of every other file of the edition by its name; `made_with` and `fonts` give
    versions by name, `options` the options of the command, `checks` the warnings it was published with, each a mapping of
    `code`, `what` and, where the author allowed it, `allowed`. `source_digest` is that of `EditionStatement`; `withheld`
    are the texts that were checked and are not stored.
    """

    id: Annotated[str, Field(pattern=f"^{SOURCE_ID}$")]
    number: _Number
    published: Moment
    changed: Moment
    minor: bool
    note: _Line
    since: _Number | None
    source_digest: Annotated[_Digest, Field(alias="seal")]
    title: _Line
    series: _Line
    marking: _Name
    language: Annotated[str, Field(pattern="^[a-z]{2,3}(-[A-Z]{2})?$")]
    as_of: Moment
    pages: Annotated[int, Field(ge=0, le=1_000_000)]
    pdf: _Name
    signed: _Name
    made_with: Mapping[_Name, _Line]
    fonts: Mapping[_Name, _Line]
    options: Mapping[_Name, _Line]
    checks: tuple[Mapping[_Name, str], ...]
    changes: tuple[Change, ...]
    files: Mapping[_Name, _Digest]
    withheld: tuple[WithheldText, ...] = ()

    @property
    def phrases(self) -> str:
        """The language of phrases about it: its own, or English where a later program shipped its own."""
        return self.language if self.language.split("-")[0] in LANGUAGES else "en"

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

    number: _Number
    withdrawn: Moment
    reason: _Line
    by: _Line
    replaced_by: _Number | None


_Record = TypeVar("_Record")
_MANIFEST, _NOTICE = TypeAdapter(Manifest), TypeAdapter(Notice)


def write_manifest(manifest: Manifest) -> bytes:
    """Return a manifest as JSON, the same bytes for the same manifest."""
    return _MANIFEST.dump_json(manifest, indent=1, by_alias=True) + b"\n"


def read_manifest(content: bytes, file: str) -> Manifest:
    """Return the manifest in a JSON file; unknown keys are ignored. Raises ArchiveError (`archive-damaged`)."""
    manifest = _read(_MANIFEST, content, "the manifest", file)
    for name in filter(None, (manifest.pdf, manifest.signed)):
        if name not in manifest.files:
            what = f'the manifest has no digest of "{name}"'
            raise ArchiveError(Problem("archive-damaged", what, Place(file)))
    return manifest


def write_notice(notice: Notice) -> bytes:
    """Return a notice as JSON."""
    return _NOTICE.dump_json(notice, indent=1) + b"\n"


def read_notice(content: bytes, file: str) -> Notice:
    """Return the notice in a JSON file; unknown keys are ignored. Raises ArchiveError (`archive-damaged`)."""
    return _read(_NOTICE, content, "the notice", file)


def _read(adapter: TypeAdapter[_Record], content: bytes, kind: str, file: str) -> _Record:
    """Return the record in a JSON file, each value of the type it was written with."""
    try:
        return adapter.validate_json(content, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        what = f"{kind} cannot be read: {where}{': ' if where else ''}{first['msg'].lower()}"
        hint = "see what else is wrong with: briefing editions verify"
        raise ArchiveError(Problem("archive-damaged", what, Place(file), hint)) from error
