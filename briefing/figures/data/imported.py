"""The datasets that a desk has imported into its workspace, and the bundled one, by name."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from briefing.figures.data.datasets import (
    BUNDLED,
    parse_dataset,
    places_at,
    read_bundled,
    read_content,
    read_corrections,
)
from briefing.figures.data.events import Correction, EventTable
from briefing.problems import ContentError, Place, Problem, UsageError
from briefing.workspace import leads_outside

BUNDLED_NAME = "bundled"


@dataclass(frozen=True)
class DatasetRecord:
    """One dataset in the workspace: its name there, who coded it, which version, and its file with that file's digest.

    `ends` is the last day it covers (ISO 8601), `events` the number of its events. `covers` are the codes of the countries of
    which it was said to have every event, or "all", with commas; empty where nothing was said.
    """

    name: str
    coder: str
    version: str
    ends: str
    events: int
    file: str
    sha256: str
    covers: str = ""


def imported_datasets(folder: Path) -> list[DatasetRecord]:
    """List the datasets in the folder by name; none where there is no such folder. Raises ContentError."""
    records = []
    for file in sorted(folder.glob("*.json")):
        content = _read_inside(file)
        try:
            records.append(record := DatasetRecord(**json.loads(content)))
            if Path(record.file).name != record.file:
                raise ValueError(record.file)
        except (ValueError, TypeError, RecursionError) as error:
            hint = "Delete it, and import the dataset again."
            what = "this record of a dataset cannot be read"
            raise ContentError(Problem("data-record", what, Place(str(file)), hint)) from error
    return records


def read_events(folder: Path | None, name: str = BUNDLED_NAME) -> EventTable:
    """Read a dataset by its name: the bundled one, or one imported into the folder, with all other coders' in `others`.

    The corrections shipped and those in the folder's own `corrections.csv` are applied. Raises UsageError for an unknown
    name, ContentError where an imported file is missing or has changed.
    """
    own = folder / "corrections.csv" if folder else None
    if own and os.path.lexists(own):
        _read_inside(own)
        with places_at(own):
            own_corrections = read_corrections(own)
    else:
        own_corrections = ()
    bundled = read_bundled(own_corrections)
    if name == BUNDLED_NAME:
        return bundled
    records = {record.name: record for record in (imported_datasets(folder) if folder else [])}
    if name not in records or folder is None:
        hint = f"Known are {', '.join([BUNDLED_NAME, *records])}. Import a file with: briefing data import FILE"
        raise UsageError(Problem("data-unknown", f"there is no dataset {name}", hint=hint))
    corrections = (*read_corrections(BUNDLED / "corrections.csv"), *own_corrections)
    table = _read_imported(folder, records[name], corrections)
    others = [_read_imported(folder, record, corrections) for record in records.values() if record.coder != table.coder]
    coders = {table.coder, *(other.coder for other in others)}
    others += [replace(other, others=()) for other in (bundled, *bundled.others) if other.coder not in coders]
    return replace(table, others=(*table.others, *others))


def _read_inside(file: Path) -> bytes:
    """Read a file of the workspace. Raises ContentError: `file-outside` for a link that leads out, else as `read_content`."""
    if leads_outside(file):
        hint = f"copy the file itself into {file.parent.name}/"
        raise ContentError(Problem("file-outside", "this link leads out of the workspace", Place(str(file)), hint))
    return read_content(file)


def _read_imported(folder: Path, record: DatasetRecord, corrections: tuple[Correction, ...]) -> EventTable:
    file = folder / record.file
    hint = "Import it again with: briefing data import FILE"
    if not os.path.lexists(file):
        raise ContentError(Problem("data-missing", f"{record.file} is missing", Place(str(file)), hint))
    content = _read_inside(file)
    if sha256(content).hexdigest() != record.sha256:
        what = f"{record.file} has changed since it was imported"
        raise ContentError(Problem("data-changed", what, Place(str(file)), hint))
    covers = tuple(code for code in record.covers.split(",") if code)
    with places_at(file):
        return parse_dataset(content, record.file, version=record.version, corrections=corrections, covers=covers)
