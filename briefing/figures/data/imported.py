"""The datasets that a desk has imported into its workspace, and the bundled one, by name."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from briefing.figures.data.datasets import BUNDLED, parse_dataset, read_bundled, read_content, read_corrections
from briefing.figures.data.events import Correction, EventTable
from briefing.problems import ContentError, Place, Problem, UsageError

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
        try:
            records.append(record := DatasetRecord(**json.loads(file.read_text(encoding="utf-8"))))
            if Path(record.file).name != record.file:
                raise ValueError(record.file)
        except (OSError, ValueError, TypeError) as error:
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
    own_corrections = read_corrections(own) if own and own.is_file() else ()
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


def _read_imported(folder: Path, record: DatasetRecord, corrections: tuple[Correction, ...]) -> EventTable:
    file = folder / record.file
    hint = "Import it again with: briefing data import FILE"
    if not file.is_file():
        raise ContentError(Problem("data-missing", f"{record.file} is missing", Place(str(file)), hint))
    content = read_content(file)
    if sha256(content).hexdigest() != record.sha256:
        what = f"{record.file} has changed since it was imported"
        raise ContentError(Problem("data-changed", what, Place(str(file)), hint))
    covers = tuple(code for code in record.covers.split(",") if code)
    return parse_dataset(content, record.file, version=record.version, corrections=corrections, covers=covers)
