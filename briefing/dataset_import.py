"""Importing a coup dataset into the workspace: checked, then stored as published with a record of its version and digest."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from briefing.atomic import write_atomically
from briefing.figures.data.datasets import list_suspicious, parse_dataset, places_at, read_content
from briefing.figures.data.imported import DatasetRecord, imported_datasets
from briefing.problems import ContentError, Place, Problem


@dataclass(frozen=True)
class ImportedDataset:
    """A dataset that was stored: its record, and warnings of what is suspicious in its file."""

    record: DatasetRecord
    warnings: tuple[Problem, ...]


def import_dataset(
    file: Path, folder: Path, *, today: date, version: str = "", replacing: bool = False, covers: Sequence[str] = ()
) -> ImportedDataset:
    """Check a published dataset and store it in the folder; return its record, with what is suspicious.

    `replacing` allows other content of the same coder and version to be replaced; `covers` are the countries of which the
    file is said to have every event, or "all". Raises ContentError, and stores nothing,
    where the file has a fault or an event after `today`; the error has the warnings, too.
    """
    content = read_content(file)
    warnings = list_suspicious(content, file.name)
    with places_at(file):
        try:
            table = parse_dataset(content, file.name, version=version, today=today, covers=covers)
        except ContentError as error:
            raise ContentError([*error.problems, *warnings]) from error
    name = re.sub(r"[^a-z0-9.]+", "-", f"{table.coder} {table.version}".lower()).strip("-")
    record = DatasetRecord(
        name=name,
        coder=table.coder,
        version=table.version,
        ends=table.ends.isoformat(),
        events=len(table.events),
        file=f"{name}{file.suffix.lower()}",
        sha256=sha256(content).hexdigest(),
        covers=",".join(covers),
    )
    before = {record.name: record for record in imported_datasets(folder)}.get(name)
    if before and before.sha256 != record.sha256 and not replacing:
        what = f"a different file is already imported as {table}"
        hint = f"Its digest is {before.sha256[:12]}, this one's {record.sha256[:12]}. Import it with --replace if it is right."
        raise ContentError(Problem("data-differs", what, Place(str(file)), hint))
    write_atomically(folder / record.file, content)
    # The record last: without it the file does not count as imported.
    text = json.dumps(asdict(record), ensure_ascii=False, indent=2)
    write_atomically(folder / f"{name}.json", f"{text}\n".encode())
    return ImportedDataset(record, tuple(_with_folder(warning, file) for warning in warnings))


def _with_folder(problem: Problem, file: Path) -> Problem:
    return replace(problem, place=replace(problem.place, file=str(file))) if problem.place else problem
