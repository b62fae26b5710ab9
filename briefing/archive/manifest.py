"""The manifest of an edition: what it is, what it was made of and with, as `manifest.json` beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from briefing.model.edition_statement import Change
from briefing.problems import ArchiveError, Place, Problem

NAME = "manifest.json"


@dataclass(frozen=True)
class Manifest:
    """What is known of a stored edition without reading it.

    `files` gives the SHA-256 (hexadecimal) of every other file of the edition by its name; `made_with` and `fonts` give
    versions by name, `options` what the command was told, `checks` the warnings it was published with, each a mapping of
    `code`, `what` and, where the author allowed it, `allowed`. `seal` is as in `EditionStatement`.
    """

    id: str
    number: int
    published: datetime
    changed: datetime
    minor: bool
    note: str
    since: int | None
    seal: str
    title: str
    series: str
    marking: str
    language: str
    as_of: datetime
    pages: int
    pdf: str
    signed: str
    made_with: Mapping[str, str]
    fonts: Mapping[str, str]
    options: Mapping[str, str]
    checks: tuple[Mapping[str, str], ...]
    changes: tuple[Change, ...]
    files: Mapping[str, str]


def write_manifest(manifest: Manifest) -> bytes:
    """The manifest as JSON, the same bytes for the same manifest."""
    value = asdict(manifest)
    for key in ("published", "changed", "as_of"):
        value[key] = value[key].astimezone(UTC).isoformat().replace("+00:00", "Z")
    return json.dumps(value, indent=1, ensure_ascii=False).encode() + b"\n"


def read_manifest(content: bytes, where: str) -> Manifest:
    """The manifest from its JSON. Raises ArchiveError (`archive-damaged`) where it is none."""
    try:
        value: dict[str, Any] = json.loads(content)
        for key in ("published", "changed", "as_of"):
            value[key] = datetime.fromisoformat(value[key])
        value["changes"] = tuple(Change(**change) for change in value["changes"])
        value["checks"] = tuple(value["checks"])
        return Manifest(**{key: value[key] for key in Manifest.__dataclass_fields__})
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        what = f"the manifest cannot be read: {error}"
        raise ArchiveError(Problem("archive-damaged", what, Place(where))) from error
