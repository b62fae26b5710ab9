"""Datasets a desk has imported: kept as published in the workspace, each with a record of its version and digest."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from briefing.atomic import write_atomically
from briefing.figures.data.datasets import (
    BUNDLED,
    parse_dataset,
    read_bundled,
    read_content,
    read_corrections,
    read_dataset,
)
from briefing.figures.data.events import Correction, EventTable
from briefing.problems import ContentError, Place, Problem, UsageError

BUNDLED_NAME = "bundled"


@dataclass(frozen=True)
class DatasetRecord:
    """One dataset in the workspace: its name there, who coded it, which version, and its file with that file's digest."""

    name: str
    coder: str
    version: str
    ends: str
    events: int
    file: str
    sha256: str


def import_dataset(
    file: Path, folder: Path, *, today: date, version: str = "", replacing: bool = False
) -> DatasetRecord:
    """Check a dataset as published and keep it in the folder; a file with a fault, or with an event after `today`, is not.

    `replacing` lets it take the place of other content of the same coder and version. Raises ContentError.
    """
    content = read_content(file)
    table = parse_dataset(content, file.name, version=version, today=today)
    name = re.sub(r"[^a-z0-9.]+", "-", f"{table.coder} {table.version}".lower()).strip("-")
    kept = DatasetRecord(
        name=name,
        coder=table.coder,
        version=table.version,
        ends=table.ends.isoformat(),
        events=len(table.events),
        file=f"{name}{file.suffix.lower()}",
        sha256=sha256(content).hexdigest(),
    )
    before = {k.name: k for k in imported_datasets(folder)}.get(name)
    if before and before.sha256 != kept.sha256 and not replacing:
        what = f"another file is kept already as {table}"
        hint = f"Its digest is {before.sha256[:12]}, this one's {kept.sha256[:12]}. Import it with --replace if it is right."
        raise ContentError(Problem("data-differs", what, Place(file.name), hint))
    write_atomically(folder / kept.file, content)
    # The record last: without it the file does not count as kept.
    record = json.dumps(asdict(kept), ensure_ascii=False, indent=2)
    write_atomically(folder / f"{name}.json", f"{record}\n".encode())
    return kept


def imported_datasets(folder: Path) -> list[DatasetRecord]:
    """List the datasets kept in a folder, by name; none where there is no such folder. Raises ContentError."""
    found = []
    for file in sorted(folder.glob("*.json")):
        try:
            found.append(kept := DatasetRecord(**json.loads(file.read_text(encoding="utf-8"))))
            if Path(kept.file).name != kept.file:
                raise ValueError(kept.file)
        except (OSError, ValueError, TypeError) as error:
            hint = "Delete it, and import the dataset again."
            what = "this record of a dataset cannot be read"
            raise ContentError(Problem("data-record", what, Place(str(file)), hint)) from error
    return found


def read_events(folder: Path | None, name: str = BUNDLED_NAME) -> EventTable:
    """Read a dataset by its name: the bundled one, or one kept in the folder, with all other coders' as its `others`.

    The corrections shipped and those in the folder's own `corrections.csv` are applied. Raises UsageError for an unknown
    name, ContentError where a kept file is missing or is no longer what was imported.
    """
    corrections = _corrections(folder)
    bundled = read_bundled()
    if name == BUNDLED_NAME:
        return bundled if corrections == read_corrections(BUNDLED / "corrections.csv") else _bundled(corrections)
    kept = {k.name: k for k in (imported_datasets(folder) if folder else [])}
    if name not in kept or folder is None:
        known = ", ".join([BUNDLED_NAME, *kept])
        hint = f"Known are {known}. Import a file with: briefing data import FILE"
        raise UsageError(Problem("data-unknown", f"there is no dataset {name}", hint=hint))
    table = _read_kept(folder, kept[name], corrections)
    others = [_read_kept(folder, k, corrections) for k in kept.values() if k.coder != table.coder]
    have = {table.coder, *(other.coder for other in others)}
    others += [replace(t, others=()) for t in (bundled, *bundled.others) if t.coder not in have]
    return replace(table, others=(*table.others, *others))


def _bundled(corrections: Sequence[Correction]) -> EventTable:
    return read_dataset(BUNDLED / "coups.csv", corrections=tuple(corrections))


def _corrections(folder: Path | None) -> tuple[Correction, ...]:
    own = folder / "corrections.csv" if folder else None
    shipped = read_corrections(BUNDLED / "corrections.csv")
    return shipped + (read_corrections(own) if own and own.is_file() else ())


def _read_kept(folder: Path, kept: DatasetRecord, corrections: tuple[Correction, ...]) -> EventTable:
    file = folder / kept.file
    hint = "Import it again with: briefing data import FILE"
    if not file.is_file():
        raise ContentError(Problem("data-missing", f"{kept.file} is missing", Place(str(file)), hint))
    content = read_content(file)
    if sha256(content).hexdigest() != kept.sha256:
        raise ContentError(Problem("data-changed", f"{kept.file} is not what was imported", Place(str(file)), hint))
    return parse_dataset(content, kept.file, version=kept.version, corrections=corrections)
